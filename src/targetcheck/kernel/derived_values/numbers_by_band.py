"""Numbers chosen by bands, a class or rules: the value of the first rule that holds.

Layer: kernel. Input: the plan, and a reader of other points. Output: points. Where values leave it
open which rule holds, the number lies between the least and the greatest possible value, and the
silent parts are named. Where no rule holds there is no value (`outside_bands`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from targetcheck.kernel.derived_values.bound_in_force import limits_at
from targetcheck.kernel.derived_values.class_and_index import (
    Limits,
    conditions_of_rules,
    limit_steps,
    missing_limits,
    possible_results,
)
from targetcheck.kernel.derived_values.formula_and_sum import (
    derivation_steps,
    lacking,
    observations_of,
)
from targetcheck.kernel.derived_values.matching_periods import kept_flags, meetings
from targetcheck.kernel.derived_values.stated_values import timeless_points
from targetcheck.kernel.outcome import Point, excused_point
from targetcheck.periods.period import Period
from targetcheck.plan.indicator_plan import StepsPlan
from targetcheck.plan.plan import Plan

Read = Callable[[str, str], Sequence[Point]]
"""(indicator, place) → points"""


def step_points(spec: StepsPlan, plan: Plan, read: Read, place: str) -> Iterator[Point]:
    """Yield the number of every period in which a part is known."""
    series = {name: read(name, place) for name in spec.names}
    specs = {name: plan.indicators[name] for name in spec.names}
    always = timeless_points(((name, name, place) for name in spec.names), plan.indicators, read)
    limits = limits_at(plan, read, place)
    for period, found in meetings(series, specs, always):
        yield _point(spec, plan, period, found, place, limits)


def _point(
    spec: StepsPlan,
    plan: Plan,
    period: Period,
    found: Mapping[str, Point],
    place: str,
    limits: Limits,
) -> Point:
    possible = possible_results(spec.rules, found, limits)
    values = sorted({value for value in possible if value is not None})
    outside = None in possible
    known = len(values) == 1 and not outside
    silent = [name for name in spec.names if name not in found]
    open_parts = [point for point in found.values() if point.value is None]
    missing = [datum for name in silent for datum in lacking(plan, name, place, period)]
    missing += [datum for point in open_parts for datum in point.missing]
    missing += missing_limits(conditions_of_rules(spec.rules), found, limits)
    reasons = [point.reason for point in open_parts if point.reason]
    undefined = outside and not values
    if not known and any(point.excused for point in open_parts):
        return excused_point(period, found.values())
    return Point(
        period,
        values[0] if known else None,
        values[0] if values and not outside else None,
        values[-1] if values and not outside else None,
        observations=observations_of(found.values()),
        missing=() if known or undefined else tuple(dict.fromkeys(missing)),
        reason="" if known else "outside_bands" if undefined else next(iter(reasons), "incomplete"),
        flags=("derived", *kept_flags(found.values())),
        unbounded=outside,
        partial=not known and not undefined and bool(silent),
        steps=(*derivation_steps(found), *limit_steps(spec.rules, found, limits, place)),
    )
