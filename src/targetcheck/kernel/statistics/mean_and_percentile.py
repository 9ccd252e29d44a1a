"""Means, percentiles, order statistics and variance of values, which may be infinite ends.

Layer: kernel. Input: values, or the lower or upper ends of intervals. Output: a value, or an end.

    mean       = Σ w·x / Σ w
    mean of pH = −log₁₀( Σ w·10^−pH / Σ w )  hydrogen ions are averaged, as 环办〔2011〕22号 has it
    variance   = Σ (x − x̄)² / (n − 1)

The mean of pH is irrational; it is computed to 40 decimal digits and kept to 20 decimals, without
floats. All others are exact. Every kind but the variance rises with each of its values, so the ends
of its interval are those of the lower and of the upper ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil, floor, inf
from typing import Protocol

from targetcheck.quantities.rounding import round_decimals

End = Fraction | float
"""A value, or one of the two infinities for an unknown end."""


class Kind(Protocol):
    """The part of a plan of a statistic that a value depends on."""

    @property
    def kind(self) -> str:
        """Kind of statistic."""

    @property
    def p(self) -> Fraction | None:
        """Order of a percentile, 0 to 1."""

    @property
    def n(self) -> int | None:
        """Number of an order statistic."""

    @property
    def ranked(self) -> bool:
        """Whether a percentile is one of the values."""

    @property
    def ph(self) -> bool:
        """Whether values are pH."""


def of_kind(
    spec: Kind, values: Sequence[End], weights: Sequence[Fraction] | None = None
) -> End | None:
    """Return the statistic of at least one value, in order of time; None if it has too few."""
    kind, high = spec.kind, sorted(values, reverse=True)
    if kind in ("mean", "mean_of_years"):
        return _mean(values, weights, ph=spec.ph)
    if kind == "sum":
        return _sum(values, weights)
    if kind == "median":
        return median(values)
    if spec.p is not None:
        return (ranked_percentile if spec.ranked else percentile)(values, spec.p)
    if spec.n is not None:
        return (nth_highest if kind == "nth_highest" else nth_lowest)(values, spec.n)
    if kind in ("two_highest", "two_lowest"):
        return _mean(high[:2] if kind == "two_highest" else high[-2:], None, ph=spec.ph)
    if kind == "variance":
        return variance(values)
    if kind in ("first", "last"):
        return values[0 if kind == "first" else -1]
    return high[0] if kind == "max" else high[-1]


def _sum(values: Sequence[End], weights: Sequence[Fraction] | None) -> End:
    infinite = next((v for v in values if isinstance(v, float)), None)
    if infinite is not None:
        return infinite
    each = weights or [Fraction(1)] * len(values)
    return sum((w * v for w, v in zip(each, values, strict=True)), Fraction(0))


def _mean(values: Sequence[End], weights: Sequence[Fraction] | None, *, ph: bool) -> End:
    known = [v for v in values if isinstance(v, Fraction)]
    if len(known) < len(values):
        return _sum(values, None)
    return mean_ph(known, weights) if ph else mean(known, weights)


def variance(values: Sequence[End]) -> Fraction | None:
    """Return the sample variance; None for fewer than two values or an unknown one."""
    known = [v for v in values if isinstance(v, Fraction)]
    if len(known) < len(values) or len(known) < 2:
        return None
    middle = mean(known)
    return sum(((v - middle) ** 2 for v in known), Fraction(0)) / (len(known) - 1)


def mean(values: Sequence[Fraction], weights: Sequence[Fraction] | None = None) -> Fraction:
    """Return the arithmetic mean of at least one value, weighted if there are weights."""
    if weights is None:
        return sum(values, Fraction(0)) / len(values)
    total = sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0))
    return total / sum(weights, Fraction(0))


def mean_ph(values: Sequence[Fraction], weights: Sequence[Fraction] | None = None) -> Fraction:
    """Return the pH of the mean concentration of hydrogen ions."""
    if len(set(values)) == 1:
        return values[0]
    with localcontext() as context:
        context.prec = 40
        ions = [Decimal(10) ** (-Decimal(v.numerator) / Decimal(v.denominator)) for v in values]
        shares = [Fraction(1)] * len(ions) if weights is None else weights
        each = [Decimal(w.numerator) / Decimal(w.denominator) for w in shares]
        weighted = (w * ion for w, ion in zip(each, ions, strict=True))
        ph = -(sum(weighted, Decimal(0)) / sum(each, Decimal(0))).log10()
    return round_decimals(Fraction(ph), 20, "half_even")


def percentile(values: Sequence[End], p: Fraction) -> End:
    """Return the percentile at `p` (0 to 1) of at least one value."""
    ordered = sorted(values)
    k = 1 + (len(ordered) - 1) * p
    s = floor(k)
    here = ordered[s - 1]
    if s == len(ordered) or s == k or here == inf:
        return here
    further = ordered[s]
    if isinstance(here, float) or isinstance(further, float):
        return further if further == inf else here
    return here + (k - s) * (further - here)


def ranked_percentile(values: Sequence[End], p: Fraction) -> End:
    """Return the sample that is the percentile at `p` (0 to 1) of at least one value."""
    return sorted(values, reverse=True)[ceil((1 - p) * len(values)) - 1]


def median(values: Sequence[End]) -> End:
    """Return the middle value, or the mean of the two in the middle."""
    return percentile(values, Fraction(1, 2))


def nth_highest(values: Sequence[End], n: int) -> End | None:
    """Return the n-th highest value, ties counted one by one; None if there are fewer."""
    return sorted(values, reverse=True)[n - 1] if n <= len(values) else None


def nth_lowest(values: Sequence[End], n: int) -> End | None:
    """Return the n-th lowest value, ties counted one by one; None if there are fewer."""
    return sorted(values)[n - 1] if n <= len(values) else None
