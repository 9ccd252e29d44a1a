"""Statistics of samples are estimates: their interval, and what a stance makes of it.

Floor: kernel. Comes in: the samples of a mean or percentile. Goes out: the interval in which the
truth lies with a confidence, and whether a requirement holds under a stance:

    face_value        the estimate decides
    benefit_of_doubt  not met only where the whole interval misses the requirement
    fail_safe         met only where the whole interval meets it

The interval of a mean is x̄ ± t · s / √n with n − 1 degrees of freedom. That of a percentile lies
between two of the sorted samples, chosen by the binomial distribution of how many samples lie
below it. Two samples at least; fewer give no interval, and the estimate decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import comb

from targetcheck.kernel.distributions import student_t_above
from targetcheck.kernel.outcome import Point
from targetcheck.kernel.progress_series import root_of
from targetcheck.plan.plan import Bound, Judge

Interval = tuple[Fraction, Fraction]


def interval_of(point: Point, judge: Judge) -> Interval | None:
    """Give the interval of a value that is a statistic of samples; None where it has none."""
    made = point.sampled
    if made is None or len(made.values) < 2 or point.value is None:
        return None
    if made.p is not None:
        return interval_of_percentile(made.values, made.p, judge.confidence)
    low, high = interval_of_mean(made.values, judge.confidence)
    middle = (low + high) / 2
    return point.value + low - middle, point.value + high - middle


def interval_of_mean(values: Sequence[Fraction], confidence: Decimal) -> Interval:
    """Give x̄ ± t · s / √n of at least two values."""
    n = len(values)
    mean = sum(values, Fraction(0)) / n
    variance = sum(((v - mean) ** 2 for v in values), Fraction(0)) / (n - 1)
    reach = student_t_above((1 + confidence) / 2, n - 1) * root_of(variance / n)
    return mean - reach, mean + reach


def interval_of_percentile(
    values: Sequence[Fraction], p: Fraction, confidence: Decimal
) -> Interval:
    """Give the sorted values between which the percentile `p`, from 0 to 1, lies.

    Each end is left open by at most half of what the confidence leaves; where the samples are too
    few for that, the end is the least or the greatest of them.
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
    """Give whether a requirement holds for an interval under a stance other than face value."""
    low, high = interval
    if stance == "fail_safe":
        return bound.holds(low) and bound.holds(high)
    beyond = not replace(bound, low=None, low_open=False).holds(low)
    short = not replace(bound, high=None, high_open=False).holds(high)
    return not (beyond or short)
