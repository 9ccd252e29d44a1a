"""Floor `sources`: the rows below a heading come in; which of them are data goes out.

Footnotes, signatures and repeated headings are lines of text and are only noted. Totals, hidden
rows and rows that a mapping skips are rows: they are set aside with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from targetcheck.errors import Diagnostic, Where
from targetcheck.sources.cells import read_cell
from targetcheck.sources.headings import Block, is_numbering, texts_of
from targetcheck.sources.mapping import TableMapping
from targetcheck.sources.pieces import Words, is_total
from targetcheck.sources.sheet import Sheet, address

_FOOT = re.compile(
    r"(?:注|备注|说明|附注|填[表报]说明|(?:数据|资料)?来源|填[表报]人|制表人?|审核人?|负责人|单位负责人"
    r"|分管领导|主要领导|联系人|联系电话|电话|填[表报]日期|报[送出]日期|单位盖章|盖章"
    r"|notes?|source|prepared by|signed)\s*(?:\d*\s*[.:、)(]|\d+\s|$)|[*※#★]|\((?:单位)?盖?章\)",
    re.IGNORECASE,
)
_LONG = 40


Aside = tuple[str, Where]
"""Why a row is set aside, as text of the column `set_aside`, and the cell that shows it."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of data; `why` says why all of it is set aside, if it is."""

    row: int
    why: Aside | None = None


def read_rows(
    sheet: Sheet, block: Block, words: Words, mapping: TableMapping, values: Sequence[int]
) -> tuple[list[DataRow], list[tuple[str, Where]]]:
    """Give the rows of data of a table, and the lines of text below and among them.

    `values` are the columns that hold what is reported.
    """
    rows: list[DataRow] = []
    lines: list[tuple[str, Where]] = []
    headings = {texts_of(sheet, row) for row in range(block.top, block.bottom + 1)}
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
            texts_of(sheet, row) in headings
            or is_numbering(texts)
            or _is_text(sheet, block, row, filled, values)
        ):
            lines.append((written, sheet.where(row, filled[0])))
        else:
            rows.append(DataRow(row, _why(sheet, block, row, words, mapping)))
    return rows, lines


def _is_text(
    sheet: Sheet, block: Block, row: int, filled: Sequence[int], values: Sequence[int]
) -> bool:
    """Say whether a row is a line of text: a footnote, a signature, a caption."""
    first = sheet.text(row, filled[0])
    reported = [column for column in values if sheet.cell(row, column) is not None]
    numbers = any(read_cell(sheet.cell(row, column)).kind == "number" for column in reported)
    if _FOOT.match(first) and not numbers:
        return True
    if reported and not (len(filled) == 1 and len(first) > _LONG):
        return False
    if not any(sheet.shown(row, key) is not None for key in block.keys):
        return True
    span = sheet.span(row, filled[0])
    wide = span is not None and any(span.left < column <= span.right for column in values)
    return wide or len(first) > _LONG or (len(filled) == 1 and ":" in first)


def _why(sheet: Sheet, block: Block, row: int, words: Words, mapping: TableMapping) -> Aside | None:
    if row in sheet.hidden_rows and not mapping.read_hidden:
        return f"row-hidden:{row}", sheet.where(row, block.keys[0])
    for key in range(1, max(block.keys) + 1):
        name = sheet.text(row, key)
        known = words.place(name) or words.indicator(name)
        if name and not known and is_total(name):
            return f"row-is-total:{name}", sheet.where(row, key)
    return None


def merged_value(sheet: Sheet, row: int, column: int) -> Aside | None:
    """Give the reason for which one value that is merged over several reports cannot be used."""
    span = sheet.span(row, column)
    if span is None or sheet.cell(span.top, span.left) is None:
        return None
    area = f"{address(span.top, span.left)}:{address(span.bottom, span.right)}"
    return f"value-merged:{area}", sheet.where(row, column)


def doubled(names: Iterable[str], where: Where) -> Diagnostic:
    """Give the finding for columns that name the same thing."""
    shown = list(names)
    return Diagnostic(
        "table-column-twice",
        f"{len(shown)} columns name the same: `{'`, `'.join(shown)}`",
        f"有 {len(shown)} 列表示同一内容：`{'`、`'.join(shown)}`",
        "rename one of them, or say in a mapping file what each is",
        "请改名，或在对应文件中写明各列的含义",
        where,
    )
