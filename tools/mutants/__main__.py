"""Draw mutants of the engine, try them, and print how many the tests notice.

`make mutants SAMPLE=300 SEED=15` needs `pip install --group mutants`. A run that was stopped goes on where it
stood; a change of the source starts anew. The sample is tried in random order, so that the part
that was tried is a sample too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from math import sqrt
from pathlib import Path

from mutants.mutant_sample import ROOT, Mutant, drawn
from mutants.mutant_trial import STAGES, told
from targetcheck.yaml_text.yaml_source import read_document_text

FOLDER = ROOT / "build/mutants"
EQUIVALENT = Path(__file__).parent / "equivalent.yaml"


def main() -> int:
    """Print the figures and each survivor; return whether one is left without a reason."""
    asked = argparse.ArgumentParser(prog="mutants", description=__doc__)
    asked.add_argument("--sample", type=int, default=300)
    asked.add_argument("--seed", type=int, default=15)
    asked.add_argument("--seconds", type=float, default=1e9, help="stop after so many seconds")
    asked.add_argument("--keep", action="store_true", help="go on with the mutants drawn before")
    given = asked.parse_args()
    listed, results = FOLDER / "sample.json", FOLDER / "results.jsonl"
    if not given.keep or not listed.is_file():
        total, sample = drawn(given.sample, given.seed, FOLDER / "src")
        listed.write_text(
            json.dumps([asdict(each) for each in sample], ensure_ascii=False, indent=1)
        )
        results.unlink(missing_ok=True)
        print(f"{len(sample)} of {total:,} mutants drawn with seed {given.seed}", flush=True)
    trial = Path(__file__).parent / "mutant_trial.py"
    path = os.pathsep.join([str(FOLDER / "src"), str(ROOT / "tools")])
    command = [sys.executable, str(trial), str(listed), str(results), str(given.seconds)]
    done = subprocess.run(  # noqa: S603  # the command is our own
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, check=False
    )
    if done.returncode:
        return done.returncode
    return _told(json.loads(listed.read_text("utf-8")), results)


def _told(sample: list[dict[str, str]], results: Path) -> int:
    last = {each["name"]: each for each in told(results)}
    reasons = read_document_text(EQUIVALENT.read_text("utf-8"), EQUIVALENT.name).data
    tried = [each for each in sample if each["name"] in last]
    killed = [each for each in tried if last[each["name"]]["how"] != "alive"]
    alive = [each for each in tried if each not in killed]
    same = [each for each in alive if Mutant(**each).change in reasons]
    real = [
        each for each in alive if each not in same and last[each["name"]]["stage"] == STAGES[-1]
    ]
    left = [each for each in alive if each not in same and each not in real]
    print(f"tried {len(tried)}: killed {len(killed)}, equivalent {len(same)}, survived {len(real)},"
          f" not tried by every stage {len(left)}")  # fmt: skip
    counted = len(tried) - len(same)
    for word, hits in (("at least", len(killed)), ("at most", len(killed) + len(left))):
        low, high = wilson(hits, counted)
        print(f"killed {word} {100 * hits / counted:.1f} % of those that are not equivalent"
              f" (95 % interval {100 * low:.1f} to {100 * high:.1f} %)")  # fmt: skip
    for each in real + left:
        print(f"\n{'survived' if each in real else 'open'}: {each['file']} {each['function']}")
        print(f"- {each['before']}\n+ {each['after']}")
    return min(len(real), 1)


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval of a share."""
    share, width = hits / n, z * z / n
    middle = (share + width / 2) / (1 + width)
    reach = z / (1 + width) * sqrt(share * (1 - share) / n + width / 4 / n)
    return middle - reach, middle + reach


if __name__ == "__main__":
    sys.exit(main())
