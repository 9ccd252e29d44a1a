"""Published intervals: an estimate with its lower and upper end, or the two ends alone.

Layer: observations. Input: an IndicatorPlan and the value cells of a row. Output: ReportedValue. The
ends stand in the columns `lower` and `upper`, or in the value itself (`10.7 (9.1–12.4)`), in the unit
of the value. Raises TargetcheckError with one finding, whose `where.path` names the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.observations.observation import Interval, scaled
from targetcheck.observations.reported_unit import unit_of, worth_of
from targetcheck.observations.reported_value import (
    ReportedValue,
    number_cell,
    read_report,
    refused_cell,
)
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.tables.cells.cell_value import CellValue, is_blank

if TYPE_CHECKING:
    from targetcheck.tables.cells import interval_text
else:
    interval_text = on_first_use("targetcheck.tables.cells.interval_text")

Cells = Mapping[str, object]
BLANK = (None, "")


def read_with_interval(indicator: IndicatorPlan, cells: Cells) -> ReportedValue:
    """Return the value of a row, with its published interval if there is one."""
    span = None
    if indicator.nature not in ("class", "done") and cells["qualifier"] in BLANK:
        span = interval_text.read_interval(cells["value"])
    beside = cells["lower"] not in BLANK or cells["upper"] not in BLANK
    if span is None and not beside:
        return read_report(indicator, cells)
    if indicator.nature in ("class", "done"):
        raise _no_number(indicator)
    if span is not None and beside:
        raise _twice(str(cells["value"]))
    text = str(cells["value"])
    if span is not None:
        cells = _apart(span, cells)
    ends = (number_cell(cells["lower"], "lower"), number_cell(cells["upper"], "upper"))
    alone = is_blank(cells["value"]) and is_blank(cells["numerator"])
    if ends == (None, None):
        return read_report(indicator, cells)
    found = _ends_only(indicator, cells, ends) if alone else _estimate(indicator, cells, ends)
    _must_be_ordered(found)
    return replace(found, text=text) if span is not None else found


def _apart(span: interval_text.IntervalText, cells: Cells) -> Cells:
    """Return the cells with the numbers of one cell in columns of their own."""
    text = None if span.estimate is None else f"{span.estimate:f}{span.unit or ''}"
    unit = cells["unit"] if cells["unit"] not in BLANK else span.unit
    return {**cells, "value": text, "unit": unit, "lower": span.low, "upper": span.high}


def _estimate(indicator: IndicatorPlan, cells: Cells, ends: Interval) -> ReportedValue:
    found = read_report(indicator, cells)
    return replace(found, interval=scaled(ends, worth_of(indicator, found.unit, found.flags)))


def _ends_only(indicator: IndicatorPlan, cells: Cells, ends: Interval) -> ReportedValue:
    """Return a value of which only the interval is known."""
    text = "–".join("…" if is_blank(cells[name]) else str(cells[name]) for name in _ENDS)
    unit, flags = unit_of(indicator, CellValue("number", text=text), cells["unit"])
    factor = worth_of(indicator, unit, flags)
    low, high = (None if end is None else end * factor for end in ends)
    flags = (*flags, "interval_reported")
    least = low if low is not None else indicator.low
    if least is None:
        raise refused_cell(*_no_end("lower"))
    return ReportedValue(
        None, least, high if high is not None else indicator.high, text, unit, flags=flags,
        interval=(low, high),
    )  # fmt: skip


_ENDS = ("lower", "upper")


def _must_be_ordered(found: ReportedValue) -> None:
    assert found.interval is not None
    low, high = found.interval
    value = found.value
    inner = (low, value, high)
    known = [end for end in inner if end is not None]
    if known != sorted(known):
        raise refused_cell(
            "lower" if low is not None else "upper",
            "interval-impossible",
            "the value is not between the ends of its interval",
            "数值不在其区间上下限之间",
            "check the three numbers; `lower` and `upper` are in the unit of the value",
            "请核对数值和上下限；上下限与数值同单位",
        )


def _no_number(indicator: IndicatorPlan) -> Exception:
    what = {"class": ("a grade", "等级"), "done": ("a deliverable", "交付物")}[indicator.nature]
    return refused_cell(
        "lower",
        "interval-without-number",
        f"{what[0]} has no interval",
        f"{what[1]}没有区间",
        "leave `lower` and `upper` blank",
        "区间上下限请留空",
    )


def _twice(text: str) -> Exception:
    return refused_cell(
        "value",
        "interval-twice",
        f"`{text}` is an interval, and `lower` or `upper` is filled in as well",
        f"“{text}”本身就是区间，又另填了区间上下限",
        "keep one of them",
        "请只保留一处",
    )


def _no_end(column: str) -> tuple[str, str, str, str, str, str]:
    return (
        column,
        "interval-open",
        "only one end of the interval is reported, and no value",
        "只报送了区间的一端，没有数值",
        "report both ends, or the value beside them",
        "请报送两端，或同时报送数值",
    )
