"""A run of 100,000 verdicts: how long it takes to write, to query, to compare with itself.

Usage: python bench/ledger.py [VERDICTS [URL]]. Prints figures; asserts nothing. Without a URL the
ledger is a new SQLite file.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import targetcheck as tc
from targetcheck.ledger import Ledger

DEPARTMENTS = 20
T = TypeVar("T")


def made(verdicts: int) -> tuple[tc.Result, tc.ObservationTable]:
    """Give a result of that many verdicts in 1,000 counties, and its table."""
    counties = 1000
    targets = [
        {
            "id": f"t{n}",
            "indicator": f"i{n}",
            "place": {"each": "county"},
            "require": {"at_least": "70 %"},
            "due": "2024-12-31",
            "lead": f"局{n % DEPARTMENTS}",
            "cite": {"clause": "一", "quote": "达到70%"},
        }
        for n in range(verdicts // counties)
    ]
    rules = {
        "targetcheck": 1,
        "id": "bench",
        "title": "量测",
        "document": {"number": "1", "issuer": "量测", "issued": "2024-01-01"},
        "places": {f"p{n}": {"zh": f"县{n}", "kind": "county"} for n in range(counties)},
        "indicators": {
            t["indicator"]: {"zh": f"指标{n}", "nature": "share", "unit": "percent"}
            for n, t in enumerate(targets)
        },
        "targets": targets,
    }
    columns: dict[str, list[object]] = {
        "place": [f"p{n}" for _ in targets for n in range(counties)],
        "indicator": [t["indicator"] for t in targets for _ in range(counties)],
        "period": ["2024"] * len(targets) * counties,
        "value": [str((7 * n + k) % 100) for k in range(len(targets)) for n in range(counties)],
        "unit": ["%"] * len(targets) * counties,
    }
    table = tc.read_table(columns)
    return tc.evaluate(rules, table, as_of="2024-12-31"), table


def timed(name: str, work: Callable[[], T]) -> T:
    """Do some work and print how long it took."""
    start = time.perf_counter()
    found = work()
    print(f"{name:52} {time.perf_counter() - start:8.3f} s", flush=True)
    return found


def main() -> None:
    """Print a line for each work."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    result, table = timed(f"evaluate {count} verdicts (not the ledger)", lambda: made(count))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        with Ledger(sys.argv[2] if len(sys.argv) > 2 else path) as ledger:
            run = timed("record the run", lambda: ledger.record(result, table))
            timed("query: one place", lambda: ledger.verdicts(run, place="p500"))
            timed("query: one department (1/20)", lambda: ledger.verdicts(run, lead="局7"))
            timed("query: one department at one place",
                  lambda: ledger.verdicts(run, lead="局7", place="p7"))  # fmt: skip
            one = timed("query: one status at one place",
                        lambda: ledger.verdicts(run, place="p9", status="pass"))  # fmt: skip
            timed("query: one status (30 %)", lambda: ledger.verdicts(run, status="pass"))
            timed("evidence of one verdict", lambda: ledger.evidence(run, one[0]))
            timed("list the runs", ledger.runs)
        if path.exists():
            print(f"{'size of the file':52} {path.stat().st_size / 1e6:8.1f} MB")


if __name__ == "__main__":
    main()
