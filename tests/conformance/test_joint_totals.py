"""A total of several places binds none of them alone, on every kernel."""

from __future__ import annotations

from fractions import Fraction

import pytest

pl = pytest.importorskip("polars")
from conformance_cases import HEAD  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from kernels import CARRIERS, differences  # noqa: E402

from targetcheck import compile_plan, evaluate, verdict_table  # noqa: E402

YEARS = ("2024", "2025")
PLACES = ("a", "b", "c")
AMOUNTS = st.integers(1, 400)
Cells = dict[tuple[str, str], int]
LAID = st.fixed_dictionaries({(p, y): AMOUNTS for p in PLACES for y in YEARS})
DELIVERED = st.fixed_dictionaries({(p, y): st.integers(0, 500) for p in PLACES for y in YEARS})


def ruleset(laid: Cells, *, total: bool) -> dict[str, object]:
    """Return tranches in mu, with their sum as the total or without it."""
    target = {
        "id": "t", "indicator": "mined", "place": list(PLACES),
        "tranches": {p: {y: f"{laid[p, y]} 亩" for y in YEARS} for p in PLACES},
    }  # fmt: skip
    if total:
        target |= {"require": {"at_least": f"{sum(laid.values())} 亩"}, "due": "2025-12-31"}
    return HEAD | {
        "places": {"city": {"zh": "示例市"}} | {p: {"zh": f"{p}县", "in": "city"} for p in PLACES},
        "indicators": {"mined": {"zh": "修复面积", "nature": "flow", "unit": "亩"}},
        "targets": [target],
    }


@settings(max_examples=30, deadline=None)
@given(LAID, DELIVERED, st.booleans())
def test_places_are_judged_as_without_the_total_and_the_city_by_the_sum(
    laid: Cells, delivered: Cells, exact: bool
) -> None:
    delivered = laid if exact else delivered
    frame = pl.DataFrame(
        [
            {"place": p, "indicator": "mined", "period": y, "value": str(delivered[p, y]),
             "unit": "亩"}
            for p in PLACES
            for y in YEARS
        ]
    )  # fmt: skip
    plan = compile_plan(ruleset(laid, total=True))
    result = evaluate(plan, frame, as_of="2026-01-31")
    alone = evaluate(ruleset(laid, total=False), frame, as_of="2026-01-31")
    said = {(v.place, v.due): (v.status, v.reason, v.margin) for v in result if v.place != "city"}
    assert said == {(v.place, v.due): (v.status, v.reason, v.margin) for v in alone}
    [city] = [v for v in result if v.place == "city"]
    short = Fraction(sum(delivered.values()) - sum(laid.values()))
    assert city.margin == short
    assert city.status == ("pass" if short >= 0 else "fail")
    if exact:
        assert {v.status for v in result} == {"pass"}
    for carrier, carried in CARRIERS.items():
        table = verdict_table(plan, carried(frame), as_of="2026-01-31", engine="columnar")
        assert not differences(result, table.frame.to_dicts()), carrier
