from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.quantities.rounding import Rule, round_decimals, round_significant

DECIMAL_RULES: dict[Rule, str] = {
    "half_even": decimal.ROUND_HALF_EVEN,
    "half_up": decimal.ROUND_HALF_UP,
    "truncate": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}


@pytest.mark.parametrize(
    ("value", "digits", "rule", "expected"),
    [
        ("12.1498", 0, "half_even", "12"),
        ("1.050", 1, "half_even", "1.0"),
        ("0.35", 1, "half_even", "0.4"),
        ("2.675", 2, "half_even", "2.68"),
        ("8.53459", 2, "half_even", "8.53"),
        ("-0.35", 1, "half_even", "-0.4"),
        ("-2.5", 0, "half_even", "-2"),
        ("-2.5", 0, "half_up", "-3"),
        ("0.055", 2, "half_even", "0.06"),
        ("0.054", 2, "half_up", "0.05"),
        ("0.0759", 3, "truncate", "0.075"),
        ("-0.0759", 3, "truncate", "-0.075"),
        ("50.01", 0, "up", "51"),
        ("50", 0, "up", "50"),
        ("155", -1, "half_up", "160"),
        ("145", -1, "half_even", "140"),
        ("2/3", 3, "half_even", "0.667"),
    ],
)
def test_rounding_follows_the_rule(value: str, digits: int, rule: Rule, expected: str) -> None:
    assert round_decimals(Fraction(value), digits, rule) == Fraction(expected)


@pytest.mark.parametrize(
    ("value", "digits", "rule", "expected"),
    [
        ("0.00456", 1, "half_even", "0.005"),
        ("0.00456", 2, "truncate", "0.0045"),
        ("9.96", 2, "half_up", "10"),
        ("-1234.5", 2, "half_even", "-1200"),
        ("0", 3, "up", "0"),
        ("2/3", 3, "half_even", "0.667"),
        ("1000", 1, "half_even", "1000"),
        ("999", 3, "up", "999"),
        ("1/10", 1, "half_even", "0.1"),
    ],
)
def test_significant_digits(value: str, digits: int, rule: Rule, expected: str) -> None:
    assert round_significant(Fraction(value), digits, rule) == Fraction(expected)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="significant"):
        round_significant(Fraction(1), 0, "up")
    with pytest.raises(ValueError, match="unknown rounding rule"):
        round_decimals(Fraction(1), 0, "nearest")  # type: ignore[arg-type]


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=6),
    st.integers(min_value=-4, max_value=6),
    st.sampled_from(sorted(DECIMAL_RULES)),
)
def test_rounding_agrees_with_decimal(value: Decimal, digits: int, rule: Rule) -> None:
    with decimal.localcontext(decimal.Context(prec=40)):
        expected = value.quantize(Decimal(1).scaleb(-digits), rounding=DECIMAL_RULES[rule])
    assert round_decimals(Fraction(value), digits, rule) == Fraction(expected)


@given(
    st.fractions(max_denominator=10**6).filter(bool),
    st.integers(min_value=1, max_value=8),
    st.sampled_from(sorted(DECIMAL_RULES)),
)
def test_significant_rounding_agrees_with_decimal(value: Fraction, digits: int, rule: Rule) -> None:
    context = decimal.Context(prec=digits, rounding=DECIMAL_RULES[rule])
    expected = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    assert round_significant(value, digits, rule) == Fraction(expected)
