"""Law: deliverables, words and sustained levels in columns are those of the reference."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_derived_columns import LEVEL, NAMES, alike, ruleset

pytest.importorskip("polars")

DUES = ("2023-12-31", "2024-12-31", "2025-12-31", "2026-12-31")
STARTS = ("2023-01-01", "2024-01-01", "2025-01-01", "2025-06-01")
PERIODS = ("2022", "2023", "2024", "2024-12", "2024-06", "2023Q4", "2025-01", "2024-12-31",
           "2025")  # fmt: skip
SAID = ("完成", "未完成", "是", "否", "yes", "no", "done", "1", "0", "2024-05-01", "—", "", "maybe")
VALUES = ("1", "1.5", "2", "2.5", "1.75", "<1", "0.0", "n/a", "1.9", "1.50")


@st.composite
def targets(draw: st.DrawFn) -> dict[str, Any]:
    """Give a target of each kind, with or without a start, recurring or not."""
    kind = draw(st.sampled_from(("done", "words", "sustain", "sustain")))
    found: dict[str, Any] = {"due": draw(st.sampled_from(DUES))}
    found["strength"] = draw(st.sampled_from(("binding", "expected")))
    start = draw(st.sampled_from((None, *STARTS)))
    if start is not None and start < found["due"]:
        found["from"] = start
        if draw(st.integers(0, 3)) == 0:
            found["every"] = draw(st.sampled_from(("year", "quarter")))
    if kind == "done":
        return found | {"indicator": "d", "require": {"done": True}}
    if kind == "words":
        return found | {"indicator": draw(st.sampled_from(("d", "w"))),
                        "require": {"words": "基本健全"}}  # fmt: skip
    names = ("x", "y", "e", "z")
    asked = {draw(st.sampled_from(("at_most", "above"))): draw(st.sampled_from(("2", "1.75")))}
    require = {key: f"{amount} mg/L" for key, amount in asked.items()}
    return found | {"indicator": draw(st.sampled_from(names)), "require": require,
                    "mode": "sustain"}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    asked=st.lists(targets(), min_size=1, max_size=5),
    told=st.lists(
        st.tuples(st.sampled_from(("a", "b")), st.sampled_from(("x", "y", "e", "z")),
                  st.sampled_from(PERIODS), st.sampled_from(VALUES)),
        max_size=14,
    ),
    said=st.lists(
        st.tuples(st.sampled_from(("a", "b")), st.sampled_from(("d", "d", "d", "w")),
                  st.sampled_from(PERIODS), st.sampled_from(SAID)),
        max_size=5,
    ),
)  # fmt: skip
def test_targets_without_a_number_and_sustained_levels(
    asked: list[dict[str, Any]], told: list[tuple[str, ...]], said: list[tuple[str, ...]]
) -> None:
    done = {"nature": "done"}
    indicators: dict[str, Any] = {
        "x": LEVEL, "y": {**LEVEL, "frequency": "year"}, "e": {**LEVEL, "irreversible": True},
        "z": {**LEVEL, "frequency": "day"}, "d": done, "w": done,
    }  # fmt: skip
    rows = [dict(zip(NAMES, (*row, "mg/L"), strict=True)) for row in told]
    rows += [dict(zip(NAMES, (*row, None), strict=True)) for row in said]
    if rows:
        alike(ruleset(indicators, asked), rows, numbers=False)


@pytest.mark.parametrize("period", ["2024", "2024-12", "2023"])
def test_of_daily_values_a_longer_period_neither_lapses_nor_meets(period: str) -> None:
    daily = {"z": {**LEVEL, "frequency": "day"}}
    target = {"indicator": "z", "require": {"at_most": "2 mg/L"}, "mode": "sustain",
              "from": "2023-01-01", "due": "2024-12-31"}  # fmt: skip
    for value in ("2.5", "1"):
        rows = [dict(zip(NAMES, (place, "z", period, value, "mg/L"), strict=True))
                for place in ("a", "b")]  # fmt: skip
        day = dict(zip(NAMES, ("a", "z", "2024-12-31", "1.5", "mg/L"), strict=True))
        alike(ruleset(daily, [target]), [*rows, day], numbers=False)
