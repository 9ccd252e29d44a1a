"""Values multiplied by one number: their order and ratios stay, and most become integers."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from targetcheck.quantities.quantity import in_proportion

PRIMES = [n for n in range(2, 400) if all(n % d for d in range(2, n))]


@given(st.lists(st.fractions(max_denominator=1000), max_size=12))
def test_ratios_and_order_stay(values):
    found = in_proportion(values)
    assert len(found) == len(values)
    for (a, b), (x, y) in zip(pairwise(values), pairwise(found), strict=True):
        assert a * y == b * x
        assert (a < b, a == b) == (x < y, x == y)


def test_printed_decimals_become_integers():
    assert in_proportion([Fraction("20.5"), Fraction("-0.25"), Fraction(0)]) == [82, -1, 0]


def test_a_long_common_denominator_leaves_fractions():
    values = [Fraction(1, prime) for prime in PRIMES]
    assert in_proportion(values) is values
