"""Rank tests for a trend: median slope, Spearman, Mann–Kendall with exact or normal p-values.

Layer: kernel. Input: values in order of time. Output: exact figures.

    S    = Σ sign(yj − yi), i < j
    Var  = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18 over ties of t
    Z    = (S ∓ 1) / √Var, against the normal distribution

Below ten values the p-value (probability of S or more) is exact: among all orders of the same
values, S = P − 2 · inversions with P pairs that are not tied, and inversions of a multiset are
distributed as the coefficients of the q-multinomial [n]! / Π[t]!. Ties are therefore counted
exactly. Sources: Mann 1945, Kendall 1975; MacMahon for the inversions of a multiset.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from statistics import median

from targetcheck.kernel.progress_assessment import Stage, Time, elapsed, root_of


def slopes(series: Sequence[Stage], time: Time = "days") -> list[Fraction]:
    """Return the slopes between all pairs of points, per day or month."""
    return [
        (b - a) / elapsed(earlier, later, time)
        for n, (earlier, a) in enumerate(series)
        for later, b in series[n + 1 :]
    ]


def median_slope(series: Sequence[Stage], time: Time = "days") -> Fraction:
    """Return the median of the slopes between all pairs of points, per day or month."""
    return median(slopes(series, time))


def spearman(values: Sequence[Fraction]) -> Fraction:
    """Return Spearman's coefficient of values in order of time; ties share their mean rank."""
    n = len(values)
    ranks = [
        Fraction(sum(v < value for v in values) * 2 + sum(v == value for v in values) + 1, 2)
        for value in values
    ]
    squares = sum(((rank - place) ** 2 for place, rank in enumerate(ranks, start=1)), Fraction(0))
    return 1 - 6 * squares / (n**3 - n)


def score(values: Sequence[Fraction]) -> int:
    """Return S: the number of rising pairs minus the number of falling pairs."""
    return sum(
        (later > earlier) - (later < earlier)
        for i, earlier in enumerate(values)
        for later in values[i + 1 :]
    )


def variance(values: Sequence[Fraction]) -> Fraction:
    """Return the variance of S under the null hypothesis of no trend, with its term for ties."""
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return Fraction(n * (n - 1) * (2 * n + 5) - ties, 18)


def standardised(found: int, spread: Fraction) -> Fraction:
    """Return Z of a score with continuity correction; 0 if the variance is 0."""
    if found == 0 or spread == 0:
        return Fraction(0)
    return (found - (1 if found > 0 else -1)) / root_of(spread)


def mann_kendall(values: Sequence[Fraction]) -> Fraction:
    """Return Z of the Mann–Kendall test; 0 if all values are equal."""
    return standardised(score(values), variance(values))


def chance_of_rise(values: Sequence[Fraction]) -> Fraction:
    """Return the exact one-sided p-value: the share of orders that rise at least as much."""
    ties = tuple(sorted(Counter(values).values()))
    pairs = (len(values) ** 2 - sum(t * t for t in ties)) // 2
    fewest_rises = score(values)
    counts = _inversions(ties)
    hits = sum(count for turned, count in enumerate(counts) if pairs - 2 * turned >= fewest_rises)
    return Fraction(hits, sum(counts))


@lru_cache(maxsize=512)
def _inversions(ties: tuple[int, ...]) -> tuple[int, ...]:
    """Return the number of orders of a multiset by inversions (0, 1, 2, …).

    `ties` are the multiplicities of its elements.
    """
    counts: tuple[int, ...] = (1,)
    n = 0
    for tie in ties:
        n += tie
        counts = _product(counts, _choices(n, tie))
    return counts


@lru_cache(maxsize=512)
def _choices(n: int, k: int) -> tuple[int, ...]:
    """Return the coefficients of the Gaussian binomial [n choose k]."""
    if k in (0, n):
        return (1,)
    inside, outside = _choices(n - 1, k - 1), _choices(n - 1, k)
    found = [0] * (k * (n - k) + 1)
    for turned, count in enumerate(inside):
        found[turned] += count
    for turned, count in enumerate(outside):
        found[turned + k] += count
    return tuple(found)


def _product(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    found = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return tuple(found)
