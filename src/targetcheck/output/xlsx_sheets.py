"""Writer of `.xlsx` files: frozen headings, filters, coloured statuses, no formulas.

Layer: output. Input: sheets of plain cells. Output: bytes. A text that looks like a formula is
written as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.install_command import install_command
from targetcheck.output.status_colours import INK, TINT
from targetcheck.printable_text import printable
from targetcheck.quantities.rounding import binary

Value = str | int | float | Decimal | date | None
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60
_NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the status that colours it."""

    text: str
    status: str


class Signed(int):
    """A difference of counts, shown with its sign."""


@dataclass(frozen=True, slots=True)
class XlsxSheet:
    """A sheet: lines above the table, the headings, the rows.

    `wide` columns wrap their text, `right` columns are right-aligned.
    """

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Value | Marked]]
    above: tuple[str, ...] = ()
    wide: frozenset[int] = frozenset()
    right: frozenset[int] = frozenset()


def workbook(sheets: Sequence[XlsxSheet]) -> bytes:
    """Return an `.xlsx` file. Raises TargetcheckError (`part-missing`) without the extra `office`."""
    openpyxl = library()
    book = openpyxl.Workbook()
    book.remove(book.active)
    names: set[str] = set()
    for sheet in sheets:
        _fill(book.create_sheet(sheet_name(sheet.title, names)), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(title: str, taken: set[str], suffix: str = "") -> str:
    """Return a valid name for a sheet and add it to `taken`: at most 31 characters, unique without case."""
    plain = _FORBIDDEN.sub(" ", printable(title)).strip()[: 28 - len(suffix)] or "Sheet"
    name, number = f"{plain}{suffix}", 2
    while name.casefold() in taken:
        name, number = f"{plain}{suffix} {number}", number + 1
    taken.add(name.casefold())
    return name


def _fill(page: Any, sheet: XlsxSheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    bold, line = Font(bold=True), Side(style="thin", color="CFD5DA")
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    right = Alignment(vertical="top", horizontal="right")
    grey = PatternFill("solid", start_color="EEF1F4")
    for number, text in enumerate(sheet.above, start=1):
        put(page.cell(number, 1), text)
        page.cell(number, 1).font = bold if number == 1 else Font()
    head = len(sheet.above) + 1
    for column, text in enumerate(sheet.heads, start=1):
        cell = page.cell(head, column)
        put(cell, text)
        cell.font, cell.fill, cell.alignment = bold, grey, wrapped
        cell.border = Border(bottom=line)
    for number, row in enumerate(sheet.rows, start=head + 1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            put(cell, value.text if isinstance(value, Marked) else value)
            there = column - 1
            cell.alignment = (
                wrapped if there in sheet.wide else right if there in sheet.right else top
            )
            if isinstance(value, Signed):
                cell.number_format = "+0;-0;0"
            if isinstance(value, Marked) and value.status in INK:
                cell.font = Font(bold=True, color=INK[value.status][1:].upper())
                cell.fill = PatternFill("solid", start_color=TINT[value.status][1:].upper())
    for column in range(1, len(sheet.heads) + 1):
        page.column_dimensions[get_column_letter(column)].width = _width(sheet, column - 1)
    last = f"{get_column_letter(max(1, len(sheet.heads)))}{head + len(sheet.rows)}"
    page.freeze_panes = page.cell(head + 1, 1)
    if sheet.rows:
        page.auto_filter.ref = f"A{head}:{last}"
    page.print_title_rows = f"{head}:{head}"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def put(cell: Any, value: Value, *, lines: bool = False) -> None:
    """Write a value; a text stays text, even if it begins like a formula. `lines`: keep its lines."""
    if isinstance(value, str):
        kept = value.split("\n") if lines else [value]
        cell.value = "\n".join(map(printable, kept))
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    elif isinstance(value, Decimal | int) and not isfinite(binary(value)):
        cell.value = str(value)  # no spreadsheet holds such a number
        cell.data_type = "s"
    else:
        cell.value = value


def _width(sheet: XlsxSheet, column: int) -> float:
    if column in sheet.wide:
        return _WIDEST
    texts = [sheet.heads[column], *(_shown(row[column]) for row in sheet.rows[:500])]
    needed = max(sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in texts)
    return float(min(max(needed + 2, _NARROWEST), _WIDEST // 2))


def _shown(value: Value | Marked) -> str:
    return "" if value is None else value.text if isinstance(value, Marked) else str(value)


def library() -> Any:
    """Return openpyxl. Raises TargetcheckError (`part-missing`) without the extra `office`."""
    try:
        import openpyxl
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "part-missing",
                "spreadsheets need a part that is not installed",
                "读写电子表格所需的可选组件未安装",
                f"install it with `{install_command('office')}`",
                f"请运行 {install_command('office')} 安装",
            )
        ) from None
    return openpyxl
