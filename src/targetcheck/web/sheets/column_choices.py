"""What the columns of a sheet may hold, if little of it could be used, for a person to settle.

Layer: web. Input: a sheet as shown, and the plan. Output: a record of its heading row and columns,
each with the likeliest field, by what its cells look like, then by its heading. The page shows it as
a form; nothing is read by it before a person applies it, and then it is the `columns` of a mapping.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from targetcheck.errors import Language, TargetcheckError
from targetcheck.observations.reported_name import names_of
from targetcheck.output.inspection.inspection_text import FIELD, pick
from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.plan import Plan
from targetcheck.quantities.unit import is_unit
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.sheet import Sheet, letters

Record = dict[str, object]
FIELDS = (
    "value",
    "indicator",
    "place",
    "period",
    "unit",
    "numerator",
    "denominator",
    "source",
    "note",
)
"""What a column may be said to hold, in the order in which it is offered."""
_ROWS, _WIDTH, _HEADS = 200, 30, 20
"""The rows that are looked at, the most columns, and the rows among which headings are looked for."""
_FIGURES = ("number", "below_detection", "above_range")
_REPORTED = re.compile(
    r"完成|实际|实绩|结果|数值|监测值|value|result|actual|reported", re.IGNORECASE
)
_NOT_REPORTED = re.compile(
    r"序号|目标|计划|任务|年度|上年|同期|增|target|plan|^no\.?$|#|previous", re.IGNORECASE
)
_HEADINGS = {
    "indicator": r"指标|项目|任务|内容|事项|indicator|measure|metric|item|variable|action",
    "place": r"地区|区域|区县|县市|点位|断面|湖泊|河流|region|place|area|county|city|site|station|lake",
    "period": r"时间|日期|时期|年份|月份|date|period|year|month|time",
    "unit": r"计量单位|^单位$|^units?$",
    "source": r"来源|出处|依据|文件|source|file|origin|provenance",
    "note": r"备注|说明|注$|附注|质控|审核|\bqa\b|\bqc\b|notes?\b|remark|comment|quality|flag|check",
}
"""Words of headings by the field that they mean, if the cells below do not contradict."""
_TEXTS = ("indicator", "place", "source", "note")
"""Fields whose cells are words, so that a column of figures is none of them."""


def column_choices(sheet: Sheet, plan: Plan, lang: Language) -> Record | None:
    """Return the form for a sheet, or None if no row looks like headings."""
    row = _heading_row(sheet)
    if row is None:
        return None
    likely = _likely(plan)
    columns = [_column(sheet, row, column, likely) for column in _columns(sheet, row)]
    _one_value(columns)
    _by_heading(columns)
    heads = [str(each["head"]) for each in columns]
    for each in columns:  # a heading that stands once names its column on every sheet alike
        each["key"] = each["head"] if heads.count(str(each["head"])) == 1 else each["letter"]
    return {
        "file": sheet.file,
        "sheet": sheet.name,
        "row": sheet.lines[row - 1] if sheet.lines else row,
        "columns": columns,
        "fields": [[name, pick(FIELD, name, lang)] for name in FIELDS],
    }


def _heading_row(sheet: Sheet) -> int | None:
    """Return the first row of two texts or more above a row with a figure in the same columns."""
    for row in range(1, min(len(sheet.rows), _HEADS)):
        named = [c for c in _columns(sheet, row) if not _is_number(_text(sheet, row, c))]
        below = [c for c in named if _is_number(_text(sheet, row + 1, c))]
        if len(named) > 1 and below and len(named) >= len(list(_columns(sheet, row))):
            return row
    return None


def _columns(sheet: Sheet, row: int) -> Iterator[int]:
    width = min(sheet.width, _WIDTH)
    return (column for column in range(1, width + 1) if sheet.cell(row, column) is not None)


def _text(sheet: Sheet, row: int, column: int) -> str:
    raw = sheet.cell(row, column)
    return "" if raw is None else str(raw).strip()


def _is_number(text: str) -> bool:
    return read_cell(text).kind in _FIGURES


def _likely(plan: Plan) -> dict[str, Callable[[str], bool]]:
    """Return by field whether a text may be one of its values, the surest field first."""
    places = names_of(plan.ruleset.all_places())
    indicators = names_of(plan.ruleset.all_indicators())
    return {
        "indicator": lambda text: indicators(text) is not None,
        "place": lambda text: places(text) is not None,
        "period": _is_period,
        "unit": lambda text: is_unit(text) and not _is_number(text),
        "value": _is_number,
    }


def _is_period(text: str) -> bool:
    if _is_number(text) and not re.fullmatch(r"(19|20)\d\d", text):
        return False
    try:
        parse_period(text)
    except TargetcheckError:
        return False
    return True


def _column(
    sheet: Sheet, row: int, column: int, likely: dict[str, Callable[[str], bool]]
) -> Record:
    """Return a column: its letter and heading, some of its cells, and the field of most of them."""
    below = range(row + 1, min(len(sheet.rows), row + _ROWS) + 1)
    texts = [text for line in below if (text := _sample(sheet.cell(line, column)))]
    field = next((name for name, fits in likely.items() if _most(texts, fits)), "")
    head = _text(sheet, row, column)
    if field == "value" and _NOT_REPORTED.search(head) and not _REPORTED.search(head):
        field = ""
    figures = _most(texts, _is_number)
    return {
        "figures": figures,
        "letter": letters(column),
        "head": head,
        "samples": list(dict.fromkeys(texts))[:3],
        "field": field,
    }


def _sample(raw: object) -> str:
    return raw.isoformat()[:10] if isinstance(raw, date) else str(raw or "").strip()


def _most(texts: Sequence[str], fits: Callable[[str], bool]) -> bool:
    """Return whether half of the texts, without those that say nothing, fit."""
    said = [text for text in texts if read_cell(text).kind != "missing"]
    return bool(said) and 2 * sum(map(fits, said)) >= len(said)


def _one_value(columns: list[Record]) -> None:
    """Leave a field proposed once: the figures whose heading says reported, else the only ones."""
    for field in ("indicator", "place", "period", "unit"):
        for each in [one for one in columns if one["field"] == field][1:]:
            each["field"] = ""
    figures = [one for one in columns if one["field"] == "value"]
    said = [one for one in figures if _REPORTED.search(str(one["head"]))]
    chosen = (said or figures)[:1] if len(said or figures) == 1 else []
    for each in figures:
        if each not in chosen:
            each["field"] = ""


def _by_heading(columns: list[Record]) -> None:
    """Propose what the headings say for columns whose cells say nothing; each field once."""
    for field, words in _HEADINGS.items():
        if any(each["field"] == field for each in columns):
            continue
        named = re.compile(words, re.IGNORECASE)
        fits = [
            each
            for each in columns
            if not each["field"]
            and named.search(str(each["head"]))
            and not (field in _TEXTS and each["figures"])
        ]
        for each in fits[:1]:
            each["field"] = field


def proposed(forms: Sequence[Record]) -> dict[str, Any]:
    """Return the mapping that forms mean as they are filled in."""
    columns: Record = {}
    found: dict[str, Any] = {"columns": columns}
    for form in forms:
        listed = form["columns"]
        assert isinstance(listed, list)
        columns.update({each["key"]: each["field"] for each in listed if each["field"]})
        if any(each["field"] and each["key"] == each["letter"] for each in listed):
            found["header"] = str(form["row"])
    return found if columns else {}
