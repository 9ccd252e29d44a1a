"""Numbers of a formula on columns: exact quotients where 64 bits hold them, else floats with an error.

Layer: columnar. An `Amounts` is a column of numbers. `value` is a float that is off by at most
`error`, null where the number is undefined or not known well enough. `num` / (`over` · `den`) is the
number itself, null where integers could overflow. A condition is a column of booleans, null where
the error of a float could decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.derived_values.exact_columns import (
    MOST_DECIMALS,
    SLIP,
    quotient,
    scaled,
)

if TYPE_CHECKING:
    import polars as pl

LARGEST = 2**62
"""Magnitude up to which integers of 64 bits are trusted."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """A number in every row; `den` is None for 1, `num` is None where no row is exact."""

    value: pl.Series
    error: pl.Series
    num: pl.Series | None = None
    over: int = 1
    den: pl.Series | None = None

    @property
    def whole(self) -> pl.Series | None:
        """The numerators over `over` alone; None for a quotient of columns."""
        return self.num if self.den is None else None


def amounts_of(value: pl.Series, error: pl.Series) -> Amounts:
    """Return floats as numbers; those without an error stand for their shortest decimals."""
    import polars as pl

    number, places = scaled(value)
    number = number.set(error > 0, None)
    most: Any = places.filter(number.is_not_null()).max()
    decimals = 0 if most is None else int(most)
    num = None
    if _size(number) * 10**decimals < LARGEST:
        up = pl.Series([10 ** (decimals - n) for n in range(decimals + 1)], dtype=pl.Int64)
        num = number * up.gather(places.clip(0, decimals).cast(pl.UInt32))
    slip = pl.select(pl.max_horizontal(error, value.abs() * SLIP)).to_series()
    return Amounts(value, slip, num, 10**decimals)


def constant(number: Fraction, count: int) -> Amounts:
    """Return one number in every row."""
    import polars as pl

    value = pl.repeat(float(number), count, dtype=pl.Float64, eager=True)
    num = None
    if abs(number.numerator) < LARGEST and number.denominator < LARGEST:
        num = pl.repeat(number.numerator, count, dtype=pl.Int64, eager=True)
    return Amounts(value, value.abs() * SLIP, num, number.denominator)


def negated(one: Amounts) -> Amounts:
    """Return the numbers with the other sign."""
    return Amounts(-one.value, one.error, None if one.num is None else -one.num, one.over, one.den)


def added(one: Amounts, other: Amounts) -> Amounts:
    """Return the sum of two columns."""
    value = one.value + other.value
    error = one.error + other.error + value.abs() * SLIP
    aligned = _aligned(one, other)
    if aligned is None:
        return Amounts(value, error)
    first, second, over = aligned
    return Amounts(value, error, first + second, over)


def times(one: Amounts, by: Fraction) -> Amounts:
    """Return the numbers times one number."""
    factor = float(by)
    value = one.value * factor
    error = (one.error * abs(factor) + value.abs() * SLIP) * (1 + SLIP)
    num, over = one.num, one.over * by.denominator
    if num is not None and _size(num) * abs(by.numerator) < LARGEST and over < LARGEST:
        return Amounts(value, error, num * by.numerator, over, one.den)
    return Amounts(value, error)


def multiplied(one: Amounts, other: Amounts) -> Amounts:
    """Return the product of two columns."""
    value = one.value * other.value
    error = one.value.abs() * other.error + other.value.abs() * one.error
    error = (error + one.error * other.error + value.abs() * SLIP) * (1 + SLIP)
    num, over = None, one.over * other.over
    den = one.den if other.den is None else other.den
    if one.num is not None and other.num is not None and (one.den is None or other.den is None):
        fits = _size(one.num) * _size(other.num) < LARGEST and over < LARGEST
        num = one.num * other.num if fits else None
    return Amounts(value, error, num, over, None if num is None else den)


def divided(one: Amounts, by: Amounts) -> Amounts:
    """Return the quotient of two columns, null where the divisor is or may be zero."""
    import polars as pl

    least = by.value.abs() - by.error
    sure = least > 0
    divisor = by.value.set(~sure, None)
    value = one.value / divisor
    error = (one.error + value.abs() * by.error) / least.set(~sure, None)
    error = (error + value.abs() * SLIP) * (1 + 4 * SLIP)
    top, bottom = one.whole, by.whole
    if top is None or bottom is None or _size(top) * by.over >= LARGEST:
        return Amounts(value, error)
    den = bottom.set(bottom == 0, None).cast(pl.Int64)
    return Amounts(value, error, (top * by.over) * den.sign(), one.over, den.abs())


def extreme(one: Amounts, other: Amounts, *, high: bool) -> Amounts:
    """Return the greater or the smaller of two numbers, null unless both are known."""
    import polars as pl

    pick = pl.max_horizontal if high else pl.min_horizontal

    def picked(a: pl.Series, b: pl.Series) -> pl.Series:
        pair = pl.DataFrame({"a": a, "b": b})
        both = pl.col("a").is_not_null() & pl.col("b").is_not_null()
        return pair.select(pl.when(both).then(pick("a", "b"))).to_series()

    value = picked(one.value, other.value)
    error = pl.select(pl.max_horizontal(one.error, other.error)).to_series()
    aligned = _aligned(one, other)
    if aligned is None:
        return Amounts(value, error)
    first, second, over = aligned
    return Amounts(value, error, picked(first, second), over)


def logarithm(name: str, one: Amounts) -> Amounts:
    """Return the logarithms, null where a number is or may be zero or less."""
    least = one.value - one.error
    sure = least > 0
    known = one.value.set(~sure, None)
    value = known.log10() if name == "log10" else known.log()
    error = one.error / least.set(~sure, None) + value.abs() * SLIP + SLIP
    return Amounts(value, error)


def compared(sign: str, one: Amounts, other: Amounts) -> pl.Series:
    """Return whether one number stands in a relation to another."""
    import polars as pl

    frame = pl.DataFrame(
        {"a": one.value, "b": other.value, "room": (one.error + other.error) * (1 + SLIP)}
    )
    gap = pl.col("a") - pl.col("b")
    apart = gap.abs() > pl.col("room") + gap.abs() * SLIP
    aligned = _aligned(one, other)
    exact = pl.lit(None, pl.Boolean)
    if aligned is not None:
        frame = frame.with_columns(x=aligned[0], y=aligned[1])
        exact = _related(sign, pl.col("x"), pl.col("y"))
    told = pl.coalesce(exact, pl.when(apart).then(_related(sign, pl.col("a"), pl.col("b"))))
    return frame.select(told).to_series()


def chosen(condition: pl.Series, one: Amounts, other: Amounts) -> Amounts:
    """Return one number where a condition holds and another where it does not."""
    import polars as pl

    def picked(a: pl.Series, b: pl.Series) -> pl.Series:
        frame = pl.DataFrame({"a": a, "b": b, "if": condition})
        then = pl.when("if").then("a").when(~pl.col("if")).then("b")
        return frame.select(then).to_series()

    value, error = picked(one.value, other.value), picked(one.error, other.error)
    aligned = _aligned(one, other)
    if aligned is None:
        return Amounts(value, error)
    return Amounts(value, error, picked(aligned[0], aligned[1]), aligned[2])


def told(one: Amounts) -> pl.DataFrame:
    """Return `value` and `error` of each row: no error where the float is the number itself."""
    import polars as pl

    floats = pl.DataFrame({"value": one.value, "error": one.error})
    if one.num is None:
        return floats
    over, decimals = one.over, 0
    while over % 10 == 0:
        over, decimals = over // 10, decimals + 1
    den = pl.repeat(1, len(one.num), dtype=pl.Int64, eager=True) if one.den is None else one.den
    if _size(den) * over >= LARGEST or decimals > MOST_DECIMALS * 2:
        return floats
    exact = quotient(pl.DataFrame({"num": one.num, "den": den * over}), decimals)
    # A quotient of integers is known to one step of a float, the steps of a formula are many.
    return exact.select(
        value=pl.coalesce("value", floats["value"]),
        error=pl.when(pl.col("value").is_not_null()).then("error").otherwise(floats["error"]),
    )


def _related(sign: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other,
            "=": one == other}[sign]  # fmt: skip


def _aligned(one: Amounts, other: Amounts) -> tuple[pl.Series, pl.Series, int] | None:
    """Return two columns of numerators over one denominator, or None."""
    first, second = one.whole, other.whole
    if first is None or second is None:
        return None
    over = lcm(one.over, other.over)
    up = over // one.over, over // other.over
    if over >= LARGEST or max(_size(first) * up[0], _size(second) * up[1]) >= LARGEST // 2:
        return None
    return first * up[0], second * up[1], over


def _size(numbers: pl.Series) -> int:
    most: Any = numbers.abs().max()
    return 0 if most is None else int(most)


def whole_sum(parts: Sequence[Amounts]) -> Amounts:
    """Return the sum of several columns."""
    found = parts[0]
    for part in parts[1:]:
        found = added(found, part)
    return found
