"""Floor ground: rounding by a declared rule, in one step and exact.

In: a fraction and a rule. Out: the rounded fraction. Negative numbers are rounded by their absolute
value, as GB/T 8170-2008 asks.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

Rule = Literal["half_even", "half_up", "truncate", "up"]


def round_decimals(value: Fraction, digits: int, rule: Rule) -> Fraction:
    """Give the value at `digits` decimal places; below zero means tens, hundreds and so on."""
    step = Fraction(10) ** -digits
    count, rest = divmod(abs(value), step)
    double = 2 * rest
    if rule == "half_even":
        up = double > step or (double == step and count % 2 == 1)
    elif rule == "half_up":
        up = double >= step
    elif rule == "up":
        up = rest > 0
    elif rule == "truncate":
        up = False
    else:
        raise ValueError(f"unknown rounding rule `{rule}`")
    rounded = (count + up) * step
    return -rounded if value < 0 else rounded


def round_significant(value: Fraction, digits: int, rule: Rule) -> Fraction:
    """Give the value with `digits` significant digits; zero stays zero."""
    if digits < 1:
        raise ValueError("at least one significant digit is needed")
    if value == 0:
        return value
    return round_decimals(value, digits - 1 - magnitude(value), rule)


def magnitude(value: Fraction) -> int:
    """Give the power of ten of the leading digit: 0 for 1 to 9.9, -3 for 0.005; not for zero."""
    top, bottom = abs(value.numerator), value.denominator
    guess = len(str(top)) - len(str(bottom))
    return guess if abs(value) >= Fraction(10) ** guess else guess - 1
