"""Tables side by side under a repeated heading.

Layer: tables. To save paper, a narrow table is often cut in two and placed side by side. Each part
is read as its own table, on a sheet with only its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.heading_parser import HeadingWords, read_piece
from targetcheck.tables.sheet_layout.heading_rows import Block


def side_by_side(sheet: Sheet, block: Block, words: HeadingWords) -> list[tuple[Sheet, Block]]:
    """Return the tables side by side under one heading; a single one if there are no others."""
    starts = _starts(sheet, block, words)
    if not starts:
        return [(sheet, block)]
    ends = [start - 1 for start in starts] + [sheet.width]
    found: list[tuple[Sheet, Block]] = []
    for left, right in zip([1, *starts], ends, strict=True):
        keys = tuple(key for key in block.keys if left <= key <= right)
        found.append((_part(sheet, block, left, right), replace(block, keys=keys)))
    return found


def _starts(sheet: Sheet, block: Block, words: HeadingWords) -> list[int]:
    """Return the columns in which the heading starts again, including row numbers before them."""
    first = block.keys[0]
    head = sheet.text(block.bottom, first)
    if read_piece(head, words).kind != "field":
        return []
    found: list[int] = []
    last = first
    for column in block.keys[1:]:
        between = range(last + 1, column)
        if sheet.text(block.bottom, column) != head or not _reports(sheet, block, between, words):
            continue
        last = column
        numbered = read_piece(sheet.text(block.bottom, column - 1), words).kind == "serial"
        found.append(column - 1 if numbered else column)
    return found


def _reports(sheet: Sheet, block: Block, columns: range, words: HeadingWords) -> bool:
    heads = (sheet.text(block.bottom, c) for c in columns if c not in block.keys)
    return any(text and read_piece(text, words).kind != "serial" for text in heads)


def _part(sheet: Sheet, block: Block, left: int, right: int) -> Sheet:
    """Return a sheet with only the columns of a part; titles over the whole apply to each."""

    def masked(row: int, cells: Sequence[object]) -> list[object]:
        if row < block.top and len(list(sheet.filled(row))) == 1:
            return list(cells)
        return [c if left <= at <= right else None for at, c in enumerate(cells, start=1)]

    rows = [masked(number, cells) for number, cells in enumerate(sheet.rows, start=1)]
    merges = [s for s in sheet.merges if s.bottom < block.top or left <= s.left <= right]
    return replace(sheet, rows=rows, merges=merges)
