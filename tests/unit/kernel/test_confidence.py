from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from targetcheck.kernel.value_vs_bound import holds_under, interval_of_mean, interval_of_percentile
from targetcheck.plan.bound import Bound

LIMIT = Bound(high=Fraction(10))
FLOOR = Bound(low=Fraction(10))


def test_the_interval_of_a_mean_is_that_of_the_textbook():
    """Five values with mean 12.8 and s² = 6.7: 12.8 ± 2.776 · √(6.7/5)."""
    low, high = interval_of_mean([Fraction(v) for v in (10, 12, 11, 15, 16)], Decimal("0.95"))
    assert low + high == Fraction("25.6")
    assert f"{float(high - low) / 2:.3f}" == "3.214"


def test_equal_values_leave_no_interval():
    assert interval_of_mean([Fraction(3)] * 4, Decimal("0.95")) == (3, 3)


def test_the_interval_of_a_percentile_lies_between_samples():
    """The median of 1 to 20 lies between the 6th and the 15th at 95 %."""
    values = [Fraction(v) for v in range(1, 21)]
    assert interval_of_percentile(values, Fraction(1, 2), Decimal("0.95")) == (6, 15)
    assert interval_of_percentile(values[:3], Fraction(1, 2), Decimal("0.95")) == (1, 3)
    low, high = interval_of_percentile(values, Fraction(95, 100), Decimal("0.95"))
    assert low < 19 <= high == 20


@pytest.mark.parametrize(
    ("interval", "bound", "doubt", "safe"),
    [
        ((8, 9), LIMIT, True, True),
        ((8, 10), LIMIT, True, True),
        ((9, 11), LIMIT, True, False),
        ((10, 12), LIMIT, True, False),
        ((11, 12), LIMIT, False, False),
        ((8, 9), FLOOR, False, False),
        ((8, 10), FLOOR, True, False),
        ((10, 11), FLOOR, True, True),
        ((10, 11), Bound(low=Fraction(10), low_open=True), True, False),
    ],
)
def test_what_a_stance_makes_of_an_interval(interval, bound, doubt, safe):
    ends = (Fraction(interval[0]), Fraction(interval[1]))
    assert holds_under("benefit_of_doubt", ends, bound) is doubt
    assert holds_under("fail_safe", ends, bound) is safe
