"""Points of a reference: the value of another place or of an earlier period.

Layer: kernel. Input: the points of the indicator referred to. Output: points with the period that
asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from targetcheck.kernel.derived_values.change_indicator import earlier
from targetcheck.kernel.derived_values.member_figures import at_periods
from targetcheck.kernel.derived_values.stated_values import Read, moved
from targetcheck.kernel.outcome import Point
from targetcheck.kernel.statistics.time_windows import adjoining, back
from targetcheck.periods.period import Period
from targetcheck.plan.bound import ReferencePlan
from targetcheck.ruleset.fields.plain_values import distance_of


def reference_points(spec: ReferencePlan, read: Read, place: str, as_of: date) -> Iterator[Point]:
    """Yield the value for every period that is over and that the reference has a value for."""
    other = spec.place_for(place)
    if other is None:
        return
    name = other if other != place else ""
    known = at_periods(p for p in read(spec.of, other) if "last_year_so_far" not in p.flags)
    if not spec.since:
        for point in known.values():
            yield moved(spec, point, point.period, name)
        return
    for period in _periods_of_asking(spec.since, known):
        before = earlier(spec.since, None, period, known)
        if period.end <= as_of and isinstance(before, Period) and before in known:
            yield moved(spec, known[before], period, name)


def _periods_of_asking(since: str, known: Mapping[Period, Point]) -> list[Period]:
    """Return the periods for which an earlier value may exist, oldest first."""
    found = {period: period for period in known}
    for period in known:
        later = _later(since, period)
        if later is not None:
            found.setdefault(later, later)
    return sorted(found)


def _later(since: str, period: Period) -> Period | None:
    """Return the period that refers to a period; None for distances in reports."""
    distance = distance_of(since)
    if distance is not None and distance.unit == "report":
        return None
    if distance is not None:
        return back(period, -distance.count, distance.unit)
    if since == "previous_year":
        return back(period, -1, "year")
    return adjoining(period, -1)


def earlier_label(spec: ReferencePlan, label: str | Period) -> str | Period:
    """Return the period whose value is needed for a period, to name what is missing."""
    if spec.base is not None:
        return spec.base
    if not spec.since or not isinstance(label, Period):
        return label
    distance = distance_of(spec.since)
    if distance is not None and distance.unit == "report":
        return f"before {label.text('en')}"
    found = earlier(spec.since, None, label, {})
    return found if isinstance(found, str) else replace(found, label=found.text("en"))
