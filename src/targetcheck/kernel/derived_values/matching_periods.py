"""Meeting of parts: the values of several series that belong together, period by period.

Layer: kernel. Input: points of each part. Output: a period and the points that meet in it.

    1. Parts meet by equal periods.
    2. On a last day without a complete meeting they meet once more by that day: each part has the
       value of its declared frequency, else of the longest period that ends there. The meeting has
       the longest of those periods. A flow takes part only with a declared frequency or as a
       statistic, since the total of a quarter is not that of a year.
    3. A value that holds always meets everything, and makes no meeting of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from targetcheck.kernel.derived_values.stated_values import EVER
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import Point
from targetcheck.periods.period import Period, period_of
from targetcheck.plan.indicator_plan import IndicatorPlan

Key = TypeVar("Key", bound=Hashable)

CARRIED = ("periods_differ", "parts_missing", "stand_in", "excused")
"""Flags of a part that a figure made of it keeps."""


def meetings(
    series: Mapping[Key, Sequence[Point]],
    specs: Mapping[Key, IndicatorPlan],
    always: Mapping[Key, Point] | None = None,
) -> Iterator[tuple[Period, dict[Key, Point]]]:
    """Yield each period with the points that meet in it, oldest first.

    `series`: points of each part; `specs`: its indicator. `always`: values that hold in every
    period; a report of such a part in `series` stands before it.
    """
    timeless = always or {}
    wanted = [key for key in series if key not in timeless]
    found = _by_period(series)
    complete = {day.end for day, there in found.items() if all(key in there for key in wanted)}
    days = sorted({period.end for period in found} - complete)
    if days and len(series) > 1:
        for period, there in _by_day(series, specs, days):
            if len(there) > len(found.get(period, ())):
                found[period] = there
    for period in sorted(found):
        yield period, {**timeless, **found[period]}


def _by_period(series: Mapping[Key, Sequence[Point]]) -> dict[Period, dict[Key, Point]]:
    at = {key: {p.period: p for p in points} for key, points in series.items()}
    periods = {period for points in at.values() for period in points}
    return {
        period: {key: points[period] for key, points in at.items() if period in points}
        for period in periods
    }


def _by_day(
    series: Mapping[Key, Sequence[Point]], specs: Mapping[Key, IndicatorPlan], days: Iterable[date]
) -> Iterator[tuple[Period, dict[Key, Point]]]:
    """Yield what meets on a last day though the periods differ."""
    ends = {
        key: by_end(points, specs[key].frequency)
        for key, points in series.items()
        if _joins(specs[key])
    }
    for day in days:
        there = {key: points[day] for key, points in ends.items() if day in points}
        periods = {p.period for p in there.values()}
        if len(periods) > 1:
            yield min(periods, key=lambda period: period.start), there


def _joins(spec: IndicatorPlan) -> bool:
    """Return whether values of an indicator may meet those of other periods."""
    statistic = spec.sampling is not None or spec.parts is not None
    return spec.nature != "flow" or spec.frequency is not None or statistic


def kept_flags(there: Iterable[Point]) -> tuple[str, ...]:
    """Return the flags that a figure has from its parts and from how they met."""
    parts = tuple(there)
    periods = {p.period for p in parts if p.period != EVER}
    found = dict.fromkeys(f for p in parts for f in p.flags if f in CARRIED)
    return tuple(dict.fromkeys((*found, *(("periods_differ",) if len(periods) > 1 else ()))))


def expected(spec: IndicatorPlan, period: Period) -> Period:
    """Return the period in which a part is expected: of its declared frequency, on the same day."""
    if spec.frequency is None or spec.frequency == period.frequency:
        return period
    found = period_of(period.end, spec.frequency)
    return found if found.end == period.end else period


def missing_label(spec: IndicatorPlan, period: Period) -> str:
    """Return the label of the period in which a part is missing; "" for one without periods."""
    return "" if spec.stated is not None else expected(spec, period).text("en")
