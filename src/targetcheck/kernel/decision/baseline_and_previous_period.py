"""Baseline of a check: its period, its observed value, and substitutes.

Layer: kernel. Input: a check and its values. Output: BaseValue. A cited value is used as it is. An
observed one is that of its period, for a total the total of that period. If the target allows it,
the next later period or the first observation since the document was issued is used in its place.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from targetcheck.first_use import on_first_use
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import BaseValue, Point
from targetcheck.periods.period import MONTHS, Period, period_of, years_before
from targetcheck.plan.plan import Base, Check
from targetcheck.ruleset.fields.plain_values import Window, distance_of

if TYPE_CHECKING:
    from dateutil import relativedelta

    from targetcheck.kernel.statistics import time_windows
else:
    relativedelta = on_first_use("dateutil.relativedelta")
    time_windows = on_first_use("targetcheck.kernel.statistics.time_windows")

_DAY = timedelta(days=1)


class CaseValues(Protocol):
    """The part of a CheckCase that a baseline uses."""

    check: Check

    @property
    def due(self) -> date:
        """Due date of the requirement."""

    @property
    def points(self) -> tuple[Point, ...]:
        """Values of the measure, sorted by period."""

    @property
    def at(self) -> dict[date, Point]:
        """Values by last day, of the declared frequency."""

    @property
    def any_at(self) -> dict[date, Point]:
        """Values by last day, of every frequency."""

    @property
    def reported(self) -> tuple[Point, ...]:
        """Values of the indicator itself, not summed."""

    @property
    def start(self) -> BaseValue | None:
        """Start of the planned path."""

    def totals_from(self, start: date) -> tuple[Point, ...]:
        """Return the totals since a day."""


def base_value(case: CaseValues, base: Base) -> BaseValue | None:
    """Return the value of a baseline: the cited one, else the observation of that period."""
    period = _period(case, base)
    if period is not None and base.value is not None:
        return BaseValue(period, base.value, "stated")
    point = base_point(case, base)
    if point is None or point.value is None:
        return None
    return BaseValue(point.period, point.value, "reported")


def base_point(case: CaseValues, base: Base) -> Point | None:
    """Return the observed point of a baseline."""
    if base.since is not None:
        return _first_since(case, base)
    period = _period(case, base)
    if period is None:
        return _previous(case, base.label)
    known, plain = case.points, case.check.measure.kind == "value"
    if case.check.measure.kind == "total":
        known = case.totals_from(period.start)
    exact = next((p for p in known if p.period == period), None)
    exact = exact or by_end(known, case.check.frequency if plain else None).get(period.end)
    if not base.or_next or (exact is not None and exact.value is not None):
        return exact
    return _next_after(case, period, base.last)


def base_period(check: Check, due: date, base: Base) -> Period | None:
    """Return the period of a baseline; None for the previous period or report of a value.

    A relative baseline of a total is the same window earlier, or the window just before.
    """
    start = check.measure.start
    if base.period is not None or start is None:
        return base.period or moving_period(base.label, due)
    after = due + _DAY
    distance = _distance(base.label)
    back = relativedelta.relativedelta(after, start)
    if distance is not None:
        reports = distance.unit == "report"
        back = back * distance.count if reports else _step(distance.count, distance.unit)
    period = Period(start - back, after - back - _DAY)
    return replace(period, label=period.text())


def _period(case: CaseValues, base: Base) -> Period | None:
    """Return the period of a baseline; None if only the values before the due date tell it."""
    found = base_period(case.check, case.due, base)
    if found is None and base.label == "previous_period":
        return _just_before(case)
    return found


def _just_before(case: CaseValues) -> Period | None:
    """Return the month, quarter, half or year before the judged one; None if that is another span.

    The judged period is that of the value on the due date. Without such a value it has the declared
    frequency, else the length of the latest value.
    """
    now = case.at.get(case.due)
    if now is not None:
        judged = now.period
    else:
        lengths = [p.period.frequency for day, p in case.any_at.items() if day <= case.due]
        length = case.check.frequency or (lengths[-1] if lengths else "year")
        judged = period_of(case.due, length) if length in MONTHS else Period(case.due, case.due)
    return time_windows.back(judged, 1, judged.frequency) if judged.frequency in MONTHS else None


def base_flags(case: CaseValues) -> tuple[str, ...]:
    """Return the flags on the start of the schedule."""
    base, start = case.check.base, case.start
    if base is None or start is None or start.origin != "reported":
        return ()
    return found_flags(base, start)


def found_flags(base: Base, found: BaseValue) -> tuple[str, ...]:
    """Return the flag of a baseline that is another period than the first one that is named."""
    if base.since is not None and base.first is None:
        return ("baseline_from_first_report",)
    named = base.first or (base.period if base.or_next else None)
    other = named is not None and found.period.end != named.end
    return ("baseline_from_next_period",) if other else ()


def _first_since(case: CaseValues, base: Base) -> Point | None:
    """Return the first value whose period ends on a day or later, and within the window."""
    assert base.since is not None
    last = min(case.due, base.last or case.due)
    known = case.at
    if base.first is not None and case.check.measure.kind == "total":
        known = _of_this_length(case, base.since)
    inside = (p for day, p in known.items() if base.since <= day <= last)
    return next((p for p in inside if p.value is not None), None)


def _of_this_length(case: CaseValues, since: date) -> dict[date, Point]:
    """Return the reports that are as long as the span of a total."""
    start = case.check.measure.start
    assert start is not None
    span = Period(start, case.due).frequency
    return by_end(p for p in case.reported if p.period.frequency == span and p.period.end >= since)


def _next_after(case: CaseValues, period: Period, last: date | None) -> Point | None:
    """Return the first value after a period, of a period of the same length."""
    later = (p for p in case.points if p.period > period and p.value is not None)
    alike = (p for p in later if p.period.frequency == period.frequency)
    return next((p for p in alike if p.period.end <= min(case.due, last or case.due)), None)


def _previous(case: CaseValues, label: str) -> Point | None:
    """Return the last value before the due date, or the n-th report before it."""
    before = [p for day, p in case.any_at.items() if day < case.due]
    distance = distance_of(label)
    if distance is None:
        return before[-1] if before else None
    there = _reports(case)
    return there[-distance.count] if len(there) >= distance.count else None


def _reports(case: CaseValues) -> list[Point]:
    """Return the values before the due date, of the length of the value on that day."""
    now = case.any_at.get(case.due)
    before = [p for day, p in case.any_at.items() if day < case.due and p.value is not None]
    return [p for p in before if now is None or p.period.frequency == now.period.frequency]


def base_name(case: CaseValues, base: Base) -> str:
    """Return the label of a baseline, to name it if it is missing."""
    if base.first is not None:
        return base.label if base.last is not None else f"{base.label}{case.due.isoformat()}"
    period = _period(case, base)
    if period is not None and base.last is not None:
        return f"{period.label}/{base.last.isoformat()}"
    if period is not None:
        return period.label
    distance = distance_of(base.label)
    there = _reports(case) if distance is not None else []
    return f"before {there[0].period.text('en')}" if there else base.label


def _distance(label: str) -> Window | None:
    return Window(1, "year") if label == "previous_year" else distance_of(label)


def _step(count: int, unit: str) -> relativedelta.relativedelta:
    """Return so many units of time."""
    if unit in MONTHS:
        return relativedelta.relativedelta(months=count * MONTHS[unit])
    return relativedelta.relativedelta(days=count * (7 if unit == "week" else 1))


def moving_period(label: str, due: date) -> Period | None:
    """Return the period so long before a due date; None for reports and the previous period."""
    distance = _distance(label)
    if distance is None or distance.unit == "report":
        return None
    if distance.unit != "year":
        last = due + _DAY - _step(distance.count, distance.unit) - _DAY
        period = period_of(last, distance.unit)
        period = period if period.end == last else Period(last, last)
        return replace(period, label=period.text("en"))
    last = years_before(due, distance.count)
    return Period(
        date(last.year, 1, 1), last, str(last.year) if last.month == 12 else last.isoformat()
    )
