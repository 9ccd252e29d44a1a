"""Reporting form as a workbook: drop-downs, validated numbers, locked headings, notes.

Layer: output. Input: pages. Output: bytes of an `.xlsx` file. Every text is written as text, so a
name that begins with `=` is not a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.output.reporting_form.form_instructions import guide, head_note
from targetcheck.output.reporting_form.form_pages import (
    HEADS,
    TO_FILL,
    By,
    Field,
    Page,
    pages,
    range_text,
)
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Plan
from targetcheck.printable_text import printable
from targetcheck.quantities.quantity import number_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDTHS = {
    "indicator": 22, "indicator_name": 34, "place": 14, "place_name": 14, "period": 15, "value": 14,
    "unit": 10, "basis": 12, "numerator": 10, "denominator": 10, "completed": 13, "status": 10,
    "note": 24, "required": 30, "due": 12, "clause": 26,
}  # fmt: skip
_HEAD_ROW = 4
_LINE, _MOST_LINES = 15, 12
_WIDE = 0x2E80
"""Code point from which characters are two columns wide."""
_LISTED = 250
"""Maximum characters of an inline drop-down list; the format allows 255."""
_LISTS = {"zh": "选项", "en": "Lists"}


def form(plan: Plan, period: Period, by: By = "lead", lang: Language = "zh") -> bytes:
    """Return the reporting form of a ruleset for a period.

    Raises TargetcheckError: `form-empty` if the period requires no data, `part-missing` without the
    extra `xlsx`.
    """
    made = pages(plan, period, by, lang)
    if not made:
        raise TargetcheckError(_empty(plan, period))
    try:
        from openpyxl import Workbook
    except ImportError:
        raise TargetcheckError(_no_writer()) from None
    book = Workbook()
    del book[book.sheetnames[0]]
    _guide(book, plan, period, lang, sum(len(page.lines) for page in made))
    names: set[str] = set()
    for page in made:
        name = _name(page.title, names)
        names.add(name.casefold())
        _page(book.create_sheet(name), page, plan, period, lang)
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(title: str, taken: set[str]) -> str:
    plain = _FORBIDDEN.sub(" ", printable(title)).strip()[:26] or "1"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    return name


def _guide(book: Workbook, plan: Plan, period: Period, lang: Language, rows: int) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("填表说明" if lang == "zh" else "How to fill in")
    sheet.column_dimensions["A"].width = 100
    for number, text in enumerate(guide(plan, period, lang, rows), start=1):
        cell = sheet.cell(number, 1)
        _put(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if number == 1:
            cell.font = Font(bold=True, size=14)
    sheet.protection.sheet = True


def _page(sheet: Worksheet, page: Page, plan: Plan, period: Period, lang: Language) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    _top(sheet, page, plan, period, lang)
    _heads(sheet, lang)
    _rows(sheet, page)
    _checks(sheet, page, lang)
    last = _HEAD_ROW + len(page.lines)
    sheet.freeze_panes = f"E{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{_letter(len(HEADS))}{last}"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)  # characters that the format forbids
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _top(sheet: Worksheet, page: Page, plan: Plan, period: Period, lang: Language) -> None:
    from openpyxl.styles import Font

    document = plan.ruleset.document
    colon = "：" if lang == "zh" else ": "
    labels = ("报告期", "本页") if lang == "zh" else ("Reporting period", "This page")
    _put(sheet.cell(1, 1), f"{plan.ruleset.title.say(lang)} · {document.number}")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    _put(sheet.cell(2, 1), f"{labels[0]}{colon}{period.text(lang)}")
    _put(sheet.cell(2, 3), f"{labels[1]}{colon}{page.title}")
    asks = (
        "请在浅黄色单元格填写；没有数据请留空，不要填 0。"
        if lang == "zh"
        else "Fill in the yellow cells; leave a cell empty if there is no value, never write 0."
    )
    _put(sheet.cell(3, 1), asks)


def _heads(sheet: Worksheet, lang: Language) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line, fill = Side(style="thin", color="8A939B"), PatternFill("solid", start_color="DCE3EA")
    for column, (name, zh, en) in enumerate(HEADS, start=1):
        cell = sheet.cell(_HEAD_ROW, column)
        _put(cell, zh if lang == "zh" else en)
        cell.font, cell.fill = Font(bold=True), fill
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = Border(left=line, right=line, top=line, bottom=line)
        note = head_note(name, lang)
        if note:
            cell.comment = Comment(note, "targetcheck", height=90, width=260)
        sheet.column_dimensions[_letter(column)].width = _WIDTHS[name]


def _rows(sheet: Worksheet, page: Page) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    line = Side(style="thin", color="CFD5DA")
    border, wrapped = Border(line, line, line, line), Alignment(wrap_text=True, vertical="top")
    yellow, open_cell = PatternFill("solid", start_color="FFF8DC"), Protection(locked=False)
    for row, said in enumerate(page.lines, start=_HEAD_ROW + 1):
        sheet.row_dimensions[row].height = _LINE * _lines(said.texts)
        for column, (name, _, _) in enumerate(HEADS, start=1):
            cell = sheet.cell(row, column)
            if said.texts.get(name):
                _put(cell, said.texts[name])
            cell.border, cell.alignment = border, wrapped
            if name in TO_FILL and name in said.fields:
                cell.fill, cell.protection = yellow, open_cell
                if said.fields[name].entry == "date":
                    cell.number_format = "yyyy-mm-dd"


def _lines(texts: Mapping[str, str]) -> int:
    """Return the height of a row in lines, since some programs do not compute it."""
    taken = [
        -(-sum(2 if ord(mark) > _WIDE else 1 for mark in text) // (_WIDTHS[name] - 2))
        for name, text in texts.items()
    ]
    return min(max(taken, default=1), _MOST_LINES)


def _checks(sheet: Worksheet, page: Page, lang: Language) -> None:
    """Add data validation to the cells to fill in, one rule for all cells with the same input."""
    made: dict[Field, Any] = {}
    for row, said in enumerate(page.lines, start=_HEAD_ROW + 1):
        for column, (name, _, _) in enumerate(HEADS, start=1):
            field = said.fields.get(name)
            if field is None or field.entry == "text":
                continue
            if field not in made:
                made[field] = _check(sheet, field, lang)
                sheet.add_data_validation(made[field])
            made[field].add(f"{_letter(column)}{row}")


def _check(sheet: Worksheet, field: Field, lang: Language) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    title = "请核对" if lang == "zh" else "Please check"
    if field.entry == "choice":
        found = DataValidation("list", formula1=_choices(sheet, field.choices, lang))
        found.error = "请从列表中选择" if lang == "zh" else "Choose from the list"
    elif field.entry == "date":
        found = DataValidation("date", operator="greaterThan", formula1="36526")
        found.error = "请填写日期，如 2024-12-28" if lang == "zh" else "Enter a date: 2024-12-28"
    else:
        low, high = (number_text(end) if end is not None else "" for end in (field.low, field.high))
        kind: Literal["whole", "decimal"] = "whole" if field.entry == "whole" else "decimal"
        if low and high:
            found = DataValidation(kind, operator="between", formula1=low, formula2=high)
        elif high:
            found = DataValidation(kind, operator="lessThanOrEqual", formula1=high)
        else:
            least = low or "-1000000000000"
            found = DataValidation(kind, operator="greaterThanOrEqual", formula1=least)
        # Detection limits such as <0.05 are not numbers; the form must accept them after a warning.
        found.errorStyle = "stop" if field.entry == "whole" else "warning"
        found.error = range_text(field, lang)
    found.errorTitle, found.allow_blank, found.showErrorMessage = title, True, True
    return found


def _choices(sheet: Worksheet, choices: Sequence[str], lang: Language) -> str:
    """Return the source of a drop-down: a literal list, or a column of a hidden sheet."""
    joined = ",".join(choices)
    if len(joined) < _LISTED and not any(set(choice) & set(',"') for choice in choices):
        return f'"{joined}"'
    book = sheet.parent
    assert book is not None
    name = _LISTS[lang]
    lists = book[name] if name in book.sheetnames else book.create_sheet(name)
    lists.sheet_state = "hidden"
    column = lists.max_column + 1 if lists.cell(1, 1).value is not None else 1
    for row, choice in enumerate(choices, start=1):
        _put(lists.cell(row, column), choice)
    letter = _letter(column)
    return f"'{name}'!${letter}$1:${letter}${len(choices)}"


def _put(cell: Any, text: str) -> None:
    """Write a text as text, even if it begins like a formula."""
    cell.value = printable(text)
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _empty(plan: Plan, period: Period) -> Diagnostic:
    dues = sorted({question.due for question in plan.questions})
    span = f"{dues[0]} – {dues[-1]}" if dues else "–"
    return Diagnostic(
        "form-empty",
        f"nothing is to be reported for {period.text('en')}",
        f"{period.text('zh')} 没有需要填报的内容",
        f"the due dates of this ruleset are between {span}",
        f"该规则集的时限在 {span} 之间",
    )


def _no_writer() -> Diagnostic:
    return Diagnostic(
        "part-missing",
        "writing a workbook needs openpyxl, which is not installed",
        "写工作簿需要 openpyxl，但没有安装",
        "install `targetcheck[xlsx]`",
        "请安装 targetcheck[xlsx]",
    )
