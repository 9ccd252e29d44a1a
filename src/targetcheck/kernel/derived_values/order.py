"""Order statistics: percentile, median, extremes, n-th highest.

Floor: kernel. Values are sorted upwards, X(1) the smallest. Percentile after HJ 663-2013, annex A:

    k = 1 + (n − 1)·p        s = ⌊k⌋
    percentile = X(s) + (k − s)·(X(s+1) − X(s))

Where a percentile is ranked it is one of the samples, the ⌈(1 − p)·n⌉-th highest: that is what the
tables of 40 CFR 50, appendices N (98th, PM2.5) and T (99th, SO2), give for every number of samples.

The median is the percentile at p = 1/2. The n-th highest is X(N − n + 1); 40 CFR 50 appendix U asks
for the fourth highest of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor


def percentile(values: Sequence[Fraction], p: Fraction) -> Fraction:
    """Give the percentile at `p` between 0 and 1; there is at least one value."""
    ordered = sorted(values)
    k = 1 + (len(ordered) - 1) * p
    s = floor(k)
    here = ordered[s - 1]
    return here if s == len(ordered) else here + (k - s) * (ordered[s] - here)


def ranked_percentile(values: Sequence[Fraction], p: Fraction) -> Fraction:
    """Give the sample that is the percentile at `p`; there is at least one value."""
    return sorted(values, reverse=True)[ceil((1 - p) * len(values)) - 1]


def median(values: Sequence[Fraction]) -> Fraction:
    """Give the middle value, or the mean of the two in the middle."""
    return percentile(values, Fraction(1, 2))


def nth_highest(values: Sequence[Fraction], n: int) -> Fraction | None:
    """Give the n-th highest value, ties counted one by one; None where there are fewer."""
    return sorted(values, reverse=True)[n - 1] if n <= len(values) else None
