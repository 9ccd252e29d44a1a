"""A problem list as a workbook: one landscape table that departments fill in and send back.

Layer: rectification. Input: a ProblemList. Output: bytes of an `.xlsx` file. Cells to fill in are
open and yellow, the others are locked; every text is written as text, so none is a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from targetcheck.errors import Language
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.output.status_colours import INK
from targetcheck.output.xlsx_sheets import library, put
from targetcheck.printable_text import printable
from targetcheck.rectification.department_entries import FIELDS
from targetcheck.rectification.problem_item import COLUMNS, ProblemItem
from targetcheck.tables.sheet import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from targetcheck.ledger.run_record import Run
    from targetcheck.plan.plan import Plan

SHEET = {"zh": "问题清单", "en": "Problem list"}
MARK = {"zh": "清单编号", "en": "List id"}
"""What stands before the id of a list in its workbook."""
ID_LENGTH = 12
_WIDTHS = {
    "number": 5, "target": 19, "place": 10, "lead": 13, "verdict": 9, "required": 21, "due": 11,
    "found": 24,
    "cause": 18, "measure": 22, "person": 9, "by": 11, "progress": 17, "state": 19, "code": 9,
}  # fmt: skip
_CENTRED = frozenset({"number", "place", "verdict", "due", "person", "by"})
_HEAD_ROW = 5
_LINE, _MOST_LINES = 14.5, 16
_WIDE = 0x2E80
"""Code point from which characters are two columns wide."""
_SMALL = 0.7
"""Size of the letters of a code against those of the table."""
_INK = {"overdue": INK["fail"], "closed": INK["pass"], "recovering": INK["on_track"]}


class ListLike(Protocol):
    """The parts of a problem list that its workbook shows."""

    @property
    def run(self) -> Run:
        """The run that the list is made from."""
        ...

    @property
    def plan(self) -> Plan:
        """The plan of the run."""
        ...

    @property
    def items(self) -> Sequence[ProblemItem]:
        """The items, in order."""
        ...

    @property
    def id(self) -> str:
        """Id of the record under which the list was issued; empty before."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return the number of items by state."""
        ...


def list_workbook(made: ListLike, lang: Language) -> bytes:
    """Return the workbook of a list.

    Raises TargetcheckError (`part-missing`) without the extra `office`.
    """
    book = library().Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET[lang]
    _top(sheet, made, lang)
    _heads(sheet, lang)
    for row, item in enumerate(made.items, start=_HEAD_ROW + 1):
        _row(sheet, row, item, lang)
    _validate(sheet, len(made.items), lang)
    _page(sheet, len(made.items), lang)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _top(sheet: Worksheet, made: ListLike, lang: Language) -> None:
    """Write the title, what the list is made from, the counts, and who fills it in."""
    from openpyxl.styles import Alignment, Font

    said, counts, last = sentences_in(lang), made.counts(), len(COLUMNS)
    late, listed = counts["overdue"], counts["items"]
    title, day = printable(made.plan.ruleset.title.say(lang)), said.day(made.run.as_of)
    mark = f"{MARK[lang]}{'：' if lang == 'zh' else ': '}{made.id[:ID_LENGTH] or '—'}"
    number = made.run.number
    if lang == "zh":
        lines = [
            f"{said.titled(title)}问题清单",
            f"截至{day}　依据第{number}次评判记录　{mark}",
            f"共{listed}项：未销号{counts['open']}项{f'（其中逾期{late}项）' if late else ''}，"
            f"已销号{counts['closed']}项。"
            "请填写浅黄色单元格；整改期限写日期，如2025-03-31。整改状态由评判结论得出，不能手工改为已销号。",
            "填报单位：　　　　　　　　　　填表人：　　　　　　　　审核人：　　　　　　　　联系电话：",
        ]
    else:
        lines = [
            f"{said.titled(title)}: list of problems",
            f"As of {day}, from run {number}. {mark}",
            f"{listed} item{'' if listed == 1 else 's'}: {counts['open']} open"
            f"{f' ({late} overdue)' if late else ''}, {counts['closed']} closed. "
            "Fill in the yellow cells; write the day as 2025-03-31. The state follows from the verdicts "
            "and is not set by hand.",
            "Filled in by:                          Checked by:                          Telephone:",
        ]
    for row, text in enumerate(lines, start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        cell = sheet.cell(row, 1)
        put(cell, text)
        cell.font = (
            Font(name="黑体", bold=True, size=16) if row == 1 else Font(name="宋体", size=10)
        )
        centred = "center" if row == 1 else "left"
        cell.alignment = Alignment(horizontal=centred, vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = (
            30 if row == 1 else 30 if row == 3 and lang == "en" else 18
        )


def _heads(sheet: Worksheet, lang: Language) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line, fill = Side(style="thin", color="5B6770"), PatternFill("solid", start_color="DCE3EA")
    for column, (name, zh, en) in enumerate(COLUMNS, start=1):
        cell = sheet.cell(_HEAD_ROW, column)
        put(cell, zh if lang == "zh" else en)
        cell.font = Font(name="黑体", bold=True, size=10)
        cell.fill = fill
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = Border(line, line, line, line)
        sheet.column_dimensions[letters(column)].width = _WIDTHS[name]
    sheet.row_dimensions[_HEAD_ROW].height = 30


def _row(sheet: Worksheet, row: int, item: ProblemItem, lang: Language) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    line = Side(style="thin", color="8A939B")
    yellow, open_cell = PatternFill("solid", start_color="FFF8DC"), Protection(locked=False)
    texts = item.texts(lang)
    texts["state"] = texts["state"].replace("，", "，\n").replace(" (", "\n(").replace(", ", ",\n")
    for column, (name, _, _) in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row, column)
        _fill(cell, name, texts[name], item)
        cell.border = Border(line, line, line, line)
        centred = "center" if name in _CENTRED else "left"
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=centred)
        ink = _INK.get(item.state, "#000000") if name == "state" else "#000000"
        cell.font = Font(
            name="宋体",
            size=7 if name == "code" else 10,
            bold=name == "state" and item.state == "overdue",
            color=("#8A939B" if name == "code" else ink)[1:].upper(),
        )
        if name in FIELDS and item.is_open:
            cell.fill, cell.protection = yellow, open_cell
    sheet.row_dimensions[row].height = _LINE * _lines(texts)


def _fill(cell: Any, name: str, text: str, item: ProblemItem) -> None:
    """Write the text of a column; numbers and days as such."""
    if name == "number":
        cell.value = item.number
    elif name == "by":
        cell.number_format = "yyyy-mm-dd"
        if text:
            cell.value = date.fromisoformat(text)
    elif text:
        put(cell, text, lines=True)


def _lines(texts: Mapping[str, str]) -> int:
    """Return the height of a row in lines, since some programs do not compute it."""
    taken = [
        sum(max(1, -(-_across(name, line) // (_WIDTHS[name] - 2))) for line in lines)
        for name, lines in ((name, texts[name].split("\n")) for name in _WIDTHS)
    ]
    return int(min(max(taken, default=1), _MOST_LINES))


def _across(name: str, text: str) -> float:
    """Return the width of a text in columns; words that are not broken waste some room."""
    wide = sum(2.0 if ord(mark) > _WIDE or mark in "“”‘’—" else 1.05 for mark in text)
    return wide * (_SMALL if name == "code" else 1.0)


def _validate(sheet: Worksheet, rows: int, lang: Language) -> None:
    """Let the cells of the day take days only."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if not rows:
        return
    rule = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True)
    rule.errorTitle = "请核对" if lang == "zh" else "Please check"
    rule.error = "请填写日期，如2025-03-31" if lang == "zh" else "Enter a date such as 2025-03-31"
    rule.showErrorMessage = True
    letter = letters(_column("by"))
    rule.add(f"{letter}{_HEAD_ROW + 1}:{letter}{_HEAD_ROW + rows}")
    sheet.add_data_validation(rule)


def _page(sheet: Worksheet, rows: int, lang: Language) -> None:
    """Set the sheet up for work on a screen and for landscape A4 paper, its heads repeated."""
    from openpyxl.worksheet.properties import PageSetupProperties

    last = f"{letters(len(COLUMNS))}{_HEAD_ROW + rows}"
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)  # False lets people do it
    sheet.print_area = f"A1:{last}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, 0.4)
    for side in ("top", "bottom"):
        setattr(sheet.page_margins, side, 0.6)
    sheet.page_margins.footer = 0.3
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = "第&P页，共&N页" if lang == "zh" else "Page &P of &N"


def _column(name: str) -> int:
    names: Sequence[str] = [each for each, _, _ in COLUMNS]
    return names.index(name) + 1
