"""Totals over time: period values and cumulative values combined without gap or overlap.

Layer: kernel. Input: points of a flow. Output: totals by day. A missing quarter makes a total
incomplete. A cumulative value is never added to the period values that it contains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from targetcheck.kernel.observation_choice import chosen
from targetcheck.kernel.outcome import Point, excused_point
from targetcheck.observations.observation import Observation
from targetcheck.periods.period import Period, period_of

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A chain of adjoining periods from the first day: their number and their sum."""

    pieces: int
    value: Fraction
    others: tuple[Fraction, ...] = ()
    step: Fraction | None = None
    claims: tuple[Fraction, ...] = ()
    """differences of the parts' claims from the values summed"""
    observations: tuple[Observation, ...] = ()
    flags: tuple[str, ...] = ()


Piece = Observation | Point
"""A report of a flow, or a value of a derived one."""


def totals(reports: Sequence[Piece], start: date) -> tuple[Point, ...]:
    """Return the total since `start` for every day up to which there is no gap.

    If several chains of periods end on the same day, the one with the fewest pieces is used (a
    yearly value before four quarters); the others are kept as claims. An excused period adds
    nothing.
    """
    reported = [f for f in reports if isinstance(f, Observation)]
    whole = [f for f in reported if f.basis == "since_start"]
    pieces = list(chosen(f for f in reported if f.basis != "since_start"))
    pieces += [_since(p, start) for p in chosen(whole) if p.period.end >= start]
    pieces += [f for f in reports if isinstance(f, Point)]
    reach: dict[date, _Sum] = {start - DAY: _Sum(0, Fraction(0))}
    for point in sorted(pieces, key=lambda p: (p.period.end, p.period.start)):
        before = reach.get(point.period.start - DAY)
        if before is None or (point.value is None and not point.excused):
            continue
        longer = _longer(before, point, point.value or Fraction(0))
        known = reach.get(point.period.end)
        reach[point.period.end] = longer if known is None else _fewest(known, longer)
    del reach[start - DAY]
    return tuple(_point(start, end, total) for end, total in sorted(reach.items()))


def period_totals(points: Sequence[Point], unit: str) -> tuple[Point, ...]:
    """Return the totals of whole calendar periods that shorter values of a flow make up."""
    known = {p.period for p in points}
    wholes = {period_of(p.period.end, unit) for p in points if p.period.frequency != unit}
    found = []
    for whole in sorted(wholes - known):
        inside = [p for p in points if whole.contains(p.period)]
        total = next((p for p in totals(inside, whole.start) if p.period.end == whole.end), None)
        if total is not None:
            found.append(replace(total, period=whole))
    return tuple(found)


def joint_totals(series: Sequence[Sequence[Point]], *, mean: bool = False) -> tuple[Point, ...]:
    """Return the sum, or mean, of several places' totals on every day that all of them reach."""
    ends = [{point.period.end: point for point in points} for points in series]
    days = sorted(set.intersection(*(set(points) for points in ends))) if ends else []
    return tuple(_joint([points[day] for points in ends], len(ends) if mean else 1) for day in days)


def joint_values(series: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """Return the sum of several places' values for every period in which all of them are known.

    An excused place takes no part.
    """
    known = [{p.period: p for p in points if p.value is not None or p.excused} for points in series]
    periods = sorted(set.intersection(*(set(points) for points in known))) if known else []
    found = []
    for period in periods:
        parts = [points[period] for points in known]
        if all(p.excused for p in parts):
            found.append(excused_point(period, parts))
        else:
            found.append(_joint(parts, 1))
    return tuple(found)


def _joint(points: Sequence[Point], share: int) -> Point:
    whole = sum((p.value for p in points if p.value is not None), Fraction(0))
    claims = {(whole + claim - (p.value or 0)) / share for p in points for claim in p.claims}
    steps = [p.step for p in points if p.step is not None]
    value = whole / share
    return Point(
        period=points[0].period,
        value=value,
        low=value,
        high=value,
        step=sum(steps, Fraction(0)) / share if steps else None,
        claims=tuple(sorted(claims)),
        observations=tuple(observation for p in points for observation in p.observations),
        flags=tuple(dict.fromkeys(("summed", *(flag for p in points for flag in p.flags)))),
    )


def gaps(reports: Sequence[Piece], start: date, end: date) -> tuple[tuple[date, date], ...]:
    """Return the spans of days between `start` and `end` without observation.

    An observation that begins before `start` does not count, since its part after `start` is
    unknown.
    """
    spans = sorted(
        (_first_day(f, start), f.period.end) for f in reports if start <= f.period.end <= end
    )
    spans = [span for span in spans if span[0] >= start]
    found: list[tuple[date, date]] = []
    reached = start
    for first, last in spans:
        if first > reached:
            found.append((reached, first - DAY))
        reached = max(reached, last + DAY)
    if reached <= end:
        found.append((reached, end))
    return tuple(found)


def _first_day(observation: Piece, start: date) -> date:
    if isinstance(observation, Point):
        return observation.period.start
    if observation.basis == "since_start":
        return start
    if observation.basis == "year_to_date":
        return date(observation.period.end.year, 1, 1)
    return observation.period.start


def _since(point: Point, start: date) -> Point:
    period = Period(start, point.period.end, point.period.label)
    return Point(
        period,
        point.value,
        point.low,
        point.high,
        point.step,
        claims=point.claims,
        observations=point.observations,
        flags=point.flags,
    )


def _fewest(a: _Sum, b: _Sum) -> _Sum:
    kept, other = (b, a) if b.pieces < a.pieces else (a, b)
    others = {*a.others, *b.others, other.value} - {kept.value}
    return replace(kept, others=tuple(sorted(others)))


def _longer(before: _Sum, point: Point, value: Fraction) -> _Sum:
    """Return a chain extended by one period."""
    step = point.step if before.step is None else before.step
    if before.step is not None and point.step is not None:
        step = before.step + point.step
    new = tuple(flag for flag in point.flags if flag not in before.flags) if point.flags else ()
    claims = before.claims
    if point.claims:
        claims += tuple(claim - value for claim in point.claims)
    return _Sum(
        before.pieces + 1,
        before.value + value,
        step=step,
        claims=claims,
        observations=before.observations + point.observations,
        flags=before.flags + new,
    )


def _point(start: date, end: date, total: _Sum) -> Point:
    first = next(iter(total.observations), None)
    if (first is None or first.excuse) and all(each.excuse for each in total.observations):
        whole = Period(start, end, f"{start}/{end}")
        return replace(excused_point(whole, ()), observations=total.observations)
    claims = {total.value + claim for claim in total.claims}.union(total.others)
    flags = total.flags
    if total.others and "totals_differ" not in flags:
        flags = (*flags, "totals_differ")
    return Point(
        period=Period(start, end, f"{start}/{end}"),
        value=total.value,
        low=total.value,
        high=total.value,
        step=total.step,
        claims=tuple(sorted(claims)) if claims else (),
        observations=total.observations,
        flags=flags,
    )
