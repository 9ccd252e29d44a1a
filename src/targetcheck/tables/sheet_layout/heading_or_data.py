"""Distinction of heading rows from data rows that contain a heading word.

Layer: tables. `GEO` is a heading and Georgia, 县 a heading and a place. The other cells decide:
numbers, signs for missing values, or texts that occur elsewhere in the column indicate data.
"""

from __future__ import annotations

from collections.abc import Sequence

from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.heading_parser import (
    HeadingWords,
    Piece,
    period_label,
    read_piece,
)

_FIGURES = ("number", "below_detection", "above_range")
_FIRST, _LAST = 1900, 2100
"""Years that head columns."""
_OF_HEADINGS = ("field", "indicator", "place", "period", "beside", "total", "part", "serial")


def is_data(
    sheet: Sheet, row: int, columns: Sequence[int], pieces: Sequence[Piece], above: int | None
) -> bool:
    """Return whether a row with a heading word is a data row.

    `above` is the last row of the heading above it, or None.
    """
    beside = list(zip(columns, pieces, strict=True))
    figures = [(at, piece) for at, piece in beside if _is_figure(sheet, row, at, piece)]
    if figures:
        return above is not None or not _numbered(sheet, row, [at for at, _ in figures])
    if above is None or _texts(sheet, row) == _texts(sheet, above):
        return False
    lead = next((at for at, piece in beside if piece.kind == "field"), columns[0])
    others = [(at, piece) for at, piece in beside if at != lead]
    if others and all(
        sheet.text(row, at).isdecimal() for at, _ in others
    ):  # 县 2022, or 地区 2023 2024
        years = [int(sheet.text(row, at)) for at, _ in others]
        if len(years) > 2 and all(_FIRST <= year <= _LAST for year in years):
            return False  # Country 2021 2022 2023, below the names of indicators
        repeated = sheet.text(row, lead) == sheet.text(above, lead)
        return not (repeated or not list(sheet.filled(row - 1)))
    if all(_is_told_below(sheet, row, at, above) for at, _ in others):
        return True
    return not any(piece.kind in _OF_HEADINGS for _, piece in others) and any(
        _is_told_below(sheet, row, at, above) for at, _ in others
    )


def _is_figure(sheet: Sheet, row: int, at: int, piece: Piece) -> bool:
    text = sheet.text(row, at)
    if piece.kind in ("period", "indicator", "place") or period_label(text, 2000):
        return False
    if read_header(text).name is not None or _names_period(text):
        return False
    cell = read_cell(sheet.cell(row, at))
    return cell.kind in _FIGURES or cell.done is not None


def _names_period(text: str) -> bool:
    """Return whether a heading names a period once a year is added: `12月累计`, `三季度计划`."""
    return read_piece(text, HeadingWords(), 2000).kind in ("period", "beside")


def _numbered(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Return whether numbers are column labels, such as months: 1, 2, 3."""
    texts = [sheet.text(row, at) for at in columns]
    return len(texts) > 2 and texts == [str(n) for n in range(1, len(texts) + 1)]


def _is_told_below(sheet: Sheet, row: int, at: int, above: int) -> bool:
    """Return whether a cell is blank, or its content occurs in another row of its column."""
    text = sheet.text(row, at)
    if read_cell(sheet.cell(row, at)).kind == "missing":
        return True
    whole = _texts(sheet, row)
    return any(
        sheet.text(other, at) == text and _texts(sheet, other) != whole
        for other in range(above + 1, min(len(sheet.rows), above + 400) + 1)
        if other != row
    )


def _texts(sheet: Sheet, row: int) -> tuple[tuple[int, str], ...]:
    return tuple((at, sheet.text(row, at)) for at in sheet.filled(row))
