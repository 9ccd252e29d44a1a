"""The latest report of each series, and which reports no longer period covers.

Layer: columnar. Input: coded rows, a mask of those that count. Output: row numbers by series, a mask,
and the series in which a period is reported twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

FEW = 48
"""Number of days up to which one pass over all rows per day is the fastest sort."""


def newest_of(
    rows: pl.DataFrame, plain: pl.Series, size: int
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return the row of the latest observation of each series, the longest ones, repeated series.

    Rows are written to their series in order of days; the last write is the latest. If two rows
    have the same series and day, one write is overwritten, which reveals the repetition. Of periods
    that end together the longest counts; a series with one period twice is repeated.
    """
    import polars as pl

    days = rows["end"].unique().drop_nulls().sort()
    by_day = len(days) <= FEW
    newest, together = _by_days(rows, plain, size, days) if by_day else _by_sort(rows, plain, size)
    if together.is_empty():
        return newest, plain, together
    several = pl.repeat(value=False, n=size, eager=True).scatter(together, True)
    at = (several.gather(rows["series"]).fill_null(value=False) & plain).arg_true()
    found = rows.select("series", "start", "end")[at].with_columns(
        row=at.cast(pl.UInt32),
        first=pl.col("start").min().over("series", "end"),
        same=pl.len().over("series", "end", "start"),
    )
    shorter, kept = (found.filter(how) for how in (pl.col("start") > pl.col("first"),
                                                   pl.col("start") == pl.col("first")))  # fmt: skip
    last = kept.group_by("series").agg(pl.col("row").sort_by("end").last())
    return (
        newest.scatter(last["series"], last["row"]),
        plain.clone().scatter(shorter["row"], values=False),
        found.filter(pl.col("same") > 1)["series"],
    )


def _by_days(
    rows: pl.DataFrame, plain: pl.Series, size: int, days: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """Return the latest row of each series, and the series with a repeated day, by a pass per day."""
    import polars as pl

    newest = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
    twice = [pl.Series(dtype=pl.UInt32)]
    everywhere = plain.all()
    for day in days:
        here = rows["end"] == day
        at = (here if everywhere else here & plain).arg_true()
        series = rows["series"].gather(at)
        newest = newest.scatter(series, at)
        other = newest.gather(series) != at
        if other.any():
            twice.append(series.filter(other))
    return newest, pl.concat(twice)


def _by_sort(rows: pl.DataFrame, plain: pl.Series, size: int) -> tuple[pl.Series, pl.Series]:
    """Return the same by sorting the rows once, however many days there are."""
    import polars as pl

    at = plain.arg_true().cast(pl.UInt32)
    found = rows.select("series", "end")[at].with_columns(row=at).sort("series", "end")
    series, end = found["series"], found["end"]
    repeated = ((series == series.shift(1)) & (end == end.shift(1))).fill_null(value=False)
    last = (series != series.shift(-1)).fill_null(value=True)
    newest = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
    return newest.scatter(series.filter(last), found["row"].filter(last)), series.filter(repeated)
