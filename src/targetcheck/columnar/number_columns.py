"""Columns of written numbers in one notation, so that any part of a frame is read as the whole is.

Layer: columnar. Whether a comma stands for decimals is decided by all the numbers of a table. Here
that is done once, before rows are read in parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.tables.column_names import read_header
from targetcheck.tables.number_notation import NUMERIC, settle_numbers
from targetcheck.tables.rejection_reasons import COLUMN

if TYPE_CHECKING:
    import polars as pl

_COMMA = "[,，]"


def plain_notation(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series | None]:
    """Return a frame whose numbers use points, and for each row why it is refused, if any is.

    Numbers that no other number explains stay as they are written, for the reader of cells.
    """
    import polars as pl

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


def _is_text(kind: pl.DataType) -> bool:
    import polars as pl

    return isinstance(kind, pl.String | pl.Categorical | pl.Enum)
