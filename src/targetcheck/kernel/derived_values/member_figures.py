"""Figures over members of a place: share or number that satisfy conditions, mean of an indicator.

Layer: kernel. A member is counted by its value for the same period, else by the one that ends on the
same day. A share or count with unknown
members is an interval: from none to all of them satisfying. A mean needs every member.

    share = members that satisfy ÷ members, in percent        mean = Σ x ÷ members
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from targetcheck.kernel.derived_values.matching_periods import (
    expected,
    kept_flags,
    meetings,
    missing_label,
)
from targetcheck.kernel.derived_values.stated_values import timeless_points
from targetcheck.kernel.outcome import (
    Point,
    at_both_ends,
    excused_point,
    left_between,
    split_excused,
)
from targetcheck.kernel.statistics.mean_and_percentile import mean
from targetcheck.kernel.statistics.substitution import substitution
from targetcheck.kernel.value_vs_bound import Limits, holds, undecided_data
from targetcheck.periods.period import Period
from targetcheck.plan.derivation_plans import MembersPlan
from targetcheck.plan.indicator_plan import IndicatorPlan

Found = Mapping[str, Mapping[str, Point]]
"""member → indicator → point"""


def at_periods(points: Iterable[Point]) -> dict[Period, Point]:
    """Return points by their period, independent of its label."""
    return {p.period: p for p in points}


def member_points(
    spec: MembersPlan,
    place: str,
    read: Callable[[str, str], Sequence[Point]],
    specs: Mapping[str, IndicatorPlan],
    limits_at: Callable[[str], Limits],
) -> Iterator[Point]:
    """Yield share or number of satisfying members, for each period with an observation."""
    names = tuple(dict.fromkeys(c.indicator for c in spec.where))
    series = {(m, name): read(name, m) for m in spec.at.get(place, ()) for name in names}
    members = tuple(dict.fromkeys(m for m, _ in series))
    if spec.from_data:
        members = tuple(m for m in members if any(series[m, name] for name in names))
        series = {key: points for key, points in series.items() if key[0] in members}
    parts = (((m, name), name, m) for m, name in series)
    timeless = timeless_points(parts, specs, read)
    for period, there in meetings(series, {key: specs[key[1]] for key in series}, timeless):
        found: dict[str, dict[str, Point]] = {m: {} for m in members}
        for (member, name), point in there.items():
            found[member][name] = point
        labels = {name: missing_label(specs[name], period) for name in names}
        if members and all(map(_excused, found.values())):
            yield excused_point(period, there.values())
        else:
            yield _counted(spec, period, found, labels, limits_at)


def mean_points(series: Mapping[str, Sequence[Point]], spec: IndicatorPlan) -> Iterator[Point]:
    """Yield the mean of an indicator over members, for each period with an observation."""
    for period, there in meetings(series, dict.fromkeys(series, spec)):
        found, silences = split_excused({m: there.get(m) for m in series})
        if not found:
            yield excused_point(period, silences)
            continue
        known = [p for p in found.values() if p is not None]
        values = [p.value for p in known if p.value is not None]
        observations = tuple(observation for p in known for observation in p.observations)
        flags = ("derived", *(f for p in known for f in p.flags), *kept_flags(there.values()))
        flags = tuple(dict.fromkeys(flags))
        if len(values) == len(found):
            value = mean(values)
            yield Point(
                period, value, value, value, observations=observations, flags=flags,
                substituted=substitution(
                    "mean", [(p, p.value, "") for p in known if p.value is not None], mean,
                    decides=False,
                ),
            )  # fmt: skip
            continue
        missing = tuple(m for p in known for m in p.missing)
        missing += tuple(
            f"{spec.id}@{m} {expected(spec, period).text('en')}"
            for m, p in found.items()
            if p is None
        )
        yield Point(
            period, None, Fraction(0), None, observations=observations, flags=flags, missing=missing,
            reason="incomplete", unbounded=True, partial=all(p.partial for p in known),
        )  # fmt: skip


def _excused(there: Mapping[str, Point]) -> bool:
    """Return whether a member has a stated reason for its silence; it is then not counted."""
    return any(point.excused for point in there.values())


def _counted(
    spec: MembersPlan,
    period: Period,
    members: Found,
    labels: Mapping[str, str],
    limits_at: Callable[[str], Limits],
) -> Point:
    certain = unknown = least = most = 0
    missing: list[str] = []
    used: list[Point] = []
    heard = {m: there for m, there in members.items() if not _excused(there)}
    left_out = len(heard) < len(members)
    members = heard
    for member, there in members.items():
        used += there.values()
        result = holds(spec.where, there, limits_at(member))
        certain += result is True
        ends = [holds(spec.where, each, limits_at(member)) for each in at_both_ends(there)]
        least += all(end is True for end in (result, *ends))
        most += any(end is not False for end in (result, *ends))
        if result is None:
            unknown += 1
            missing += [
                f"{n}@{member} {label}".rstrip() for n, label in labels.items() if n not in there
            ]
            missing += undecided_data(spec.where, there, limits_at(member))
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
        flags=(
            "derived",
            *(("population_from_data",) if spec.from_data else ()),
            *kept_flags(used),
            *(("excused",) if left_out else ()),
        ),
        partial=partial,
        substituted=left_between((least * per, most * per), used) if known else None,
    )
