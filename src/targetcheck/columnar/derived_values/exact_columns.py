"""Numbers of columns as scaled integers, quotients of them, and what floats know of those.

Layer: columnar. Input: floats that stand for their shortest decimals. Output: integers N with
decimals k, so that a value is N / 10^k; quotients N / (d · 10^k) rounded as declared; and floats
with the error that they may have, 0 if the shortest decimal of the float is the value itself.
Integers that could overflow are null.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.quantities.rounding import Rounding

if TYPE_CHECKING:
    import polars as pl

MOST_DECIMALS = 12
MOST_POWER = 22
"""The highest power of ten that a float holds exactly."""
DIGITS = 10**15
"""Integers below this, divided by a power of ten, are the only such decimals of their float."""
ROOM = 9.0e18
"""Magnitude up to which a product still fits into 64 bits."""
SLIP = 1e-15
"""Relative error of one quotient of floats, with room to spare."""


def tenfold(places: pl.Expr) -> pl.Expr:
    """Return 10 to the power of a column, exactly, as a column.

    Polars divides by a single number by multiplying with its inverse, which is not exact; it divides
    by a column as IEEE 754 has it.
    """
    import polars as pl

    powers = pl.Series([10.0**n for n in range(MOST_POWER + 1)])
    return pl.lit(powers).gather(places.cast(pl.UInt32))


def scaled(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return each float as an integer and its number of decimals; null without a short decimal."""
    import polars as pl

    whole = pl.repeat(None, len(values), dtype=pl.Int64, eager=True)
    places = pl.zeros(len(values), pl.UInt8, eager=True)
    at, rest = pl.int_range(len(values), dtype=pl.UInt32, eager=True), values
    for decimals in range(MOST_DECIMALS + 1):
        times = (rest * 10.0**decimals).round()
        power = pl.repeat(10.0**decimals, len(rest), dtype=pl.Float64, eager=True)
        fits = (times / power == rest) & (times.abs() < DIGITS)
        fits = fits.fill_null(value=False)
        if fits.any():
            found = at.filter(fits)
            whole = whole.scatter(found, times.filter(fits).cast(pl.Int64))
            places = places.scatter(
                found, pl.repeat(decimals, len(found), dtype=pl.UInt8, eager=True)
            )
            at, rest = at.filter(~fits), rest.filter(~fits)
        if at.is_empty():
            break
    return whole, places


def decimal_factor(worth: Fraction) -> tuple[int, int] | None:
    """Return a factor as an integer and decimals; None unless it is a decimal."""
    for decimals in range(MOST_DECIMALS + 1):
        if (worth * 10**decimals).denominator == 1:
            return int(worth * 10**decimals), decimals
    return None


def quotient(frame: pl.DataFrame, decimals: int) -> pl.DataFrame:
    """Add `value` and `error` of `num` / (`den` · 10^decimals); null where `num` is."""
    import polars as pl

    num, den = pl.col("num"), pl.col("den")
    rough = num.cast(pl.Float64) / den / 10.0**decimals
    exact = pl.lit(None, pl.Float64)
    for more in (3, 2, 1, 0):
        times, places = 10**more, decimals + more
        room = num.abs().cast(pl.Float64) * times < ROOM
        top = pl.when(room).then(num) * times
        whole = (top % den == 0) & ((top // den).abs() < DIGITS) & (places <= MOST_POWER)
        power = tenfold(pl.lit(min(places, MOST_POWER)) + den * 0)
        found = (top // den).cast(pl.Float64) / power
        exact = pl.when(whole).then(found).otherwise(exact)
    return frame.with_columns(exact=exact, rough=rough).with_columns(
        value=pl.coalesce("exact", "rough"),
        error=pl.when(pl.col("exact").is_not_null()).then(0.0).otherwise(pl.col("rough").abs() * SLIP),
    ).drop("exact", "rough")  # fmt: skip


def can_round(rounding: Rounding | None) -> bool:
    """Return whether columns can round as declared: to decimals, in one step."""
    return rounding is None or (
        rounding.decimals is not None
        and rounding.significant is None
        and rounding.to is None
        and not rounding.keep_one
    )


def rounded(frame: pl.DataFrame, decimals: int, rounding: Rounding) -> pl.DataFrame:
    """Return the frame with `num` / (`den` · 10^decimals) rounded; `den` becomes 1.

    `num` is then in steps of the last decimal; null where it could overflow.
    """
    import polars as pl

    assert rounding.decimals is not None
    digits = rounding.decimals
    up, down = 10 ** max(digits - decimals, 0), 10 ** max(decimals - digits, 0)
    num, den = pl.col("num"), pl.col("den")
    room = (num.abs().cast(pl.Float64) * up < ROOM) & (den.cast(pl.Float64) * down * 2 < ROOM)
    top = pl.when(room).then(num.abs()) * up
    bottom = den * down
    count, double = top // bottom, (top % bottom) * 2
    more = {
        "half_even": (double > bottom) | ((double == bottom) & (count % 2 == 1)),
        "half_up": double >= bottom,
        "up": double > 0,
        "truncate": pl.lit(value=False),
    }[rounding.rule]
    steps = (count + more.cast(pl.Int64)) * num.sign()
    return frame.with_columns(num=steps, den=pl.lit(1, pl.Int64))
