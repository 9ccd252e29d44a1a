"""Captions that head the sections of a table.

Layer: tables. A table of places may be divided by rows that hold only the name of an indicator
(`一、污水收集率`), and a table of indicators by rows with the name of a place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from targetcheck.errors import Where
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.data_rows import is_remark
from targetcheck.tables.sheet_layout.heading_parser import HeadingWords, is_total, without_unit
from targetcheck.tables.sheet_layout.heading_rows import Block

_Caption = tuple[str, str, Where]
"""a name, the unit in brackets behind it, the cell"""


@dataclass(frozen=True, slots=True)
class Sections:
    """Sections of a table: `dimension` is place or indicator, or empty without sections."""

    dimension: str = ""
    captions: Mapping[int, _Caption] = field(default_factory=dict)

    def over(self, row: int) -> tuple[str | None, str, Where]:
        """Return name, unit and place of the caption above a row; no name above the first."""
        rows = sorted(self.captions)
        at = bisect_right(rows, row)
        return self.captions[rows[at - 1]] if at else (None, "", self.captions[rows[0]][2])


def read_sections(
    sheet: Sheet,
    block: Block,
    words: HeadingWords,
    rows_are: Mapping[str, int],
    open_to: Sequence[str],
) -> Sections:
    """Return the sections of a table; `open_to` are the dimensions that rows and columns lack."""
    for dimension, other in (("indicator", "place"), ("place", "indicator")):
        if dimension in open_to and other in rows_are:
            captions, known = _captions(sheet, block, words, dimension)
            if known:
                return Sections(dimension, captions)
    return Sections()


def _captions(
    sheet: Sheet, block: Block, words: HeadingWords, dimension: str
) -> tuple[dict[int, _Caption], bool]:
    """Return the captions, and whether any is a known name.

    An unknown one heads its rows too, so that they are not counted for the one before.
    """
    found: dict[int, _Caption] = {}
    known = False
    for row in range(block.bottom + 1, block.end + 1):
        filled = list(sheet.filled(row))
        if len(filled) != 1 or filled[0] > max(block.keys):
            continue
        text = sheet.text(row, filled[0])
        if is_remark(text) or is_total(text) or _names_row(text, words, dimension):
            continue
        name, unit = _named(text, words, dimension)
        known = known or name is not None
        found[row] = (name or text, unit, sheet.where(row, filled[0]))
    return found, known


def _named(text: str, words: HeadingWords, dimension: str) -> tuple[str | None, str]:
    if dimension == "place":
        return words.place(text), ""
    name = words.indicator(text)
    bare, unit = without_unit(text)
    return (name, "") if name else (words.indicator(bare), unit)


def _names_row(text: str, words: HeadingWords, dimension: str) -> bool:
    """Return whether a text is a row without a value, rather than a caption."""
    other = "indicator" if dimension == "place" else "place"
    return _named(text, words, other)[0] is not None
