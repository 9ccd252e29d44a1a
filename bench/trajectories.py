"""Progress of many series towards their targets, by targetcheck and written by hand.

A series is an indicator at a place with 8 to 12 quarters. Asked for each: the way gone beside the
way that a straight line from baseline to target asks for at the day of the latest report, and the
speed so far beside the speed that is needed from there to the due date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

import targetcheck as tc
from measuring import Line, least
from targetcheck.api import tabulator_of
from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator

RULES = 50
AS_OF = "2024-12-31"
START, DUE = dt.date(2021, 12, 31), dt.date(2025, 12, 31)
QUARTERS = [(f"{y}Q{q}", dt.date(y, 3 * q, 31 if q in (1, 4) else 30))
            for y in (2022, 2023, 2024) for q in (1, 2, 3, 4)]  # fmt: skip


def figures() -> tuple[np.ndarray, np.ndarray]:
    """Give baseline and target of each indicator."""
    base = 40 + np.arange(RULES) / 4
    return base, base + 10 + np.arange(RULES) % 7


def ruleset(places: int) -> dict[str, Any]:
    """Give 50 targets at every one of so many places."""
    base, goal = figures()
    return {
        "targetcheck": 1, "id": "lines", "title": "lines",
        "document": {"number": "1", "issuer": "x", "issued": "2022-01-01"},
        "places": {f"p{n}": {"zh": f"县{n}", "kind": "county"} for n in range(places)},
        "indicators": {
            f"i{n}": {"zh": f"指标{n}", "nature": "level", "unit": "mg/L", "better": "higher"}
            for n in range(RULES)
        },
        "targets": [
            {"id": f"t{n}", "indicator": f"i{n}", "place": {"each": "county"}, "due": str(DUE),
             "baseline": {"period": str(START), "value": f"{base[n]} mg/L",
                          "cite": {"clause": "1", "quote": "x"}},
             "require": {"at_least": f"{goal[n]} mg/L"}, "cite": {"clause": "1", "quote": "x"}}
            for n in range(RULES)
        ],
    }  # fmt: skip


def table(series: int) -> pl.DataFrame:
    """Give the reports of so many series, in order of time."""
    rng = np.random.default_rng(3)
    base, goal = figures()
    first = rng.integers(0, 5, series)
    drift = rng.uniform(0.4, 1.3, series)
    parts = []
    for n, (label, day) in enumerate(QUARTERS):
        at = np.flatnonzero(first <= n)
        rule = at % RULES
        way = (day - START).days / (DUE - START).days
        values = np.round(base[rule] + (goal - base)[rule] * way * drift[at], 3)
        parts.append(pl.DataFrame({"number": at, "rule": rule, "period": label, "value": values,
                                   "day": day}))  # fmt: skip
    frame = pl.concat(parts)
    names = pl.Series([f"i{n}" for n in range(RULES)])
    places = pl.Series([f"p{n}" for n in range(-(-series // RULES))])
    return frame.select(
        place=places.gather(frame["number"] // RULES), indicator=names.gather(frame["rule"]),
        period="period", value="value", unit=pl.lit("mg/L"), day="day", number="number",
    )  # fmt: skip


def by_hand() -> pl.DataFrame:
    """Give the rules as a join has them."""
    base, goal = figures()
    return pl.DataFrame({"indicator": [f"i{n}" for n in range(RULES)], "base": base, "goal": goal,
                         "start": START, "due": DUE})  # fmt: skip


def by_polars(frame: pl.DataFrame, rules: pl.DataFrame) -> Any:
    gone, left = pl.col("value") - pl.col("base"), pl.col("goal") - pl.col("value")
    past = (pl.col("day") - pl.col("start")).dt.total_days()
    ahead = (pl.col("due") - pl.col("day")).dt.total_days()
    asked = (pl.col("goal") - pl.col("base")) * past / (past + ahead)
    latest = (
        frame.lazy().group_by("place", "indicator")
        .agg(pl.col("value", "day").get(pl.col("day").arg_max()))
    )  # fmt: skip
    joined = latest.join(rules.lazy(), on="indicator")
    return joined.select(
        "place", "indicator", schedule=gone / asked, rate=(gone / past) / (left / ahead)
    ).collect()


def by_duckdb(frame: pl.DataFrame, rules: pl.DataFrame) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("f", frame.to_arrow())
    connection.register("r", rules.to_arrow())
    return connection.sql(
        "with latest as (select place, indicator, arg_max(value, day) v, max(day) d from f"
        " group by place, indicator) select place, indicator,"
        " (v - base) / ((goal - base) * (d - start) / (due - start)) schedule,"
        " ((v - base) / (d - start)) / ((goal - v) / (due - d)) rate from latest"
        " join r using (indicator)"
    ).to_arrow_table()


def by_numpy(arrays: dict[str, Any], rules: pl.DataFrame) -> Any:
    """Take series that are numbered already; sort by day, let the last report win."""
    order = np.argsort(arrays["day"], kind="stable")
    series = arrays["number"][order]
    count = int(series.max()) + 1
    value, day = np.empty(count), np.empty(count)
    value[series], day[series] = arrays["value"][order], arrays["day"][order]
    rule = np.arange(count) % RULES
    base, goal = rules["base"].to_numpy()[rule], rules["goal"].to_numpy()[rule]
    start, due = (rules[name].cast(pl.Int32).to_numpy()[rule] for name in ("start", "due"))
    gone, past, ahead = value - base, day - start, due - day
    return gone / ((goal - base) * past / (past + ahead)), (gone / past) / ((goal - value) / ahead)


def by_python(rows: list[tuple[Any, ...]], rules: pl.DataFrame) -> Any:
    known = {name: rest for name, *rest in rules.iter_rows()}
    latest: dict[tuple[str, str], tuple[dt.date, float]] = {}
    for place, indicator, value, day in rows:
        key = place, indicator
        if key not in latest or latest[key][0] < day:
            latest[key] = day, value
    found = []
    for (place, indicator), (day, value) in latest.items():
        base, goal, start, due = known[indicator]
        past, ahead = (day - start).days, (due - day).days
        gone = value - base
        asked = (goal - base) * past / (past + ahead)
        found.append((place, indicator, gone / asked, (gone / past) / ((goal - value) / ahead)))
    return found


def ours(frame: pl.DataFrame, tabulator: Tabulator) -> Any:
    """Give the same by targetcheck: a verdict for every series, with both ratios and margin."""
    return tabulator.table(frame.select("place", "indicator", "period", "value", "unit")).frame


def trajectories(series: int) -> list[Line]:
    """Measure each way once or a few times."""
    frame, rules = table(series), by_hand()
    plan = tc.compile_plan(ruleset(-(-series // RULES)))
    plain, counting = (tabulator_of(plan, as_of=AS_OF, lagging=each) for each in (False, True))
    arrays = {name: frame[name].cast(pl.Int32).to_numpy() for name in ("day", "number")}
    arrays["value"] = frame["value"].to_numpy()
    few = frame.head(1_000_000)
    rows = few.select("place", "indicator", "value", "day").rows()
    work = f"trajectories, {series:,} series, {len(frame):,} rows"
    times = 5 if series <= 100_000 else 2
    scale = len(frame) / len(few)
    runs: list[tuple[str, Callable[[], object], float, str]] = [
        ("Polars by hand", lambda: by_polars(frame, rules), 1, "two ratios"),
        ("targetcheck, verdicts", lambda: ours(frame, plain), 1, "ratios, status, margin, flags"),
        (
            "targetcheck, periods at risk too",
            lambda: ours(frame, counting),
            1,
            "every report judged",
        ),
        ("DuckDB by hand", lambda: by_duckdb(frame, rules), 1, "two ratios"),
        ("NumPy by hand", lambda: by_numpy(arrays, rules), 1, "series numbered beforehand"),
        ("Python by hand", lambda: by_python(rows, rules), scale, "two ratios"),
    ]
    return [Line(work, name, least(run, times) * scaled, note, scaled=scaled != 1)
            for name, run, scaled, note in runs]  # fmt: skip
