"""Units of formulas: what is refused names the number that mends it, and then it is right."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from targetcheck.quantities.unit import find_unit
from targetcheck.ruleset.indicators.formula import calculate
from targetcheck.ruleset.validation.formula_unit_checks import check_formula

UNITS = {
    "ha": find_unit("公顷"),
    "mu": find_unit("亩"),
    "wan": find_unit("万元"),
    "yi": find_unit("亿元"),
    "one": find_unit("percent"),
    "two": find_unit("percent"),
    "mille": find_unit("‰"),
    "plain": find_unit("指数"),
}


def found(formula: str, unit: str) -> list[str]:
    return [d.code for d in check_formula("x", formula, UNITS.get, find_unit(unit))]


@pytest.mark.parametrize(
    ("formula", "unit"),
    [("wan / yi", "percent"), ("ha / ha", "percent"), ("one * two", "percent"), ("ha + ha", "亩"),
     ("one - two", "‰"), ("one / two", "percentage_point"), ("wan / yi", "‰")],
)  # fmt: skip
def test_the_number_in_the_hint_mends_the_formula(formula, unit):
    (finding,) = check_formula("x", formula, UNITS.get, find_unit(unit))
    mended = re.fullmatch(r"write `(.+)`", finding.hint_en)
    assert mended is not None
    assert not found(mended[1], unit)
    values = {name: Fraction(n) for n, name in enumerate(UNITS, 3)}
    by = calculate(mended[1], values) / calculate(formula, values)
    worth = {n: u.factor for n, u in UNITS.items()}
    share = 100 if unit == "percentage_point" else 1
    true = calculate(formula, {n: v * worth[n] for n, v in values.items()})
    assert by * calculate(formula, values) == true / find_unit(unit).factor * share


@pytest.mark.parametrize(
    ("formula", "unit", "codes"),
    [
        ("ha + mu", "公顷", ["formula-units"]),
        ("max(wan, yi)", "万元", ["formula-units"]),
        ("ha + wan", "公顷", ["formula-units"]),
        ("one + mille", "percent", ["formula-units"]),
        ("1 - one", "percent", ["formula-percent"]),
        ("100 - one", "percent", []),
        ("one - two", "percentage_point", []),
        ("mean(one, two)", "percent", []),
        ("15 * ha + mu", "亩", []),
        ("100 * ha / ha", "percent", []),
        ("(wan - yi * 10000) / wan * 100", "percent", []),
        ("ln(ha) + one", "指数", []),
        ("plain + ha", "公顷", []),
        ("wan / ha", "元/平方米", []),
        ("wan", "公顷", ["formula-units"]),
        ("wan + unknown", "万元", []),
    ],
)
def test_what_is_refused(formula, unit, codes):
    assert found(formula, unit) == codes
