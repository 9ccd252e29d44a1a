"""Shares of members that satisfy a condition.

Layer: kernel. Input: measure, view, judge. Output: points. A non-reporting member is neither
counted nor omitted: the share is then an interval, from its failing to its satisfying, and the data
missing are named. An excused member is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial

from targetcheck.kernel.derived_values.bound_in_force import limits_at
from targetcheck.kernel.derived_values.stated_values import timeless_points
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import Point, at_both_ends, excused_point, left_between
from targetcheck.kernel.value_vs_bound import Limits, condition_holds, undecided_data
from targetcheck.observations.observation import Observation
from targetcheck.periods.period import Period
from targetcheck.plan.bound import PlanCondition
from targetcheck.plan.plan import Judge, Measure

FULL = ("reported", "verified", "accepted")


def shares(measure: Measure, view: View, judge: Judge) -> tuple[Point, ...]:
    """Return the share of members that satisfy every condition, in percent, on each observed day."""
    members = reporting_members(measure, view, judge)
    series = {
        (c.indicator, m): by_end(view.all_points(c.indicator, m, judge.accept))
        for c in measure.where
        for m in members
    }
    read = partial(view.all_points, accept=judge.accept)
    always = timeless_points(((key, *key) for key in series), view.plan.indicators, read)
    ends = sorted({end for points in series.values() for end in points})
    return tuple(_share(measure, members, series, always, end, view, judge) for end in ends)


Series = dict[tuple[str, str], dict[date, Point]]


def _share(
    measure: Measure,
    members: tuple[str, ...],
    series: Series,
    always: Mapping[tuple[str, str], Point],
    end: date,
    view: View,
    judge: Judge,
) -> Point:
    inside = unknown = whole = least = most = Fraction(0)
    missing: list[str] = []
    observations: list[Observation] = []
    silences: list[Point] = []
    start = end
    flags = {"population_from_data"} if measure.members_from_data else set()
    read = partial(view.all_points, accept=judge.accept)
    for member in members:
        keys = {c: (c.indicator, member) for c in measure.where}
        points = {c: series[key].get(end) or always.get(key) for c, key in keys.items()}
        weight, weight_observations = _weight(measure, member, end, points, view, judge)
        used = [p for p in points.values() if p is not None]
        if any(p.excused for p in used):
            silences += used
            continue
        observations += [f for p in used for f in p.observations] + weight_observations
        start = min([start, *(p.period.start for p in used)])
        limits = limits_at(view.plan, read, member)
        result = _satisfies(points, judge, limits)
        label = next((p.period.label for p in used), end.isoformat())
        if weight is None:
            missing.append(f"{measure.weight}@{member} {label}")
            continue
        whole += weight
        ends = (result, *_at_ends(points, judge, limits))
        least += weight * all(end is True for end in ends)
        most += weight * any(end is not False for end in ends)
        inside += weight * (result is True)
        unknown += weight * (result is None)
        missing += _missing(points, member, end, limits, judge) if result is None else []
    period = Period(start, end, f"{start}/{end}")
    if silences and not whole and not missing:
        return excused_point(period, silences)
    flags |= {"excused"} if silences else set()
    told = [p for s in series.values() if (p := s.get(end)) is not None]
    point = Point(
        period, None, Fraction(0), Fraction(100), observations=tuple(observations),
        missing=tuple(missing), reason="incomplete", flags=tuple(sorted(flags)),
        partial=all(p.partial for p in told),
    )  # fmt: skip
    if not whole or any(measure.weight and m.startswith(f"{measure.weight}@") for m in missing):
        return point
    low, high = inside / whole * 100, (inside + unknown) / whole * 100
    known = low == high
    ends_known = (least / whole * 100, most / whole * 100) if known else ()
    return replace(
        point, value=low if known else None, low=low, high=high,
        counts=(inside, whole) if known else None, reason="" if known else "incomplete",
        substituted=left_between(ends_known, told),
    )  # fmt: skip


def reporting_members(measure: Measure, view: View, judge: Judge) -> tuple[str, ...]:
    """Return the members; if the data define them, those with an observation that counts."""
    if not measure.members_from_data:
        return measure.members
    names = [condition.indicator for condition in measure.where] or [measure.indicator]
    return tuple(
        m for m in measure.members if any(view.points(name, m, judge.accept) for name in names)
    )


def _at_ends(
    points: dict[PlanCondition, Point | None], judge: Judge, limits: Limits
) -> list[bool | None]:
    """Return whether all conditions hold with non-detects at zero, and at their limits."""
    there = {c: p for c, p in points.items() if p is not None}
    return [_satisfies({**points, **each}, judge, limits) for each in at_both_ends(there)]


def _satisfies(
    points: dict[PlanCondition, Point | None], judge: Judge, limits: Limits
) -> bool | None:
    """Return whether all conditions hold; one that fails decides, even if others are unknown."""
    results = [
        None if point is None else condition_holds(condition, point, limits, judge)
        for condition, point in points.items()
    ]
    return False if False in results else None if None in results else True


def _missing(
    points: dict[PlanCondition, Point | None], member: str, end: date, limits: Limits, judge: Judge
) -> list[str]:
    """Return the data that would decide whether a member satisfies the conditions."""
    there = {c.indicator: p for c, p in points.items() if p is not None}
    absent = [f"{c.indicator}@{member} {end}" for c, p in points.items() if p is None]
    return absent + undecided_data(points, there, limits, judge)


def _weight(
    measure: Measure,
    member: str,
    end: date,
    points: dict[PlanCondition, Point | None],
    view: View,
    judge: Judge,
) -> tuple[Fraction | None, list[Observation]]:
    """Return the weight of a member: its observation on or before that day, else that of its row."""
    if measure.weight is None:
        return Fraction(1), []
    known = by_end(view.points(measure.weight, member, judge.accept))
    days = [day for day in known if day <= end]
    if days and (point := known[max(days)]).value is not None:
        return point.value, list(point.observations)
    carried = [
        f.weight for p in points.values() if p for f in p.observations if f.weight is not None
    ]
    return (carried[0] if carried else None), []
