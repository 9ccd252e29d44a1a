"""Scaled integers, quotients and rounding of columns are those of fractions, and floats know when."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

pl = pytest.importorskip("polars")
from targetcheck.columnar.derived_values.exact_columns import (  # noqa: E402
    quotient,
    rounded,
    scaled,
)
from targetcheck.quantities.rounding import Rounding  # noqa: E402

COUNT = 4000


def test_a_float_is_the_integer_and_the_decimals_of_its_shortest_text() -> None:
    rng = random.Random(3)
    values = [
        float(Decimal(rng.randint(-(10**size), 10**size)).scaleb(-rng.randint(0, 12)))
        for size in (rng.randint(1, 14) for _ in range(COUNT))
    ]
    for value, whole, places in zip(values, *scaled(pl.Series(values)), strict=True):
        assert Fraction(whole, 10**places) == Fraction(Decimal(repr(value)))


@pytest.mark.parametrize("value", [1 / 3, 0.1 + 0.2, 1e300, float("nan"), float("inf")])
def test_a_float_without_a_short_decimal_is_no_integer(value: float) -> None:
    assert scaled(pl.Series([value, 34.3]))[0].to_list() == [None, 343]


@pytest.mark.parametrize("decimals", [0, 1, 3, 6])
def test_a_quotient_is_exact_or_tells_its_error(decimals: int) -> None:
    rng = random.Random(decimals)
    top = [rng.randint(-(10**n), 10**n) for n in (rng.randint(1, 15) for _ in range(COUNT))]
    bottom = [rng.choice([1, 2, 3, 4, 5, 7, 8, 12, 31, 50, 365, 366]) for _ in top]
    found = quotient(pl.DataFrame({"num": top, "den": bottom}), decimals)
    exact = 0
    for num, den, value, error in found.iter_rows():
        wanted = Fraction(num, den * 10**decimals)
        exact += error == 0
        if error == 0:
            assert Fraction(Decimal(repr(value))) == wanted
        else:
            assert abs(Fraction(value) - wanted) <= Fraction(error)
    assert exact > COUNT // 3


@pytest.mark.parametrize("rule", ["half_even", "half_up", "up", "truncate"])
@pytest.mark.parametrize("digits", [-1, 0, 1, 2])
def test_a_quotient_is_rounded_as_a_fraction_is(rule: str, digits: int) -> None:
    rng = random.Random(7)
    top = [rng.randint(-(10**n), 10**n) for n in (rng.randint(1, 12) for _ in range(COUNT))]
    bottom = [rng.choice([1, 2, 4, 8, 3, 365]) for _ in top]
    rounding = Rounding(digits, None, rule)  # type: ignore[arg-type]
    found = rounded(pl.DataFrame({"num": top, "den": bottom}), 1, rounding)
    for num, den, steps in zip(top, bottom, found["num"], strict=True):
        assert Fraction(steps) / Fraction(10) ** digits == rounding.of(Fraction(num, den * 10))
