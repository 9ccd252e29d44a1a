"""Derived points: statistics, computed classes, indices, members and changes.

Layer: kernel. Input: an IndicatorPlan and a reader of other indicators' points. Output: Points,
reconciled with direct observations of the same indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.derived_values.bound_in_force import against, limits_at
from targetcheck.kernel.derived_values.class_and_index import graded_points
from targetcheck.kernel.derived_values.stated_values import Read, timeless_points
from targetcheck.kernel.outcome import Point
from targetcheck.kernel.running_total import period_totals
from targetcheck.kernel.statistics.samples import single
from targetcheck.periods.period import MONTHS, Period
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.derivation_plans import GradedItem, Grading, Sampling
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    from targetcheck.kernel.derived_values import (
        change_indicator,
        member_figures,
        numbers_by_band,
        other_place_or_period,
        part_points,
    )
    from targetcheck.kernel.statistics import sample_statistic, time_windows
else:
    change_indicator = on_first_use("targetcheck.kernel.derived_values.change_indicator")
    member_figures = on_first_use("targetcheck.kernel.derived_values.member_figures")
    numbers_by_band = on_first_use("targetcheck.kernel.derived_values.numbers_by_band")
    other_place_or_period = on_first_use("targetcheck.kernel.derived_values.other_place_or_period")
    part_points = on_first_use("targetcheck.kernel.derived_values.part_points")
    sample_statistic = on_first_use("targetcheck.kernel.statistics.sample_statistic")
    time_windows = on_first_use("targetcheck.kernel.statistics.time_windows")


def derived_points(
    spec: IndicatorPlan, plan: Plan, samples: Read, read: Read, place: str, as_of: date
) -> Iterable[Point]:
    """Return the points that an indicator derives; `samples` reads those of a statistic."""
    if spec.sampling is not None:
        return _over_time(spec.sampling, spec.id, plan, samples, read, place, as_of)
    if spec.parts is not None:

        def over_time(first: Sampling, member: str) -> Sequence[Point]:
            return tuple(_over_time(first, spec.id, plan, samples, read, member, as_of))

        return part_points.part_points(spec.parts, spec, plan, read, over_time, place)
    if spec.grading is not None:
        return _graded(spec.grading, plan, samples, read, place, as_of)
    if spec.steps is not None:
        return numbers_by_band.step_points(spec.steps, plan, read, place)
    if spec.members is not None:
        at = partial(limits_at, plan, read)
        return member_figures.member_points(spec.members, place, read, plan.indicators, at)
    if spec.reference is not None:
        if spec.reference.base is not None:
            return ()
        return other_place_or_period.reference_points(spec.reference, read, place, as_of)
    if spec.change is not None:
        return change_indicator.change_points(spec.change, read(spec.change.of, place), place)
    if spec.index is not None:
        return numbers_by_band.index_points(spec.index, read(spec.index.of, place))
    return ()


def _over_time(
    spec: Sampling, own: str, plan: Plan, samples: Read, read: Read, place: str, as_of: date
) -> Iterable[Point]:
    """Return a statistic over time; a window of another indicator takes its derived values too."""
    whole = spec.window is not None or spec.kind == "mean_of_years"
    points = (read if whole and spec.of != own else samples)(spec.of, place)
    source = plan.indicators[spec.of]
    if spec.window is not None and source.nature == "flow" and spec.window.unit in MONTHS:
        points = (*points, *period_totals(points, spec.same or spec.window.unit))
    points = against(points, spec.moving, plan, read, place)
    if spec.window is not None:
        return time_windows.window_points(
            spec, points, place, as_of, plan.indicators[spec.of].frequency
        )
    partial: Sequence[Point] = ()
    if spec.of != own and is_made(source):
        partial = [p for p in read(spec.of, place) if p.partial]
    return sample_statistic.sampled_points(spec, points, place, as_of, partial)


def _graded(
    spec: Grading, plan: Plan, samples: Read, read: Read, place: str, as_of: date
) -> Iterable[Point]:
    series = {
        item.indicator: _item(spec, item, plan, samples, read, place, as_of) for item in spec.items
    }
    others = {c.indicator for item in spec.items for _, rule in item.otherwise for c in rule}
    beside = {name: read(name, place) for name in sorted(others)}
    parts = ((name, name, place) for name in (*series, *beside))
    always = timeless_points(parts, plan.indicators, read)
    limits = limits_at(plan, read, place)
    return graded_points(spec, series, place, beside, plan.indicators, always, limits)


def _item(
    spec: Grading,
    item: GradedItem,
    plan: Plan,
    samples: Read,
    read: Read,
    place: str,
    as_of: date,
) -> Sequence[Point]:
    """Return the points of an item: aggregated over time at each member, then over the members."""
    if spec.across is None:
        return _averaged(item, plan, samples, read, place, as_of)
    members = spec.across.get(place, ())
    points = {m: _averaged(item, plan, samples, read, m, as_of) for m in members}
    own = member_figures.at_periods(read(item.indicator, place))
    made = member_figures.mean_points(points, plan.indicators[item.indicator])
    return (*own.values(), *(p for p in made if p.period not in own))


def _averaged(
    item: GradedItem, plan: Plan, samples: Read, read: Read, place: str, as_of: date
) -> Sequence[Point]:
    points = read(item.indicator, place)
    if item.sampling is None:
        return points
    made = tuple(_over_time(item.sampling, "", plan, samples, read, place, as_of))
    return (*made, *_longer(points, item.sampling, {p.period for p in made}))


def _longer(points: Sequence[Point], spec: Sampling, stated: set[Period]) -> Iterable[Point]:
    """Return the observations that are not samples, such as a reported annual mean."""
    short = _used(spec, points)
    return (p for p in points if p.period not in short and p.period not in stated)


def own_reports(spec: IndicatorPlan, own: Sequence[Point]) -> Iterable[Point]:
    """Return an indicator's observations without those that are only samples of its statistic."""
    if spec.sampling is None or spec.sampling.of != spec.id:
        return own
    short = _used(spec.sampling, own)
    return (p for p in own if p.period not in short)


def _used(spec: Sampling, points: Sequence[Point]) -> set[Period]:
    """Return the periods of the values of which a statistic over time is made."""
    if spec.window is None:
        return {p.period for p in single(points, spec.over)}
    if samples := time_windows.window_samples(spec, points):
        return {p.period for p in samples}
    unit = spec.same or spec.window.unit
    return {p.period for p in points if unit == "report" or time_windows.is_length(p.period, unit)}


def reconciled(reported: Point, made: Point, spec: IndicatorPlan) -> Point:
    """Return one point for a period that has both an observed and a computed value.

    A computed class decides, and the observed one is kept as a claim: if the two lead to different
    results, the verdict is undetermined. `decides: reported` reverses the roles. For any other
    indicator the observed value decides.
    """
    if made.partial:
        return reported
    if spec.grading is None:
        same = made.value is None or made.value == reported.value
        near = made.value is not None and reported.step is not None and reported.value is not None
        if same or (near and abs(made.value - reported.value) * 2 <= reported.step):  # type: ignore[operator]
            return reported
        made_of = spec.sampling is not None or spec.parts is not None
        mark = ("statistic_disagrees",) if made_of else ()
        return replace(reported, flags=(*reported.flags, *mark))
    if reported.value is None:
        return made
    assert made.low is not None
    agrees = made.low <= reported.value <= (made.high if made.high is not None else made.low)
    if agrees and made.value is None:
        return replace(reported, graded=made.graded)
    if agrees:
        return replace(made, observations=(*reported.observations, *made.observations))
    by_report = spec.grading.decides == "reported"
    kept, other = (reported, made) if by_report or made.value is None else (made, reported)
    claims = () if by_report else (end for end in (other.low, other.high) if end is not None)
    return replace(
        kept,
        claims=tuple(sorted({*kept.claims, *claims})),
        observations=(*reported.observations, *made.observations),
        flags=(*kept.flags, "class_disagrees"),
        graded=made.graded,
    )
