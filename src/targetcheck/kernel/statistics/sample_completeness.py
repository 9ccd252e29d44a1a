"""Completeness of samples: whether a period has enough valid samples for its statistic.

Layer: kernel. The rules are those of the standards: HJ 663 requires 324 daily means a year with 27
in each month and 25 in February; 40 CFR 50 appendix N 75 % of the scheduled samples of each
quarter; 环办〔2011〕22号 six months of a year. Without a rule, every month needs a sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.derivation_evidence import Shortfall
from targetcheck.kernel.outcome import Point
from targetcheck.periods.period import Period, period_of
from targetcheck.quantities.quantity import Quantity

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators.statistic import Complete

_DAY = timedelta(days=1)
_WEEK = 7


def shortfalls(
    rule: Complete, whole: Period, samples: Sequence[Period], excused: Sequence[Period] = ()
) -> tuple[Shortfall, ...]:
    """Return the parts of a period with too few samples; empty if it is complete.

    Two samples of one day are one valid day. An excused month needs no samples, and excused days
    are not scheduled; they are no samples either.
    """
    from targetcheck.ruleset.indicators.statistic import Complete

    several, samples = len(samples), tuple(dict.fromkeys(samples))
    if rule == Complete(every_days=rule.every_days):
        # A week or a day needs one sample, whichever months it touches.
        there = (*samples, *excused)
        return tuple(_empty_months(whole, there)) if whole.days > _WEEK or not samples else ()
    return tuple(_short(rule, whole, samples, several, excused))


def _short(
    rule: Complete,
    whole: Period,
    samples: Sequence[Period],
    several: int,
    excused: Sequence[Period],
) -> Iterator[Shortfall]:
    for name, have in (("days", len(samples)), ("samples", several)):
        need = getattr(rule, name)
        if need is not None and have < need:
            yield Shortfall(name, whole, have, Fraction(need))
    if rule.per_month is not None:
        for month in pieces(whole, "month"):
            february = month.start.month == 2 and rule.february is not None
            need = rule.february if february else rule.per_month
            assert need is not None
            have = _inside(month, samples)
            if have < need and not _touches(month, excused):
                yield Shortfall("per_month", month, have, Fraction(need))
    if rule.share is not None:
        yield from _share(rule, whole, samples, excused)
    if rule.months is not None:
        empty = {gap.period for gap in _empty_months(whole, samples)}
        have = len(pieces(whole, "month")) - len(empty)
        if have < rule.months:
            yield Shortfall("months", whole, have, Fraction(rule.months))


def _share(
    rule: Complete, whole: Period, samples: Sequence[Period], excused: Sequence[Period]
) -> Iterator[Shortfall]:
    assert isinstance(rule.share, Quantity)
    share = rule.share.value * rule.share.unit.factor
    for piece in pieces(whole, rule.each) if rule.each else (whole,):
        scheduled = -(-(piece.days - _days_of(piece, excused)) // rule.every_days)
        have = _inside(piece, samples)
        if have < scheduled * share:
            yield Shortfall("share", piece, have, scheduled * share)


def _empty_months(whole: Period, samples: Sequence[Period]) -> Iterator[Shortfall]:
    """Yield the months that no sample overlaps."""
    for month in pieces(whole, "month"):
        if not _touches(month, samples):
            yield Shortfall("months", month, 0, Fraction(1))


def open_samples(whole: Period, there: Sequence[Point], excused: Sequence[Point]) -> int:
    """Return how many samples a period may still have: months or quarters if all are, else days."""
    known = [point.period for point in (*there, *excused)]
    lengths = {point.period.frequency for point in there}
    for length in ("month", "quarter"):
        if lengths == {length}:
            return sum(not _touches(piece, known) for piece in pieces(whole, length))
    return max(whole.days - len(there) - _days_of(whole, [p.period for p in excused]), 0)


def _touches(month: Period, periods: Sequence[Period]) -> bool:
    return any(p.start <= month.end and month.start <= p.end for p in periods)


def _days_of(piece: Period, periods: Sequence[Period]) -> int:
    """Return how many days of a piece lie in some periods, which do not overlap."""
    shared = ((min(piece.end, p.end) - max(piece.start, p.start)).days + 1 for p in periods)
    return sum(days for days in shared if days > 0)


def _inside(piece: Period, samples: Sequence[Period]) -> int:
    return sum(piece.start <= s.end <= piece.end for s in samples)


def pieces(whole: Period, length: str) -> tuple[Period, ...]:
    """Return the months or quarters of a period."""
    found, day = [], whole.start
    while day <= whole.end:
        found.append(period_of(day, length))
        day = found[-1].end + _DAY
    return tuple(found)
