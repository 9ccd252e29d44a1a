"""Columns of declared dimensions: a row of women is a row of the indicator for women.

Layer: tables. Input: raw rows and the known names. Output: the indicator of each row, and why a row
is not used. A blank cell, or one that names the total, is the whole. A member that the dimension or
the indicator does not have sets the row aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.columns.column_names import code_in, read_header
from targetcheck.tables.columns.disaggregation import is_whole
from targetcheck.tables.known_names import KnownDimension, Vocabulary
from targetcheck.tables.rejection_reasons import SEPARATOR


def dimension_columns(
    headers: Sequence[str], known: Vocabulary | None
) -> dict[int, KnownDimension]:
    """Return the columns that are headed by a declared dimension."""
    if known is None or not known.dimensions:
        return {}
    found = {}
    for at, text in enumerate(headers):
        dimension = known.dimension(text)
        if dimension is not None and read_header(text).name is None:
            found[at] = dimension
    return found


def indicators_of_rows(
    indicators: Sequence[object],
    columns: Mapping[int, KnownDimension],
    raw: Sequence[Sequence[object]],
    known: Vocabulary,
) -> tuple[list[object], list[str]]:
    """Return the indicator of every row, and for a row that is not used the reason."""
    found: list[object] = list(indicators)
    reasons = [""] * len(found)
    made: dict[tuple[object, ...], tuple[object, str]] = {}
    for row, written in enumerate(indicators):
        key = (written, *(raw[at][row] for at in columns))
        if key not in made:
            made[key] = _indicator(written, zip(columns.values(), key[1:], strict=True), known)
        found[row], reasons[row] = made[key]
    return found, reasons


def _indicator(
    written: object, cells: zip[tuple[KnownDimension, object]], known: Vocabulary
) -> tuple[object, str]:
    at: set[tuple[str, str]] = set()
    reason = ""
    for dimension, cell in cells:
        if is_blank(cell):
            continue
        member = dimension.members.find(str(cell).strip())
        if member is not None:
            at.add((dimension.id, member))
        elif not dimension.is_total(str(cell)) and not is_whole(dimension.id, cell):
            return written, f"row-is-slice:{dimension.id}{SEPARATOR}{code_in(str(cell))}"
        if member is not None and not reason:
            reason = f"row-is-slice:{dimension.id}{SEPARATOR}{code_in(str(cell))}"
    if not at:
        return written, ""
    whole = known.indicator(str(written)) if not is_blank(written) else None
    part = known.parts.get((whole or "", frozenset(at)))
    return (part, "") if part is not None else (written, reason)
