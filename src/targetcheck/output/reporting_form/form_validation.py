"""Data validation of the cells to fill in: drop-downs, ranges of numbers, dates.

Layer: output. Input: rows of plain cells. Output: rules on a sheet of openpyxl. One rule holds for
all cells with the same valid input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from targetcheck.errors import Language
from targetcheck.output.reporting_form.form_columns import FormColumn
from targetcheck.output.reporting_form.form_pages import Field, FormRow, range_text
from targetcheck.output.xlsx_sheets import put
from targetcheck.quantities.quantity import number_text
from targetcheck.tables.sheet import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LISTED = 250
"""Maximum characters of an inline drop-down list; the format allows 255."""
_LISTS = {"zh": "选项", "en": "Lists"}


def add_validation(
    sheet: Worksheet,
    rows: Sequence[FormRow],
    columns: Sequence[FormColumn],
    first: int,
    lang: Language,
) -> None:
    """Add data validation to the cells to fill in; `first` is the row of the first one."""
    made: dict[Field, Any] = {}
    for row, said in enumerate(rows, start=first):
        for column, spec in enumerate(columns, start=1):
            field = said.fields.get(spec.name)
            if field is None or field.entry == "text":
                continue
            if field not in made:
                made[field] = _rule(sheet, field, lang)
                sheet.add_data_validation(made[field])
            made[field].add(f"{letters(column)}{row}")


def _rule(sheet: Worksheet, field: Field, lang: Language) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    title = "请核对" if lang == "zh" else "Please check"
    if field.entry == "choice":
        found = DataValidation("list", formula1=_choices(sheet, field.choices, lang))
        found.error = "请从列表中选择" if lang == "zh" else "Choose from the list"
    elif field.entry == "date":
        found = DataValidation("date", operator="greaterThan", formula1="36526")
        found.error = "请填写日期，如2024-12-28" if lang == "zh" else "Enter a date: 2024-12-28"
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
        put(lists.cell(row, column), choice)
    return f"'{name}'!${letters(column)}$1:${letters(column)}${len(choices)}"
