"""Tables of a sheet and their heading rows.

Layer: tables. A heading is the row that names the rows (地区, 指标, 时期 …), with the rows above and
below it up to the first data row. A sheet may have several tables, one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.mapping_file import TableMapping
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.heading_or_data import is_data
from targetcheck.tables.sheet_layout.heading_parser import (
    WEAK,
    HeadingWords,
    Piece,
    period_label,
    read_piece,
    without_unit,
)

KEYS = ("place", "indicator", "period", "year", "quarter", "month")
_TIMES = {"period", "year", "quarter", "month"}
_DEPTH = 400
"""Rows that are searched for a first heading."""
_AHEAD = 6
"""Rows below a row that are searched for numbers."""
_FIGURES = ("number", "below_detection", "above_range")
_NUMBERED = frozenset(["甲", "乙", "丙", "栏次", "列次", "编号", "序号"])
_UNIT_ROW = frozenset(["单位", "计量单位", "unit", "units"])
_LABEL = re.compile(r"[^:]{1,12}\s*:")


@dataclass(frozen=True, slots=True)
class Block:
    """A table on a sheet: heading rows `top` to `bottom`, data until `end`; `start` is above.

    `keys` are the columns that name the rows.
    """

    start: int
    top: int
    bottom: int
    end: int
    keys: tuple[int, ...]


def find_blocks(sheet: Sheet, words: HeadingWords, mapping: TableMapping) -> list[Block]:
    """Return the headings of a sheet from top to bottom with their rows; a heading may repeat."""
    if mapping.header is not None:
        top, bottom = mapping.header
        return [Block(1, top, bottom, len(sheet.rows), _keys(sheet, range(top, bottom + 1), words))]
    found: list[Block] = []
    start = 1
    above: int | None = None
    while (row := _next_heading(sheet, start, words, mapping, above)) is not None:
        bottom = _bottom(sheet, row, words)
        top = _above(sheet, row, words)
        block_start = 1
        if found:
            last = found.pop()
            block_start = _titles(sheet, top, last, words)
            found.append(Block(last.start, last.top, last.bottom, block_start - 1, last.keys))
        keys = _keys(sheet, range(row, bottom + 1), words)
        found.append(Block(block_start, top, bottom, len(sheet.rows), keys))
        start = bottom + 1
        above = bottom
    return found


def texts_of(sheet: Sheet, row: int) -> tuple[tuple[int, str], ...]:
    """Return the texts of a row with their columns, to detect a repeated heading."""
    return tuple((column, sheet.text(row, column)) for column in sheet.filled(row))


def _next_heading(
    sheet: Sheet, start: int, words: HeadingWords, mapping: TableMapping, above: int | None
) -> int | None:
    """Return the last heading-like row before the first data row.

    `above` is the last row of the heading before it.
    """
    found: int | None = None
    stop = len(sheet.rows) if start > 1 else min(len(sheet.rows), _DEPTH)
    for row in range(start, stop + 1):
        if row in mapping.skip:
            continue
        last = above if found is None else found
        if _is_heading(sheet, row, words, mapping, last):
            if found is None or not _below_heading(sheet, found, row, words):
                found = row
        elif found is not None and has_numbers(sheet, row):
            return found
    return found


def _below_heading(sheet: Sheet, heading: int, row: int, words: HeadingWords) -> bool:
    """Return whether a row continues a heading: its key columns are empty."""
    keys = _keys(sheet, range(heading, heading + 1), words)
    return all(sheet.cell(row, key) is None for key in keys)


def _is_heading(
    sheet: Sheet, row: int, words: HeadingWords, mapping: TableMapping, above: int | None
) -> bool:
    """Return whether a row is a heading; below another (`above`) it must name 地区, 指标 or 时期."""
    later = above is not None
    columns = list(sheet.filled(row))
    if len(columns) < 2:
        return False
    texts = [sheet.text(row, column) for column in columns]
    mapped = sum(text in mapping.columns for text in texts)
    if mapped >= 2:
        return True
    if later and not any(read_header(text).name in KEYS or text in WEAK for text in texts):
        return False
    pieces = [read_piece(text, words) for text in texts]
    fields = {p.name for p in pieces if p.kind == "field"}
    if _label_pairs(pieces) or is_data(sheet, row, columns, pieces, above):
        return False
    fields |= mapping.always.keys() & {"place", "indicator"} if fields & _TIMES else set()
    # 县, 年 and 月 are units as well: below a table they head another only where they stand first.
    lead = next((p for p in pieces if p.kind != "serial"), pieces[0])
    sure = not later or len(fields) > 1 or lead.kind == "field"
    if sure and (fields & {"place", "indicator"} or (fields & _TIMES and len(fields) > 1)):
        return True
    timed = fields & _TIMES if not later else lead.kind == "field" and lead.name in _TIMES
    if timed and any(p.known for p in pieces):
        return True
    if later:
        return False
    named = sum(p.kind == "period" or p.known for p in pieces)
    numbers = any(
        read_cell(sheet.cell(row, column)).kind == "number" and piece.kind != "period"
        for column, piece in zip(columns, pieces, strict=True)
    )
    corner = fields & {"period", "unit"} or pieces[0].kind == "serial" or 1 not in columns
    corner = corner or _names_both(texts[0], words)
    return named >= 2 and len(pieces) - named <= 2 and not numbers and bool(corner)


def _names_both(text: str, words: HeadingWords) -> bool:
    """Return whether a corner names rows and columns, as in `地区/指标`."""
    parts = [part for part in re.split(r"[\\/|]", text) if part.strip()]
    return len(parts) > 1 and all(read_piece(part, words).kind == "field" for part in parts)


def _label_pairs(pieces: list[Piece]) -> bool:
    """Return whether a row is a heading; below a table it names 地区, 指标 or 时期."""
    if len(pieces) % 2 or len(pieces) > 8:
        return False
    labels, values = pieces[::2], pieces[1::2]
    if any(p.kind != "field" for p in labels) or any(p.kind == "field" for p in values):
        return False
    return any(value.kind == label.name for label, value in zip(labels, values, strict=True))


def has_numbers(sheet: Sheet, row: int) -> bool:
    """Return whether a row has several cells, and a value among them."""
    kinds = [read_cell(sheet.cell(row, column)) for column in sheet.filled(row)]
    return len(kinds) > 1 and any(cell.kind in _FIGURES or cell.done is not None for cell in kinds)


def _keys(sheet: Sheet, rows: range, words: HeadingWords) -> tuple[int, ...]:
    """Return the columns whose heading names rows; the first column if the corner is empty."""
    found = [
        column
        for column in range(1, sheet.width + 1)
        for row in rows
        if (piece := read_piece(sheet.text(row, column), words)).kind == "field"
        and piece.name in KEYS
    ]
    return tuple(dict.fromkeys(found)) or (_first(sheet, rows[-1], words),)


def _first(sheet: Sheet, bottom: int, words: HeadingWords) -> int:
    """Return the column that names the rows if no heading does: with known names, else the first."""
    first = 0
    for column in range(1, sheet.width + 1):
        head = sheet.text(bottom, column)
        if head and first:
            break
        below = [sheet.text(row, column) for row in range(bottom + 1, len(sheet.rows) + 1)]
        if read_piece(head, HeadingWords()).kind == "serial" or not any(below):
            continue
        first = first or column
        if any(text and _known(text, words) for text in below):
            return column
    return first or 1


def _known(text: str, words: HeadingWords) -> bool:
    return bool(words.place(text) or words.indicator(without_unit(text)[0]))


def _bottom(sheet: Sheet, row: int, words: HeadingWords) -> int:
    """Return the last row of the heading, including rows with empty key columns."""
    keys = _keys(sheet, range(row, row + 1), words)
    bottom = row
    for below in range(row + 1, len(sheet.rows) + 1):
        merged = all(
            (span := sheet.span(below, key)) is not None and span.top <= row for key in keys
        )
        if not (
            merged
            or _continues(sheet, below, keys)
            or _is_lead(sheet, below)
            or _parts_below(sheet, below, keys, words)
        ):
            return bottom
        bottom = below
    return bottom


def _continues(sheet: Sheet, row: int, keys: tuple[int, ...]) -> bool:
    """Return whether a row without names has only texts, and so belongs to the heading."""
    columns = list(sheet.filled(row))
    if not columns or any(sheet.shown(row, key) is not None for key in keys):
        return False
    return all(
        period_label(sheet.text(row, c), 2000) or read_cell(sheet.cell(row, c)).kind == "text"
        for c in columns
    )


def _parts_below(sheet: Sheet, row: int, keys: tuple[int, ...], words: HeadingWords) -> bool:
    """Return whether a row divides the columns above it: `Countries | Male | Female | Total`.

    It names no known place or indicator, and has a text over every column of numbers. The rows are
    named in one of the two heading rows: below a heading of its own, a name is that of a row.
    """
    named = [(key, text) for key in keys if (text := sheet.text(row, key))]
    if any(_known(text, words) or sheet.text(row - 1, key) for key, text in named):
        return False
    ahead = range(row + 1, min(len(sheet.rows), row + _AHEAD) + 1)
    over = [
        column
        for column in sheet.filled(row)
        if column not in keys
        and any(read_cell(sheet.cell(below, column)).kind in _FIGURES for below in ahead)
    ]
    cells = [read_cell(sheet.cell(row, column)) for column in over]
    return len(over) > 1 and all(cell.kind == "text" and cell.done is None for cell in cells)


def _is_lead(sheet: Sheet, row: int) -> bool:
    """Return whether a row has units (单位 | % | 公顷) or column numbers (甲 | 1 | 2)."""
    texts = [sheet.text(row, column) for column in sheet.filled(row)]
    if len(texts) < 2:
        return False
    if texts[0].casefold() in _UNIT_ROW:
        return not any(text.isdecimal() for text in texts[1:])
    return is_numbering(texts)


def is_numbering(texts: list[str]) -> bool:
    """Return whether texts are column numbers: `甲 乙 1 2 3`, `栏次 1 2 3`."""
    while texts and texts[0] in _NUMBERED:
        texts = texts[1:]
        if texts and all(text.isdecimal() for text in texts):
            first = int(texts[0])
            return [int(text) for text in texts] == list(range(first, first + len(texts)))
    return False


def _above(sheet: Sheet, row: int, words: HeadingWords) -> int:
    """Return the first row of the heading, including rows above that group its columns."""
    keys = _keys(sheet, range(row, row + 1), words)
    top = row
    while top > 1:
        columns = list(sheet.filled(top - 1))
        spans = [sheet.span(top - 1, column) for column in columns]
        groups = len(columns) > 1 or any(span and span.right > span.left for span in spans)
        if not columns or not groups or any(_LABEL.match(t) for t in _texts(sheet, top - 1)):
            return top
        if any(sheet.shown(top - 1, key) is not None for key in keys) and not _labelled(
            sheet, top - 1, keys, words
        ):
            return top
        top -= 1
    return top


def _labelled(sheet: Sheet, row: int, keys: tuple[int, ...], words: HeadingWords) -> bool:
    """Return whether a row names groups of columns behind a label: `Indicator | Mortality | | Births`."""
    named = [column for column in sheet.filled(row) if column not in keys]
    labels = [text for key in keys if (text := sheet.text(row, key))]
    return (
        len(named) > 1
        and all(read_piece(text, words).kind == "field" for text in labels)
        and all(words.indicator(without_unit(sheet.text(row, at))[0]) for at in named)
    )


def _titles(sheet: Sheet, top: int, last: Block, words: HeadingWords) -> int:
    """Return the first title row of a table below another table."""
    start = top
    while start - 1 > last.bottom:
        texts = list(_texts(sheet, start - 1))
        named = any(words.place(text) or words.indicator(text) for text in texts)
        if named or (len(texts) > 1 and not all(_LABEL.match(text) for text in texts)):
            break
        start -= 1
    return start


def _texts(sheet: Sheet, row: int) -> Iterator[str]:
    return (sheet.text(row, column) for column in sheet.filled(row))
