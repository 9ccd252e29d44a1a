"""Law: taking a datum away never yields a decision, of whatever is measured, at whatever stage.

A sweep, and no draw: every way of making a value × every stage of the order of decision × every row
taken away. What is decided without a row is what every value of that row would give; and where
every value gives the same on the due date, it is decided without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from targetcheck import compile_plan, evaluate
from targetcheck.plan.plan import Plan

OPEN = {"undetermined", "not_due", "not_applicable"}
WATER = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ")
INDICATORS: Mapping[str, Mapping[str, Any]] = {
    "a": {"unit": "指数"},
    "b": {"unit": "指数"},
    "least": {"unit": "指数", "formula": "min(a, b)"},
    "most": {"unit": "指数", "formula": "max(a, b)"},
    "mixed": {"unit": "指数", "formula": "2 * a - b / 2"},
    "nested": {"unit": "指数", "formula": "max(least, b)"},
    "left": {"nature": "share", "unit": "percent"},
    "right": {"nature": "share", "unit": "percent"},
    "joint": {"unit": "percent", "formula": "left + right"},
    "done": {"nature": "count", "unit": "个"},
    "all": {"nature": "count", "unit": "个"},
    "rate": {"nature": "share", "unit": "percent", "of": ["done", "all"]},
    "grade": {"nature": "class", "scale": "water"},
    "other": {"nature": "class", "scale": "water"},
    "worse": {"nature": "class", "scale": "water", "graded": {"worst_of": ["grade", "other"]}},
    "rise": {"unit": "指数", "change": {"of": "a", "from": "previous_year"}},
    "growth": {"unit": "percent", "change": {"of": "a", "from": "previous_year", "relative": True}},
    "steps": {"unit": "指数", "change": {"of": "grade", "from": "previous_year"}},
    "move": {
        "nature": "class",
        "scale": "move",
        "graded": {"of": "steps", "bands": [{"at_least": 1}, {"at_least": 0}]},
    },
    "trend": {
        "nature": "class",
        "scale": "move",
        "graded": {"rules": [{"steps": {"at_least": 1}}, {"steps": {"at_least": 0}}]},
    },
    "both": {"nature": "class", "scale": "move", "graded": {"worst_of": ["move", "trend"]}},
    "peak": {"unit": "指数", "better": "lower", "statistic": {"kind": "max", "of": "a", "over": "quarter"}},
    "mean": {"unit": "指数", "statistic": {"kind": "mean", "of": "a", "over": "quarter"}},
    "index": {
        "unit": "指数",
        "index": {"of": "a", "entries": [{"from": "2000-01-01", "through": [[0, 0], [10, 100]]}]},
    },
    "good": {
        "nature": "share",
        "unit": "percent",
        "members": {"across": "county", "where": {"grade": {"at_least": "Ⅲ"}}},
    },
    "of_two": {"unit": "指数", "statistic": {"kind": "mean", "of": ["a", "b"], "weights": {"a": 2, "b": 1}}},
    "added": {"unit": "指数", "statistic": {"kind": "sum", "of": ["a", "b"]}},
    "largest": {"unit": "指数", "statistic": {"kind": "max", "of": ["a", "b"]}},
    "second": {"unit": "指数", "statistic": {"kind": "nth_lowest", "n": 2, "of": ["a", "b"]}},
    "how_many": {"nature": "count", "unit": "个", "statistic": {"kind": "exceedance_count", "of": ["a", "b"], "exceeds": {"at_least": 2}}},
    "which": {"nature": "share", "unit": "percent", "statistic": {"kind": "exceedance_share", "of": ["grade", "other"], "exceeds": {"at_least": "Ⅲ"}}},
    "spatial": {"unit": "指数", "statistic": {"kind": "mean", "of": "a", "across": "county"}},
    "staged": {"unit": "指数", "statistic": {"kind": "max", "of": "a", "over": "quarter", "across": "county"}},
    "two_years": {"unit": "指数", "statistic": {"kind": "mean", "of": "a", "over": "2 years"}},
    "top_years": {"unit": "指数", "statistic": {"kind": "max", "of": "a", "over": "2 years"}},
    "years_good": {"nature": "count", "unit": "个", "statistic": {"kind": "exceedance_count", "of": "a", "over": "2 years", "exceeds": {"at_least": 2}}},
    "row": {"nature": "count", "unit": "个", "better": "lower", "statistic": {"kind": "run", "of": "a", "over": "3 months", "exceeds": {"at_least": 2}}},
    "since": {"unit": "指数", "change": {"of": "a", "from": "1 year ago"}},
    "total": {"nature": "count", "unit": "个", "aggregate": "sum"},
    "average": {"unit": "指数", "aggregate": "mean"},
    "worst": {"nature": "class", "scale": "water", "aggregate": "worst"},
}  # fmt: skip
VALUES: Mapping[str, Sequence[object]] = {
    **dict.fromkeys(("a", "b", "average"), (-1000000, 0, 1, 2, 3, 1000000)),
    **dict.fromkeys(("left", "right"), (0, 20, 50, 80, 100)),
    **dict.fromkeys(("done", "all", "total"), (0, 1, 5, 1000000)),
    **dict.fromkeys(("grade", "other", "worst"), WATER),
}
"""Values that a row may have, with the ends of what its nature allows."""
UNIT = {"left": "%", "right": "%", "done": "个", "all": "个", "total": "个"}
Row = dict[str, object]
YEAR, BEFORE = "2024", "2023"
QUARTER = ("2024-10", "2024-11", "2024-12")
MEASURES: Mapping[str, tuple[Mapping[str, Any], tuple[tuple[str, str, str, object], ...]]] = {
    "least": ({"at_least": 2}, (("city", "a", YEAR, 1), ("city", "b", YEAR, 3))),
    "most": ({"at_least": 2}, (("city", "a", YEAR, 3), ("city", "b", YEAR, 1))),
    "mixed": ({"at_least": 2}, (("city", "a", YEAR, 1), ("city", "b", YEAR, 3))),
    "nested": ({"at_least": 2}, (("city", "a", YEAR, 1), ("city", "b", YEAR, 3))),
    "joint": ({"at_least": "70 %"}, (("city", "left", YEAR, 80), ("city", "right", YEAR, 50))),
    "rate": ({"at_least": "50 %"}, (("city", "done", YEAR, 1), ("city", "all", YEAR, 5))),
    "worse": ({"at_least": "Ⅲ"}, (("city", "grade", YEAR, "Ⅳ"), ("city", "other", YEAR, "Ⅱ"))),
    "rise": ({"at_least": 1}, (("city", "a", BEFORE, 2), ("city", "a", YEAR, 1))),
    "growth": ({"at_least": "10 %"}, (("city", "a", BEFORE, 2), ("city", "a", YEAR, 1))),
    "steps": ({"at_least": 1}, (("city", "grade", BEFORE, "Ⅲ"), ("city", "grade", YEAR, "Ⅳ"))),
    "move": ({"at_least": "稳定"}, (("city", "grade", BEFORE, "Ⅲ"), ("city", "grade", YEAR, "Ⅳ"))),
    "trend": ({"at_least": "稳定"}, (("city", "grade", BEFORE, "Ⅲ"), ("city", "grade", YEAR, "Ⅳ"))),
    "both": ({"at_least": "稳定"}, (("city", "grade", BEFORE, "Ⅲ"), ("city", "grade", YEAR, "Ⅳ"))),
    "peak": ({"at_most": 2}, tuple(("city", "a", m, v) for m, v in zip(QUARTER, (1, 3, 1), strict=True))),
    "mean": ({"at_least": 2}, tuple(("city", "a", m, 1) for m in QUARTER)),
    "index": ({"at_least": 20}, (("city", "a", YEAR, 1),)),
    "good": ({"at_least": "50 %"}, (("north", "grade", YEAR, "Ⅳ"), ("south", "grade", YEAR, "Ⅱ"))),
    "of_two": ({"at_least": 2}, (("city", "a", YEAR, 1), ("city", "b", YEAR, 3))),
    "added": ({"at_least": 2}, (("city", "a", YEAR, 1), ("city", "b", YEAR, 3))),
    "largest": ({"at_least": 2}, (("city", "a", YEAR, 3), ("city", "b", YEAR, 1))),
    "second": ({"at_least": 2}, (("city", "a", YEAR, 1), ("city", "b", YEAR, 3))),
    "how_many": ({"at_least": "1 个"}, (("city", "a", YEAR, 1), ("city", "b", YEAR, 3))),
    "which": ({"at_least": "50 %"}, (("city", "grade", YEAR, "Ⅳ"), ("city", "other", YEAR, "Ⅱ"))),
    "spatial": ({"at_least": 2}, (("north", "a", YEAR, 1), ("south", "a", YEAR, 3))),
    "staged": ({"at_least": 2}, tuple((p, "a", m, v) for p, v in (("north", 3), ("south", 1)) for m in QUARTER)),
    "two_years": ({"at_least": 2}, (("city", "a", BEFORE, 1), ("city", "a", YEAR, 3))),
    "top_years": ({"at_least": 2}, (("city", "a", BEFORE, 1), ("city", "a", YEAR, 3))),
    "years_good": ({"at_least": "1 个"}, (("city", "a", BEFORE, 1), ("city", "a", YEAR, 3))),
    "row": ({"at_most": "1 个"}, tuple(("city", "a", m, v) for m, v in zip(QUARTER, (1, 3, 3), strict=True))),
    "since": ({"at_least": 1}, (("city", "a", BEFORE, 2), ("city", "a", YEAR, 1))),
    "total": ({"at_least": "5 个"}, (("north", "total", YEAR, 5), ("south", "total", YEAR, 1))),
    "average": ({"at_least": 2}, (("north", "average", YEAR, 1), ("south", "average", YEAR, 1))),
    "worst": ({"at_least": "Ⅲ"}, (("north", "worst", YEAR, "Ⅳ"), ("south", "worst", YEAR, "Ⅱ"))),
    "b": ({"no_worse_than": 2023}, (("city", "b", BEFORE, 2), ("city", "b", YEAR, 1))),
    "grade": ({"no_worse_than": 2023}, (("city", "grade", BEFORE, "Ⅲ"), ("city", "grade", YEAR, "Ⅳ"))),
}  # fmt: skip
STAGES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "before the start": ("2025-01-31", {"due": "2026-12-31", "from": "2026-01-01"}),
    "on its way": ("2025-01-31", {"due": "2026-12-31"}),
    "on its way from a baseline": ("2025-01-31", {"due": "2026-12-31", "baseline": 2020}),
    "to be kept": ("2025-01-31", {"due": "2026-12-31", "mode": "maintain"}),
    "in every period": ("2025-01-31", {"due": "2026-12-31", "mode": "sustain", "from": "2024-01-01"}),
    "due": ("2025-01-31", {"due": "2024-12-31"}),
    "due, every period": ("2025-01-31", {"due": "2024-12-31", "mode": "sustain", "from": "2024-01-01"}),
    "past due": ("2026-01-31", {"due": "2024-12-31"}),
}  # fmt: skip
# Every month has a run of its own, so before the due date the latest one is the state of things.
SWEEP = [(name, stage) for name in MEASURES for stage in STAGES if name != "row" or "due" in stage]


@cache
def plan_of(name: str, stage: str) -> Plan:
    scales = {"water": {"grades": WATER}, "move": {"grades": ["好转", "稳定", "变差"]}}
    places = {"city": {"kind": "city"}}
    places |= {each: {"kind": "county", "in": "city"} for each in ("north", "south")}
    target = {"id": "t", "place": "city", "indicator": name, "require": dict(MEASURES[name][0])}
    return compile_plan(
        {
            "targetcheck": 1,
            "id": "missing",
            "title": "缺项",
            "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2020-01-01"},
            "places": {key: {"zh": key, **place} for key, place in places.items()},
            "scales": {key: {"zh": key, **scale} for key, scale in scales.items()},
            "indicators": {key: {"zh": key, **spec} for key, spec in INDICATORS.items()},
            "targets": [target | dict(STAGES[stage][1])],
        }
    )


def row(place: str, indicator: str, period: str, value: object) -> Row:
    return {
        "place": place, "indicator": indicator, "period": period, "value": str(value),
        "unit": UNIT.get(indicator, ""),
    }  # fmt: skip


def without_each(name: str) -> Iterator[tuple[list[Row], Row]]:
    """Give the rows without each of them, and the row."""
    rows = [row(*cells) for cells in MEASURES[name][1]]
    for number, gone in enumerate(rows):
        yield rows[:number] + rows[number + 1 :], gone


@pytest.mark.parametrize(("name", "stage"), SWEEP)
def test_what_is_decided_without_a_row_every_value_of_it_would_give(name: str, stage: str) -> None:
    plan, as_of = plan_of(name, stage), STAGES[stage][0]
    for rows, gone in without_each(name):
        bare = evaluate(plan, rows, as_of=as_of)["t"]
        whole = [
            evaluate(plan, [*rows, {**gone, "value": str(value)}], as_of=as_of)["t"]
            for value in VALUES[str(gone["indicator"])]
        ]
        given = {str(verdict.status) for verdict in whole}
        assert str(bare.status) in OPEN or given == {str(bare.status)}, f"{gone}: {bare}, {given}"
        if "due" in stage and len(given) == 1 and not given & OPEN:
            assert {str(bare.status)} == given, f"{gone}: {bare} though it is {given} anyway"
        if str(bare.status) in OPEN and not given & OPEN:
            named = (f"{gone['indicator']}@{gone['place']} ", f"{name}@{bare.place} ")
            assert any(datum.startswith(named) for datum in bare.outcome.missing), bare


@pytest.mark.parametrize("carrier", ["polars", "pandas", "pyarrow", "duckdb"])
def test_every_kernel_says_so(carrier: str) -> None:
    pl = pytest.importorskip("polars")
    pytest.importorskip(carrier)
    from targetcheck import verdict_table

    for name, stage in SWEEP:
        for rows, _ in without_each(name) if carrier == "polars" or stage == "to be kept" else ():
            frame = pl.DataFrame(rows, schema=dict.fromkeys(row("", "", "", ""), pl.String))
            plan, as_of = plan_of(name, stage), STAGES[stage][0]
            table = verdict_table(plan, carried(frame, carrier), as_of=as_of, engine="columnar")
            wanted = evaluate(plan, rows, as_of=as_of)["t"]
            got = table.frame.to_dicts()[0]
            assert (got["status"], got["reason"]) == (str(wanted.status), wanted.reason)


def carried(frame: Any, carrier: str) -> Any:
    if carrier == "polars":
        return frame
    if carrier == "pandas":
        return frame.to_pandas()
    if carrier == "pyarrow":
        return frame.to_arrow()
    import duckdb

    return duckdb.from_arrow(frame.to_arrow())
