"""Means, percentiles and order statistics of samples.

Layer: kernel. Input: values. Output: a value.

    mean       = Σ x / n
    mean of pH = −log₁₀( Σ 10^−pH / n )      hydrogen ions are averaged, as 环办〔2011〕22号 has it

The first is exact. The second is irrational; it is computed to 40 decimal digits and kept to 20
decimals, without floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil, floor

from targetcheck.quantities.rounding import round_decimals


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the arithmetic mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def mean_ph(values: Sequence[Fraction]) -> Fraction:
    """Return the pH of the mean concentration of hydrogen ions."""
    if len(set(values)) == 1:
        return values[0]
    with localcontext() as context:
        context.prec = 40
        ions = [Decimal(10) ** (-Decimal(v.numerator) / Decimal(v.denominator)) for v in values]
        ph = -(sum(ions, Decimal(0)) / len(ions)).log10()
    return round_decimals(Fraction(ph), 20, "half_even")


def percentile(values: Sequence[Fraction], p: Fraction) -> Fraction:
    """Return the percentile at `p` (0 to 1) of at least one value."""
    ordered = sorted(values)
    k = 1 + (len(ordered) - 1) * p
    s = floor(k)
    here = ordered[s - 1]
    return here if s == len(ordered) else here + (k - s) * (ordered[s] - here)


def ranked_percentile(values: Sequence[Fraction], p: Fraction) -> Fraction:
    """Return the sample that is the percentile at `p` (0 to 1) of at least one value."""
    return sorted(values, reverse=True)[ceil((1 - p) * len(values)) - 1]


def median(values: Sequence[Fraction]) -> Fraction:
    """Return the middle value, or the mean of the two in the middle."""
    return percentile(values, Fraction(1, 2))


def nth_highest(values: Sequence[Fraction], n: int) -> Fraction | None:
    """Return the n-th highest value, ties counted one by one; None if there are fewer."""
    return sorted(values, reverse=True)[n - 1] if n <= len(values) else None
