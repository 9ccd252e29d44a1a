"""Check the laws of comparison and rounding with CrossHair; print what became of each.

`make symbolic SECONDS=60` needs `pip install --group symbolic`. *proven*: the solver has gone through
every path for every integer. *no counterexample*: it found none within the seconds.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
LAWS = HERE / "laws.py"
SAYS = {"Confirmed over all paths.": "proven", "Not confirmed.": "no counterexample"}
_LINE = re.compile(r"laws\.py:(\d+): (\w+): (.*)")


def main() -> int:
    """Print a table; return the number of laws with a counterexample."""
    asked = argparse.ArgumentParser(prog="symbolic", description=__doc__)
    asked.add_argument("--seconds", type=int, default=60, help="for each law")
    asked.add_argument("laws", nargs="*", help="names; all without")
    given = asked.parse_args()
    print("| law | result | seconds |\n| --- | --- | --- |")
    broken = 0
    for law in _laws():
        if given.laws and law.name not in given.laws:
            continue
        start = time.perf_counter()
        said = _checked(law, given.seconds)
        broken += said not in SAYS.values()
        print(
            f"| {ast.get_docstring(law)} | {said} | {time.perf_counter() - start:.0f} |", flush=True
        )
    return broken


def _laws() -> list[ast.FunctionDef]:
    body = ast.parse(LAWS.read_text("utf-8")).body
    return [f for f in body if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")]


def _checked(law: ast.FunctionDef, seconds: int) -> str:
    """Return what CrossHair says of one law."""
    command = [
        sys.executable, "-m", "crosshair", "check", "--analysis_kind=asserts", "--report_all",
        f"--per_condition_timeout={seconds}", f"symbolic.laws.{law.name}",
    ]  # fmt: skip
    path = os.pathsep.join([str(HERE.parent), str(HERE.parents[1] / "src")])
    done = subprocess.run(  # noqa: S603  # the command is our own
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )
    found = [match[3] for match in map(_LINE.search, done.stdout.splitlines()) if match]
    worst = next((line for line in found if line not in SAYS), None)
    if worst is not None or not found:
        return worst or (done.stdout + done.stderr).strip()[-500:]
    return SAYS[max(found)]


if __name__ == "__main__":
    sys.exit(main())
