"""Captions that head the sections of a table.

Layer: tables. A table of places may be divided by rows that hold only the name of an indicator
(`一、污水收集率`), a table of indicators by rows with the name of a place, and either by rows with a
period (`2023年`). A caption that names a period beside other words is certain only where a title or
another caption has the same words; otherwise two readings are possible.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from targetcheck.errors import Diagnostic, Where
from targetcheck.tables.cells.footnote_or_signature import is_remark
from targetcheck.tables.mapping_file import TableMapping
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.heading_columns import Column
from targetcheck.tables.sheet_layout.heading_parser import (
    HeadingWords,
    is_total,
    period_label,
    without_unit,
)
from targetcheck.tables.sheet_layout.heading_rows import Block, has_numbers
from targetcheck.tables.sheet_layout.title_lines import TitleStatements, periods_in, year_in

_Caption = tuple[str, str, Where]
"""a name, the unit in brackets behind it, the cell"""


@dataclass(frozen=True, slots=True)
class Sections:
    """Sections of a table: `dimension` is place, indicator or period, empty without sections."""

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
    said: TitleStatements,
    mapping: TableMapping,
) -> Sections:
    """Return the sections of a table; `open_to` are the dimensions that rows and columns lack."""
    for dimension, other in (("indicator", "place"), ("place", "indicator")):
        if dimension in open_to and other in rows_are:
            captions, known = _captions(sheet, block, words, dimension)
            if known:
                return Sections(dimension, captions)
    if "period" in open_to:
        return _of_periods(sheet, block, words, said, mapping)
    return Sections()


def caption_columns(sheet: Sheet, block: Block, words: HeadingWords, dimension: str) -> set[int]:
    """Return the columns of lines between the rows that are only a known place or indicator."""
    return {
        filled[0]
        for row in range(block.bottom + 1, block.end + 1)
        if len(filled := list(sheet.filled(row))) == 1
        and filled[0] <= max(block.keys)
        and _named(sheet.text(row, filled[0]), words, dimension)[0]
    }


def has_year_of_title(
    sheet: Sheet,
    block: Block,
    columns: Sequence[Column],
    rows_are: Mapping[str, int],
    said: TitleStatements,
) -> bool:
    """Return whether headings or rows name quarters or months whose year only the title says."""
    if said.year() is None or "year" in rows_are:
        return False
    texts = [column.written for column in columns if column.period and not column.why]
    for name in ("period", "quarter", "month"):
        if name in rows_are:
            rows = range(block.bottom + 1, block.end + 1)
            texts += [
                sheet.text(row, rows_are[name]) for row in rows if sheet.text(row, rows_are[name])
            ]
    return any(year_in(text) is None for text in texts)


def refuse_other_years(
    sheet: Sheet, block: Block, words: HeadingWords, said: TitleStatements, mapping: TableMapping
) -> None:
    """Add a finding for each line of another year between rows that have their year from the title."""
    for _, period, _, where in _period_lines(sheet, block, words, said, mapping):
        if year_in(period) != said.year():
            said.found.append(_between_rows(period, str(said.year()), where))


def _of_periods(
    sheet: Sheet, block: Block, words: HeadingWords, said: TitleStatements, mapping: TableMapping
) -> Sections:
    """Return the sections by period; what the title says holds above the first caption."""
    told = _period_lines(sheet, block, words, said, mapping)
    alike: dict[str, set[str]] = {}  # the periods that stand beside the same other words
    for _, period, rest, _ in told:
        alike.setdefault(rest, set()).add(period)
    for text, _ in said.lines:
        periods, rest = periods_in(text)
        alike.setdefault(rest, set()).update(periods)
    title = said.text("period")
    captions: dict[int, _Caption] = {}
    for row, period, rest, where in told:
        seen = row not in sheet.hidden_rows or mapping.read_hidden
        if seen and (not rest or len(alike[rest]) > 1):
            captions[row] = (period, "", where)
        elif period != title:
            said.found.append(_between_rows(period, title, where))
    if captions and title:
        captions[block.bottom] = (title, "", said.always["period"][1])
    return Sections("period", captions) if captions else Sections()


def _period_lines(
    sheet: Sheet, block: Block, words: HeadingWords, said: TitleStatements, mapping: TableMapping
) -> list[tuple[int, str, str, Where]]:
    """Return row, period and other words of each single cell above data that names a period.

    Rows that the mapping skips are left out.
    """
    found: list[tuple[int, str, str, Where]] = []
    rows = range(block.bottom + 1, block.end + 1)
    last = max((row for row in rows if has_numbers(sheet, row)), default=0)
    for row in range(block.bottom + 1, last):
        filled = list(sheet.filled(row))
        if row in mapping.skip or len(filled) != 1 or filled[0] > max(block.keys):
            continue
        text = sheet.text(row, filled[0])
        if is_remark(text) or is_total(text) or words.place(text) or words.indicator(text):
            continue
        whole = period_label(text, said.year())
        periods, rest = ([whole], "") if whole else periods_in(text)
        if len(periods) == 1:
            found.append((row, periods[0], rest, sheet.where(row, filled[0])))
    return found


def _between_rows(period: str, title: str, where: Where) -> Diagnostic:
    """Return the finding for a line among the rows that names another period than the title."""
    return Diagnostic(
        "title-contradiction",
        f"a line between the rows says `{period}`, and the table `{title or '–'}`",
        f"数据行之间的一行写明“{period}”，而本表为“{title or '—'}”",
        "give the rows below it a heading of their own or a column for the period, or leave the "
        "line out with `skip` in a mapping file",
        "请为其下各行另设表头或时期列，或在列对应文件中用 skip 略去该行",
        where,
    )


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
