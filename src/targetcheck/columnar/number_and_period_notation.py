"""Normalisation of numbers and periods of whole columns, before rows are read in parts.

Layer: columnar. Input: a frame. Output: a frame. Whether a comma is a decimal separator, and
whether `2011/12` is a month, depends on all cells of a column, so it is decided here for the whole
column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.tables.cells.month_or_fiscal_year import settle_periods
from targetcheck.tables.cells.number_notation import NUMERIC, settle_numbers
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.rejection_reasons import COLUMN

if TYPE_CHECKING:
    import polars as pl

_COMMA = "[,，]"


def plain_notation(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series | None]:
    """Return a frame whose numbers use decimal points, and the reason for each refused row.

    Numbers that stay ambiguous within their column are unchanged, for the cell reader.
    """
    import polars as pl

    frame = _plain_periods(frame)
    names = {
        column: name
        for column in frame.columns
        if (name := read_header(column).name) in NUMERIC and _is_text(frame[column].dtype)
    }
    texts = {column: frame[column].cast(pl.String) for column in names}
    if not any(text.str.contains(_COMMA).any() for text in texts.values()):
        return frame, None
    cells = {names[column]: text.to_list() for column, text in texts.items()}
    settled = settle_numbers(cells)
    found = frame.with_columns(
        pl.Series(column, settled[names[column]], dtype=pl.String) for column in names
    )
    if COLUMN not in settled:
        return found, None
    return found, pl.Series(COLUMN, settled[COLUMN], dtype=pl.String)


def _plain_periods(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    for column in frame.columns:
        if read_header(column).name != "period":
            continue
        if frame[column].dtype.is_float():  # years in a column that once had a gap
            whole = frame[column].cast(pl.Int64, strict=False)
            if frame[column].eq_missing(whole).all():
                frame = frame.with_columns(whole.cast(pl.String).alias(column))
        elif _is_text(frame[column].dtype):
            texts = frame[column].cast(pl.String)
            known = texts.unique().drop_nulls().to_list()
            new = {
                old: to for old, to in zip(known, settle_periods(known), strict=True) if old != to
            }
            if new:
                frame = frame.with_columns(texts.replace(new).alias(column))
    return frame


def _is_text(kind: pl.DataType) -> bool:
    import polars as pl

    return isinstance(kind, pl.String | pl.Categorical | pl.Enum)
