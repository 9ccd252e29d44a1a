"""Start-up and one evaluation, measured as whole processes: minimum and median of several runs.

Usage: python bench/run.py [RUNS]. Prints figures; asserts nothing.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SMALL = """targetcheck: 1
id: small
title: small
document: {number: "1", issuer: x, issued: 2024-01-01}
places: {city: {zh: 市}}
indicators:
"""
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


# Compiled modules are kept between runs, as on a machine where nobody says otherwise.
PLAIN = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def measure(arguments: list[str], runs: int) -> list[tuple[float, float]]:
    """Give wall-clock and processor seconds of each run of a Python process."""
    seconds = []
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, *arguments]
        subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=PLAIN)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        seconds.append((wall, used))
    return seconds


def small(folder: Path) -> dict[str, list[str]]:
    """Write 60 targets and 240 observations, and give the works on them."""
    kinds = [("level", "mg/L"), ("share", "percent"), ("level", "hectare")]
    lines, targets, rows = [SMALL], ["targets:\n"], ["place,indicator,period,value,unit\n"]
    for n in range(60):
        nature, unit = kinds[n % 3]
        spec = f"{{zh: 指标{n}, nature: {nature}, unit: {unit}, better: higher}}"
        lines.append(f"  i{n}: {spec}\n")
        targets.append(
            f"  - {{id: t{n}, indicator: i{n}, place: city, "
            f"require: {{at_least: {40 + n % 50} {unit}}}, "
            "due: 2024-12-31, cite: {clause: '1', quote: x}}\n"
        )
        rows += [f"city,i{n},2024Q{q},{40 + (n * q) % 50},{unit}\n" for q in (1, 2, 3, 4)]
    rules, table = folder / "small.yaml", folder / "small.csv"
    rules.write_text("".join(lines + targets), encoding="utf-8")
    table.write_text("".join(rows), encoding="utf-8")
    plan = folder / "small.plan.json"
    compiling = ["-m", "targetcheck", "compile", str(rules), "-o", str(plan)]
    measure(compiling, 1)
    works = {}
    for name, source in (("YAML", str(rules)), ("a plan", str(plan))):
        asked = f"{source!r}, {str(table)!r}, as_of='2024-12-31'"
        code = f"import targetcheck as t; t.evaluate({asked})"
        command = ["-m", "targetcheck", "evaluate", source, str(table), "--as-of", "2024-12-31"]
        works[f"library: 60 targets × 240 rows, {name}"] = ["-c", code]
        works[f"command: the same, {name}"] = command
    return works


def main() -> None:
    """Print a line for each work; the first run of all warms the disk and is thrown away."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    measure(EVALUATE, 1)
    print(f"{'work':44} {'min ms':>8} {'median ms':>10} {'processor ms':>13}")
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in {**WORKS, **small(Path(folder))}.items():
            walls, used = zip(*measure(arguments, runs), strict=True)
            told = min(walls), statistics.median(walls), min(used)
            print("{:44} {:8.0f} {:10.0f} {:13.0f}".format(name, *(t * 1e3 for t in told)))


if __name__ == "__main__":
    main()
