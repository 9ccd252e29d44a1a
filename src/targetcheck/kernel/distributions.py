"""Student's t and the normal distribution, for integer degrees of freedom.

Layer: kernel. Input: a statistic. Output: a probability (0 to 1), to 12 decimals. For integer
degrees of freedom Student's t has a closed form in the angle θ = atan(t / √ν) (Abramowitz and
Stegun, *Handbook of Mathematical Functions*, 26.7.3 and 26.7.4), so no numerical library is needed.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

PLACES = 12


def student_t(statistic: Fraction, freedom: int) -> Fraction:
    """Return the CDF of Student's t at `statistic`, with `freedom` degrees of freedom (0 to 1)."""
    angle = math.atan2(_float(statistic), math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = total = cosine if odd else 1.0
    for k in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    if freedom == 1:
        total = 0.0
    inside = (angle + sine * total) * 2 / math.pi if odd else sine * total
    return _share((1 + inside) / 2)


def student_t_above(chance: Decimal, freedom: int) -> Fraction:
    """Return the quantile of Student's t for a probability of 0.5 to 1."""
    low, high = Fraction(0), Fraction(1)
    wanted = Fraction(chance)
    while student_t(high, freedom) < wanted and high < 10**9:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if student_t(middle, freedom) < wanted else (low, middle)
    return Fraction(round((low + high) / 2 * 10**10), 10**10)


def normal(statistic: Fraction) -> Fraction:
    """Return the CDF of the standard normal distribution at a statistic (0 to 1)."""
    return _share(NormalDist().cdf(_float(statistic)))


def normal_above(chance: Decimal) -> Fraction:
    """Return the quantile of the standard normal distribution for a probability."""
    return Fraction(round(Fraction(NormalDist().inv_cdf(float(chance))) * 10**10), 10**10)


def _float(statistic: Fraction) -> float:
    """Return a statistic as a float; beyond 10¹⁵ every probability is 0 or 1."""
    return float(min(max(statistic, Fraction(-(10**15))), Fraction(10**15)))


def _share(chance: float) -> Fraction:
    return Fraction(Decimal(repr(round(min(max(chance, 0.0), 1.0), PLACES))))
