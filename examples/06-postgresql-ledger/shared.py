"""Record two quarters in a shared ledger and compare them."""

from __future__ import annotations

import sys
from pathlib import Path

import targetcheck as tc
from targetcheck.ledger import Ledger, compare, verify

DATA = Path(__file__).parents[1] / "huangshi"


def main(address: str) -> None:
    """Print what was recorded, what a department has, and what changed."""
    plan = tc.compile_plan("hubei/huangshi-yangtze-2024")
    with Ledger(address) as ledger:
        runs = []
        for file, day in (("2024q3.csv", "2024-09-30"), ("2024q4.csv", "2024-12-31")):
            table = tc.read_table(DATA / file, plan)
            result = tc.evaluate(plan, table, as_of=day)
            runs.append(ledger.record(result, table, who="考核办", why=day))
        print("runs", [run.number for run in ledger.runs()])
        failed = ledger.verdicts(runs[1], status="fail")
        print("failed", len(failed))
        changes = compare(ledger, *runs).changes
        print("changed", len(changes))
        print("reproduced", all(verify(ledger, run).sound for run in runs))


if __name__ == "__main__":
    main(sys.argv[1])
