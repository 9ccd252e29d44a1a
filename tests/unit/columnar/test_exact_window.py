"""A window ends where the answer changes: its ends satisfy the bound, and their neighbours do not."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from targetcheck.columnar.exact_window import decimal_of, window
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Judge

amounts = st.decimals("-1e6", "1e6", places=3, allow_nan=False, allow_infinity=False)
worths = st.sampled_from([Fraction(1), Fraction(1000), Fraction(1, 1000), Fraction(5, 7)])
rules = st.sampled_from(["half_even", "half_up", "truncate", "up"])


@given(
    amounts, st.booleans(), st.booleans(), worths, rules, st.integers(0, 4), st.sampled_from([1, 9])
)
@example(Decimal("2.5"), False, True, Fraction(1), "half_even", 1, 1)
@example(Decimal("0.0005"), True, False, Fraction(1), "half_up", 3, 1)
def test_neighbours_of_an_end_are_on_its_two_sides(
    amount, upper, is_open, worth, rule, digits, per_unit
):
    end = Fraction(amount)
    bound = (
        Bound(high=end, high_open=is_open, per_unit=Fraction(per_unit))
        if upper
        else Bound(low=end, low_open=is_open, per_unit=Fraction(per_unit))
    )
    judge = Judge((), "rounded", decimals=digits, rule=rule)

    def met(number: float) -> bool:
        value = decimal_of(number) * worth
        rounded = judge.rounded(value, bound)
        return bound.holds(value if rounded is None else rounded)

    found = window(bound, judge, worth)
    number, outwards = (found.high, math.inf) if upper else (found.low, -math.inf)
    assert met(number)
    assert not met(math.nextafter(number, outwards))
