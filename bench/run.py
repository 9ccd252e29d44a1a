"""Start-up and one evaluation, measured as whole processes: minimum and median of several runs.

Usage: python bench/run.py [RUNS]. Prints figures; asserts nothing.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RULESET = "hubei/huangshi-yangtze-2024"
TABLE = str(ROOT / "examples" / "huangshi" / "2024q3.csv")
EVALUATE = ["-m", "targetcheck", "evaluate", RULESET, TABLE, "--as-of", "2024-09-30"]
LIBRARY = f"import targetcheck as t; t.evaluate({RULESET!r}, {TABLE!r}, as_of='2024-09-30')"
WORKS = {
    "bare Python": ["-c", "pass"],
    "import pydantic": ["-c", "from pydantic import BaseModel"],
    "import targetcheck": ["-c", "import targetcheck"],
    "library: Huangshi ruleset on its example": ["-c", LIBRARY],
    "command: the same, as a table": EVALUATE,
    "command: the same, as JSON": [*EVALUATE, "--format", "json"],
    "command: --version": ["-m", "targetcheck", "--version"],
}


def measure(arguments: list[str], runs: int) -> list[float]:
    """Give the wall-clock seconds of each run of a Python process."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=False, cwd=ROOT)
        seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Print a line for each work; the first run of all warms the disk and is thrown away."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    measure(EVALUATE, 1)
    print(f"{'work':44} {'min ms':>8} {'median ms':>10}")
    found: dict[str, float] = {}
    for name, arguments in WORKS.items():
        seconds = measure(arguments, runs)
        found[name] = min(seconds)
        print(f"{name:44} {min(seconds) * 1e3:8.0f} {statistics.median(seconds) * 1e3:10.0f}")
    above = (found["import targetcheck"] - found["import pydantic"]) * 1e3
    print(f"{'import targetcheck above import pydantic':44} {above:8.0f}")


if __name__ == "__main__":
    main()
