"""Rank of a place among members.

Layer: kernel. Input: measure, view, judge. Output: points, one rank for each period.

    best rank  = 1 + members that are better whatever is unknown
    worst rank = 1 + members that may be better

A value that is an interval, of the place itself or of a member, and the value of a silent member lie
between two ends; a member is better if every value that it may have is better than every one of the
place.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from targetcheck.kernel.derived_values.formula_interval import ends_of
from targetcheck.kernel.derived_values.missing_data import lacking
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import Point, left_between, split_excused
from targetcheck.kernel.share_of_members import reporting_members
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Judge, Measure


def ranks(measure: Measure, view: View, judge: Judge) -> tuple[Point, ...]:
    """Return the rank of a place among the members, 1 the best; ties share the better rank."""
    spec = view.plan.indicators[measure.indicator]
    members = dict.fromkeys((measure.place, *reporting_members(measure, view, judge)))
    points = {m: view.all_points(measure.indicator, m, judge.accept) for m in members}
    series = {m: by_end(p) for m, p in points.items()}
    same = {m: {p.period: p for p in ps} for m, ps in points.items()}
    found: list[Point] = []
    for end, own in series[measure.place].items():
        if own.excused:
            found.append(own)
            continue
        # A sum over a quarter is not compared with one over a year.
        others = {
            m: same[m].get(own.period) if spec.nature == "flow" else series[m].get(end)
            for m in members
            if m != measure.place
        }
        found.append(_rank(measure, view, spec, own, others, end))
    return tuple(found)


def _rank(
    measure: Measure,
    view: View,
    spec: IndicatorPlan,
    own: Point,
    others: dict[str, Point | None],
    end: date,
) -> Point:
    others, silences = split_excused(others)
    results = {m: _is_better(p, own, spec) for m, p in others.items()}
    better = list(results.values()).count(True)
    unknown = [m for m, result in results.items() if result is None]
    low, high = Fraction(1 + better), Fraction(1 + better + len(unknown))
    ends = [_is_better(p, own, spec, swayed=True) for p in others.values()]
    least, most = 1 + ends.count(True), 1 + len(ends) - ends.count(False)
    missing = own.missing if unknown and own.value is None else ()
    for member in unknown:
        missing += _lacking(measure, view, spec, others[member], member, own, end)
    return Point(
        own.period,
        low if low == high else None,
        low,
        high,
        observations=tuple(
            f for p in (own, *others.values()) if p is not None for f in p.observations
        ),
        missing=tuple(dict.fromkeys(missing)),
        reason="incomplete" if unknown else "",
        flags=(
            *(("population_from_data",) if measure.members_from_data else ()),
            *(("excused",) if silences else ()),
        ),
        partial=own.partial and bool(unknown),
        substituted=None
        if unknown
        else left_between(
            (Fraction(least), Fraction(most)), (own, *(p for p in others.values() if p))
        ),
    )


def _lacking(
    measure: Measure,
    view: View,
    spec: IndicatorPlan,
    point: Point | None,
    member: str,
    own: Point,
    end: date,
) -> tuple[str, ...]:
    """Return the data that would tell whether a member is better; none if only the place lacks any."""
    if point is not None:
        return point.missing if point.value is None else ()
    label = own.period if is_made(spec) else str(end)
    return lacking(view.plan, measure.indicator, member, label)


def _is_better(
    other: Point | None, own: Point, spec: IndicatorPlan, *, swayed: bool = False
) -> bool | None:
    """Return whether another member is better; None if the data cannot decide.

    `swayed`: whatever the non-detects are that figures are made of.
    """
    (worst, best), (own_worst, own_best) = (_span(p, spec, swayed) for p in (other, own))
    if worst is not None and own_best is not None and worst > own_best:
        return True
    return False if best is not None and own_worst is not None and best <= own_worst else None


def _span(
    point: Point | None, spec: IndicatorPlan, swayed: bool
) -> tuple[Fraction | None, Fraction | None]:
    """Return the worst and the best value that a member may have, the better one the greater."""
    if swayed and point is not None:
        (low, _), (_, high) = (ends_of(point.at(upper), spec) for upper in (False, True))
    else:
        low, high = ends_of(point, spec)
    if spec.better != "lower" and spec.scale is None:
        return low, high
    return (None if high is None else -high), (None if low is None else -low)
