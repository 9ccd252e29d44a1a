"""Number of samples of a year that may fail: EU waste-water table and its generalisation.

Layer: kernel. Council Directive 91/271/EEC, Annex I, Table 3, for BOD, COD and suspended solids: of
4 to 7 samples one may fail, of 351 to 365 twenty-five. The generalisation is the smallest k with

    P(X > k) ≤ 1 − confidence,  X binomial over n samples that each fail with `failing`

for 5 % and 95 %: compliance of 95 % at 95 % confidence, in favour of the operator. It gives every
row of the table but one: for 351 samples 24 where the table has 25. Exact, in fractions.

Needs: the number of samples. The table covers 4 to 365 samples.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import comb

from targetcheck.kernel.outcome import Point
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Check

TABLE = (
    (4, 1), (8, 2), (17, 3), (29, 4), (41, 5), (54, 6), (68, 7), (82, 8), (96, 9), (111, 10),
    (126, 11), (141, 12), (156, 13), (172, 14), (188, 15), (204, 16), (220, 17), (236, 18),
    (252, 19), (269, 20), (285, 21), (301, 22), (318, 23), (335, 24), (351, 25),
)  # fmt: skip
"""(fewest samples of the row, samples that may fail)"""
MOST = 365


def by_table(samples: int) -> int | None:
    """Return the number of samples that may fail by the table; None outside the table."""
    if not TABLE[0][0] <= samples <= MOST:
        return None
    return max(allowed for fewest, allowed in TABLE if fewest <= samples)


@lru_cache(maxsize=1024)
def by_chance(samples: int, failing: Fraction, confidence: Fraction) -> int:
    """Return the smallest k with P(X > k) ≤ 1 − confidence."""
    each = (
        comb(samples, count) * failing**count * (1 - failing) ** (samples - count)
        for count in range(samples + 1)
    )
    return next(k for k, reached in enumerate(accumulate(each)) if reached >= confidence)


def permitted(check: Check, point: Point | None) -> Bound | None:
    """Return the bound on the share of failing samples for a sample size; None outside the table."""
    if point is None or point.counts is None or check.unit is None:
        return None
    samples, rule = point.counts[1], check.permitted
    if samples.denominator != 1 or samples < 1:
        return None
    allowed: int | None
    if rule is not None and rule.failing is not None and rule.confidence is not None:
        allowed = by_chance(int(samples), Fraction(rule.failing), Fraction(rule.confidence))
    else:
        allowed = by_table(int(samples))
    if allowed is None:
        return None
    return Bound(high=allowed / samples / check.unit.factor, digits=None)
