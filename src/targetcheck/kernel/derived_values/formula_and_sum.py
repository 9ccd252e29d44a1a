"""Values combined within a period: shares and formulas, and parents from their children.

Layer: kernel. Input: the plan, and a reader of other points. Output: Points. A value with an
unknown part or child is an interval. It is `partial` if a part has no observation, and names that
part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.derived_values.formula_interval import (
    Ends,
    ends_of,
    formula_ends,
    max_ends,
    quotient_ends,
    sum_ends,
    times,
)
from targetcheck.kernel.derived_values.matching_periods import expected, kept_flags, meetings
from targetcheck.kernel.derived_values.missing_data import lacking
from targetcheck.kernel.derived_values.stated_values import Read, timeless_points
from targetcheck.kernel.observation_choice import order_of
from targetcheck.kernel.outcome import Point, excused_point, left_between, split_excused
from targetcheck.observations.observation import Observation
from targetcheck.periods.period import Period
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Plan
from targetcheck.quantities.unit import factor, find_unit

if TYPE_CHECKING:
    from targetcheck.kernel import derivation_evidence
    from targetcheck.kernel.statistics import samples
    from targetcheck.ruleset.indicators import formula
else:
    formula = on_first_use("targetcheck.ruleset.indicators.formula")
    derivation_evidence = on_first_use("targetcheck.kernel.derivation_evidence")
    samples = on_first_use("targetcheck.kernel.statistics.samples")


@dataclass(frozen=True, slots=True)
class _Met:
    """The parts of a share or formula that meet in one period at one place."""

    period: Period
    place: str
    names: tuple[str, ...]
    """all parts, those without a value as well"""
    points: Mapping[str, Point]
    known: Mapping[str, Fraction]


def formula_points(spec: IndicatorPlan, plan: Plan, read: Read, place: str) -> Iterator[Point]:
    """Yield a share or formula for every period of which a part is known."""
    parts = _parts(spec)
    series = {name: read(name, place) for name in parts}
    timeless = timeless_points(((n, n, place) for n in parts), plan.indicators, read)
    for period, there in meetings(series, plan.indicators, timeless):
        known = {
            name: v for name, p in there.items() if (v := _standing(plan, name, p)) is not None
        }
        if len(known) < len(parts):
            yield _open(spec, plan, _Met(period, place, parts, there, known))
            continue
        value = _computed(spec, plan, known)
        if value is None:
            yield _undefined(spec, plan, _Met(period, place, parts, there, known))
        else:
            counts = (known[parts[0]], known[parts[1]]) if spec.of is not None else None
            if counts is not None and value > _per(spec) and not spec.above_hundred:
                yield _impossible(period, counts, observations_of(there.values()))
                continue
            yield Point(
                period, value, value, value, counts=counts,
                observations=observations_of(there.values()),
                flags=("derived", *kept_flags(there.values())),
                steps=derivation_steps(there), substituted=_left_open(spec, plan, there, known, value),
            )  # fmt: skip


def _left_open(
    spec: IndicatorPlan,
    plan: Plan,
    there: Mapping[str, Point],
    known: Mapping[str, Fraction],
    value: Fraction,
) -> derivation_evidence.Substitution | None:
    """Return what non-detects leave open in the value of a share or formula."""
    swayed = {name for name, p in there.items() if p.value is None or p.substituted is not None}
    if not swayed:
        return None
    both = {name: _spread(there[name]) if name in swayed else (v, v) for name, v in known.items()}
    low, high = _ends(spec, plan, both)
    return derivation_evidence.Substitution(
        value if low is None else low, value if high is None else high,
        missing=tuple(m for n in sorted(swayed) for m in there[n].missing_data),
        unbounded=low is None or high is None,
    )  # fmt: skip


def _spread(point: Point) -> Ends:
    """Return the ends of a non-detect, or of a figure made of some."""
    if point.value is None or point.substituted is None:
        return point.low, point.high
    made = point.substituted
    return (None, None) if made.unbounded else (made.low, made.high)


def _parts(spec: IndicatorPlan) -> tuple[str, ...]:
    """Return the indicators that a share or formula is made from."""
    return spec.of or formula.names_in(spec.formula or "")


def _undefined(spec: IndicatorPlan, plan: Plan, met: _Met) -> Point:
    """Return a figure without a value: a denominator of zero is named, else the formula has none."""
    zero = (
        spec.of[1:]
        if spec.of is not None
        else formula.zero_denominators(spec.formula or "", met.known)
    )
    labels = {name: expected(plan.indicators[name], met.period).text("en") for name in zero}
    made_of = met.points.values()
    return Point(
        met.period, None, None, None, observations=observations_of(made_of),
        reason="zero_denominator" if zero else "undefined", unbounded=True, partial=True,
        flags=("derived", *kept_flags(made_of)), steps=derivation_steps(met.points),
        missing=tuple(f"{name}@{met.place} {label}" for name, label in labels.items()),
    )  # fmt: skip


def _impossible(
    period: Period, counts: tuple[Fraction, Fraction], observations: tuple[Observation, ...]
) -> Point:
    """Return an unknown share, since its numerator exceeds its denominator."""
    return Point(
        period, None, Fraction(0), None, counts=counts, observations=observations,
        reason="inconsistent_report", flags=("derived", "counts_impossible"), unbounded=True,
    )  # fmt: skip


def _open(spec: IndicatorPlan, plan: Plan, met: _Met) -> Point:
    """Return the interval of a value with an unknown part, and the data that would determine it."""
    known, made_of = met.known, met.points.values()
    unknown = {name: p for name, p in met.points.items() if name not in known}
    absent = [name for name in met.names if name not in met.points]
    named = [m for name in absent for m in lacking(plan, name, met.place, met.period)]
    ends: dict[str, Ends] = {
        name: (known[name], known[name])
        if name in known
        else ends_of(met.points.get(name), plan.indicators[name])
        for name in met.names
    }
    low, high = _ends(spec, plan, ends)
    decided = low is not None and low == high  # whatever the silent parts are
    if not decided and any(p.excused for p in unknown.values()):
        return excused_point(met.period, made_of)
    return _between(
        met.period, (low, high), made_of, ("derived", *kept_flags(made_of)),
        (*named, *(m for name, p in unknown.items() for m in _named(plan, name, met.place, p))),
        partial=not decided and (bool(absent) or any(p.partial for p in made_of)),
    )  # fmt: skip


def _named(plan: Plan, name: str, place: str, point: Point) -> tuple[str, ...]:
    """Return the data that an unknown part lacks; of an undefined one those it is made of."""
    return point.missing or lacking(plan, name, place, point.period)


def _between(
    period: Period,
    ends: Ends,
    made_of: Iterable[Point],
    flags: tuple[str, ...],
    missing: Sequence[str],
    *,
    partial: bool,
) -> Point:
    """Return an interval as a value; exact if its ends are equal."""
    low, high = ends
    known = low is not None and low == high
    reasons = (p.reason for p in made_of if p.value is None and p.reason)
    return Point(
        period,
        low if known else None,
        low,
        high,
        observations=observations_of(made_of),
        missing=() if known else tuple(dict.fromkeys(missing)),
        reason="" if known else next(reasons, "incomplete"),
        flags=flags,
        unbounded=low is None and high is None,
        partial=partial,
    )


def _ends(spec: IndicatorPlan, plan: Plan, parts: Mapping[str, Ends]) -> Ends:
    """Return the interval of a share or formula, from those of its parts."""
    if spec.formula is not None:
        return formula_ends(spec.formula, parts)
    assert spec.of is not None
    top, bottom = (times(parts[name], _worth(plan, name)) for name in spec.of)
    return times(quotient_ends(top, bottom), _per(spec))


def _worth(plan: Plan, name: str) -> Fraction:
    unit = plan.indicators[name].unit
    return unit.factor if unit is not None else Fraction(1)


def _per(spec: IndicatorPlan) -> Fraction:
    """Return the factor from a share of 1 to the unit of its indicator."""
    return 100 * factor(find_unit("percent"), spec.unit) if spec.unit else Fraction(100)


def _standing(plan: Plan, name: str, point: Point) -> Fraction | None:
    """Return the value of a part; a non-detect is substituted as its indicator declares."""
    rule = plan.indicators[name].non_detect
    if point.value is not None or rule is None:
        return point.value
    return samples.stood_for(point, rule)


def _computed(spec: IndicatorPlan, plan: Plan, known: Mapping[str, Fraction]) -> Fraction | None:
    if spec.formula is not None:
        return formula.calculate(spec.formula, known)
    assert spec.of is not None
    top, bottom = (known[name] * _worth(plan, name) for name in spec.of)
    return top / bottom * _per(spec) if bottom else None


def joint_points(spec: IndicatorPlan, plan: Plan, read: Read, place: str) -> Iterator[Point]:
    """Yield a parent's value for every period that one of its children reports."""
    kids = plan.children.get(spec.id, {}).get(place, ())
    if not kids or spec.aggregate is None:
        return
    series = {kid: {p.period: p for p in read(spec.id, kid)} for kid in kids}
    for period in _periods(series.values()):
        found = {kid: points.get(period) for kid, points in series.items()}
        if spec.aggregate == "ratio_of_sums":
            yield from _pooled(spec, period, found)
        else:
            yield _joint(spec, plan, period, found)


def _joint(
    spec: IndicatorPlan, plan: Plan, period: Period, found: Mapping[str, Point | None]
) -> Point:
    """Return the sum, mean or worst of the children, or its interval."""
    found, silences = split_excused(found)
    if not found:
        return excused_point(period, silences)
    there = [point for point in found.values() if point is not None]
    missing = [m for p in there if p.value is None for m in p.missing]
    for kid in (kid for kid, point in found.items() if point is None):
        missing += lacking(plan, spec.id, kid, period.text("en"))
    partial = len(there) < len(found) or any(p.partial for p in there)
    flags = ("summed", "excused") if silences else ("summed",)
    ends = _joint_ends(spec, found.values())
    made = _between(period, ends, there, flags, missing, partial=partial)
    if made.value is None or not any(p.substituted for p in there):
        return made
    open_ = (_joint_ends(spec, [p.at(upper) for p in there])[0] for upper in (False, True))
    return replace(made, substituted=left_between(open_, there))


def _joint_ends(spec: IndicatorPlan, points: Collection[Point | None]) -> Ends:
    """Return the interval of the sum, mean or worst of children."""
    pieces = [ends_of(point, spec) for point in points]
    ends = max_ends(pieces) if spec.aggregate == "worst" else sum_ends(pieces)
    return times(ends, Fraction(1, len(pieces))) if spec.aggregate == "mean" else ends


def _pooled(
    spec: IndicatorPlan, period: Period, found: Mapping[str, Point | None]
) -> Iterator[Point]:
    """Yield the combined share from counts that every child reports."""
    found, silences = split_excused(found)
    if not found:
        yield excused_point(period, silences)
        return
    points = [p for p in found.values() if p is not None and not p.partial]
    counts = [p.counts for p in points if p.counts is not None]
    bottom = sum((c[1] for c in counts), Fraction(0))
    if len(counts) < len(found) or bottom == 0:
        return
    top = sum((c[0] for c in counts), Fraction(0))
    value = top / bottom * _per(spec)
    yield Point(
        period, value, value, value, counts=(top, bottom),
        observations=observations_of(points),
        flags=("summed", "excused") if silences else ("summed",),
    )  # fmt: skip


def _periods(series: Iterable[Mapping[Period, Point]]) -> list[Period]:
    return sorted({period for points in series for period in points})


def derivation_steps(there: Mapping[str, Point]) -> tuple[derivation_evidence.DerivationStep, ...]:
    """Return the parts that are derived themselves, preceded by their own parts."""
    found = [step for p in there.values() for step in p.steps]
    found += [
        derivation_evidence.DerivationStep(name, p.period, p.value)
        for name, p in there.items()
        if p.value is not None and "derived" in p.flags
    ]
    return tuple(dict.fromkeys(found))


def observations_of(points: Iterable[Point]) -> tuple[Observation, ...]:
    """Return the observations behind points, without duplicates."""
    found = {id(observation): observation for p in points for observation in p.observations}
    return tuple(found.values())


def by_counts(reported: Point, made: Point) -> Point:
    """Return a share computed from counts reported with it; a different printed share is a claim.

    An observation that has counts of its own, or is better verified than the counts, takes
    precedence; so does any observation over a formula.
    """
    if made.partial or made.counts is None or reported.counts is not None:
        return reported
    if min(order_of(f)[0] for f in made.observations) < max(
        order_of(f)[0] for f in reported.observations
    ):
        return reported
    printed, value = reported.value, made.value
    if printed is None or value is None:
        return made
    agrees = reported.step is not None and abs(printed - value) * 2 <= reported.step
    return replace(
        made,
        claims=() if agrees else tuple(sorted({printed, *reported.claims})),
        observations=(*reported.observations, *made.observations),
        flags=(*made.flags, *(() if agrees else ("share_disagrees_with_counts",))),
    )
