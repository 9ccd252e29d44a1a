"""Law: shares and formulas in columns are those of the reference, at the bound as well.

Formulas are drawn from the whole grammar: operators, functions, choices, numbers that are no short
decimals. Values are few, so that results often are exactly on a bound; parts are missing, zero,
below a detection limit, of other lengths and units, reported twice, or the figure itself is.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_derived_columns import NAMES, alike, ruleset

pytest.importorskip("polars")

PARTS = ("x", "y", "z")
PERIODS = ("2024", "2024", "2024", "2024-12", "2023", "2024Q4")
VALUES = ("1", "1.5", "2", "2", "0", "0.1", "3", "1.33", "4", "-1", "1e3", "0.12345678901234567",
          "<1", "n/a", "100000000000000000000000", "0.00000000012")  # fmt: skip
NUMBERS = ("2", "0.5", "3", "1.7", "0", "1.25", "7")
SIGNS = ("+", "-", "*", "/")
CALLS = ("max", "min", "mean", "two_highest", "two_lowest")
LIMITS = ("1", "1.5", "2", "0", "0.1", "2.25", "3")
PLAIN = {"nature": "level", "unit": "score", "better": "lower"}


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give formulas made of others by one step."""
    sums = st.tuples(parts, st.sampled_from(SIGNS), parts).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
    calls = st.tuples(st.sampled_from(CALLS), st.lists(parts, min_size=1, max_size=4)).map(
        lambda t: f"{t[0]}({', '.join(t[1])})"
    )
    logs = st.tuples(st.sampled_from(("ln", "log10")), parts).map(lambda t: f"{t[0]}({t[1]})")
    tests = st.tuples(parts, st.sampled_from(("<", "<=", ">", ">=", "=")), parts).map(" ".join)
    both = st.tuples(st.sampled_from(("and", "or")), tests, tests).map(
        lambda t: f"{t[0]}({t[1]}, {t[2]})"
    )
    choices = st.tuples(tests | both, parts, parts).map(lambda t: f"if({t[0]}, {t[1]}, {t[2]})")
    return sums | sums | calls | logs | choices | parts.map(lambda one: f"-{one}")


FORMULAS = st.recursive(st.sampled_from((*PARTS, *PARTS, *NUMBERS)), joined, max_leaves=8)

REPORTS = st.lists(
    st.tuples(
        st.sampled_from(("a", "b")), st.sampled_from(PARTS), st.sampled_from(PERIODS),
        st.sampled_from(VALUES), st.just("score"),
    ),
    min_size=2, max_size=14,
)  # fmt: skip
AMOUNTS = st.lists(
    st.tuples(
        st.sampled_from(("a", "b")), st.sampled_from(("u", "v")), st.sampled_from(PERIODS),
        st.sampled_from(VALUES), st.sampled_from(("公顷", "亩", "平方公里")),
    ),
    min_size=2, max_size=8,
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(
    formula=FORMULAS, again=FORMULAS, bound=st.sampled_from(LIMITS),
    key=st.sampled_from(("at_least", "at_most", "above", "below")), told=REPORTS,
    itself=st.booleans(), numbers=st.booleans(),
)  # fmt: skip
def test_formulas(
    formula: str, again: str, bound: str, key: str, told: list[tuple[str, ...]], itself: bool,
    numbers: bool,
) -> None:  # fmt: skip
    indicators: dict[str, Any] = {
        **dict.fromkeys(PARTS, PLAIN),
        "f": {**PLAIN, "formula": f"{formula} + 0 * x"},
        "g": {**PLAIN, "formula": f"({again}) / 2 + f"},
    }
    targets = [
        {"indicator": name, "due": due, "require": {key: f"{bound} score"}}
        for name in ("f", "g")
        for due in ("2024-12-31", "2023-12-31")
    ]
    rows = [dict(zip(NAMES, row, strict=True)) for row in told]
    if itself:
        own = ("a", "f", "2024", "2", "score")
        rows.append(dict(zip(NAMES, own, strict=True)))
    alike(ruleset(indicators, targets), rows, numbers)


@settings(max_examples=150, deadline=None)
@given(told=AMOUNTS, numbers=st.booleans(), key=st.sampled_from(("at_least", "below")))
@example(
    told=[("a", "u", "2024", "1" + 23 * "0", "公顷"), ("a", "u", "2024-12", "1", "公顷")],
    numbers=True,
    key="at_least",
)  # a year too large to follow, and the month that ends with it
def test_shares_and_sums_in_several_units(
    told: list[tuple[str, ...]], numbers: bool, key: str
) -> None:
    area = {"nature": "level", "unit": "公顷", "better": "higher"}
    share = {"nature": "share", "unit": "%", "better": "higher", "of": ["u", "v"]}
    indicators: dict[str, Any] = {
        "u": area, "v": {**area, "unit": "亩"}, "w": area, "share": share,
        "over": {**share, "above_hundred": True}, "sum": {**area, "formula": "u + 2 * u"},
    }  # fmt: skip
    bounds = {"share": "50 %", "over": "150 %", "sum": "3 公顷"}
    targets = [{"indicator": name, "due": "2024-12-31", "require": {key: bound}}
               for name, bound in bounds.items()]  # fmt: skip
    rows = [dict(zip(NAMES, row, strict=True)) for row in told]
    alike(ruleset(indicators, targets), rows, numbers)
