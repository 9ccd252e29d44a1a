"""Pages of a reporting form: who fills in which rows, the text and valid input of each cell.

Layer: output. Input: a Plan, a Period and whether pages are by lead or by place. Output: `Page`s of
plain cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from targetcheck.errors import Language
from targetcheck.output.reporting_form.data_request import RequestedValue, asked_for
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Plan
from targetcheck.quantities.quantity import number_text

By = Literal["lead", "place"]
Entry = Literal["number", "whole", "choice", "date", "text"]

# The table reader knows every heading, as a column it reads or as one that it ignores.
HEADS: tuple[tuple[str, str, str], ...] = (
    ("indicator", "指标编码", "Indicator code"),
    ("indicator_name", "指标名称", "Indicator name"),
    ("place", "地区编码", "Place code"),
    ("place_name", "地区名称", "Place name"),
    ("period", "时期", "Period"),
    ("value", "数值", "Value"),
    ("unit", "单位", "Unit"),
    ("basis", "口径", "Basis"),
    ("numerator", "分子", "Numerator"),
    ("denominator", "分母", "Denominator"),
    ("completed", "完成日期", "Completed on"),
    ("status", "数据状态", "Status"),
    ("note", "备注", "Note"),
    ("required", "目标要求", "Target"),
    ("due", "时限", "Due"),
    ("clause", "依据条款", "Clause"),
)
TO_FILL = frozenset({"value", "basis", "numerator", "denominator", "completed", "status", "note"})
DONE = {"zh": ("完成", "未完成"), "en": ("done", "not done")}
BASIS = {
    "zh": ("当期", "本年累计", "开工以来累计"),
    "en": ("period", "year_to_date", "since_start"),
}
STATUS = {"zh": ("上报", "核实", "销号"), "en": ("reported", "verified", "accepted")}


@dataclass(frozen=True, slots=True)
class Field:
    """Valid input of a cell: a number within limits, one of several choices, a date, or text."""

    entry: Entry
    low: Fraction | None = None
    high: Fraction | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form: its texts by column, and the valid input of the cells to fill in."""

    texts: dict[str, str]
    fields: dict[str, Field]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of the form: who fills it in, and its rows."""

    title: str
    lines: tuple[FormRow, ...]


def pages(plan: Plan, period: Period, by: By, lang: Language) -> list[Page]:
    """Return the pages of the form, in the order in which the ruleset names leads or places."""
    grouped: dict[str, list[FormRow]] = {}
    for asked in asked_for(plan, period, lang):
        grouped.setdefault(_title(asked, plan, by, lang), []).append(_line(asked, plan, lang))
    return [Page(title, tuple(lines)) for title, lines in grouped.items()]


def _title(asked: RequestedValue, plan: Plan, by: By, lang: Language) -> str:
    if by == "place":
        return _place(asked.place, plan, lang)
    leads = asked.leads()
    if leads:
        return leads[0]
    return "未注明牵头单位" if lang == "zh" else "No lead department"


def _place(place: str, plan: Plan, lang: Language) -> str:
    known = plan.ruleset.all_places().get(place)
    return (known.say(lang) if known is not None else "") or place


def _line(asked: RequestedValue, plan: Plan, lang: Language) -> FormRow:
    spec = asked.indicator
    named = plan.ruleset.all_indicators().get(spec.id)
    joint = "；" if lang == "zh" else "; "
    texts = {
        "indicator": spec.id,
        "indicator_name": (named.say(lang) if named is not None else "") or spec.id,
        "place": asked.place,
        "place_name": _place(asked.place, plan, lang),
        "period": asked.period.text(lang),
        "unit": spec.unit.label(lang) if spec.unit is not None else "",
        "required": joint.join(asked.required),
        "due": asked.due().isoformat(),
        "clause": joint.join(asked.clauses()),
    }
    return FormRow(texts, _fields(asked, lang))


def _fields(asked: RequestedValue, lang: Language) -> dict[str, Field]:
    spec = asked.indicator
    found = {"value": _value(asked, lang), "note": Field("text")}
    found["status"] = Field("choice", choices=STATUS[lang])
    if spec.nature == "flow":
        found["basis"] = Field("choice", choices=BASIS[lang])
    if spec.nature == "share":
        found["numerator"] = Field("number", Fraction(0))
        found["denominator"] = Field("number", Fraction(0))
    if spec.nature == "done":
        found["completed"] = Field("date")
    return found


def _value(asked: RequestedValue, lang: Language) -> Field:
    spec = asked.indicator
    if spec.nature == "done":
        return Field("choice", choices=DONE[lang])
    if spec.scale is not None:
        return Field("choice", choices=tuple(spec.scale.grades))
    plain = spec.unit is None or spec.unit.factor == 1
    if plain and (spec.nature == "count" or (spec.unit is not None and spec.unit.whole)):
        return Field("whole", spec.low if spec.low is not None else Fraction(0), spec.high)
    if spec.nature == "share" and spec.low is None and spec.high is None:
        whole = spec.unit is not None and spec.unit.name == "percent"
        return Field("number", Fraction(0), Fraction(100) if whole else None)
    return Field("number", spec.low, spec.high)


def range_text(field: Field, lang: Language) -> str:
    """Return the valid range of a cell, for the error message of a wrong entry."""
    low = number_text(field.low) if field.low is not None else ""
    high = number_text(field.high) if field.high is not None else ""
    whole = field.entry == "whole"
    if lang == "zh":
        kind = "整数" if whole else "数值"
        ends = f"（{low or '…'}至{high or '…'}）" if low or high else ""
        return f"请填写{kind}{ends}，单位见“单位”列；没有数据请留空"
    kind = "a whole number" if whole else "a number"
    ends = f" ({low or '…'} to {high or '…'})" if low or high else ""
    return f"Enter {kind}{ends} in the unit beside it; leave the cell empty if there is none"
