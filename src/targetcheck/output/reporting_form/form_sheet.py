"""One sheet of a form: title, headings, rows, signatures, and its page in print.

Layer: output. Input: rows of plain cells. Output: a sheet of openpyxl. In print it is one page wide,
without the codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.output.reporting_form.form_columns import FormColumn
from targetcheck.output.reporting_form.form_instructions import head_note
from targetcheck.output.reporting_form.form_pages import FormRow, columns_of
from targetcheck.output.reporting_form.form_validation import add_validation
from targetcheck.output.xlsx_sheets import put
from targetcheck.tables.sheet import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROW = 4
_LINE, _MOST_LINES = 14, 14
_WIDE = 0x2E80
"""Code point from which characters are two columns wide."""
FONT = {"zh": "宋体", "en": "Calibri"}
_CENTRED = frozenset(
    {"number", "period", "basis", "unit", "due", "completed", "status", "judgement", "judged_on"}
)
_SIGNED = {
    "zh": (("填表人：", "审核人："), ("联系电话：", "（盖章）")),
    "en": (("Filled in by:", "Checked by:"), ("Telephone:", "(stamp)")),
}
_STAMP = {"zh": "（盖章）", "en": "(stamp)"}
_FILLED_ON = {"zh": "填报日期：", "en": "Reported on:"}


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """What stands above the table of a sheet."""

    title: str
    period: str
    who: str
    hint: str


def write_sheet(
    sheet: Worksheet,
    rows: Sequence[FormRow],
    every: tuple[FormColumn, ...],
    texts: SheetTexts,
    lang: Language,
) -> None:
    """Write one sheet of the form."""
    columns = columns_of(rows, every)
    printed = [column for column in columns if not column.code]
    _top(sheet, texts, len(printed), lang)
    _heads(sheet, columns, lang)
    _rows(sheet, rows, columns, lang)
    add_validation(sheet, rows, columns, HEAD_ROW + 1, lang)
    last = HEAD_ROW + len(rows)
    foot = _signatures(sheet, columns, last + 2, lang)
    sheet.freeze_panes = f"D{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{letters(len(columns))}{last}"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)  # False permits it on a protected sheet
    _print(sheet, f"A1:{letters(len(printed))}{foot}", lang)


def _top(sheet: Worksheet, texts: SheetTexts, width: int, lang: Language) -> None:
    from openpyxl.styles import Alignment, Font

    put(sheet.cell(1, 1), texts.title)
    sheet.cell(1, 1).font = Font(name=FONT[lang], bold=True, size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.row_dimensions[1].height = 40
    put(sheet.cell(2, 1), texts.period)
    put(sheet.cell(2, 4), texts.who)
    put(sheet.cell(2, width - 1), _FILLED_ON[lang])
    sheet.cell(2, width - 1).alignment = Alignment(horizontal="right")
    _open(sheet, 2, width, width, lang)
    sheet.cell(2, width).number_format = "yyyy-mm-dd"
    put(sheet.cell(3, 1), texts.hint)
    for row, column in ((2, 1), (2, 4), (2, width - 1), (3, 1)):
        sheet.cell(row, column).font = Font(name=FONT[lang], size=10)


def _open(sheet: Worksheet, row: int, first: int, last: int, lang: Language) -> None:
    """Make a cell to fill in, over several columns."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    line = Side(style="thin", color="8A939B")
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    for column in range(first, last + 1):
        cell = sheet.cell(row, column)
        cell.fill = PatternFill("solid", start_color="FFF8DC")
        cell.protection = Protection(locked=False)
        cell.border = Border(bottom=line)
        cell.alignment = Alignment(horizontal="center")
        cell.font = Font(name=FONT[lang], size=10)


def _heads(sheet: Worksheet, columns: Sequence[FormColumn], lang: Language) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line, fill = Side(style="thin", color="8A939B"), PatternFill("solid", start_color="DCE3EA")
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(HEAD_ROW, number)
        put(cell, column.head(lang))
        cell.font, cell.fill = Font(name=FONT[lang], bold=True, size=10), fill
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = Border(left=line, right=line, top=line, bottom=line)
        note = head_note(column.name, lang)
        if note:
            cell.comment = Comment(note, "targetcheck", height=90, width=260)
        sheet.column_dimensions[letters(number)].width = column.width
    sheet.row_dimensions[HEAD_ROW].height = 30


def _rows(
    sheet: Worksheet, rows: Sequence[FormRow], columns: Sequence[FormColumn], lang: Language
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    line = Side(style="thin", color="CFD5DA")
    border, font = Border(line, line, line, line), Font(name=FONT[lang], size=10)
    grey = Font(name=FONT[lang], size=7, color="9AA3AB")
    wrapped = Alignment(wrap_text=True, vertical="center")
    centred = Alignment(wrap_text=True, vertical="center", horizontal="center")
    yellow, unlocked = PatternFill("solid", start_color="FFF8DC"), Protection(locked=False)
    for row, said in enumerate(rows, start=HEAD_ROW + 1):
        sheet.row_dimensions[row].height = _LINE * _lines(said.texts, columns) + 4
        for number, column in enumerate(columns, start=1):
            cell = sheet.cell(row, number)
            if said.texts.get(column.name):
                put(cell, said.texts[column.name])
            cell.border, cell.font = border, grey if column.code else font
            cell.alignment = centred if column.name in _CENTRED else wrapped
            if column.code:
                cell.alignment = Alignment(vertical="center")
            if column.name in said.fields:
                cell.fill, cell.protection = yellow, unlocked
                if said.fields[column.name].entry == "date":
                    cell.number_format = "yyyy-mm-dd"


def _lines(texts: Mapping[str, str], columns: Sequence[FormColumn]) -> int:
    """Return the height of a row in lines, since some programs do not compute it."""
    taken = [
        -(-sum(2 if ord(mark) > _WIDE else 1 for mark in texts[column.name]) // (column.width - 2))
        for column in columns
        if column.name in texts and not column.code
    ]
    return min(max(taken, default=1), _MOST_LINES)


def _signatures(sheet: Worksheet, columns: Sequence[FormColumn], row: int, lang: Language) -> int:
    """Write the fields for who filled in and checked, and their telephone; return the last row.

    They stand in columns that hold no figures, since a telephone number is one.
    """
    from openpyxl.styles import Alignment, Font

    names = [column.name for column in columns]
    second = names.index("required") + 1
    for below, (one, other) in enumerate(_SIGNED[lang]):
        at = row + below
        for label, column, cells in ((one, 1, (3, 4)), (other, second, (second + 1, second + 1))):
            put(sheet.cell(at, column), label)
            sheet.cell(at, column).font = Font(name=FONT[lang], size=10)
            sheet.cell(at, column).alignment = Alignment(horizontal="right", vertical="center")
            if label != _STAMP[lang]:
                _open(sheet, at, *cells, lang)
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=2)
        sheet.row_dimensions[at].height = 22
    return row + len(_SIGNED[lang]) - 1


def _print(sheet: Worksheet, area: str, lang: Language) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.print_area = area
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    margins.header = margins.footer = 0.3
    number = "第&P页，共&N页" if lang == "zh" else "page &P of &N"
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = number
