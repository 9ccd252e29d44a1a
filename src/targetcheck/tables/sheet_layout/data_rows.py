"""Data rows below a heading.

Layer: tables. Footnotes, signatures and repeated headings are lines of text and are only noted.
Totals, hidden rows and rows that a mapping skips are set aside with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from targetcheck.errors import Diagnostic, Where
from targetcheck.tables.cells.cell_value import is_blank, read_cell
from targetcheck.tables.cells.footnote_or_signature import is_remark
from targetcheck.tables.columns.disaggregation import part_reason
from targetcheck.tables.mapping_file import TableMapping
from targetcheck.tables.sheet import Sheet, address
from targetcheck.tables.sheet_layout.heading_columns import Column
from targetcheck.tables.sheet_layout.heading_parser import HeadingWords, is_total
from targetcheck.tables.sheet_layout.heading_rows import Block, is_numbering, texts_of

_LONG = 40


Aside = tuple[str, Where]
"""Why a row is set aside, as text of the column `set_aside`, and the cell that shows it."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of data; `why` is the reason if all of it is set aside."""

    row: int
    why: Aside | None = None


@dataclass(frozen=True, slots=True)
class Bearings:
    """What distinguishes rows of data from lines of text, and places from their parts.

    `values` are the value columns, `parts` the columns that name something smaller than the place,
    `captions` the rows that head a section of the table.
    """

    values: Sequence[int]
    parts: Sequence[int] = ()
    captions: Collection[int] = ()
    only: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """columns of which a mapping uses the rows of some values only"""


def read_rows(
    sheet: Sheet, block: Block, words: HeadingWords, mapping: TableMapping, bearings: Bearings
) -> tuple[list[DataRow], list[tuple[str, Where]]]:
    """Return the data rows of a table, and the lines of text below and between them."""
    rows: list[DataRow] = []
    lines: list[tuple[str, Where]] = []
    headings = {texts_of(sheet, row) for row in range(block.start, block.bottom + 1)}
    for row in range(block.bottom + 1, block.end + 1):
        filled = list(sheet.filled(row))
        if not filled:
            continue
        texts = [sheet.text(row, column) for column in filled]
        written = "  ".join(" ".join(str(sheet.cell(row, c)).split()) for c in filled)
        if row in mapping.skip:
            line = sheet.lines[row - 1] if sheet.lines else row
            rows.append(DataRow(row, (f"row-skipped:{line}", sheet.where(row, filled[0]))))
        elif (
            row in bearings.captions
            or texts_of(sheet, row) in headings
            or is_numbering(texts)
            or _is_text(sheet, block, row, filled, bearings.values)
        ):
            lines.append((written, sheet.where(row, filled[0])))
        else:
            rows.append(DataRow(row, _why(sheet, block, row, words, mapping, bearings)))
    return rows, lines


def _is_text(
    sheet: Sheet, block: Block, row: int, filled: Sequence[int], values: Sequence[int]
) -> bool:
    """Return whether a row is a line of text: a footnote, a signature, a caption."""
    first = sheet.text(row, filled[0])
    reported = [column for column in values if sheet.cell(row, column) is not None]
    numbers = any(read_cell(sheet.cell(row, column)).kind == "number" for column in reported)
    if is_remark(first) and not numbers:
        return True
    if reported and not (len(filled) == 1 and len(first) > _LONG):
        return False
    if not any(sheet.shown(row, key) is not None for key in block.keys):
        return True
    span = sheet.span(row, filled[0])
    wide = span is not None and any(span.left < column <= span.right for column in values)
    return wide or len(first) > _LONG or (len(filled) == 1 and ":" in first)


def _why(
    sheet: Sheet,
    block: Block,
    row: int,
    words: HeadingWords,
    mapping: TableMapping,
    bearings: Bearings,
) -> Aside | None:
    if row in sheet.hidden_rows and not mapping.read_hidden:
        return f"row-hidden:{row}", sheet.where(row, block.keys[0])
    for column, kept in bearings.only.items():
        if sheet.text(row, column) not in kept:
            return f"row-left:{sheet.text(row, column)}", sheet.where(row, column)
    for part in bearings.parts:
        name = sheet.text(row, part)
        why = "" if is_total(name) else part_reason(sheet.text(block.bottom, part), name)
        if why:
            return why, sheet.where(row, part)
    for key in range(1, max(block.keys) + 1):
        name = "" if key in bearings.parts else sheet.text(row, key)
        known = words.place(name) or words.indicator(name)
        if name and not known and is_total(name):
            return f"row-is-total:{name}", sheet.where(row, key)
    return None


def cell_refusal(sheet: Sheet, row: int, column: int, mapping: TableMapping) -> Aside | None:
    """Return the reason why the content of a cell cannot be used, or an empty text."""
    doubt = sheet.doubts.get((row, column), "")
    if doubt and not (mapping.read_hidden and doubt.startswith("value-unseen:")):
        return doubt, sheet.where(row, column)
    return None


def value_refusal(sheet: Sheet, row: int, column: int, mapping: TableMapping) -> Aside | None:
    """Return the reason why a value cannot be used, for example if merged over several cells.

    A sign for a missing value, such as 未报, may be merged over any number of cells.
    """
    span = sheet.span(row, column)
    if span is None or is_blank(sheet.cell(span.top, span.left)):
        return cell_refusal(sheet, row, column, mapping)
    area = f"{address(span.top, span.left)}:{address(span.bottom, span.right)}"
    return f"value-merged:{area}", sheet.where(row, column)


def doubled(names: Iterable[str], where: Where) -> Diagnostic:
    """Return the finding for columns with the same meaning."""
    shown = list(names)
    return Diagnostic(
        "table-column-twice",
        f"{len(shown)} columns have the same name: `{'`, `'.join(shown)}`",
        f"有{len(shown)}列表示同一内容：“{'”“'.join(shown)}”",
        "rename one of them, or declare each in a mapping file",
        "请改名，或在列对应文件中写明各列的含义",
        where,
    )


def ignored_columns(
    sheet: Sheet, block: Block, columns: Sequence[Column]
) -> tuple[Diagnostic, ...]:
    """Return a note on each column that is not used because its meaning is unknown."""
    unknown = tuple(
        Diagnostic(
            "table-column-ignored",
            f"the column `{column.written}` is unknown and not used",
            f"无法识别“{column.written}”列，未采用",
            where=sheet.where(block.bottom, column.at),
            severity="note",
        )
        for column in columns
        if column.why == "unknown"
    )
    return (*unknown, *unheaded_columns(sheet, block, columns))


def unheaded_columns(
    sheet: Sheet, block: Block, columns: Sequence[Column]
) -> tuple[Diagnostic, ...]:
    """Return a warning for each column of numbers without a heading."""
    return tuple(
        Diagnostic(
            "table-column-ignored",
            "a column of values has no heading and is not used",
            "有一列数值没有表头，未采用",
            "give it a heading",
            "请为该列加上表头",
            sheet.where(block.bottom, column.at),
            "warning",
        )
        for column in columns
        if column.why == "unheaded"
    )
