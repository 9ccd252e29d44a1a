"""A whole evaluation at scale: 10,000 targets over 3,000 places, 20 quarters, full evidence.

Usage: python bench/whole.py [--places N] [--targets N] [--read ROWS] [--profile]. Everything is
seeded. Prints a Markdown table, the least of `--times` runs, on the clock and of processor time,
which other programs of the machine disturb least; asserts nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import os
import platform
import pstats
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import targetcheck as tc
from targetcheck import api
from targetcheck.evaluation.digests import digest_of_ruleset, digest_of_table
from targetcheck.observations.observation_reader import read_observations

AS_OF = "2024-12-31"
QUARTERS = [f"{year}Q{quarter}" for year in range(2020, 2025) for quarter in (1, 2, 3, 4)]
COLUMNS = ("place", "indicator", "period", "value", "unit", "numerator", "denominator", "status")
T = TypeVar("T")

LEVEL = {"nature": "level", "unit": "mg/L", "better": "lower"}
SHARE = {"nature": "share", "unit": "percent", "better": "higher"}
KINDS: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    (LEVEL, {"require": {"at_most": "20.5 mg/L"}}),
    (SHARE, {"require": {"at_least": "80 %"}, "baseline": "2020Q4"}),
    ({"nature": "flow", "unit": "公顷"}, {"require": {"at_least": "900 亩"}, "from": "2020-01-01"}),
    (LEVEL, {"require": {"fall": {"from": "2020Q4", "at_least": "4 %"}}}),
    (SHARE, {"require": {"rise": {"from": "2020Q4", "at_least": "15 percentage_point"}}}),
    ({"nature": "class", "scale": "water"}, {"require": {"at_least": "Ⅲ"}}),
    (LEVEL, {"require": {"between": ["6 mg/L", "9 mg/L"]}}),
    ({"nature": "count", "unit": "个"}, {"require": {"at_least": "40 个"}, "baseline": "2020Q4"}),
    ({"nature": "flow", "unit": "吨", "better": "lower"},
     {"require": {"at_most": "1000 吨"}, "from": "2020-01-01"}),
    (SHARE, {"require": {"at_least": "60 %"}, "mode": "maintain"}),
)  # fmt: skip
"""Natures with a requirement each; targets take them in turn."""


def ruleset(targets: int, places: int) -> dict[str, Any]:
    """Give a ruleset of so many targets, each of one place; a third is due."""
    blocks = range(-(-targets // places))
    return {
        "targetcheck": 1, "id": "whole", "title": "whole",
        "document": {"number": "1", "issuer": "x", "issued": "2020-01-01"},
        "places": {f"p{n}": {"zh": f"县{n}", "kind": "county"} for n in range(places)},
        "scales": {"water": {"zh": "类", "grades": ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"]}},
        "indicators": {
            f"i{block}k{kind}": {**spec, "zh": f"指标{block}之{kind}"}
            for block in blocks
            for kind, (spec, _) in enumerate(KINDS)
        },
        "targets": [
            {"id": f"t{n}", "indicator": series(n, places)[1], "place": series(n, places)[0],
             "due": AS_OF if n % 3 == 0 else "2025-12-31", **KINDS[n % len(KINDS)][1],
             "cite": {"clause": "1", "quote": "x"}}
            for n in range(targets)
        ],
    }  # fmt: skip


def series(target: int, places: int) -> tuple[str, str]:
    """Give place and indicator of a target; no two have the same."""
    return f"p{target % places}", f"i{target // places}k{target % len(KINDS)}"


def reports(targets: int, places: int) -> Iterator[tuple[str, ...]]:
    """Yield a row for each target and quarter, as counties send them: quarter by quarter."""
    rng = random.Random(20241231)
    for quarter in QUARTERS:
        for n in range(targets):
            place, indicator = series(n, places)
            yield (place, indicator, quarter, *_value(n % len(KINDS), rng), "")


def _value(kind: int, rng: random.Random) -> tuple[str, str, str, str]:
    """Give value, unit, numerator and denominator of a report, in units as they come."""
    if kind in (1, 4, 9):
        top, bottom = rng.randrange(300, 900), 1000
        printed = f"{top / 10:.1f}"
        counted = rng.random() < 0.5
        return (printed, "%", str(top), str(bottom)) if counted else (printed, "百分之", "", "")
    if kind == 2:
        return (f"{rng.randrange(20, 90) / 2:.1f}", "亩", "", "")
    if kind == 5:
        return (rng.choice("ⅡⅢⅣ") + "类", "", "", "")
    if kind == 7:
        return (str(rng.randrange(10, 60)), "个", "", "")
    if kind == 8:
        return (f"{rng.randrange(100, 900) / 10000:.4f}", "万吨", "", "")
    value = rng.randrange(400, 2600)
    return (
        (f"{value / 100:.2f}", "mg/L", "", "") if value % 2 else (f"{value / 1e5}", "g/L", "", "")
    )


def write(path: Path, rows: Iterator[tuple[str, ...]]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


class Timer:
    """Times works and keeps what they took."""

    def __init__(self, times: int, profile: bool) -> None:
        self.times = times
        self.profile = profile

    def __call__(self, name: str, work: Callable[[], T], many: int = 1) -> T:
        """Do some work several times; print the least time, of one of `many` where given."""
        best = used = float("inf")
        for _ in range(self.times):
            start, before = time.perf_counter(), time.process_time()
            found = work()
            best = min(best, time.perf_counter() - start)
            used = min(used, time.process_time() - before)
        print(f"| {name} | {_shown(best / many)} | {_shown(used / many)} |", flush=True)
        if self.profile and best > 0.2:
            with cProfile.Profile() as profiler:
                work()
            pstats.Stats(profiler).sort_stats("tottime").print_stats(32)
        return found


def _shown(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds:.3f} s"


def whole(timed: Timer, targets: int, places: int) -> None:
    """Measure each step of a whole evaluation, and what is asked of its result."""
    rules = ruleset(targets, places)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.csv"
        write(path, reports(targets, places))
        plan = timed(f"reading and compiling {targets:,} targets", partial(tc.compile_plan, rules))
        table = timed("reading the CSV file", lambda: tc.read_table(str(path)))
        timed("understanding the rows", lambda: read_observations(table, plan))
        timed(
            f"**evaluating {len(table):,} rows, from the file**",
            lambda: tc.evaluate(plan, str(path), as_of=AS_OF),
        )
        result = tc.evaluate(plan, str(path), as_of=AS_OF)
    timed("digest of the table", lambda: digest_of_table(table))
    timed("loading the ruleset, with its digest", lambda: digest_of_ruleset(tc.load_ruleset(rules)))
    last = f"t{targets - 1}", series(targets - 1, places)[0]
    result[last].explain()  # loads the words
    timed("looking up and explaining one verdict", lambda: result[last].explain("en"))
    timed("every verdict as plain data", result.to_dicts)
    print(f"\n{result.summary()}, {result.used:,} used, {len(result.set_aside):,} set aside\n")


def reading(timed: Timer, rows: int) -> None:
    """Measure reading long tables for the reference engine."""
    import polars as pl

    targets = -(-rows // len(QUARTERS))
    plan = tc.compile_plan(ruleset(targets, max(targets // 4, 1)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.csv"
        write(path, reports(targets, max(targets // 4, 1)))
        parquet = path.with_suffix(".parquet")
        pl.read_csv(path, schema_overrides={"value": pl.String}).write_parquet(parquet)
        table = timed(f"CSV of {rows:,} rows, as cells", lambda: tc.read_table(str(path)))
        timed("the same, understood", lambda: read_observations(table, plan))
        timed("the same, its digest", lambda: digest_of_table(table))
        table = timed(f"Parquet of {rows:,} rows, as cells", lambda: tc.read_table(str(parquet)))
        timed("the same, understood", lambda: read_observations(table, plan))
        timed("the same, its digest", lambda: digest_of_table(table))


def verdicts(timed: Timer, count: int = 3000) -> None:
    """Measure one value judged with its evidence, and what is read of it."""
    rules = ruleset(1, 1)
    decide = api.decider(rules, "t0", as_of=AS_OF)

    def basics() -> None:
        for _ in range(count):
            found = decide.verdict(0.0204, "g/L")
            _ = (found.status, found.reason, found.margin, found.gap, found.flags, found.value)
            _ = (found.observations, found.unit, found.citations)

    def alone() -> None:
        for _ in range(count):
            decide.verdict(0.0204, "g/L")

    def records() -> None:
        for _ in range(count // 10):
            decide.verdict(0.0204, "g/L").to_dict()

    timed("one value, verdict", alone, count)
    timed("one value, verdict and its basics read", basics, count)
    timed("one value, verdict as plain data with its sentence", records, count // 10)


def main() -> None:
    """Print a line for each work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--targets", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=3_000)
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    timed = Timer(asked.times, asked.profile)
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    print("\n| work | time | processor |\n| --- | ---: | ---: |")
    verdicts(timed)
    if asked.targets:
        whole(timed, asked.targets, asked.places)
    if asked.read:
        reading(timed, asked.read)


if __name__ == "__main__":
    main()
