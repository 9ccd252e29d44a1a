"""Texts of a column as numbers, so that each spelling is read once.

Floor: kernel.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


def texts_of(column: pl.Series) -> tuple[pl.Series, list[Any]]:
    """Give each cell by the number of its spelling, and the spellings; a blank cell is one too."""
    import polars as pl

    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
    spelled = column.cast(pl.String)
    kind = spelled.cast(pl.Categorical(pl.Categories.random()))
    codes = kind.to_physical().cast(pl.UInt32)
    most: Any = codes.max()
    somewhere = pl.repeat(None, 0 if most is None else most + 1, dtype=pl.UInt32, eager=True)
    rows = pl.int_range(len(codes), dtype=pl.UInt32, eager=True)
    told = codes.is_not_null() if column.null_count() else None
    somewhere = somewhere.scatter(
        codes if told is None else codes.filter(told), rows if told is None else rows.filter(told)
    )
    texts: list[Any] = spelled.gather(somewhere).to_list()
    if column.dtype == pl.Date:
        texts = [date.fromisoformat(text) for text in texts]
    if column.null_count():
        codes = codes.fill_null(len(texts))
        texts.append(None)
    return codes, texts


def filled(at: list[int], values: list[Any], count: int, kind: Any) -> pl.Series:
    """Give a column of so many cells, blank but where values are given."""
    import polars as pl

    blank = pl.repeat(None, count, dtype=kind, eager=True)
    return blank.scatter(pl.Series(at, dtype=pl.UInt32), pl.Series(values, dtype=kind))
