"""Totals over time: period values and cumulative reports joined without gap or overlap.

Floor: kernel. A missing quarter makes a total incomplete; a cumulative report is used as it is and
is never added to the period values that it contains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from targetcheck.ground.periods import Period
from targetcheck.kernel.outcome import Point
from targetcheck.kernel.view import chosen
from targetcheck.plan.facts import Fact

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A chain of adjoining periods from the first day: how many, what they add up to."""

    pieces: int
    value: Fraction
    points: tuple[Point, ...]
    others: tuple[Fraction, ...] = ()


def totals(reports: Sequence[Fact], start: date) -> tuple[Point, ...]:
    """Give the total since `start` at every day up to which the reports leave no gap.

    Of several ways to add up to the same day the one with the fewest pieces is used (a yearly
    figure before four quarters); the others stand as claims.
    """
    whole = [f for f in reports if f.basis == "since_start"]
    pieces = list(chosen(f for f in reports if f.basis != "since_start"))
    pieces += [_since(p, start) for p in chosen(whole) if p.period.end >= start]
    reach: dict[date, _Sum] = {start - DAY: _Sum(0, Fraction(0), ())}
    for point in sorted(pieces, key=lambda p: (p.period.end, p.period.start)):
        before = reach.get(point.period.start - DAY)
        if before is None or point.value is None:
            continue
        longer = _Sum(before.pieces + 1, before.value + point.value, (*before.points, point), ())
        known = reach.get(point.period.end)
        reach[point.period.end] = longer if known is None else _fewest(known, longer)
    del reach[start - DAY]
    return tuple(_point(start, end, total) for end, total in sorted(reach.items()))


def gaps(reports: Sequence[Fact], start: date, end: date) -> tuple[tuple[date, date], ...]:
    """Give the spans of days between `start` and `end` that no report covers."""
    spans = sorted(
        (_first_day(f, start), f.period.end) for f in reports if start <= f.period.end <= end
    )
    found: list[tuple[date, date]] = []
    reached = start
    for first, last in spans:
        if first > reached:
            found.append((reached, first - DAY))
        reached = max(reached, last + DAY)
    if reached <= end:
        found.append((reached, end))
    return tuple(found)


def _first_day(fact: Fact, start: date) -> date:
    if fact.basis == "since_start":
        return start
    if fact.basis == "year_to_date":
        return date(fact.period.end.year, 1, 1)
    return fact.period.start


def _since(point: Point, start: date) -> Point:
    period = Period(start, point.period.end, point.period.label)
    return Point(
        period,
        point.value,
        point.low,
        point.high,
        point.step,
        claims=point.claims,
        facts=point.facts,
        flags=point.flags,
    )


def _fewest(a: _Sum, b: _Sum) -> _Sum:
    kept, other = (b, a) if b.pieces < a.pieces else (a, b)
    others = {*a.others, *b.others, other.value} - {kept.value}
    return _Sum(kept.pieces, kept.value, kept.points, tuple(sorted(others)))


def _point(start: date, end: date, total: _Sum) -> Point:
    flags = dict.fromkeys(flag for p in total.points for flag in p.flags)
    if total.others:
        flags["totals_differ"] = None
    steps = [p.step for p in total.points if p.step is not None]
    claims = {total.value + c - (p.value or 0) for p in total.points for c in p.claims}
    return Point(
        period=Period(start, end, f"{start}/{end}"),
        value=total.value,
        low=total.value,
        high=total.value,
        step=sum(steps, Fraction(0)) if steps else None,
        claims=tuple(sorted(claims | set(total.others))),
        facts=tuple(fact for p in total.points for fact in p.facts),
        flags=tuple(flags),
    )
