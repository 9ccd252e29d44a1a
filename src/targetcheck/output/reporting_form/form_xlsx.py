"""Reporting form as a workbook: instructions, and a sheet of data and one of judgements for each.

Layer: output. Input: a Plan, a Period and what has been reported. Output: bytes of an `.xlsx` file.
Every text is written as text, so a name that begins with `=` is not a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.observations.observation import Observations
from targetcheck.output.reporting_form.data_request import asked_for
from targetcheck.output.reporting_form.form_instructions import directory, guide
from targetcheck.output.reporting_form.form_pages import SHEETS, By, Page, pages
from targetcheck.output.reporting_form.form_sheet import FONT, SheetTexts, write_sheet
from targetcheck.output.xlsx_sheets import library, put, sheet_name
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    from openpyxl import Workbook

_GUIDE = {"zh": "填表说明", "en": "How to fill in"}
_JUDGED = {"zh": " 评定", "en": " judging"}
_HINTS = {
    "values": (
        "请在浅黄色单元格填写；没有数据请留空，不要填0。",
        "Fill in the yellow cells; leave a cell empty if there is no figure, never write 0.",
    ),
    "judgements": (
        "以下任务原文没有量化标准，请选择评定意见，写明理由、评定人和评定日期。",
        "These targets have no number: choose a word, and give the reason, who judged and when.",
    ),
}


def form(
    plan: Plan,
    period: Period,
    by: By = "lead",
    lang: Language = "zh",
    reported: Observations | None = None,
    *,
    overdue: bool = True,
) -> bytes:
    """Return the reporting form of a ruleset for a period.

    `reported`: what is known, which is printed beside and not asked for again. `overdue`: also what
    fell due before the period. Raises TargetcheckError: `form-empty` if the period requires no
    data, `part-missing` without the extra `office`.
    """
    known = reported or Observations()
    request = asked_for(plan, period, known, overdue=overdue)
    if not request:
        raise TargetcheckError(_empty(plan, period, known))
    made = pages(request, plan, period, by, lang, known)
    book = library().Workbook()
    del book[book.sheetnames[0]]
    _guide(book, plan, period, lang, made)
    names: set[str] = {_GUIDE[lang].casefold()}
    for page in made:
        for kind, columns in SHEETS:
            rows = page.values if kind == "values" else page.judgements
            if rows:
                name = sheet_name(page.title, names, _JUDGED[lang] if kind == "judgements" else "")
                texts = _texts(plan, period, page, kind, lang)
                write_sheet(book.create_sheet(name), rows, columns, texts, lang)
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _texts(plan: Plan, period: Period, page: Page, kind: str, lang: Language) -> SheetTexts:
    zh, document = lang == "zh", plan.ruleset.document
    title, hint = plan.ruleset.title.say(lang), _HINTS[kind][not zh]
    if zh:
        what = "填报表" if kind == "values" else "定性任务评定表"
        said = f"{title}{period.text('zh')}{what}"
        return SheetTexts(said, f"报告期：{period.text('zh')}", f"牵头单位：{page.title}", hint)
    what = "reporting form" if kind == "values" else "judgement of targets without a number"
    said = f"{title} ({document.number}): {what}, {period.text('en')}"
    return SheetTexts(said, f"Reporting period: {period.text('en')}", f"For: {page.title}", hint)


def _guide(
    book: Workbook, plan: Plan, period: Period, lang: Language, made: Sequence[Page]
) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet = book.create_sheet(_GUIDE[lang])
    for name, width in zip("ABCD", (44, 10, 12, 54), strict=True):
        sheet.column_dimensions[name].width = width
    added = any("place_name" in row.fields for page in made for row in page.values)
    judged = any(page.judgements for page in made)
    row = 0
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row, text in enumerate(guide(plan, period, lang, added=added, judged=judged), start=1):
        put(sheet.cell(row, 1), text)
        sheet.cell(row, 1).alignment = wrapped
        sheet.cell(row, 1).font = Font(name=FONT[lang], size=11)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = 18
        if row == 1:
            sheet.cell(row, 1).font = Font(name=FONT[lang], bold=True, size=16)
            sheet.row_dimensions[row].height = 40
    line = Side(style="thin", color="8A939B")
    for below, texts in enumerate(directory(made, lang), start=row + 2):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(below, column)
            put(cell, text)
            cell.alignment, cell.border = wrapped, Border(line, line, line, line)
            cell.font = Font(name=FONT[lang], size=11, bold=below == row + 2)
    sheet.protection.sheet = True
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _empty(plan: Plan, period: Period, known: Observations) -> Diagnostic:
    dues = sorted({question.due for question in plan.questions})
    span = f"{dues[0]} – {dues[-1]}" if dues else "–"
    if known.all:
        return Diagnostic(
            "form-empty",
            f"nothing is left to be reported for {period.text('en')}",
            f"{period.text('zh')}应报内容均已报送",
            "leave out --reported to ask for everything again",
            "如需重新填报，请去掉 --reported",
        )
    return Diagnostic(
        "form-empty",
        f"nothing is to be reported for {period.text('en')}",
        f"{period.text('zh')}没有需要填报的内容",
        f"the due dates of this ruleset are between {span}",
        f"该规则集的时限在{span}之间",
    )
