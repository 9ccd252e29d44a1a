"""Numbers read off: the value of the first rule that holds, or an index of a broken line.

Layer: kernel. Input: the plan, and a reader of other points. Output: points. Where values leave it
open which rule holds, the number lies between the least and the greatest possible value, and the
silent parts are named. Where no rule holds there is no value (`outside_bands`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from targetcheck.kernel.derivation_evidence import Substitution
from targetcheck.kernel.derived_values.bound_in_force import limits_at
from targetcheck.kernel.derived_values.class_and_index import (
    conditions_of_rules,
    limit_steps,
    possible_results,
)
from targetcheck.kernel.derived_values.formula_and_sum import (
    derivation_steps,
    observations_of,
)
from targetcheck.kernel.derived_values.matching_periods import kept_flags, meetings
from targetcheck.kernel.derived_values.missing_data import lacking
from targetcheck.kernel.derived_values.stated_values import Read, timeless_points
from targetcheck.kernel.outcome import Point, at_both_ends, excused_point, left_between
from targetcheck.kernel.value_vs_bound import Limits, missing_limits
from targetcheck.periods.period import Period
from targetcheck.plan.derivation_plans import BrokenLine, IndexPlan, StepsPlan
from targetcheck.plan.plan import Plan


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
    open_parts = [p for p in found.values() if p.value is None or p.substituted]
    missing = [datum for name in silent for datum in lacking(plan, name, place, period)]
    missing += [datum for point in open_parts for datum in point.missing_data]
    missing += missing_limits(conditions_of_rules(spec.rules), found, limits)
    reasons = [point.reason for point in open_parts if point.reason]
    undefined = outside and not values
    if not known and any(point.excused for point in open_parts):
        return excused_point(period, found.values())
    ends = [
        value
        for each in at_both_ends(found)
        for value in possible_results(spec.rules, each, limits)
    ]
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
        substituted=left_between(ends, found.values()) if known else None,
        steps=(*derivation_steps(found), *limit_steps(spec.rules, found, limits, place)),
    )


def index_points(spec: IndexPlan, points: Sequence[Point]) -> Iterator[Point]:
    """Yield the index of every value for whose day a broken line is in force."""
    for point in points:
        if point.excused:
            yield point
            continue
        line = _in_force(spec, point)
        if line is None or not line.points:
            continue
        low, high = _ends_of_index(spec, line.points, point)
        known = low == high
        yield Point(
            point.period, low if known else None, low, high, observations=point.observations,
            missing=() if known else point.missing, reason="" if known else point.reason,
            flags=("derived",), partial=point.partial,
            substituted=_left_open(spec, line.points, point),
        )  # fmt: skip


def _left_open(
    spec: IndexPlan, line: Sequence[tuple[Fraction, Fraction]], point: Point
) -> Substitution | None:
    """Return what non-detects leave open in the index of a figure that is made of some."""
    made = point.substituted
    if made is None or point.value is None:
        return None
    between = replace(point, value=None, low=made.low, high=made.high)
    return left_between(_ends_of_index(spec, line, between), (point,))


def _ends_of_index(
    spec: IndexPlan, line: Sequence[tuple[Fraction, Fraction]], point: Point
) -> tuple[Fraction, Fraction]:
    """Return the index of an interval of values; constant beyond the broken line."""
    rounded = spec.rounding.of if spec.rounding is not None else Fraction
    if point.value is not None:
        return (rounded(read_off(line, point.value)),) * 2
    low = None if point.unbounded else point.low
    high = None if point.unbounded else point.high
    inside = [y for x, y in line if (low is None or low <= x) and (high is None or x <= high)]
    found = inside + [read_off(line, end) for end in (low, high) if end is not None]
    return rounded(min(found)), rounded(max(found))


def read_off(line: Sequence[tuple[Fraction, Fraction]], value: Fraction) -> Fraction:
    """Return the index of a value, by linear interpolation; constant before the first break point."""
    if value <= line[0][0]:
        return line[0][1]
    for (x0, y0), (x1, y1) in pairwise(line):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return line[-1][1]


def _in_force(spec: IndexPlan, point: Point) -> BrokenLine | None:
    lines = [line for line in spec.lines if line.start <= point.period.end]
    return lines[-1] if lines else None
