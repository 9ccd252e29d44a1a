"""What the tests of the form share: its period, filling it in as its checks allow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

import targetcheck as tc
from targetcheck.output.reporting_form.form_pages import HEADS
from targetcheck.periods.period_input import parse_period

PAGINGS = ("lead", "place")
HEAD = 4
COLUMN = {name: number for number, (name, _, _) in enumerate(HEADS, start=1)}


@cache
def plan_of(name):
    return tc.compile_plan(name)


def period_of(plan):
    """Give the last quarter of the first year in which something falls due."""
    first = min(question.due for question in plan.questions)
    return parse_period(f"{first.year}Q4").period


def filled(made: bytes, plan, path: Path) -> dict[tuple[str, str, str], str]:
    """Fill in every row with a value that its check allows, save, and give what was written."""
    book = load_workbook(BytesIO(made))
    written = {}
    for sheet in book.worksheets[1:]:
        if sheet.sheet_state != "visible":
            continue
        for row in range(HEAD + 1, sheet.max_row + 1):
            cells = {name: sheet.cell(row, at) for name, at in COLUMN.items()}
            spec = plan.indicators[cells["indicator"].value]
            value = entry(spec)
            cells["value"].value = value
            if spec.nature == "done":
                cells["completed"].value = date(2022, 6, 1)
            key = (cells["indicator"].value, cells["place"].value, cells["period"].value)
            assert key not in written
            written[key] = str(value)
    book.save(path)
    return written


def entry(spec):
    if spec.nature == "done":
        return "完成"
    if spec.scale is not None:
        return spec.scale.grades[0]
    low = spec.low if spec.low is not None else 0
    value = 12 if spec.high is None or low <= 12 <= spec.high else spec.high
    return int(value) if value == int(value) else Decimal(str(float(value)))


def begun_before(tree, day):
    """Say whether a total counts from before the form's period: earlier forms report the rest."""
    if hasattr(tree, "parts"):
        return any(begun_before(part, day) for part in tree.parts)
    return tree.measure.start is not None and tree.measure.start < day
