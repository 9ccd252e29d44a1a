"""What the tests of the form share: its period, filling it in as its checks allow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

import targetcheck as tc
from targetcheck.output.reporting_form.form_columns import DATA, JUDGED
from targetcheck.output.reporting_form.form_sheet import HEAD_ROW as HEAD
from targetcheck.periods.period_parser import parse_period

PAGINGS = ("lead", "place")
NAMES = {column.head(lang): column.name for column in (*JUDGED, *DATA) for lang in ("zh", "en")}
ADDED = ("城北新厂", "城南 二厂")
"""Members that no ruleset names, filled into the first rows that are open for them."""
WORD = {
    "judgement": "达标",
    "note": "已按要求开展",
    "judged_by": "考核办公室",
    "judged_on": date(2030, 1, 8),
}


@cache
def plan_of(name):
    return tc.compile_plan(name)


def period_of(plan):
    """Give the last quarter of the first year in which something falls due."""
    first = min(question.due for question in plan.questions)
    return parse_period(f"{first.year}Q4").period


def last_period_of(plan):
    """Give the quarter in which the last target falls due."""
    last = max(question.due for question in plan.questions)
    return parse_period(f"{last.year}Q{(last.month + 2) // 3}").period


def data_sheets(book):
    """Give the sheets to fill in, each with the number of each of its columns."""
    for sheet in book.worksheets[1:]:
        if sheet.sheet_state == "visible":
            heads = [sheet.cell(HEAD, at).value for at in range(1, sheet.max_column + 1)]
            yield sheet, {NAMES[head]: at for at, head in enumerate(heads, start=1) if head}


def rows_of(sheet, at):
    """Give every row of a sheet as its cells by name of column."""
    for row in range(HEAD + 1, sheet.max_row + 1):
        cells = {name: sheet.cell(row, column) for name, column in at.items()}
        if not cells["indicator"].value:
            return
        yield cells


def filled(made: bytes, plan, path: Path, entry=None) -> dict[tuple[str, ...], str]:
    """Fill in every row with a value that its check allows, save, and give what was written.

    Keys are indicator, place, period and basis; targets that people judge have the key of theirs.
    """
    book = load_workbook(BytesIO(made))
    written: dict[tuple[str, ...], str] = {}
    for sheet, at in data_sheets(book):
        for cells in rows_of(sheet, at):
            if "judged" in cells:
                for name, value in WORD.items():
                    cells[name].value = value
                written[cells["judged"].value,] = WORD["judgement"]
                continue
            name = cells["indicator"].value
            place = cells["place"].value
            period = cells["period"].value
            if not place:
                number = sum(key[0] == name and key[2] == period for key in written)
                if number >= len(ADDED):
                    continue
                place = cells["place_name"].value = ADDED[number]
                if "weight" in cells:
                    cells["weight"].value = 3
            spec = plan.indicators[name]
            value = (entry or entry_of)(spec)
            cells["value"].value = value
            if spec.nature == "share" and spec.unit.name == "percent":
                cells["numerator"].value, cells["denominator"].value = value, 100
            if spec.nature == "done":
                cells["completed"].value = date(2018, 6, 1)
            basis = cells["basis"].value if "basis" in cells else None
            key = (name, place, period, basis or "")
            assert key not in written
            written[key] = str(value)
    book.save(path)
    return written


def entry_of(spec):
    """Give a value that the check of its cell allows."""
    if spec.nature == "done":
        return "完成"
    if spec.scale is not None:
        return spec.scale.grades[0]
    low = spec.low if spec.low is not None else 0
    value = 12 if spec.high is None or low <= 12 <= spec.high else spec.high
    return int(value) if value == int(value) else Decimal(str(float(value)))
