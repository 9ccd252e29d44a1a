"""Flags of outcomes on columns, a bit for each, and what is missing.

Layer: columnar. Input: columns of target instances. Output: expressions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

FLAGS = (
    "would_pass", "would_fail", "derived", "near_class_limit", "close_call", "limit_changed_within_period", "stale",
    "rounding_sensitive", "own_reading", "row_set_aside",
)  # fmt: skip
"""Flags of regular observations in the order of the reference engine; a bit for each."""
WOULD_PASS, WOULD_FAIL, DERIVED, NEAR, CLOSE, CHANGED, STALE, SENSITIVE, OWN, ASIDE = (
    1 << n for n in range(len(FLAGS))
)
MISSING = ("", "as_of", "due", "window")
"""Missing data: none, the observation of the as-of date, that of the due date, or those of all days
of a total."""


def failed() -> pl.Expr:
    """Return the status of a miss: `missed`, unless the target is binding."""
    import polars as pl

    return pl.when("binding").then(pl.lit("fail")).otherwise(pl.lit("missed"))


def own() -> pl.Expr:
    """Return the flag of a target of which the author says how it is read."""
    import polars as pl

    return bits(pl.col("own"), OWN)


def sensitive() -> pl.Expr:
    """Return the flag of values that digits or rounding could decide."""
    import polars as pl

    return bits(pl.col("sensitive"), SENSITIVE)


def bits(holds: pl.Expr, bit: int) -> pl.Expr:
    """Return a flag as a bit where it holds."""
    import polars as pl

    return holds.cast(pl.UInt16) * pl.lit(bit, pl.UInt16)
