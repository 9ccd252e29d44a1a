"""The newest report of each series, without sorting the rows.

Floor: kernel. Comes in: series and last day of each row, by number. Goes out: rows by number.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

FEW = 48
"""Days up to which one look at all rows for each day is the fastest way to sort them."""


def newest_of(rows: pl.DataFrame, plain: pl.Series, size: int) -> tuple[pl.Series, pl.Series]:
    """Give the row of the newest plain report of each series, and the series that tell a day twice.

    Day by day the rows are noted at their series; the last note is the newest. Of two rows of one
    series and day one note is overwritten, which tells that there were two.
    """
    import polars as pl

    newest = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
    twice = [pl.Series(dtype=pl.UInt32)]
    for at in _by_day(rows["end"], plain):
        series = rows["series"].gather(at)
        newest = newest.scatter(series, at)
        other = newest.gather(series) != at
        if other.any():
            twice.append(series.filter(other))
    return newest, pl.concat(twice)


def _by_day(ends: pl.Series, plain: pl.Series) -> Iterator[pl.Series]:
    """Yield the rows of each last day, the earliest day first."""
    import polars as pl

    days = ends.unique().drop_nulls().sort()
    if len(days) <= FEW:
        everywhere = plain.all()
        for day in days:
            here = ends == day
            yield (here if everywhere else here & plain).arg_true()
        return
    at = plain.arg_true()
    told = ends.gather(at)
    order = told.arg_sort()
    at, told = at.gather(order), told.gather(order)
    starts = [*(told != told.shift(1)).fill_null(value=True).arg_true().to_list(), len(at)]
    for first, after in pairwise(starts):
        yield at.slice(first, after - first).cast(pl.UInt32)
