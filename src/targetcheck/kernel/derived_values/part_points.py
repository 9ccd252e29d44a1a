"""Statistics over indicators or over places: one point for each period in which parts meet.

Layer: kernel. Input: a PartsPlan and readers of points. Output: Points. Over places the values of the
members meet; a statistic over time comes first at each member. `first_known` is the value of the
first indicator of a list that has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from targetcheck.kernel.derivation_evidence import DerivationStep, Sampled, Shortfall, Substitution
from targetcheck.kernel.derived_values.bound_in_force import against
from targetcheck.kernel.derived_values.formula_interval import ends_of
from targetcheck.kernel.derived_values.matching_periods import expected, kept_flags, meetings
from targetcheck.kernel.derived_values.missing_data import lacking
from targetcheck.kernel.derived_values.stated_values import Read, timeless_point, timeless_points
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import Point, excused_point
from targetcheck.kernel.statistics.part_statistic import (
    PartValue,
    enough,
    exact,
    in_unit_of,
    open_ends,
    part_value,
    unknown,
)
from targetcheck.kernel.statistics.sample_statistic import marks
from targetcheck.kernel.statistics.substitution import substitution
from targetcheck.observations.observation import scaled
from targetcheck.periods.period import Period
from targetcheck.plan.derivation_plans import PartsPlan, Sampling
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Plan

OverTime = Callable[[Sampling, str], Sequence[Point]]
"""(statistic over time, place) → points"""
Part = tuple[str, str]
"""(indicator, place)"""


def part_points(
    spec: PartsPlan, own: IndicatorPlan, plan: Plan, read: Read, over_time: OverTime, place: str
) -> Iterator[Point]:
    """Yield the statistic for each period in which a part has a value."""
    series = _series(spec, read, over_time, place)
    specs = {part: own if spec.sampling else plan.indicators[part[0]] for part in series}
    weights = {part: _weight_points(spec, plan, read, part[1]) for part in series}
    parts = ((part, *part) for part in series if spec.sampling is None)
    always = timeless_points(parts, plan.indicators, read)
    if spec.kind == "first_known":
        yield from _first_known(spec, series, place, plan, always)
        return
    for period, there in meetings(series, specs, always):
        values = {}
        for part in series:
            point = there.get(part)
            if point is not None and point.excused:
                continue
            if point is not None and spec.moving is not None:
                (point,) = against([point], spec.moving.get(part[0]), plan, read, part[1])
            ends = ends_of(point, specs[part])
            weight = _weight(spec, part, weights[part], period)
            values[part] = part_value(spec, part[0], point, ends, weight)
        silences = [p for p in there.values() if p.excused]
        if not values:
            yield excused_point(period, silences)
            continue
        figure = _figure(spec, own, plan, period, values)
        kept = dict.fromkeys((*figure.flags, *(("excused",) if silences else ())))
        yield replace(figure, flags=tuple(kept))


def _series(
    spec: PartsPlan, read: Read, over_time: OverTime, place: str
) -> dict[Part, Sequence[Point]]:
    """Return the points of every part; members taken from the data are those with a report."""
    if spec.at is None:
        return {(name, place): read(name, place) for name in spec.parts}
    of = spec.parts[0]
    first = spec.sampling
    found = {
        (of, member): read(of, member) if first is None else over_time(first, member)
        for member in spec.at.get(place, ())
    }
    return {part: points for part, points in found.items() if points or not spec.from_data}


def _weight_points(spec: PartsPlan, plan: Plan, read: Read, member: str) -> Sequence[Point]:
    name = spec.weigh_by
    if name is None:
        return ()
    always = timeless_point(plan.indicators[name], plan.indicators, read, member)
    return (*read(name, member), *((always,) if always is not None else ()))


def _weight(
    spec: PartsPlan, part: Part, points: Sequence[Point], period: Period
) -> Fraction | None:
    """Return the weight of a part in a period: of that period, of one around it, else of its day."""
    if spec.weights is not None:
        return spec.weights.get(part[0] if spec.at is None else part[1])
    if spec.weigh_by is None:
        return None
    around = [p for p in points if p.period.contains(period) and not p.partial]
    same_day = by_end(p for p in points if not p.partial).get(period.end)
    found = min(around, key=lambda p: p.period.days, default=same_day)
    return found.value if found is not None else None


def _figure(
    spec: PartsPlan, own: IndicatorPlan, plan: Plan, period: Period, parts: Mapping[Part, PartValue]
) -> Point:
    """Return the statistic of one meeting."""
    used = [p.point for p in parts.values() if p.point is not None]
    known = {part: p for part, p in parts.items() if _settled(spec, p)}
    point = Point(
        period, None, Fraction(0), None, unbounded=True,
        observations=tuple(observation for p in used for observation in p.observations),
        flags=_flags(spec, used), steps=_steps(spec, parts),
        partial=any(p.point is None or p.point.partial for p in parts.values()),
        sampled=Sampled(
            spec.kind, len(known), order=_order(spec), parts=len(parts),
            non_detects=sum(p.value is None and p.reason == "censored" for p in used),
        ),
    )  # fmt: skip
    if spec.kind == "count":
        there = sum(p.point is not None and not unknown(p.point) for p in parts.values())
        return _valued(spec, replace(point, partial=False), Fraction(there))
    unfit = [part for part, p in parts.items() if p.weight is not None and p.weight <= 0]
    if unfit:
        names = tuple(_weight_name(spec, part, period) for part in unfit)
        return replace(point, reason="weights_unusable", missing=names, partial=False)
    missing = _missing(spec, own, plan, period, parts, known)
    reached, need = enough(spec.complete, len(known), len(parts))
    if spec.complete.parts is not None:
        if not reached or not known:
            short = (Shortfall("parts", period, len(known), need),)
            assert point.sampled is not None
            made = replace(point.sampled, short=short)
            return replace(point, reason="incomplete", missing=missing, sampled=made)
        left_out = ("parts_missing",) if len(known) < len(parts) else ()
        point = replace(point, flags=(*point.flags, *left_out), partial=False)
        point = replace(point, substituted=_left_open(spec, known, period))
        return _valued(spec, point, exact(spec, list(known.values())), list(known.values()))
    if len(known) == len(parts):
        point = replace(point, substituted=_left_open(spec, parts, period))
        return _valued(spec, point, exact(spec, list(parts.values())), list(parts.values()))
    return _open(spec, point, list(parts.values()), missing)


def _left_open(
    spec: PartsPlan, parts: Mapping[Part, PartValue], period: Period
) -> Substitution | None:
    """Return what parts below their detection limit leave open, in the unit of the statistic."""
    if spec.exceeds is not None:
        return None
    each = list(parts.values())

    def figure(values: Sequence[Fraction]) -> Fraction | None:
        made = exact(spec, [replace(p, value=v) for p, v in zip(each, values, strict=True)])
        return made if made is None or spec.rounding is None else spec.rounding.of(made)

    there = [
        (in_unit_of(spec, part[0], p.point), p.value, f"{part[0]}@{part[1]} {period.text('en')}")
        for part, p in parts.items()
        if p.point is not None and p.value is not None
    ]
    return substitution(spec.kind, there, figure, decides=spec.non_detect_decides)


def _settled(spec: PartsPlan, part: PartValue) -> bool:
    """Return whether a part takes part: it has a value, or satisfies the condition or not."""
    if spec.exceeds is None:
        return part.known
    return part.point is not None and part.counted is not None and part.weighed


def _valued(
    spec: PartsPlan, point: Point, value: Fraction | None, parts: Sequence[PartValue] = ()
) -> Point:
    """Return a point with its value, rounded as the statistic declares."""
    assert point.sampled is not None
    if value is None:
        return replace(point, reason="incomplete")
    kept = spec.rounding.of(value) if spec.rounding is not None else value
    counts = None
    plain = spec.weights is None and spec.weigh_by is None and spec.rounding is None
    if spec.kind == "exceedance_share" and plain:
        valid = [p for p in parts if p.valid]
        counts = (Fraction(sum(bool(p.counted) for p in valid)), Fraction(len(valid)))
    return replace(
        point, value=kept, low=kept, high=kept, unbounded=False, counts=counts, partial=False,
        sampled=replace(point.sampled, exact=value),
    )  # fmt: skip


def _open(
    spec: PartsPlan, point: Point, parts: Sequence[PartValue], missing: tuple[str, ...]
) -> Point:
    """Return the interval that unknown parts leave open; exact if its ends are equal."""
    low, high = open_ends(spec, parts)
    if low is not None and low == high:
        return _valued(spec, point, low, parts)
    if spec.rounding is not None:
        low, high = (None if end is None else spec.rounding.of(end) for end in (low, high))
    reasons = (p.point.reason for p in parts if p.point is not None and not p.known)
    return replace(
        point, low=low, high=high, unbounded=low is None and high is None, missing=missing,
        reason=next((reason for reason in reasons if reason), "incomplete"),
    )  # fmt: skip


def _missing(
    spec: PartsPlan,
    own: IndicatorPlan,
    plan: Plan,
    period: Period,
    parts: Mapping[Part, PartValue],
    known: Mapping[Part, PartValue],
) -> tuple[str, ...]:
    """Return the data that would make every part known."""
    found: list[str] = []
    for part, value in parts.items():
        if part in known:
            continue
        if not value.weighed:
            found.append(_weight_name(spec, part, period))
        if value.point is not None and value.value is not None and value.point.against is not None:
            found += value.point.against.missing
        if value.known or (value.value is not None and spec.exceeds is None):
            continue
        if value.point is not None and value.point.missing:
            found += value.point.missing
        elif spec.sampling is not None or part[0] == own.id:
            found.append(f"{part[0]}@{part[1]} {period.text('en')}")
        else:
            found += lacking(plan, part[0], part[1], period)
    return tuple(dict.fromkeys(found))


def _weight_name(spec: PartsPlan, part: Part, period: Period) -> str:
    return f"{spec.weigh_by or 'weights'}@{part[1]} {period.text('en')}"


def _flags(spec: PartsPlan, used: Sequence[Point]) -> tuple[str, ...]:
    flags = ["derived", *marks(used), *kept_flags(used)]
    if any(p.value is None and p.reason == "censored" for p in used):
        flags.append("non_detects")
    if spec.from_data:
        flags.append("population_from_data")
    return tuple(dict.fromkeys(flags))


def _steps(spec: PartsPlan, parts: Mapping[Part, PartValue]) -> tuple[DerivationStep, ...]:
    """Return the indicators of a list that are derived themselves, preceded by their own parts."""
    if spec.at is not None:
        return ()
    there = [(name, p.point) for (name, _), p in parts.items() if p.point is not None]
    found = [step for _, p in there for step in p.steps]
    found += [
        DerivationStep(name, p.period, p.value)
        for name, p in there
        if p.value is not None and "derived" in p.flags
    ]
    return tuple(dict.fromkeys(found))


def _order(spec: PartsPlan) -> Fraction | None:
    if spec.p is not None:
        return spec.p * 100
    return None if spec.n is None else Fraction(spec.n)


def _first_known(
    spec: PartsPlan,
    series: Mapping[Part, Sequence[Point]],
    place: str,
    plan: Plan,
    always: Mapping[Part, Point],
) -> Iterator[Point]:
    """Yield the value of the first part that has one; a later one stands in for it."""
    at = {name: {p.period: p for p in points} for (name, _), points in series.items()}
    for period in sorted({period for points in at.values() for period in points}):
        there = {name: at[name].get(period) or always.get((name, place)) for name in spec.parts}
        found = next(((name, p) for name, p in there.items() if p is not None and _has(p)), None)
        first = at[spec.parts[0]].get(period)
        if found is None and first is not None and first.excused:
            yield excused_point(period, [first])
        elif found is None:
            missing = first.missing if first is not None and first.missing else ()
            label = expected(plan.indicators[spec.parts[0]], period)
            yield Point(
                period, None, Fraction(0), None, flags=("derived",), unbounded=True, partial=True,
                missing=missing or lacking(plan, spec.parts[0], place, label),
                reason=first.reason if first is not None and first.reason else "incomplete",
            )  # fmt: skip
        else:
            yield _taken(spec, found[0], replace(found[1], period=period))


def _has(point: Point | None) -> bool:
    """Return whether a point is a value: known, or reported as below or above a limit."""
    if point is None or point.partial:
        return False
    told = point.reason in ("censored", "interval_only")
    return point.value is not None or (told and not point.unbounded)


def _taken(spec: PartsPlan, name: str, point: Point) -> Point:
    """Return the point of a part in the unit of the indicator, with where it is from."""
    factor = spec.per_unit[name]
    low, value, high = (
        None if v is None else v * factor for v in (point.low, point.value, point.high)
    )
    flags = ("derived", *point.flags, *(("stand_in",) if name != spec.parts[0] else ()))
    steps = point.steps
    if point.value is not None:
        steps = (*steps, DerivationStep(name, point.period, point.value))
    return replace(
        point, value=value, low=low, high=high, flags=tuple(dict.fromkeys(flags)), steps=steps,
        step=None if point.step is None else point.step * factor,
        claims=tuple(sorted(claim * factor for claim in point.claims)),
        sampled=None, graded=(), interval=scaled(point.interval, factor),
        substituted=point.substituted.scaled(factor) if point.substituted else None,
    )  # fmt: skip
