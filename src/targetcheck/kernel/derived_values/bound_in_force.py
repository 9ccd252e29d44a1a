"""Bound in force for a value: of a limit that is a value of an indicator, or stated by place.

Layer: kernel. Input: a MovingBound, a place and a period. Output: Bounds, or the data missing. The
limit is the value of the same period, else the one that ends on the same day. A limit known as an
interval has two bounds, the widest and the narrowest; it decides if both give the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.derived_values.missing_data import lacking
from targetcheck.kernel.derived_values.stated_values import (
    Read,
    fixed_point,
    moved,
    stated_point,
    timeless_point,
)
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import BoundInForce, Point
from targetcheck.kernel.value_vs_bound import Limits, fixed_limits
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound, MovingBound, PlanCondition, ReferencePlan, StatedPlan
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    from targetcheck.kernel.derived_values import other_place_or_period
else:
    other_place_or_period = on_first_use("targetcheck.kernel.derived_values.other_place_or_period")


def bound_in_force(
    moving: MovingBound, plan: Plan, read: Read, place: str, period: Period
) -> BoundInForce:
    """Return the bound for a value of a place and period."""
    widest = narrowest = moving.fixed
    missing: tuple[str, ...] = ()
    for side, end in (("low", moving.low), ("high", moving.high)):
        if end is None:
            continue
        point = _point(end, plan, read, place, period)
        if point is None or point.value is None:
            missing += _missing(end, point, plan, place, period)
        ends = _ends(point)
        if ends is None:
            return BoundInForce((), missing)
        if side == "low":
            widest, narrowest = replace(widest, low=ends[0]), replace(narrowest, low=ends[1])
        else:
            widest, narrowest = replace(widest, high=ends[1]), replace(narrowest, high=ends[0])
    if widest == narrowest:
        return BoundInForce((widest,))
    return BoundInForce((widest, narrowest), missing)


def against(
    points: Sequence[Point], moving: MovingBound | None, plan: Plan, read: Read, place: str
) -> Sequence[Point]:
    """Return points with the bound in force for each, for a statistic that counts them."""
    if moving is None:
        return points
    found = (bound_in_force(moving, plan, read, place, point.period) for point in points)
    return tuple(replace(p, against=bound) for p, bound in zip(points, found, strict=True))


def limits_at(plan: Plan, read: Read, place: str) -> Limits:
    """Return the function from a condition and a period to the bounds in force at a place."""

    def limits(
        condition: PlanCondition, period: Period
    ) -> tuple[tuple[Bound, ...], tuple[str, ...]]:
        if condition.moving is None:
            return fixed_limits(condition, period)
        found = bound_in_force(condition.moving, plan, read, place, period)
        return found.bounds, found.missing

    return limits


def _ends(point: Point | None) -> tuple[Fraction, Fraction] | None:
    """Return the interval of a limit; None if an end of it is unknown."""
    if point is None or point.unbounded:
        return None
    if point.value is not None:
        return point.value, point.value
    return None if point.low is None or point.high is None else (point.low, point.high)


def _point(
    end: ReferencePlan | StatedPlan, plan: Plan, read: Read, place: str, period: Period
) -> Point | None:
    """Return the value of a limit for a place and period."""
    if isinstance(end, StatedPlan):
        return stated_point(end, place)
    if end.base is not None:
        return fixed_point(end, plan.indicators, read, place)
    points = tuple(other_place_or_period.reference_points(end, read, place, date.max))
    exact = next((p for p in points if p.period == period), None)
    frequency = plan.indicators[end.of].frequency
    return exact or by_end(points, frequency).get(period.end) or _always(end, plan, read, place)


def _always(end: ReferencePlan, plan: Plan, read: Read, place: str) -> Point | None:
    """Return a value that holds in every period, in the unit of the measure."""
    other = end.place_for(place)
    if other is None or end.since:
        return None
    point = timeless_point(plan.indicators[end.of], plan.indicators, read, other)
    return None if point is None else moved(end, point, point.period, "")


def _missing(
    end: ReferencePlan | StatedPlan, point: Point | None, plan: Plan, place: str, period: Period
) -> tuple[str, ...]:
    """Return the data that would settle a limit; a limit stated by place is not reported."""
    if isinstance(end, StatedPlan):
        return ()
    if point is not None and (point.missing or point.excused):
        return point.missing
    other = end.place_for(place)
    if other is None:
        return ()
    return lacking(plan, end.of, other, other_place_or_period.earlier_label(end, period))
