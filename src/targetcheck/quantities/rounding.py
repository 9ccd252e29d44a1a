"""Exact rounding in one step by a declared rule.

Layer: quantities. Input: a fraction and a rule. Output: the rounded fraction. Negative numbers are
rounded by absolute value, as GB/T 8170-2008 requires.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, inf, log10
from numbers import Rational
from typing import Literal

Rule = Literal["half_even", "half_up", "truncate", "up"]


def round_decimals(value: Fraction, digits: int, rule: Rule) -> Fraction:
    """Return the value to `digits` decimals; negative digits mean tens, hundreds and so on."""
    count = steps(value, digits, rule)
    return Fraction(count, 10**digits) if digits >= 0 else Fraction(count * 10**-digits)


def steps(value: Fraction, digits: int, rule: Rule) -> int:
    """Return the rounded value as a number of steps of 10 to the power of −`digits`."""
    top, bottom = value.as_integer_ratio()
    size: int = 10 ** abs(digits)
    if digits >= 0:
        count, rest = divmod(abs(top) * size, bottom)
    else:
        bottom *= size
        count, rest = divmod(abs(top), bottom)
    double = 2 * rest
    if rule == "half_even":
        up = double > bottom or (double == bottom and count % 2 == 1)
    elif rule == "half_up":
        up = double >= bottom
    elif rule == "up":
        up = rest > 0
    elif rule == "truncate":
        up = False
    else:
        raise ValueError(f"unknown rounding rule `{rule}`")
    return -(count + up) if top < 0 else count + up


def round_significant(value: Fraction, digits: int, rule: Rule) -> Fraction:
    """Return the value with `digits` significant digits; zero stays zero."""
    if digits < 1:
        raise ValueError("at least one significant digit is needed")
    if value == 0:
        return value
    return round_decimals(value, digits - 1 - magnitude(value), rule)


def round_multiple(value: Fraction, multiple: Fraction, rule: Rule) -> Fraction:
    """Return the nearest multiple: of 10 for whole tens, of 0.5 for halves."""
    return steps(value / multiple, 0, rule) * multiple


def binary(value: Rational | Decimal | float) -> float:
    """Return the nearest float; infinite beyond the float range."""
    try:
        return float(value)
    except OverflowError:
        return -inf if value < 0 else inf


def magnitude(value: Fraction) -> int:
    """Return the power of ten of the leading digit: 0 for 1 to 9.9, -3 for 0.005; not for zero."""
    top, bottom = abs(value.numerator), value.denominator
    # Digits are counted by bits: Python writes no number of thousands of digits out.
    guess = floor((top.bit_length() - bottom.bit_length()) * log10(2)) + 1
    while not (top >= bottom * 10**guess if guess >= 0 else top * 10**-guess >= bottom):
        guess -= 1
    return guess


@dataclass(frozen=True, slots=True)
class Rounding:
    """Rounding of an intermediate value, in one step; `keep_one`: never down to 0."""

    decimals: int | None = None
    significant: int | None = None
    rule: Rule = "half_even"
    keep_one: bool = False
    to: Fraction | None = None

    def of(self, value: Fraction) -> Fraction:
        """Return the value rounded."""
        if self.to is not None:
            return round_multiple(value, self.to, self.rule)
        if self.significant is not None:
            return round_significant(value, self.significant, self.rule)
        if self.decimals is None:
            return value
        rounded = round_decimals(value, self.decimals, self.rule)
        if self.keep_one and rounded == 0:
            return round_significant(value, 1, self.rule)
        return rounded
