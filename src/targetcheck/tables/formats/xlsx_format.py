"""Reader of `.xlsx` workbooks, with the cells as shown.

Layer: tables. If the shown and the stored value of a cell differ in meaning, the shown one is used.
A formula counts by its stored value. Only non-empty cells are visited, since sheets are often
formatted down to their last row.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import read_bytes
from targetcheck.install_command import install_command
from targetcheck.tables.formats.xlsx_archive import Archive, look_into
from targetcheck.tables.formats.xlsx_number_format import shown_value
from targetcheck.tables.formats.xlsx_rich_text import seen_runs, whole_text
from targetcheck.tables.rejection_reasons import hidden_sheet
from targetcheck.tables.sheet import Sheet, Span, address

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_SPARSE = 20
"""A sheet of more cells than that, of which fewer than one in twenty holds anything, is refused."""
_NOTHING = "#N/A"


def read_workbook(path: str, name: str) -> tuple[list[Sheet], list[Diagnostic]]:
    """Return the visible sheets of a workbook in order, and notes on the others."""
    archive = look_into(read_bytes(path, name), name)
    values = _open(archive, name, data_only=True, rich_text=archive.rich)
    formulas = _open(archive, name, data_only=False) if archive.formulas else None
    sheets: list[Sheet] = []
    notes: list[Diagnostic] = []
    found: list[Diagnostic] = []
    for worksheet in values.worksheets:
        if worksheet.sheet_state != "visible":
            notes.append(hidden_sheet(Where(name, worksheet.title)))
            continue
        unstored = _unstored(worksheet, formulas[worksheet.title]) if formulas else {}
        try:
            sheets.append(_sheet(worksheet, unstored, name))
        except TargetcheckError as error:
            found += error.diagnostics
    if found:
        raise TargetcheckError(found)
    return sheets, notes


def _open(archive: Archive, name: str, *, data_only: bool, rich_text: bool = False) -> Workbook:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise TargetcheckError(_no_reader(name)) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl does not keep on writing
            return load_workbook(BytesIO(archive.raw), data_only=data_only, rich_text=rich_text)
    except Exception as error:  # noqa: BLE001  # a damaged archive fails in as many ways as it has parts
        raise TargetcheckError(_damaged(name, error)) from None


def _cells(worksheet: Worksheet) -> Iterator[Any]:
    """Yield the cells in the file, in order; iterating over the whole area would create more."""
    held: dict[tuple[int, int], Any] = worksheet._cells  # noqa: SLF001
    return (held[at] for at in sorted(held))


def _unstored(worksheet: Worksheet, formulas: Worksheet) -> dict[tuple[int, int], str]:
    """Return the formulas without a stored value, by row and column."""
    return {
        (cell.row, cell.column): str(getattr(cell.value, "text", cell.value))
        for cell in _cells(formulas)
        if cell.data_type == "f" and worksheet.cell(cell.row, cell.column).value is None
    }


def _sheet(worksheet: Worksheet, unstored: dict[tuple[int, int], str], name: str) -> Sheet:
    rows: list[list[object]] = []
    doubts: dict[tuple[int, int], str] = {}
    filled = width = 0
    for cell in _cells(worksheet):
        at = (cell.row, cell.column)
        value, doubt = _seen(cell, unstored.get(at, ""))
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        rows.extend([] for _ in range(cell.row - len(rows)))
        row = rows[-1]
        row.extend([None] * (cell.column - 1 - len(row)))
        row.append(value)
        if doubt:
            doubts[at] = doubt
        filled, width = filled + 1, max(width, cell.column)
        if len(rows) * width > max(limits.WORKBOOK_CELLS, filled * _SPARSE):
            raise TargetcheckError(_far(Where(name, worksheet.title, cell=address(*at))))
    merges = [
        Span(m.min_row, m.min_col, min(m.max_row, len(rows)), min(m.max_col, max(width, 1)))
        for m in worksheet.merged_cells
        if m.min_row <= len(rows) and m.min_col <= width
    ]
    hidden = _hidden_lines(worksheet)
    return Sheet(name, worksheet.title, rows, merges, *hidden, doubts=doubts)


def _hidden_lines(worksheet: Worksheet) -> tuple[frozenset[int], frozenset[int]]:
    """Return the invisible rows and columns: hidden, or of zero height or width."""
    rows = {n for n, size in worksheet.row_dimensions.items() if size.hidden or size.height == 0}
    columns = {
        column
        for size in worksheet.column_dimensions.values()
        if size.hidden or size.width == 0
        for column in range(size.min or 1, (size.max or 0) + 1)
    }
    return frozenset(rows), frozenset(columns)


def _seen(cell: Any, unstored: str) -> tuple[object, str]:
    """Return the shown content of a cell, and the reason if it cannot be used."""
    if unstored:
        return unstored, f"value-formula:{unstored}"
    value = cell.value
    if value is None:
        return None, ""
    if isinstance(value, list):  # a text in runs of several fonts
        value, struck = seen_runs(value)
        if struck:
            return whole_text(cell.value), f"value-struck:{whole_text(cell.value)}"
    if cell.data_type == "e" and value != _NOTHING:
        return value, f"value-error:{value}"
    value, doubt = shown_value(value, str(cell.number_format or ""))
    if cell.has_style and cell.font.strike:
        return value, f"value-struck:{value}"
    return value, doubt


def _damaged(name: str, error: Exception) -> Diagnostic:
    reason = " ".join(str(error).split())[:160]
    return Diagnostic(
        "workbook-unreadable",
        f"`{name}` cannot be read as a workbook: {reason}",
        f"“{name}”无法作为工作簿读取：{reason}",
        "open it in a spreadsheet program and save it as .xlsx again",
        "请用表格软件打开后重新另存为 .xlsx",
        Where(name),
    )


def _far(where: Where) -> Diagnostic:
    return Diagnostic(
        "workbook-too-large",
        f"the sheet is nearly empty, but reaches as far as {where.cell}",
        f"该工作表几乎是空的，却一直延伸到 {where.cell}",
        "delete what is far from the table",
        "请删除远离表格的内容",
        where,
    )


def _no_reader(name: str) -> Diagnostic:
    return Diagnostic(
        "table-format",
        f"reading `{name}` needs openpyxl, which is not installed",
        f"读取“{name}”需要 openpyxl，但没有安装",
        f"install it with `{install_command('office')}`, or save the table as CSV",
        f"请运行 {install_command('office')} 安装，或把表另存为 CSV",
        Where(name),
    )
