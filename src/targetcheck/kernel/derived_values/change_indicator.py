"""Change over time: a value minus that of an earlier period.

Layer: kernel. Input: points. Output: points.

    change          = y − y₀            of a class: rank₀ − rank, so that a grade better is 1
    relative change = (y − y₀) ÷ y₀     in percent; undefined unless y₀ is above 0
    yearly change   = (y ÷ y₀)^(1 ÷ years) − 1     in percent, to 50 digits, kept to 20 decimals

Values known as intervals give an interval. If the earlier value is unknown, the change is unknown
and names the data missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from targetcheck.kernel.derivation_evidence import DerivationStep
from targetcheck.kernel.derived_values.formula_interval import times
from targetcheck.kernel.derived_values.member_figures import at_periods
from targetcheck.kernel.outcome import Point, excused_point, left_between
from targetcheck.kernel.progress_methods.cagr import growth
from targetcheck.kernel.statistics.time_windows import adjoining, back
from targetcheck.periods.period import Period
from targetcheck.plan.derivation_plans import ChangePlan
from targetcheck.ruleset.fields.plain_values import distance_of

_MARKS = ("derived", "below_detection")


def change_points(spec: ChangePlan, points: Sequence[Point], place: str) -> Iterator[Point]:
    """Yield the change of every value, oldest first."""
    known = at_periods(p for p in points if "last_year_so_far" not in p.flags)
    for point in known.values():
        if spec.base is not None and point.period.end <= spec.base.end:
            continue
        before = earlier(spec.since, spec.base, point.period, known)
        named = f"{spec.of}@{place} {before if isinstance(before, str) else before.text('en')}"
        then = known.get(before) if isinstance(before, Period) else None
        yield _change(spec, point, then, named)


def earlier(
    since: str, base: Period | None, period: Period, known: Mapping[Period, Point]
) -> Period | str:
    """Return the earlier period of a period; of reports that do not exist, how they are named."""
    if base is not None:
        return base
    distance = distance_of(since)
    if distance is not None and distance.unit == "report":
        return _reports_before(distance.count, period, known)
    if distance is not None or since == "previous_year":
        unit, count = (distance.unit, distance.count) if distance is not None else ("year", 1)
        return back(period, count, unit)
    just_before = adjoining(period, 1)
    if period.frequency != "day":
        return just_before
    days = (other for other in known if other < period and _alike(other, period))
    return max((day for day in days if known[day].value is not None), default=just_before)


def _reports_before(count: int, period: Period, known: Mapping[Period, Point]) -> Period | str:
    """Return the period of the n-th earlier value of the same length."""
    alike = [p for p in known if p.end < period.end and _alike(p, period)]
    there = sorted(p for p in alike if known[p].value is not None)
    if len(there) >= count:
        return there[-count]
    return f"before {min(there, default=period).text('en')}"


def _alike(one: Period, other: Period) -> bool:
    """Return whether two periods have the same length; months count as equal whatever their days."""
    return one.frequency == other.frequency and (one.frequency != "other" or one.days == other.days)


def _change(spec: ChangePlan, now: Point, then: Point | None, named: str) -> Point:
    used = (now,) if then is None else (now, then)
    flags = tuple(dict.fromkeys(f for p in used for f in p.flags if f not in _MARKS))
    observations = tuple(
        {id(observation): observation for p in used for observation in p.observations}.values()
    )
    unknown = Point(
        now.period,
        None,
        Fraction(0),
        None,
        observations=observations,
        flags=("derived", *flags),
        unbounded=True,
        partial=now.partial,
    )
    if now.excused:
        return excused_point(now.period, used)
    if then is None or then.excused:
        return replace(unknown, reason="no_baseline", missing=(*now.missing, named))
    missing = (*now.missing, *then.missing)
    if any(p.unbounded or p.low is None or p.high is None for p in used):
        low, high = _half_open(spec, now, then)
        return replace(
            unknown, low=low, high=high, unbounded=low is None and high is None,
            low_open=now.low_open or then.high_open, high_open=now.high_open or then.low_open,
            reason=now.reason or then.reason, missing=missing,
        )  # fmt: skip
    days = (then.period.end, now.period.end)
    ends = [_between(spec, a, b, days) for a in _ends(now) for b in _ends(then)]
    found = [end for end in ends if end is not None]
    if len(found) < len(ends):
        return replace(unknown, reason="no_baseline", missing=missing)
    low, high = min(found), max(found)
    steps = [DerivationStep(spec.of, p.period, p.value) for p in used if p.value is not None]
    steps = [step for p in used for step in p.steps] + steps
    point = replace(unknown, low=low, high=high, unbounded=False, steps=tuple(steps))
    if low == high:
        nows, thens = ([e for upper in (False, True) for e in _ends(p.at(upper))] for p in used)
        open_ = (_between(spec, a, b, days) for a in nows for b in thens)
        return replace(point, value=low, substituted=left_between(open_, used))
    return replace(point, reason=now.reason or then.reason or "incomplete", missing=missing)


def _half_open(
    spec: ChangePlan, now: Point, then: Point
) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of a difference of which a value has an end that is not known."""
    if spec.relative or now.unbounded or then.unbounded:
        return None, None
    low = None if now.low is None or then.high is None else now.low - then.high
    high = None if now.high is None or then.low is None else now.high - then.low
    return times((low, high), spec.per_unit)


def _ends(point: Point) -> tuple[Fraction, ...]:
    if point.value is not None:
        return (point.value,)
    assert point.low is not None
    assert point.high is not None
    return point.low, point.high


def _between(
    spec: ChangePlan, now: Fraction, then: Fraction, days: tuple[date, date]
) -> Fraction | None:
    if not spec.relative:
        return (then - now if spec.ordinal else now - then) * spec.per_unit
    if then <= 0 or (spec.yearly and now < 0):
        return None
    share = growth((days[0], then), (days[1], now)) if spec.yearly else (now - then) / then
    return share * 100 * spec.per_unit
