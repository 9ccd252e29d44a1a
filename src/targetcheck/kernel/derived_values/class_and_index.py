"""Computed classes from items, from other classes and by rules.

Layer: kernel. Input: points of the items. Output: points.

    single factor (GB 3838-2002, 5.1):  class = worst class among the items that are assessed
    class of an item:                   the first class whose limit its rounded value satisfies, so
                                        that where classes share a limit the better one is given
    two worst:                          mean of the two worst ranks, rounded to the worse

With `complete` silent items are left out; too few known ones give no class. Without it, a missing
item may have any class; one below its detection limit may have any value up to it. The
class is then an interval of ranks, which decides if both ends agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.derived_values.matching_periods import kept_flags, meetings, missing_label
from targetcheck.kernel.derived_values.stated_values import EVER
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import Point, at_both_ends, excused_point, left_between
from targetcheck.kernel.value_vs_bound import (
    AS_IT_IS,
    Limits,
    compare,
    fixed_limits,
    holds,
    left_open,
    missing_limits,
)
from targetcheck.periods.period import Period
from targetcheck.plan.bound import ChoiceRule, Conditions, PlanCondition, ReferencePlan
from targetcheck.plan.indicator_plan import IndicatorPlan

if TYPE_CHECKING:
    from targetcheck.kernel import derivation_evidence
    from targetcheck.kernel.statistics import part_statistic
    from targetcheck.plan.derivation_plans import GradedItem, Grading
else:
    part_statistic = on_first_use("targetcheck.kernel.statistics.part_statistic")
    derivation_evidence = on_first_use("targetcheck.kernel.derivation_evidence")


def graded_points(
    spec: Grading,
    series: Mapping[str, Sequence[Point]],
    place: str,
    others: Mapping[str, Sequence[Point]],
    specs: Mapping[str, IndicatorPlan],
    always: Mapping[str, Point],
    limits: Limits,
) -> Iterator[Point]:
    """Yield the class for each period in which an item is known.

    `others`: indicators whose conditions may give an item a better class than its own limits do.
    `always`: values that hold in every period.
    """
    by = {name: {p.period: p for p in points} for name, points in others.items()}
    ends = {name: by_end(points, specs[name].frequency) for name, points in others.items()}
    timeless = {name: point for name, point in always.items() if name in series}
    for period, found in meetings(series, specs, timeless):
        if spec.start is None or period.end >= spec.start:
            both = (
                (name, by[name].get(period) or ends[name].get(period.end) or always.get(name))
                for name in by
            )
            beside = {name: point for name, point in both if point is not None}
            wanted = {name: missing_label(specs[name], period) for name in series}
            kept = _without_excused(spec, found)
            if not kept:
                yield excused_point(period, found.values())
            elif len(kept) < len(found) and spec.complete is None:
                items = tuple(
                    i for i in spec.items if i.indicator in kept or i.indicator not in found
                )
                required = tuple(n for n in spec.required if n in kept or n not in found)
                some = replace(spec, items=items, required=required)
                point = _point(some, period, kept, place, beside, wanted, limits)
                yield replace(point, flags=tuple(dict.fromkeys((*point.flags, "excused"))))
            elif spec.complete is None:
                yield _point(spec, period, found, place, beside, wanted, limits)
            else:
                yield from _of_known(spec, period, found, place, wanted, limits)


def _without_excused(spec: Grading, found: Mapping[str, Point]) -> Mapping[str, Point]:
    """Return the items that are not excused; rules compare all of theirs."""
    if spec.kind == "rules":
        return found
    return {name: point for name, point in found.items() if not point.excused}


def _of_known(
    spec: Grading,
    period: Period,
    found: Mapping[str, Point],
    place: str,
    labels: Mapping[str, str],
    limits: Limits,
) -> Iterator[Point]:
    """Yield the class of the items that are known, or no class if they are too few.

    An excused item is not an item.
    """
    excused = [n for n, p in found.items() if p.excused]
    items = tuple(item for item in spec.items if item.indicator not in excused)
    known = {
        item.indicator: found[item.indicator]
        for item in items
        if item.indicator in found and not part_statistic.unknown(found[item.indicator])
    }
    silent = [item.indicator for item in items if item.indicator not in known]
    assert spec.complete is not None
    reached, _ = part_statistic.enough(spec.complete, len(known), len(items))
    kept = tuple(item for item in items if item.indicator in known)
    point = _point(replace(spec, items=kept, required=()), period, known, place, {}, labels, limits)
    if known and reached:
        left_out = ("parts_missing",) if silent else ()
        yield replace(point, flags=tuple(dict.fromkeys((*point.flags, *left_out))))
    else:
        missing = [
            name
            for item in silent
            for name in (found[item].missing if item in found else ())
            or (f"{item}@{place} {labels[item]}".rstrip(),)
        ]
        yield replace(
            point, value=None, low=Fraction(0), high=None, unbounded=True, partial=False,
            missing=tuple(dict.fromkeys(missing)), reason="incomplete", graded=(),
        )  # fmt: skip


def _point(
    spec: Grading,
    period: Period,
    found: Mapping[str, Point],
    place: str,
    beside: Mapping[str, Point],
    labels: Mapping[str, str],
    limits: Limits,
) -> Point:
    gone = [name for name in spec.required if name not in found]
    best, worst, grades = _ranks(spec, found, beside, limits)
    open_items = [g.indicator for g in grades if g.best != g.worst]
    observations = tuple(f for p in (*found.values(), *beside.values()) for f in p.observations)
    flags = dict.fromkeys(f for p in found.values() for f in p.flags if f not in _OWN)
    point = Point(
        period, None, Fraction(best), Fraction(worst), observations=observations, graded=grades,
        partial=all(p.partial for p in found.values()),
        substituted=_left_open(spec, found, beside, limits),
    )  # fmt: skip
    steps = dict.fromkeys(step for p in found.values() for step in p.steps)
    steps |= dict.fromkeys(limit_steps(spec.rules, found, limits, place))
    flags |= dict.fromkeys(kept_flags(found.values()))
    point = replace(point, flags=("derived", *flags), steps=tuple(steps))
    if best == worst:
        return replace(point, value=Fraction(best))
    if any(p.excused for p in found.values()):
        return excused_point(period, found.values())
    if spec.kind == "rules":
        open_items = [n for n, p in found.items() if p.value is None or p.substituted]
    missing = [f"{name}@{place} {labels[name]}".rstrip() for name in gone]
    for name in open_items:
        missing += found[name].missing_data or (f"{name}@{place} {labels[name]}",)
    unset = missing_limits(conditions_of_rules(spec.rules), found, limits)
    missing += unset
    unknown = "limit_unknown" if unset else "censored"
    why = next((found[name].reason for name in open_items if found[name].reason), unknown)
    return replace(
        point,
        missing=tuple(dict.fromkeys(missing)),
        reason="incomplete" if gone else why,
    )


_OWN = ("derived", "below_detection")


def _ranks(
    spec: Grading, found: Mapping[str, Point], beside: Mapping[str, Point], limits: Limits
) -> tuple[int, int, tuple[derivation_evidence.ItemGrade, ...]]:
    """Return the best and the worst possible rank, and the grades of the items."""
    if spec.kind == "rules":
        return *ranks_by_rules(spec, found, limits), ()
    gone = sum(name not in found for name in spec.required)
    grades = tuple(
        _lifted(item, grade_of(item, found[item.indicator], spec.worst), beside, limits)
        for item in spec.items
        if item.indicator in found
    )
    best = _combined(spec, [g.best for g in grades] + [0] * gone)
    return best, _combined(spec, [g.worst for g in grades] + [spec.worst] * gone), grades


def _left_open(
    spec: Grading, found: Mapping[str, Point], beside: Mapping[str, Point], limits: Limits
) -> derivation_evidence.Substitution | None:
    """Return the ranks with every item at either end of what its non-detects leave open."""
    ranks = (
        Fraction(rank)
        for each in at_both_ends(found)
        for rank in _ranks(spec, each, beside, limits)[:2]
    )
    return left_between(ranks, found.values())


def grade_of(item: GradedItem, point: Point, worst: int) -> derivation_evidence.ItemGrade:
    """Return the interval of ranks of an item; the value of an item without limits is its grade."""
    if point.value is not None:
        value, last = evaluated(item, point.value), rank_of(item, point.value, worst)
        open_ = [left_open(point, bound, AS_IT_IS) for bound in item.bounds] + [False]
        best = min(last, open_.index(True)) if True in open_ else last
        while open_[min(last, len(item.bounds))]:
            last += 1
        return derivation_evidence.ItemGrade(
            item.indicator, value, best, min(last, worst), item.bounds
        )
    best, last = _ranks_between(item, point, worst)
    return derivation_evidence.ItemGrade(item.indicator, None, best, last, item.bounds)


def _ranks_between(item: GradedItem, point: Point, worst: int) -> tuple[int, int]:
    """Return the best and the worst rank within an interval of values."""
    if point.unbounded:
        return 0, worst
    ends = [None if e is None else evaluated(item, e) for e in (point.low, point.high)]
    if not item.bounds:
        low, high = ends
        return int(low or 0), worst if high is None else min(int(high), worst)
    rounded = replace(point, low=ends[0], high=ends[1])
    if item.rounding is not None:
        rounded = replace(rounded, low_open=False, high_open=False)
    results = [compare(rounded, bound, AS_IT_IS).result for bound in item.bounds]
    best = next((rank for rank, result in enumerate(results) if result is not False), worst)
    return best, next((rank for rank, result in enumerate(results) if result), worst)


def _lifted(
    item: GradedItem,
    grade: derivation_evidence.ItemGrade,
    beside: Mapping[str, Point],
    limits: Limits,
) -> derivation_evidence.ItemGrade:
    """Return the better class of an item if its conditions on other indicators hold."""
    for rank, rule in item.otherwise:
        if rank < grade.worst and holds(rule, beside, limits):
            return replace(grade, best=min(grade.best, rank), worst=rank)
    return grade


def rank_of(item: GradedItem, value: Fraction, worst: int) -> int:
    """Return the rank of a value: the first bound that it satisfies, else the worst grade."""
    if not item.bounds:
        return min(int(value), worst)
    rounded = evaluated(item, value)
    return next((rank for rank, b in enumerate(item.bounds) if b.holds(rounded)), worst)


def evaluated(item: GradedItem, value: Fraction) -> Fraction:
    """Return a value rounded to the decimals declared for its item."""
    return item.rounding.of(value) if item.rounding is not None else value


def _combined(spec: Grading, ranks: Sequence[int]) -> int:
    if spec.kind == "two_worst" and len(ranks) > 1:
        return ceil(Fraction(sum(sorted(ranks)[-2:]), 2))
    return max(ranks, default=0)


def ranks_by_rules(
    spec: Grading, found: Mapping[str, Point], limits: Limits = fixed_limits
) -> tuple[int, int]:
    """Return the best and the worst rank compatible with the known values."""
    ranks = [int(rank) for rank in possible_results(spec.rules, found, limits) if rank is not None]
    return min(ranks), max(ranks)


def possible_results(
    rules: Sequence[ChoiceRule], found: Mapping[str, Point], limits: Limits
) -> tuple[Fraction | None, ...]:
    """Return every result compatible with the known values; None: that no rule holds."""
    possible: list[Fraction | None] = []
    for rule in rules:
        result = rule_holds(rule.conditions, found, limits)
        if result is not False:
            possible.append(rule.result)
        if result:
            return tuple(possible)
    return (*possible, None)


def conditions_of_rules(rules: Iterable[ChoiceRule]) -> Iterator[PlanCondition]:
    """Yield every condition of the rules and of their branches."""
    ahead = [rule.conditions for rule in rules]
    while ahead:
        part = ahead.pop(0)
        yield from part.each
        ahead += (*part.either, *part.also)


def limit_steps(
    rules: Iterable[ChoiceRule], found: Mapping[str, Point], limits: Limits, place: str
) -> Iterator[derivation_evidence.DerivationStep]:
    """Yield the limits that are values, as rules compared with them."""
    for condition in conditions_of_rules(rules):
        moving, point = condition.moving, found.get(condition.indicator)
        if moving is None or point is None:
            continue
        bounds, _ = limits(condition, point.period)
        if len(bounds) != 1:
            continue
        for end, edge in ((moving.low, bounds[0].low), (moving.high, bounds[0].high)):
            if end is None or edge is None:
                continue
            if not isinstance(end, ReferencePlan):
                yield derivation_evidence.DerivationStep(
                    condition.indicator, EVER, edge, limit=True
                )
                continue
            period = EVER if end.since else point.period
            other = end.place_for(place) or ""
            there = "" if other == place else other
            yield derivation_evidence.DerivationStep(
                end.of, period, edge / end.per_unit, there, limit=True
            )


def rule_holds(rule: Conditions, found: Mapping[str, Point], limits: Limits) -> bool | None:
    """Return whether the conditions of a rule hold; None if the values leave it open."""
    results = [
        holds(rule.each, found, limits),
        *(rule_holds(part, found, limits) for part in rule.also),
    ]
    if rule.either:
        either = [rule_holds(part, found, limits) for part in rule.either]
        results.append(True if True in either else None if None in either else False)
    return False if False in results else None if None in results else True
