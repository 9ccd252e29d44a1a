"""One comparison, exact, under the declared rule; says when the rules would disagree.

Floor: kernel.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from targetcheck.kernel.confidence import holds_under, interval_of
from targetcheck.kernel.outcome import Compared, Point
from targetcheck.plan.plan import Bound, Judge


def compare(point: Point, bound: Bound, judge: Judge) -> Compared:
    """Give whether a value satisfies a bound.

    Full value: compared as it is. Rounded: rounded first, in one step, to the declared decimals or
    to those of the clause. Counts: numerator and denominator, which is the full value without any
    printed share between. A value known only as an interval decides when every value in it agrees.
    """
    if point.unbounded:
        return Compared(None, "full", None, reason=point.reason)
    if point.value is None:
        return _interval(point, bound)
    how = judge.compare if judge.compare != "counts" or point.counts else "full"
    rounded = judge.rounded(point.value, bound)
    value = rounded if how == "rounded" and rounded is not None else point.value
    exact = bound.holds(point.value)
    face = exact if value is point.value else bound.holds(value)
    if point.claims and any(bound.holds(claim) is not face for claim in point.claims):
        return Compared(None, how, value, reason="inconsistent_report")
    interval = interval_of(point, judge) if judge.stance != "face_value" else None
    result = face if interval is None else holds_under(judge.stance, interval, bound)
    disagree = any(bound.holds(v) is not exact for v in _others(point, rounded))
    sensitive = disagree or _hidden_digits(point, bound)
    return Compared(result, how, value, sensitive, interval=interval, by_stance=result is not face)


def _others(point: Point, rounded: Fraction | None) -> tuple[Fraction, ...]:
    """Give the values that other rules would compare: rounded, or before a statistic's rounding."""
    exact = point.sampled.exact if point.sampled is not None else None
    return tuple(value for value in (rounded, exact) if value is not None)


def _interval(point: Point, bound: Bound) -> Compared:
    """Compare everything that the value may be; an open end of it reaches no edge of the bound."""
    low, high = point.low, point.high
    low_holds = replace(bound, low_open=bound.low_open and not point.low_open).holds(low)
    high_holds = bound.high is None
    if high is not None:
        high_holds = replace(bound, high_open=bound.high_open and not point.high_open).holds(high)
    beyond = bound.high is not None and (
        _beyond(low, bound) or (point.low_open and low == bound.high)
    )
    short = high is not None and (_short(high, bound) or (point.high_open and high == bound.low))
    result = True if low_holds and high_holds else False if beyond or short else None
    return Compared(result, "full", None, reason="" if result is not None else point.reason)


def _beyond(value: Fraction, bound: Bound) -> bool:
    return not replace(bound, low=None, low_open=False).holds(value)


def _short(value: Fraction, bound: Bound) -> bool:
    return not replace(bound, high=None, high_open=False).holds(value)


def _hidden_digits(point: Point, bound: Bound) -> bool:
    """Say whether the digits behind the last one printed could turn the result.

    The truth lies within half a printed step of a printed value. Counts hide nothing.
    """
    if point.step is None or point.value is None:
        return False
    if not any(_within_half(point.value, edge, point.step) for edge in bound.edges()):
        return False
    half = point.step / 2
    return bound.holds(point.value - half) is not bound.holds(point.value + half)


def _within_half(value: Fraction, edge: Fraction, step: Fraction) -> bool:
    """Say whether an edge lies within half a step of a value, in whole numbers."""
    top, bottom = value.as_integer_ratio()
    there, per = edge.as_integer_ratio()
    return 2 * abs(top * per - there * bottom) * step.denominator <= step.numerator * bottom * per
