"""Run the tests behind each guarantee and print their figures as a table.

`make guarantees` takes the ordinary number of examples, `make guarantees-long` the long one. The
exit code is 1 if a test fails or is skipped.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = {
    "conformance cases, reference engine": ["tests/conformance/test_conformance.py"],
    "the same cases, every engine": ["tests/conformance", "--deselect",
                                     "tests/conformance/test_conformance.py"],
    "independent oracle": ["tests/oracle"],
    "boundary cases in exact fractions": ["tests/property/test_boundaries.py"],
    "laws": ["tests/property", "--deselect", "tests/property/test_boundaries.py"],
    "malformed input and kept corpora": ["tests/robust"],
    "ledger": ["tests/ledger"],
}  # fmt: skip


def main() -> int:
    """Print one line for each part; return whether anything failed or was skipped."""
    asked = argparse.ArgumentParser(prog="guarantees", description=__doc__)
    asked.add_argument("--profile", default="ci", help="profile of Hypothesis: dev, ci or long")
    asked.add_argument("parts", nargs="*", help="words of the parts to run; all without")
    given = asked.parse_args()
    print("| part | tests | verdicts | failed | known differences | skipped | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    bad = 0
    for part, tests in PARTS.items():
        if given.parts and not any(word in part for word in given.parts):
            continue
        counts, seconds = _run(tests, given.profile)
        bad += counts["failed"] + counts["skipped"]
        tried = counts["passed"] + counts["failed"]
        print(
            f"| {part} | {tried:,} | {counts['verdicts']:,} | {counts['failed']} |"
            f" {counts['known']} | {counts['skipped']} | {seconds:.0f} |",
            flush=True,
        )
    return min(bad, 1)


def _run(tests: list[str], profile: str) -> tuple[dict[str, int], float]:
    """Return the counts of one run of pytest, and its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder, "counts.json")
        environment = {
            **os.environ,
            "GUARANTEE_COUNTS": str(counts),
            "HYPOTHESIS_PROFILE": profile,
            "PYTHONPATH": str(ROOT / "tools"),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "guarantees.verdict_counter", *tests]
        start = time.perf_counter()
        done = subprocess.run(  # noqa: S603  # the command is our own
            command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True
        )
        if not counts.is_file():
            raise SystemExit(f"{' '.join(tests)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return json.loads(counts.read_text("utf-8")), time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
