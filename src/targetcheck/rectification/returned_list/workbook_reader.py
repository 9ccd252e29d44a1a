"""Workbooks of problem lists that come back filled in.

Layer: rectification. Input: a file. Output: ReturnedSheet, the text of every cell of every row with
its location. Nothing is decided here but what cannot be read at all; returned_list_comparison.py compares it with
what went out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.ledger.run_record import RectificationRecord
from targetcheck.periods.period_parser import parse_due
from targetcheck.printable_text import printable
from targetcheck.rectification.department_entries import FIELDS
from targetcheck.rectification.problem_item import COLUMNS
from targetcheck.rectification.workbook_writer import ID_LENGTH, MARK
from targetcheck.tables.formats.xlsx_format import read_workbook
from targetcheck.tables.sheet import Sheet

_ID = re.compile(rf"(?:{'|'.join(MARK.values())})\s*[:：]\s*([0-9a-f]{{{ID_LENGTH}}})")
_ABOVE = 12
"""Rows in which the id and the headings of a list are looked for."""


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    """The text of one cell, where it stands, and why it cannot be used, if so."""

    text: str
    where: Where
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """The cells of one row by column name; `hidden`: a filter or a person hid the row."""

    cells: Mapping[str, ReturnedCell]
    hidden: bool

    @property
    def code(self) -> str:
        """The code of the item, without blanks."""
        return "".join(self.cells["code"].text.split())


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """A list that came back: the first characters of its id, its rows, and where it stands."""

    file: str
    list_id: str
    rows: tuple[ReturnedRow, ...]
    where: Where


ItemKey = tuple[str, int]
"""Code and opening of an item."""


@dataclass(frozen=True, slots=True)
class NewValue:
    """A field that a returned list fills in, changed since the list went out."""

    item: ItemKey
    field: str
    value: str
    base: str
    cell: ReturnedCell
    sheet: ReturnedSheet
    issued: RectificationRecord


def read_returned(path: str) -> tuple[ReturnedSheet, tuple[Diagnostic, ...]]:
    """Return the list in a workbook, and notes on what was left out.

    Raises TargetcheckError if the workbook holds no list, or more than one.
    """
    name = PurePath(path).name
    sheets, notes = read_workbook(path, name)
    found = [(sheet, mark) for sheet in sheets if (mark := _mark(sheet)) is not None]
    if not found:
        raise TargetcheckError(_no_list(name))
    if len(found) > 1:
        raise TargetcheckError([_two_lists(mark[1]) for _, mark in found[1:]])
    (sheet, (list_id, where)), hidden_columns = found[0], found[0][0].hidden_columns
    heads = _heads(sheet)
    columns = [name for name in heads if name in FIELDS and heads[name] in hidden_columns]
    if columns:
        raise TargetcheckError([_hidden_column(sheet, heads, name) for name in columns])
    rows = tuple(_rows(sheet, heads))
    return ReturnedSheet(name, list_id, rows, where), tuple(notes)


def _mark(sheet: Sheet) -> tuple[str, Where] | None:
    """Return the id of the list on a sheet, with its cell."""
    for row in range(1, min(len(sheet.rows), _ABOVE) + 1):
        for column in sheet.filled(row):
            told = _ID.search(sheet.text(row, column))
            if told:
                return told[1], sheet.where(row, column)
    return None


def _heads(sheet: Sheet) -> dict[str, int]:
    """Return the column of each heading, and the row of the headings under an empty name."""
    known = {head: name for name, zh, en in COLUMNS for head in (zh, en.casefold())}
    for row in range(1, min(len(sheet.rows), _ABOVE) + 1):
        found: dict[str, int] = {}
        twice: list[Diagnostic] = []
        for column in sheet.filled(row):
            name = known.get(sheet.text(row, column).casefold(), "")
            if name in found:
                twice.append(_head_twice(sheet.where(row, column), sheet.text(row, column)))
            elif name:
                found[name] = column
        if "code" in found or len(found) >= len(COLUMNS) // 2:
            missing = [
                (zh, en) for name, zh, en in COLUMNS if name in _NEEDED and name not in found
            ]
            twice += [_no_head(sheet.where(row, 1), zh, en) for zh, en in missing]
            if twice:
                raise TargetcheckError(twice)
            return {**found, "": row}
    raise TargetcheckError(_no_heads(Where(sheet.file, sheet.name)))


_NEEDED = frozenset({*FIELDS, "state", "code"})


def _rows(sheet: Sheet, heads: Mapping[str, int]) -> Iterator[ReturnedRow]:
    named = {name: column for name, column in heads.items() if name}
    for row in range(heads[""] + 1, len(sheet.rows) + 1):
        cells = {name: _cell(sheet, row, column, name) for name, column in named.items()}
        if any(cell.text or cell.doubt for cell in cells.values()):
            yield ReturnedRow(cells, row in sheet.hidden_rows)


def _cell(sheet: Sheet, row: int, column: int, name: str) -> ReturnedCell:
    span, doubt = sheet.span(row, column), sheet.doubts.get((row, column), "")
    if span is not None and span.bottom > span.top:
        doubt = doubt or "merged"
    raw = sheet.shown(row, column)
    text = "" if raw is None else _plain(str(raw))
    if isinstance(raw, datetime):
        text = raw.date().isoformat()
    elif isinstance(raw, date):
        text = raw.isoformat()
    return ReturnedCell(text, sheet.where(row, column), doubt)


def _plain(text: str) -> str:
    """Return a text without control characters and outer blanks, its lines kept apart."""
    lines = (printable(line).strip() for line in text.replace("_x000D_", "").splitlines())
    return "\n".join(lines).strip()


def day_of(cell: ReturnedCell) -> str:
    """Return the day in a cell as YYYY-MM-DD; raise TargetcheckError with its cell.

    A month or a quarter means its last day, as in every due date.
    """
    try:
        return parse_due(cell.text).isoformat()
    except TargetcheckError:
        raise TargetcheckError(
            Diagnostic(
                "rectify-date",
                f"`{cell.text}` is not a day with its year",
                f"“{cell.text}”不是含年份的完整日期",
                "write it as 2025-03-31",
                "请写成2025-03-31的形式",
                cell.where,
            )
        ) from None


def _no_list(name: str) -> Diagnostic:
    return Diagnostic(
        "rectify-no-list",
        f"`{name}` does not hold a problem list with its id",
        f"“{name}”中没有带清单编号的问题清单",
        "return the workbook that `rectify -o` wrote, with its second line",
        "请交回 rectify -o 写出的工作簿，保留第二行的清单编号",
        Where(name),
    )


def _two_lists(where: Where) -> Diagnostic:
    return Diagnostic(
        "rectify-two-lists",
        "the workbook holds more than one problem list",
        "同一工作簿中有多份问题清单",
        "return each list in a workbook of its own",
        "请每份清单单独存为一个工作簿",
        where,
    )


def _hidden_column(sheet: Sheet, heads: Mapping[str, int], name: str) -> Diagnostic:
    where = sheet.where(heads[""], heads[name])
    return Diagnostic(
        "rectify-hidden",
        f"the column `{sheet.text(heads[''], heads[name])}` is hidden",
        f"“{sheet.text(heads[''], heads[name])}”列被隐藏",
        "show the column, look at it, and save again",
        "请取消隐藏，核对后重新保存",
        where,
    )


def _head_twice(where: Where, head: str) -> Diagnostic:
    return Diagnostic(
        "rectify-heading-twice",
        f"two columns are called `{head}`",
        f"有两列都名为“{head}”",
        "keep the column of the list that was sent",
        "请只保留原清单中的一列",
        where,
    )


def _no_head(where: Where, zh: str, en: str) -> Diagnostic:
    return Diagnostic(
        "rectify-heading-missing",
        f"the column `{en}` is missing",
        f"缺少“{zh}”列",
        "fill in the list as it was sent, without removing columns",
        "请在原清单上填写，不要删除列",
        where,
    )


def _no_heads(where: Where) -> Diagnostic:
    return Diagnostic(
        "rectify-heading-missing",
        "the headings of the list are missing",
        "没有找到清单的表头",
        "fill in the list as it was sent",
        "请在原清单上填写",
        where,
    )
