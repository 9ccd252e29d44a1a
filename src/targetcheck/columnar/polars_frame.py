"""Conversion of frames of any library to Polars frames of plain cells in long format.

Layer: columnar. Input: a frame. Output: a Polars frame. Columns that Polars cannot take directly
(objects of several types, pandas periods, decimals mixed with text) are read cell by cell, like the
cells of a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from targetcheck.tables.columns.column_names import PARTS, is_labelled, read_header
from targetcheck.tables.columns.disaggregation import part_columns
from targetcheck.tables.formats.frame_format import (
    from_frame,
    is_frame,
    library_refusals,
    named_columns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from targetcheck.plan.plan import Plan


def plain_frame(data: Any) -> tuple[pl.DataFrame, Any, str]:
    """Return a frame as a Polars frame, as its own eager frame, and its kind.

    Raises TargetcheckError for a duplicate column, or for values that cannot be cells.
    """
    import narwhals as nw

    is_frame(data)
    with library_refusals("<frame>"):
        given: Any = nw.from_native(named_columns(data))
        eager = given.collect() if isinstance(given, nw.LazyFrame) else given
        odd = [name for name in eager.columns if not _is_plain(eager.schema[name])]
        plain = eager.select(*(name for name in eager.columns if name not in odd)).to_polars()
    kind = given.implementation.name.lower()
    if not odd:
        return plain, eager, kind
    raw = from_frame(eager.select(*odd).to_native())
    texts = dict(zip(odd, (as_texts(cells) for cells in raw.columns), strict=True))
    whole = plain.with_columns(**{name: texts[name] for name in odd}) if plain.columns else None
    found = _frame_of(texts) if whole is None else whole
    return found.select(eager.columns), eager, kind


def as_texts(cells: Iterable[object]) -> pl.Series:
    """Return raw cells as texts in the form in which cells are read."""
    import polars as pl

    return pl.Series([None if c is None else str(c) for c in cells], dtype=pl.String)


def splits(plan: Plan, headers: Sequence[str]) -> bool:
    """Return whether a column is headed by a declared dimension, which the table reader joins."""
    dimensions = plan.ruleset.all_dimensions()
    if not dimensions:
        return False
    from targetcheck.observations.observation_reader import vocabulary
    from targetcheck.tables.columns.dimension_columns import dimension_columns

    return bool(dimension_columns(headers, vocabulary(plan)))


def plainly_named(plan: Plan, headers: Sequence[str]) -> bool:
    """Return whether headings can be read without the table reader."""
    return names_one_to_a_column(headers) and not splits(plan, headers)


def names_one_to_a_column(headers: Sequence[str]) -> bool:
    """Return whether each heading is only a column name, without parts, units or labels."""
    heads = [read_header(text) for text in headers]
    names = [head.name for head in heads if head.name is not None]
    return (
        len(set(names)) == len(names)
        and not set(names) & {*PARTS, "set_aside"}
        and not any(head.unit for head in heads)
        and not any(map(is_labelled, headers))
        and not part_columns(headers)
        and not any(text.strip().casefold() == "action" for text in headers)
    )


def _frame_of(columns: dict[str, pl.Series]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(columns)


def _is_plain(dtype: Any) -> bool:
    import narwhals as nw

    texts = (nw.String, nw.Boolean, nw.Date, nw.Datetime, nw.Categorical, nw.Enum)
    return dtype.is_numeric() or isinstance(dtype, texts)
