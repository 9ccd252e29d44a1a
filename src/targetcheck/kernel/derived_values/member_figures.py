"""Figures over members of a place: share or number that satisfy conditions, mean of an indicator.

Layer: kernel. A member is counted by its value for the same period. A share or count with unknown
members is an interval: from none to all of them satisfying. A mean needs every member.

    share = members that satisfy ÷ members, in percent        mean = Σ x ÷ members
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from targetcheck.kernel.derived_values.class_and_index import holds
from targetcheck.kernel.outcome import Point
from targetcheck.kernel.statistics.mean_and_percentile import mean
from targetcheck.periods.period import Period
from targetcheck.plan.indicator_plan import MembersPlan

Series = Mapping[str, Mapping[Period, Point]]
"""indicator or member → points by period"""


def at_periods(points: Iterable[Point]) -> dict[Period, Point]:
    """Return points by their period, independent of its label."""
    return {p.period: p for p in points}


def member_points(
    spec: MembersPlan, place: str, read: Callable[[str, str], Sequence[Point]]
) -> Iterator[Point]:
    """Yield share or number of satisfying members, for each period with an observation."""
    names = tuple(dict.fromkeys(c.indicator for c in spec.where))
    members = {
        m: {name: at_periods(read(name, m)) for name in names} for m in spec.at.get(place, ())
    }
    if spec.from_data:
        members = {m: series for m, series in members.items() if any(series.values())}
    for period in _periods(points for series in members.values() for points in series.values()):
        yield _counted(spec, period, members)


def mean_points(series: Series, name: str) -> Iterator[Point]:
    """Yield the mean of an indicator over members, for each period with an observation."""
    for period in _periods(series.values()):
        found = {m: points.get(period) for m, points in series.items()}
        known = [p for p in found.values() if p is not None]
        values = [p.value for p in known if p.value is not None]
        observations = tuple(observation for p in known for observation in p.observations)
        flags = tuple(dict.fromkeys(("derived", *(f for p in known for f in p.flags))))
        if len(values) == len(found):
            value = mean(values)
            yield Point(period, value, value, value, observations=observations, flags=flags)
            continue
        missing = tuple(m for p in known for m in p.missing)
        missing += tuple(f"{name}@{m} {period.text('en')}" for m, p in found.items() if p is None)
        yield Point(
            period, None, Fraction(0), None, observations=observations, flags=flags, missing=missing,
            reason="incomplete", unbounded=True, partial=all(p.partial for p in known),
        )  # fmt: skip


def _periods(series: Iterable[Mapping[Period, Point]]) -> list[Period]:
    return sorted({period for points in series for period in points})


def _counted(spec: MembersPlan, period: Period, members: Mapping[str, Series]) -> Point:
    certain = unknown = 0
    missing: list[str] = []
    used: list[Point] = []
    for member, series in members.items():
        there = {name: points[period] for name, points in series.items() if period in points}
        used += there.values()
        result = holds(spec.where, there)
        certain += result is True
        if result is None:
            unknown += 1
            missing += [f"{n}@{member} {period.text('en')}" for n in series if n not in there]
            missing += [m for p in there.values() for m in p.missing]
    per = Fraction(100, len(members)) * spec.per_unit if spec.share else Fraction(1)
    low, high = certain * per, (certain + unknown) * per
    known = not unknown
    partial = bool(used) and all(p.partial for p in used)
    return Point(
        period,
        low if known else None,
        low,
        high,
        counts=(Fraction(certain), Fraction(len(members))) if known and spec.share else None,
        observations=tuple(observation for p in used for observation in p.observations),
        missing=tuple(dict.fromkeys(missing)),
        reason="" if known else "incomplete",
        flags=("derived", "population_from_data") if spec.from_data else ("derived",),
        partial=partial,
    )
