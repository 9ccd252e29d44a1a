"""A recorded run judged again after 1 % of the reports changed, against the full evaluation.

Usage: python bench/rejudging.py [TARGETS [PLACES]]. Prints figures; asserts only that both runs are
the same. Both record their run; tables are given as they are after reading.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import targetcheck as tc
from targetcheck.ledger import Ledger
from targetcheck.ledger.run_replay import inputs_of
from targetcheck.rejudgement import rejudge
from targetcheck.rejudgement.partial_run import decided


def rules(targets: int, places: int) -> dict[str, object]:
    """Give a ruleset of targets on as many indicators, each of every place."""
    names = [f"i{n}" for n in range(targets)]
    return {
        "targetcheck": 1,
        "id": "bench",
        "title": "量测",
        "document": {"number": "1", "issuer": "量测", "issued": "2024-01-01"},
        "places": {f"p{n}": {"zh": f"县{n}", "kind": "county"} for n in range(places)},
        "indicators": {n: {"zh": f"指标{n}", "nature": "share", "unit": "percent"} for n in names},
        "targets": [
            {
                "id": f"t{n}",
                "indicator": name,
                "place": {"each": "county"},
                "require": {"at_least": "70 %"},
                "due": "2024-12-31",
                "cite": {"clause": "一", "quote": "达到70%"},
            }
            for n, name in enumerate(names)
        ],
    }


def reports(targets: int, places: int, revised: int = 0) -> tc.ObservationTable:
    """Give a table of one report for each target and place, some of them revised."""
    values = [str((7 * n + k) % 100) for k in range(targets) for n in range(places)]
    for row in random.Random(4).sample(range(len(values)), revised):
        values[row] = "55.5"
    columns: dict[str, list[object]] = {
        "place": [f"p{n}" for _ in range(targets) for n in range(places)],
        "indicator": [f"i{k}" for k in range(targets) for _ in range(places)],
        "period": ["2024"] * len(values),
        "value": list(values),
        "unit": ["%"] * len(values),
    }
    return tc.read_table(columns)


def main() -> None:
    """Print how long each takes."""
    targets, places = (int(word) for word in (sys.argv[1:] + ["100", "300"][len(sys.argv) - 1 :]))
    count = targets * places
    plan = tc.compile_plan(rules(targets, places))
    old, new = reports(targets, places), reports(targets, places, count // 100)
    with tempfile.TemporaryDirectory() as folder:
        with Ledger(Path(folder) / "part.db") as ledger:
            run = ledger.record(tc.evaluate(plan, old, as_of="2024-12-31"), old)
            start = time.process_time()
            again = rejudge(ledger, run, new, plan=plan)
            part = time.process_time() - start
            inputs = inputs_of(ledger, run)
            start = time.process_time()
            decided(run, inputs, plan, plan, new, frozenset())
            few = time.process_time() - start
        with Ledger(Path(folder) / "full.db") as ledger:
            start = time.process_time()
            result = tc.evaluate(plan, new, as_of="2024-12-31")
            judged = time.process_time() - start
            whole = ledger.record(result, new)
            full = time.process_time() - start
    assert whole.id == again.run.id
    print(f"{count} verdicts, {count // 100} reports revised, {again.judged} evaluated anew")
    print(
        f"evaluate: all {judged:.2f} s, what changed {few:.2f} s, {judged / few:.1f} times faster"
    )
    print(f"and record: all {full:.2f} s, rejudge {part:.2f} s, {full / part:.1f} times faster")


if __name__ == "__main__":
    main()
