"""Fuzz the readers and keep a minimised corpus; `make fuzz` needs `pip install atheris`.

`make fuzz NAMES="yaml csv" SECONDS=60` fuzzes two targets, each in its own process, and then merges
inputs that reached new code into `tests/robust/corpora/`. Without names every target is fuzzed.
Input that raises anything other than a finding of targetcheck is kept as well, so that the test run
fails on it until it is corrected.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_BYTES = 8192
"""Bytes of an input; those of a corpus stay readable."""


def main() -> int:
    """Fuzz the requested targets; return the number of those with a finding."""
    asked = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("names", nargs="*")
    given = asked.parse_args()
    sys.path[:0] = [str(ROOT / "tests/robust")]
    from fuzz_targets import TARGETS

    broken = [name for name in given.names or TARGETS if not fuzzed(name, given.seconds)]
    print(f"targets with a finding: {', '.join(broken) or 'none'}")
    return len(broken)


def fuzzed(name: str, seconds: int) -> bool:
    """Fuzz a target and minimise its corpus; return whether nothing was found."""
    from fuzz_targets import corpus, keep

    with tempfile.TemporaryDirectory() as folder:
        grown, small, found = (Path(folder, part) for part in ("grown", "small", "found"))
        for part in (grown, small, found):
            part.mkdir()
        for number, raw in enumerate(corpus(name)):
            (grown / str(number)).write_bytes(raw)
        _run(name, f"-max_total_time={seconds}", f"-artifact_prefix={found}/", str(grown))
        _run(name, "-merge=1", str(small), str(grown))
        findings = [file.read_bytes() for file in found.iterdir()]
        kept = [file.read_bytes() for file in small.iterdir()]
        keep(name, [*kept, *findings])
    print(f"{name}: {len(kept)} inputs kept, {len(findings)} findings", flush=True)
    return not findings


def _run(name: str, *options: str) -> int:
    one = Path(__file__).parent / "one_target.py"
    limits = (f"-max_len={MOST_BYTES}", "-timeout=20", "-rss_limit_mb=3000", "-verbosity=0")
    with tempfile.TemporaryDirectory() as folder:
        # libFuzzer merges in processes of its own, which it starts by the name of the program.
        program = Path(folder, name)
        program.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" "{one}" "$0" {name} "$@"\n', "utf-8"
        )
        program.chmod(0o755)
        return subprocess.run([str(program), *limits, *options], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
