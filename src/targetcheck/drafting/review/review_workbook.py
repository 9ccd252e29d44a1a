"""Workbook in which a person accepts, corrects or strikes the proposals of a draft.

Layer: drafting. Input: data of the targets. Output: bytes of an `.xlsx` file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from targetcheck.drafting.review.review_cell_values import cell_texts
from targetcheck.drafting.review.review_columns import COLUMNS, DECISIONS, EDITABLE
from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.install_command import install_command
from targetcheck.printable_text import printable

SHEET = "review"
_COLOURS = {"guess": "FDE9E7", "likely": "FFF8E1", "certain": "E8F5E9"}
_HELP = {
    "zh": "在“意见”列选择：接受、修改（先改本行白底各列）、删去。未填的保持待核定。存盘后用 --answers 读回。",
    "en": "Choose in `decision`: accept, correct (after editing the row), strike. Rows without one stay open. "
    "Save, and read the file back with --answers.",
}


def review_workbook(
    targets: Sequence[Mapping[str, Any]], lang: Language, indicators: Mapping[str, Any]
) -> bytes:
    """Return a workbook with a row for each target: clause, words, proposal, open questions.

    Args:
        targets: Data of the targets, in order.
        lang: Language of the headings.
        indicators: Data of the indicators that targets share, by id.

    Raises:
        TargetcheckError: openpyxl is not installed (`reader-missing`).
    """
    openpyxl = library()
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    page = book.active
    page.title = SHEET
    page.append([_HELP[lang]])
    page.append([zh if lang == "zh" else en for _, zh, en, _ in COLUMNS])
    for target in targets:
        texts = cell_texts(target, lang, indicators)
        page.append([_safe(texts[key]) for key, *_ in COLUMNS])
        row = page.max_row
        for column, (key, *_rest) in enumerate(COLUMNS, start=1):
            cell = page.cell(row, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"
            sure = _sureness(target, key)
            if sure:
                cell.fill = PatternFill("solid", fgColor=_COLOURS[sure])
    for column, (_, _, _, width) in enumerate(COLUMNS, start=1):
        page.column_dimensions[page.cell(2, column).column_letter].width = width
        page.cell(2, column).font = Font(bold=True)
    page.freeze_panes = "C3"
    names = ",".join(name[0 if lang == "zh" else 1] for name in DECISIONS.values())
    choice = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
    page.add_data_validation(choice)
    choice.add(f"B3:B{max(page.max_row, 3)}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sureness(target: Mapping[str, Any], key: str) -> str:
    """Return how sure the field of a column is; the amount decides for the requirement."""
    marks = target.get("draft") or {}
    field = {"name": "indicator"}.get(key, key)
    if key not in EDITABLE or field not in marks:
        return ""
    sure = str(marks[field].get("sure"))
    return sure if sure in _COLOURS else ""


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    plain = printable(text)
    return f"'{plain}" if plain[:1] in ("+", "-", "@") or plain.startswith("=") else plain


def library() -> Any:
    """Return openpyxl; raise TargetcheckError if it is not installed."""
    try:
        import openpyxl
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "reader-missing",
                "the review needs a workbook library that is not installed",
                "审核工作簿需要的组件未安装",
                f"install it with `{install_command('draft')}`",
                f"请运行 {install_command('draft')} 安装",
            )
        ) from None
    return openpyxl
