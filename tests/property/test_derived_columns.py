"""Law: what columns derive is what the reference derives: statistics, totals, classes.

Values are few and lie on and around the bounds, so that sums, means and percentiles often are
exactly on one; samples are missing, below a detection limit, of other lengths, reported twice.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_columns import differences

from targetcheck import compile_plan, evaluate
from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator

pl = pytest.importorskip("polars")

DAY = date(2025, 2, 1)
NAMES = ("place", "indicator", "period", "value", "unit")
LEVEL = {"nature": "level", "unit": "mg/L", "better": "lower"}
ROUND = (None, {"decimals": 0}, {"decimals": 1, "rule": "half_up"}, {"decimals": 2, "rule": "up"})
COMPLETE = ({"samples": 1}, {"samples": 3}, {"months": 2}, {"days": 2}, {"per_month": 1},
            {"share": "10 %", "each": "quarter", "every_days": 30}, None)  # fmt: skip
KINDS = (
    {"kind": "mean"}, {"kind": "sum"}, {"kind": "median"}, {"kind": "max"}, {"kind": "min"},
    {"kind": "percentile", "p": 90}, {"kind": "percentile", "p": 98, "ranked": True},
    {"kind": "nth_highest", "n": 2}, {"kind": "nth_lowest", "n": 3}, {"kind": "two_highest"},
    {"kind": "count"}, {"kind": "exceedance_count", "exceeds": {"above": "2 mg/L"}},
    {"kind": "exceedance_count", "exceeds": {"above": "2 mg/L", "end": "upper"}},
)  # fmt: skip
BOUNDS = ("1 mg/L", "1.5 mg/L", "2 mg/L", "0.002 g/L", "2.25 mg/L", "1.7 mg/L")
VALUES = ("1", "1.5", "2", "2.5", "1.75", "0.1", "3", "2.0", "1.33", "4")
PERIODS = (
    *(f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in (1, 2, 5, 8, 11)),
    "2024-03-04", "2024-03-05", "2024-11-30", "2023Q3", "2023", "2024",
)  # fmt: skip
ODD = ("<1", "n/a", "", "1e3", "未检出")


@st.composite
def statistics(draw: st.DrawFn) -> dict[str, Any]:
    found = {**draw(st.sampled_from(KINDS)), "of": "x",
             "over": draw(st.sampled_from(("year", "quarter", "month")))}  # fmt: skip
    complete, rounding = draw(st.sampled_from(COMPLETE)), draw(st.sampled_from(ROUND))
    short = complete is not None and "each" in complete and found["over"] == "month"
    short = short or found["kind"] == "count"
    found |= {"complete": complete} if complete is not None and not short else {}
    if found["over"] == "year" and draw(st.integers(0, 4)) == 0:
        found |= {"season": {"from": 2, "to": 8}}
    return found | ({"round": rounding} if rounding is not None else {})


@st.composite
def samples(draw: st.DrawFn, name: str = "x") -> dict[str, Any]:
    odd = draw(st.integers(0, 25)) == 0
    value, unit = draw(st.sampled_from(ODD if odd else VALUES)), "mg/L"
    if draw(st.integers(0, 4)) == 0 and not odd:
        value, unit = str(Fraction(value) * 1000), "ug/L"
        value = value if "/" not in value else "1330"
    return {"place": draw(st.sampled_from(("a", "b"))), "indicator": name,
            "period": draw(st.sampled_from(PERIODS)), "value": value, "unit": unit}  # fmt: skip


def ruleset(indicators: dict[str, Any], targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "targetcheck": 1, "id": "derived", "title": "示例",
        "document": {"number": "示例〔2020〕1号", "issuer": "示例市", "issued": "2020-01-01"},
        "scales": {"colour": {"zh": "四色", "grades": ["绿", "黄", "橙", "红"]}},
        "places": {name: {"zh": f"{name}县", "kind": "county"} for name in ("a", "b")},
        "indicators": {name: {"zh": f"指标{name}", **spec} for name, spec in indicators.items()},
        "targets": [{"id": f"t{n}", "place": {"each": "county"}, **target}
                    for n, target in enumerate(targets)],
    }  # fmt: skip


def alike(data: dict[str, Any], told: list[dict[str, Any]], numbers: bool) -> None:
    plan = compile_plan(data)
    table = {name: [row[name] for row in told] for name in NAMES}
    frame = pl.DataFrame(table, schema=dict.fromkeys(NAMES, pl.String))
    if numbers:
        frame = frame.with_columns(pl.col("value").cast(pl.Float64, strict=False))
    assert not differences(evaluate(plan, frame, as_of=DAY), Tabulator(plan, DAY).table(frame))


@settings(max_examples=120, deadline=None)
@given(
    statistic=statistics(),
    years=st.integers(2, 3),
    bound=st.sampled_from(BOUNDS),
    told=st.lists(samples(), min_size=3, max_size=24),
    more=st.lists(samples("s"), max_size=1),
    numbers=st.booleans(),
)
def test_statistics(
    statistic: dict[str, Any], years: int, bound: str, told: list[dict[str, Any]],
    more: list[dict[str, Any]], numbers: bool,
) -> None:  # fmt: skip
    counts = "count" in statistic["kind"]
    unit = {"nature": "count", "unit": "个", "better": "lower"} if counts else LEVEL
    require = {"at_most": "2 个" if counts else bound}
    dues = [{"due": day, "require": require} for day in ("2024-12-31", "2023-12-31", "2024-11-30")]
    targets = [{"indicator": "s", **due} for due in dues]
    indicators = {"x": LEVEL, "s": {**unit, "statistic": statistic}}
    if statistic["over"] == "year" and not counts:
        mean = {"kind": "mean_of_years", "of": "s", "years": years}
        indicators["m"] = {**LEVEL, "statistic": mean}
        targets += [{"indicator": "m", **due} for due in dues[:2]]
    alike(ruleset(indicators, targets), [*told, *more], numbers)


FLOWS = ("2023", "2024", "2023Q1", "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2024-01", "2024-02",
         "2024-03", "2024年1-9月", "2024-07-01/2024-12-31", "2024-01-01/2024-06-30")  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    windows=st.lists(
        st.tuples(
            st.sampled_from(("2023-01-01", "2024-01-01", "2024-07-01")),
            st.sampled_from(("2024-03-31", "2024-12-31", "2024-06-30")),
        ),
        min_size=1, max_size=4,
    ),
    told=st.lists(
        st.tuples(
            st.sampled_from(("a", "b")), st.sampled_from(FLOWS),
            st.sampled_from((*VALUES, "10.05", "7", "<1")), st.sampled_from(("公顷", "公顷", "亩")),
        ),
        min_size=1, max_size=14,
    ),
    bound=st.sampled_from(("4 公顷", "7.5 公顷", "10.05 公顷", "60 亩")),
    numbers=st.booleans(),
)  # fmt: skip
def test_totals(
    windows: list[tuple[str, str]], told: list[tuple[str, ...]], bound: str, numbers: bool
) -> None:
    flow = {"nature": "flow", "unit": "公顷", "better": "higher"}
    targets = [
        {"indicator": "x", "from": first, "due": due, "require": {"at_least": bound}}
        for first, due in dict.fromkeys(windows)
        if first < due
    ]
    if targets:
        rows = [dict(zip(NAMES, (p, "x", when, v, u), strict=True)) for p, when, v, u in told]
        alike(ruleset({"x": flow}, targets), rows, numbers)


@settings(max_examples=100, deadline=None)
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(("a", "b")), st.sampled_from(("x", "y", "z")),
            st.sampled_from(("2024", "2024-12", "2023", "2024Q4")), st.sampled_from(VALUES),
        ),
        min_size=1, max_size=16,
    ),
    said=st.lists(
        st.tuples(
            st.sampled_from(("a", "b")), st.sampled_from(("c", "worst")),
            st.sampled_from(("2024", "2024-12", "2023")),
            st.sampled_from(("绿", "黄", "橙", "红", "紫", "—", " 黄 ")),
        ),
        max_size=5,
    ),
    asked=st.sampled_from(({"at_least": "黄"}, {"equals": "橙"}, {"above": "红"})),
)  # fmt: skip
def test_classes(
    told: list[tuple[str, ...]], said: list[tuple[str, ...]], asked: dict[str, str]
) -> None:
    graded = {
        name: {"nature": "class", "scale": "colour",
               "graded": {"of": of, "thresholds": ["1.5 mg/L", "2.5 mg/L"]}}
        for name, of in (("cx", "x"), ("cy", "y"))
    }  # fmt: skip
    indicators = dict.fromkeys(("x", "y", "z"), LEVEL) | graded
    indicators["c"] = {"nature": "class", "scale": "colour"}
    indicators["worst"] = {
        "nature": "class",
        "scale": "colour",
        "graded": {"worst_of": ["cx", "cy"]},
    }
    targets = [
        {"indicator": name, "due": due, "require": asked}
        for name in ("cx", "c", "worst")
        for due in ("2024-12-31", "2023-12-31")
    ]
    rows = [dict(zip(NAMES, (*row, "mg/L"), strict=True)) for row in told]
    rows += [dict(zip(NAMES, (*row, None), strict=True)) for row in said]
    alike(ruleset(indicators, targets), rows, numbers=False)
