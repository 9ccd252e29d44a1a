"""Law: columns and reference say the same of every target, to the last digit told.

Rulesets and tables are drawn: levels of either direction, shares, counts, due or not, stated and
reported baselines, standing promises, values on and around bounds in several units, odd cells.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from generated_rulesets import rulesets
from generated_tables import AS_OF, tables
from hypothesis import given, settings
from hypothesis import strategies as st

from targetcheck import Result, compile_plan, evaluate
from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator
from targetcheck.evaluation.large_tables.verdict_table_builder import COLUMNS, row_of

pl = pytest.importorskip("polars")

NAMES = ("place", "indicator", "period", "value", "unit", "status")
PLACES = ("a", "b")
UNITS = {"bod": ("mg/L", "g/L", "µg/L"), "rate": ("%", "‰"), "count": ("个",)}
BOUNDS = {"bod": ("4 mg/L", "0.05 g/L", "100 mg/L"), "rate": ("71 %", "95 %"), "count": ("482 个",)}
PERIODS = (
    "2022",
    "2023",
    "2023Q4",
    "2024Q1",
    "2024Q2",
    "2024年7月",
    "2024年1-5月",
    "2024-09-30",
    "2024",
    "2025Q1",
)
ODD: tuple[dict[str, Any], ...] = (
    {"value": "<0.5"}, {"value": ""}, {"value": "n/a"}, {"unit": "km"}, {"place": "nowhere"},
    {"indicator": "unknown"}, {"period": "someday"}, {"status": "核实"}, {"status": "e"},
    {"unit": ""}, {"value": " 71.0 "}, {"value": "1e2"},
)  # fmt: skip


@st.composite
def targets(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(BOUNDS)))
    amount = draw(st.sampled_from(BOUNDS[name]))
    key = draw(st.sampled_from(("at_least", "at_most", "above", "below")))
    target: dict[str, Any] = {
        "indicator": name,
        "place": draw(st.sampled_from((*PLACES, {"each": "county"}))),
        "due": draw(st.sampled_from(("2023-12-31", "2024-06-30", "2024-09-30", "2025-12-31"))),
        "mode": draw(st.sampled_from(("reach", "reach", "maintain"))),
        "strength": draw(st.sampled_from(("binding", "expected"))),
        "require": {key: amount},
    }
    base = draw(st.sampled_from((None, None, "stated", "reported")))
    if base is not None:
        target["baseline"] = {"period": draw(st.sampled_from(("2022", "2023")))}
        if base == "stated":
            target["baseline"]["value"] = draw(st.sampled_from(("0", "50", "120"))) + {
                "bod": " mg/L", "rate": " %", "count": " 个",
            }[name]  # fmt: skip
    if draw(st.integers(0, 5)) == 0:
        days = ("2023-01-01", "2024-01-01", "2024-07-01", "2025-01-01")
        target["from"] = draw(st.sampled_from([d for d in days if d < target["due"]]))
    return target


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(UNITS)))
    unit = draw(st.sampled_from(UNITS[name]))
    around = {"mg/L": 4, "g/L": 0.05, "µg/L": 4000, "%": 71, "‰": 950, "个": 482}[unit]
    size = 10 ** draw(st.integers(0, 2)) if name != "count" else 1
    value = around + draw(st.sampled_from((-2, -1, 0, 0, 1, 2, 30, -30))) / size
    row = {
        "place": draw(st.sampled_from(PLACES)), "indicator": name,
        "period": draw(st.sampled_from(PERIODS)), "value": f"{abs(value):.10g}", "unit": unit,
    }  # fmt: skip
    if draw(st.integers(0, 14)) == 0:
        row |= draw(st.sampled_from(ODD))
    return row


def ruleset(chosen: list[dict[str, Any]], irreversible: bool, frequency: str | None) -> Any:
    county = {"kind": "county", "in": "city"}
    return {
        "targetcheck": 1, "id": "drawn", "title": "示例",
        "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2023-01-01"},
        "places": {"city": {"zh": "示例市", "kind": "city"}}
        | {name: {"zh": f"{name}县", **county} for name in PLACES},
        "indicators": {
            "bod": {"zh": "浓度", "nature": "level", "unit": "mg/L", "better": "lower"},
            "rate": {"zh": "比例", "nature": "share", "unit": "%", "better": "higher",
                     **({"frequency": frequency} if frequency else {})},
            "count": {"zh": "个数", "nature": "count", "unit": "个", "better": "higher",
                      "irreversible": irreversible},
        },
        "targets": [{"id": f"t{n}", **target} for n, target in enumerate(chosen)],
    }  # fmt: skip


def differences(result: Result, table: Any) -> list[str]:
    """Give what the table says otherwise than the reference."""
    names = ("question", *COLUMNS[5:-1])
    found = []
    shown = table.frame.select(COLUMNS[5:-1]).iter_rows()
    for number, (verdict, got) in enumerate(zip(result, shown, strict=True)):
        want = row_of(number, verdict, "en")[1:-1]
        found += [
            f"{verdict} {name}: {a!r} is told as {b!r}"
            for name, a, b in zip(names[1:], want, got, strict=True)
            if a != b and not _close(a, b)
        ]
    aside = sorted((one.row, one.why.code) for one in result.set_aside)
    if aside != list(table.set_aside.iter_rows()) or table.used != result.used:
        found.append(f"{aside} set aside, told as {list(table.set_aside.iter_rows())}")
    return found


def _close(a: object, b: object) -> bool:
    both = isinstance(a, float) and isinstance(b, float)
    return both and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(
    chosen=st.lists(targets(), min_size=1, max_size=6),
    told=st.lists(rows(), min_size=4, max_size=30),
    irreversible=st.booleans(),
    frequency=st.sampled_from((None, "quarter")),
    numbers=st.booleans(),
)
def test_columns_say_what_the_reference_says(
    chosen: list[dict[str, Any]], told: list[dict[str, Any]], irreversible: bool,
    frequency: str | None, numbers: bool,
) -> None:  # fmt: skip
    plan = compile_plan(ruleset(chosen, irreversible, frequency))
    frame = frame_of(told, numbers)
    day = date(2024, 10, 1)
    assert not differences(evaluate(plan, frame, as_of=day), Tabulator(plan, day).table(frame))


def frame_of(told: list[dict[str, Any]], numbers: bool) -> Any:
    frame = pl.DataFrame(
        {name: [row.get(name) for row in told] for name in NAMES},
        schema=dict.fromkeys(NAMES, pl.String),
    )
    if numbers:
        return frame.with_columns(pl.col("value").cast(pl.Float64, strict=False))
    return frame


@settings(max_examples=60, deadline=None)
@given(rulesets(), tables(), AS_OF, st.none() | AS_OF)
def test_columns_leave_what_they_do_not_know(
    data: dict[str, Any], told: list[dict[str, Any]], day: date, known: date | None
) -> None:
    plan = compile_plan(data)
    names = list(dict.fromkeys([*NAMES, *(name for row in told for name in row)]))
    cells = {n: [None if (c := row.get(n)) is None else str(c) for row in told] for n in names}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String))
    table = Tabulator(plan, day, known).table(frame)
    assert not differences(evaluate(plan, frame, as_of=day, known_at=known), table)


@settings(max_examples=60, deadline=None)
@given(
    better=st.sampled_from(("higher", "lower")),
    base=st.sampled_from(("50", "71", None)),
    goal=st.integers(40, 90),
    steps=st.lists(st.integers(-3, 6), min_size=1, max_size=8),
    unit=st.sampled_from(("%", "‰")),
)
def test_columns_follow_a_schedule_as_the_reference_does(
    better: str, base: str | None, goal: int, steps: list[int], unit: str
) -> None:
    """Values that stand on a cut-off of the schedule are among those drawn."""
    key = "at_least" if better == "higher" else "at_most"
    target = {
        "id": "t", "indicator": "rate", "place": "a", "due": "2027-12-31",
        "require": {key: f"{goal} %"},
        "baseline": {"period": "2022"} | ({"value": f"{base} %"} if base else {}),
    }  # fmt: skip
    data = ruleset([target], irreversible=False, frequency=None)
    data["indicators"]["rate"]["better"] = better
    values, level = [("2022", 60)], 60
    for number, step in enumerate(steps):
        level += step
        values.append((f"{2023 + number // 4}Q{number % 4 + 1}", level))
    frame = pl.DataFrame(
        [("a", "rate", period, str(value * (10 if unit == "‰" else 1)), unit) for period, value in values],
        schema=list(NAMES[:5]), orient="row",
    )  # fmt: skip
    plan, day = compile_plan(data), date(2025, 1, 1)
    assert not differences(evaluate(plan, frame, as_of=day), Tabulator(plan, day).table(frame))
