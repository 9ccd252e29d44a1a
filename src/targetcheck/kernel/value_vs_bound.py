"""Exact comparison of one value with one bound, under the declared rule.

Layer: kernel. Input: a point, a bound, a Judge. Output: Compared, which records whether another
rule would give a different result. Conditions compare a value with the bounds in force for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.outcome import Compared, Point
from targetcheck.kernel.progress_assessment import root_of
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound, PlanCondition
from targetcheck.plan.plan import Judge

if TYPE_CHECKING:
    from targetcheck.kernel import distributions
    from targetcheck.kernel.derivation_evidence import Substitution
else:
    distributions = on_first_use("targetcheck.kernel.distributions")

AS_IT_IS = Judge(accept=(), compare="full")
"""Rule of comparisons inside a derived value: of the unrounded value."""
Limits = Callable[[PlanCondition, Period], tuple[tuple[Bound, ...], tuple[str, ...]]]
"""(condition, period) → bounds in force, and the data missing"""


def compare(point: Point, bound: Bound, judge: Judge) -> Compared:
    """Return whether a value satisfies a bound.

    `full`: compare the value as it is. `rounded`: first round it, in one step, to the declared
    decimals or to those of the clause. `counts`: compare numerator ÷ denominator without a printed
    share in between. An interval decides if every value in it gives the same result. A bound on an
    end is compared with that end of the published interval, else of that of the samples.
    """
    if bound.end:
        point = _at_end(point, bound.end == "upper", judge)
    if point.unbounded:
        return Compared(None, "full", None, reason=point.reason)
    if point.value is None:
        return _interval(point, bound, judge)
    how = judge.compare if judge.compare != "counts" or point.counts else "full"
    rounded = judge.rounded(point.value, bound)
    value = rounded if how == "rounded" and rounded is not None else point.value
    exact = bound.holds(point.value)
    face = exact if value is point.value else bound.holds(value)
    if point.claims and any(bound.holds(claim) is not face for claim in point.claims):
        return Compared(None, how, value, reason="inconsistent_report")
    interval = interval_of(point, judge) if judge.stance != "face_value" else None
    result = face if interval is None else holds_under(judge.stance, interval, bound)
    substitution = point.substituted if interval is None else None
    if substitution is not None and left_open(point, bound, judge):
        return Compared(None, how, None, reason="censored", missing=substitution.missing)
    others = _others(point, rounded)
    disagree = len({exact, *map(bound.holds, others)}) > 1
    sensitive = disagree or _hidden_digits(point, bound)
    swayed = substitution is not None and not _steady(substitution, bound, judge, how)
    return Compared(
        result, how, value, sensitive, interval=interval, by_stance=result is not face,
        by_substitution=swayed,
    )  # fmt: skip


def left_open(point: Point, bound: Bound, judge: Judge) -> bool:
    """Return whether a figure says no more than that it is below a detection limit above the bound.

    Directive 2009/90/EC, article 5(2): a mean below the limit of quantification is "less than limit
    of quantification"; 2008/105/EC as amended by 2013/39/EU: where that limit is above the standard,
    the result is not considered. A figure that has one result with every value in the place of its
    non-detects, from zero to the limit, is decided all the same.
    """
    made = point.substituted
    if made is None or made.limit is None or point.value is None or point.value > made.limit:
        return False
    if _steady(made, bound, judge, judge.compare):
        return False
    less = Point(point.period, None, Fraction(0), made.limit, high_open=True)
    return _interval(less, bound, judge).result is None


def _steady(made: Substitution, bound: Bound, judge: Judge, how: str) -> bool:
    """Return whether a figure has one result whatever its non-detects are."""
    ends = {made.low, made.high}
    if how == "rounded":
        ends = {e if (r := judge.rounded(e, bound)) is None else r for e in ends}
    return not made.unbounded and len({bound.holds(end) for end in ends}) == 1


def _at_end(point: Point, upper: bool, judge: Judge) -> Point:
    """Return the end of an interval as a value; unknown if no interval is known."""
    if point.excused:
        return point
    found = point.interval or interval_of(point, judge)
    end = None if found is None else found[1 if upper else 0]
    if end is not None:
        return replace(point, value=end, low=end, high=end, step=None, counts=None, claims=(),
                       sampled=None, unbounded=False, substituted=None)  # fmt: skip
    claimed = found is not None and "reports_differ" in point.flags
    partial = point.value is None and point.missing and point.interval is None
    reason = "inconsistent_report" if claimed else point.reason if partial else "no_interval"
    return replace(point, value=None, low=None, high=None, unbounded=True, reason=reason)


def _others(point: Point, rounded: Fraction | None) -> tuple[Fraction, ...]:
    """Return other values under other rules: rounded, or before the rounding of a statistic."""
    exact = point.sampled.exact if point.sampled is not None else None
    if exact is None:
        return () if rounded is None else (rounded,)
    return (exact,) if rounded is None else (rounded, exact)


def _interval(point: Point, bound: Bound, judge: Judge) -> Compared:
    """Compare an interval; an excluded end of it does not count as a value.

    If values are rounded first, the ends are rounded too, and a rounded end is included.
    """
    ends = [None if e is None else judge.rounded(e, bound) for e in (point.low, point.high)]
    if judge.compare == "rounded" and ends != [None, None]:
        point = replace(point, low=ends[0], high=ends[1], low_open=False, high_open=False)
    low, high = point.low, point.high
    low_holds, high_holds = bound.low is None, bound.high is None
    if low is not None:
        low_holds = replace(bound, low_open=bound.low_open and not point.low_open).holds(low)
    if high is not None:
        high_holds = replace(bound, high_open=bound.high_open and not point.high_open).holds(high)
    beyond = low is not None and (_beyond(low, bound) or (point.low_open and low == bound.high))
    short = high is not None and (_short(high, bound) or (point.high_open and high == bound.low))
    result = True if low_holds and high_holds else False if beyond or short else None
    return Compared(result, "full", None, reason="" if result is not None else point.reason)


def _beyond(value: Fraction, bound: Bound) -> bool:
    return not replace(bound, low=None, low_open=False).holds(value)


def _short(value: Fraction, bound: Bound) -> bool:
    return not replace(bound, high=None, high_open=False).holds(value)


def _hidden_digits(point: Point, bound: Bound) -> bool:
    """Return whether digits not printed could change the result.

    The true value is within half a unit of the last printed digit. Counts hide no digits.
    """
    if point.step is None or point.value is None:
        return False
    if not any(_within_half(point.value, edge, point.step) for edge in bound.edges()):
        return False
    top, bottom = point.value.as_integer_ratio()
    step, per = point.step.as_integer_ratio()
    middle, half, below = 2 * top * per, step * bottom, 2 * bottom * per
    return bound.holds_at(middle - half, below) is not bound.holds_at(middle + half, below)


def _within_half(value: Fraction, edge: Fraction, step: Fraction) -> bool:
    """Return whether a bound is within half a step of a value, in integer arithmetic."""
    top, bottom = value.as_integer_ratio()
    there, per = edge.as_integer_ratio()
    return 2 * abs(top * per - there * bottom) * step.denominator <= step.numerator * bottom * per


Interval = tuple[Fraction, Fraction]


def interval_of(point: Point, judge: Judge) -> Interval | None:
    """Return the published interval, else that of a statistic of samples; None if there is none."""
    if point.interval is not None:
        low, high = point.interval
        return None if low is None or high is None else (low, high)
    made = point.sampled
    if made is None or len(made.values) < 2 or point.value is None:
        return None
    if made.p is not None:
        return interval_of_percentile(made.values, made.p, judge.confidence)
    low, high = interval_of_mean(made.values, judge.confidence)
    middle = (low + high) / 2
    return point.value + low - middle, point.value + high - middle


def interval_of_mean(values: Sequence[Fraction], confidence: Decimal) -> Interval:
    """Return x̄ ± t · s / √n of at least two values."""
    n = len(values)
    mean = sum(values, Fraction(0)) / n
    variance = sum(((v - mean) ** 2 for v in values), Fraction(0)) / (n - 1)
    reach = distributions.student_t_above((1 + confidence) / 2, n - 1) * root_of(variance / n)
    return mean - reach, mean + reach


def interval_of_percentile(
    values: Sequence[Fraction], p: Fraction, confidence: Decimal
) -> Interval:
    """Return the order statistics that enclose the percentile `p` (0 to 1).

    Each side leaves out at most half of 1 − confidence. If there are too few samples for that, the
    end is the minimum or maximum of them.
    """
    ordered, n = sorted(values), len(values)
    tail = (1 - Fraction(confidence)) / 2
    low, high, below = 0, n - 1, Fraction(0)
    for count in range(n):
        below += comb(n, count) * p**count * (1 - p) ** (n - count)
        low = count if below <= tail else low
        if 1 - below <= tail:
            high = min(high, count)
    return ordered[low], ordered[high]


def holds_under(stance: str, interval: Interval, bound: Bound) -> bool:
    """Return whether a requirement holds for an interval under a stance other than face value."""
    low, high = interval
    if stance == "fail_safe":
        return bound.holds(low) and bound.holds(high)
    beyond = not replace(bound, low=None, low_open=False).holds(low)
    short = not replace(bound, high=None, high_open=False).holds(high)
    return not (beyond or short)


def fixed_limits(
    condition: PlanCondition, period: Period
) -> tuple[tuple[Bound, ...], tuple[str, ...]]:
    """Return the fixed bound of a condition."""
    return (condition.bound,), ()


def holds(
    rule: tuple[PlanCondition, ...], found: Mapping[str, Point], limits: Limits = fixed_limits
) -> bool | None:
    """Return whether every condition holds; one that fails decides, even if others are unknown."""
    results = [
        condition_holds(c, found[c.indicator], limits) if c.indicator in found else None
        for c in rule
    ]
    return False if False in results else None if None in results else True


def condition_holds(
    condition: PlanCondition, point: Point, limits: Limits, judge: Judge = AS_IT_IS
) -> bool | None:
    """Return whether a value satisfies a condition; a limit known as an interval may not decide."""
    bounds, _ = limits(condition, point.period)
    results = {compare(point, bound, judge).result for bound in bounds}
    return results.pop() if len(results) == 1 else None


def undecided_data(
    rule: Iterable[PlanCondition],
    found: Mapping[str, Point],
    limits: Limits,
    judge: Judge = AS_IT_IS,
) -> list[str]:
    """Return the data that would settle the conditions that a value leaves open, and their limits."""
    there = [c for c in rule if c.indicator in found]
    open_ = (found[c.indicator] for c in there
             if condition_holds(c, found[c.indicator], limits, judge) is None)  # fmt: skip
    data = [datum for point in open_ for datum in point.missing_data]
    return data + missing_limits(there, found, limits)


def missing_limits(
    rule: Iterable[PlanCondition], found: Mapping[str, Point], limits: Limits
) -> list[str]:
    """Return the data of limits that are not known for the values that they apply to."""
    there = (c for c in rule if c.indicator in found)
    return [datum for c in there for datum in limits(c, found[c.indicator].period)[1]]
