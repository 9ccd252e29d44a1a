"""Values that hold in every period: stated by the ruleset, or referred to in a fixed period.

Layer: kernel. Input: the plans of indicators and a reader of points. Output: Points without a period
of their own, which meet the values of any period and never make one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from targetcheck import limits
from targetcheck.first_use import on_first_use
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import Point
from targetcheck.observations.observation import scaled
from targetcheck.periods.period import Period
from targetcheck.plan.bound import ReferencePlan, StatedPlan
from targetcheck.plan.indicator_plan import IndicatorPlan

if TYPE_CHECKING:
    from targetcheck.kernel import derivation_evidence
else:
    derivation_evidence = on_first_use("targetcheck.kernel.derivation_evidence")

Read = Callable[[str, str], Sequence[Point]]
"""(indicator, place) → points"""
Key = TypeVar("Key", bound=Hashable)

EVER = Period(date(limits.YEARS[0], 1, 1), date(limits.YEARS[1], 12, 31), "")
"""The period of a value that holds in every period."""


def timeless_points(
    parts: Iterable[tuple[Key, str, str]], specs: Mapping[str, IndicatorPlan], read: Read
) -> dict[Key, Point]:
    """Return the values that hold in every period, of parts (key, indicator, place)."""
    found: dict[Key, Point] = {}
    for key, name, place in parts:
        point = timeless_point(specs[name], specs, read, place)
        if point is not None:
            found[key] = point
    return found


def timeless_point(
    spec: IndicatorPlan, specs: Mapping[str, IndicatorPlan], read: Read, place: str
) -> Point | None:
    """Return the value of an indicator that holds in every period, or None."""
    if spec.stated is not None:
        return stated_point(spec.stated, place)
    if spec.reference is not None and spec.reference.base is not None:
        return fixed_point(spec.reference, specs, read, place)
    return None


def stated_point(spec: StatedPlan, place: str) -> Point | None:
    """Return the value that the ruleset states for a place, or None."""
    value = spec.values.get(place)
    if value is None:
        return None
    return Point(EVER, value, value, value, flags=("derived", "stated"))


def fixed_point(
    spec: ReferencePlan, specs: Mapping[str, IndicatorPlan], read: Read, place: str
) -> Point | None:
    """Return the value of the fixed period of a reference, or None."""
    other = spec.place_for(place)
    if other is None or spec.base is None:
        return None
    points = read(spec.of, other)
    found = next((p for p in points if p.period == spec.base), None)
    found = found or by_end(points, specs[spec.of].frequency).get(spec.base.end)
    return None if found is None else moved(spec, found, EVER, other if other != place else "")


def moved(spec: ReferencePlan, point: Point, period: Period, place: str) -> Point:
    """Return a value as that of another period, in the unit of the reference."""
    value, low, high, step = (
        None if v is None else v * spec.per_unit
        for v in (point.value, point.low, point.high, point.step)
    )
    steps = point.steps
    if point.value is not None:
        steps = (
            *steps,
            derivation_evidence.DerivationStep(spec.of, point.period, point.value, place),
        )
    return replace(
        point, period=period, value=value, low=low, high=high, step=step, steps=steps,
        flags=tuple(dict.fromkeys(("derived", *point.flags))), counts=None, sampled=None, graded=(),
        claims=tuple(sorted(claim * spec.per_unit for claim in point.claims)),
        interval=scaled(point.interval, spec.per_unit),
        substituted=point.substituted.scaled(spec.per_unit) if point.substituted else None,
    )  # fmt: skip


def without_value(name: str, place: str) -> tuple[str, ...]:
    """Return the name of a value that the ruleset does not state for a place."""
    return (f"{name}@{place}",)
