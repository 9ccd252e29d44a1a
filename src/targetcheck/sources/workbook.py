"""Floor `sources`: an `.xlsx` file comes in; its sheets, with what their cells show, go out.

A cell is taken as it is shown where that differs in meaning from what is stored: 0.953 under the
format `0.0%` is `95.3%`, a day under `yyyy年m月` is that month, and a number format that hides
digits (thousands) is refused. A formula counts by the value that was stored with it.
"""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.sources.files import read_bytes
from targetcheck.sources.rawcells import NoCell, raw_cell
from targetcheck.sources.sheet import Sheet, Span

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_SCALED = re.compile(r"[0#?],+(?![0#?])")
_OLD = b"\xd0\xcf\x11\xe0"


def read_workbook(path: str, name: str) -> tuple[list[Sheet], list[Diagnostic]]:
    """Give the visible sheets of a workbook in their order, and notes on those left out."""
    raw = read_bytes(path, name)
    if raw.startswith(_OLD):
        raise TargetcheckError(_closed(name))
    values, formulas = _open(raw, name, data_only=True), _open(raw, name, data_only=False)
    sheets: list[Sheet] = []
    notes: list[Diagnostic] = []
    for worksheet in values.worksheets:
        if worksheet.sheet_state != "visible":
            notes.append(_hidden(Where(name, worksheet.title)))
            continue
        sheets.append(_sheet(worksheet, formulas[worksheet.title], name))
    return sheets, notes


def _open(raw: bytes, name: str, *, data_only: bool) -> Workbook:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise TargetcheckError(_no_reader(name)) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl does not keep on writing
            return load_workbook(BytesIO(raw), data_only=data_only)
    except Exception as error:  # noqa: BLE001  # a damaged archive fails in as many ways as it has parts
        raise TargetcheckError(_damaged(name, error)) from None


def _sheet(worksheet: Worksheet, formulas: Any, name: str) -> Sheet:
    rows: list[list[object]] = []
    for cells in worksheet.iter_rows():
        row = [_value(cell, formulas[cell.coordinate]) for cell in cells]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    merges = [Span(m.min_row, m.min_col, m.max_row, m.max_col) for m in worksheet.merged_cells]
    hidden_rows = {n for n, size in worksheet.row_dimensions.items() if size.hidden}
    hidden_columns = {
        column
        for size in worksheet.column_dimensions.values()
        if size.hidden
        for column in range(size.min or 1, (size.max or 0) + 1)
    }
    return Sheet(
        name, worksheet.title, rows, merges, frozenset(hidden_rows), frozenset(hidden_columns)
    )


def _value(cell: Any, formula: Any) -> object:
    value = cell.value
    if value is None and formula.data_type == "f":
        return f"{formula.value} (no stored value)"
    if isinstance(value, datetime | date):
        return _as_shown(value, str(cell.number_format or ""))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _plain(value)
    return _number(raw_cell(value), str(cell.number_format or ""))


def _plain(value: object) -> object:
    try:
        return raw_cell(value)
    except NoCell:
        return str(value)


def _number(value: object, code: str) -> object:
    """Give a number as its format shows it: per cent, units written by it, hidden digits."""
    if code == "General" or not isinstance(value, int | Decimal):
        return value
    shown, literal, scaled = _format(code)
    if scaled:
        return f"{value} (shown in thousands)"
    if shown == "%":
        return f"{(Decimal(value) * 100).normalize():f}%"
    return f"{value}{literal}" if literal else value


@lru_cache(maxsize=256)
def _format(code: str) -> tuple[str, str, bool]:
    """Give `%` where a format multiplies by 100, the unit it writes, whether it hides thousands."""
    positive = code.partition(";")[0]
    bare = _LITERAL.sub("", positive)
    literal = "".join(a or b for a, b in _LITERAL.findall(positive)).strip()
    if not literal or not _is_unit(literal):
        literal = ""
    return ("%" if "%" in bare else ""), literal, bool(_SCALED.search(bare))


def _is_unit(text: str) -> bool:
    from targetcheck.ground.units import find_unit

    try:
        find_unit(text)
    except TargetcheckError:
        return False
    return True


def _as_shown(value: datetime | date, code: str) -> object:
    """Give the day, or the month or year where the format shows no more."""
    shown = _LITERAL.sub("", code.partition(";")[0]).lower()
    day = value.date() if isinstance(value, datetime) else value
    if "d" in shown or "y" not in shown:
        return day
    return f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"


def _closed(name: str) -> Diagnostic:
    return Diagnostic(
        "workbook-unreadable",
        f"`{name}` is protected by a password or in the old .xls format",
        f"`{name}` 设有打开密码，或是旧的 .xls 格式",
        "remove the password and save it as .xlsx",
        "请取消密码并另存为 .xlsx",
        Where(name),
    )


def _damaged(name: str, error: Exception) -> Diagnostic:
    reason = " ".join(str(error).split())[:160]
    return Diagnostic(
        "workbook-unreadable",
        f"`{name}` cannot be read as a workbook: {reason}",
        f"`{name}` 无法作为工作簿读取：{reason}",
        "open it in a spreadsheet program and save it as .xlsx again",
        "请用表格软件打开后重新另存为 .xlsx",
        Where(name),
    )


def _no_reader(name: str) -> Diagnostic:
    return Diagnostic(
        "table-format",
        f"reading `{name}` needs openpyxl, which is not installed",
        f"读取 `{name}` 需要 openpyxl，但没有安装",
        "install `targetcheck[xlsx]`, or save the table as CSV",
        "请安装 `targetcheck[xlsx]`，或把表另存为 CSV",
        Where(name),
    )


def _hidden(where: Where) -> Diagnostic:
    return Diagnostic(
        "sheet-hidden",
        f"the hidden sheet `{where.sheet}` is not read",
        f"没有读取隐藏的工作表“{where.sheet}”",
        where=where,
        severity="note",
    )
