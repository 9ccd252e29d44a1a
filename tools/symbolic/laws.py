"""Laws of comparison and rounding as contracts that CrossHair checks for every integer.

The first asserts of a law are its conditions, the last ones what must follow. The functions under
test take fractions, whose greatest common divisor no solver follows; they read them by
`as_integer_ratio`, which an integer has as well, and `Ratio` for numerators and denominators that
are not reduced. Comparison does not change when all amounts are multiplied by one number
(`scale_does_not_matter`), so what holds of integers holds of fractions with a common denominator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from targetcheck.kernel.outcome import Point
from targetcheck.kernel.value_vs_bound import _interval, _within_half, compare, holds_under
from targetcheck.periods.period import year_period
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Judge
from targetcheck.quantities.rounding import steps

YEAR = year_period(2024)
JUDGE = Judge(accept=(), compare="full")
DENOMINATORS = (1, 2, 3, 7, 10, 12, 100)
FEW = (2, 7)
"""Where each of four rules is tried twice there are too many paths for more."""


@dataclass(frozen=True)
class Ratio:
    """A numerator and a positive denominator, not reduced."""

    numerator: int
    denominator: int

    def as_integer_ratio(self) -> tuple[int, int]:
        """Return both."""
        return self.numerator, self.denominator


def _bound(low: Any, high: Any, low_open: bool = False, high_open: bool = False) -> Bound:
    return Bound(low, high, low_open, high_open, digits=None)


def _steps(top: int, bottom: int, digits: int, rule: str) -> int:
    return steps(cast("Any", Ratio(top, bottom)), digits, cast("Any", rule))


def half_even_is_nearest(top: int, which: int, digits: int) -> None:
    """Half to even gives a nearest step, and the even one of two."""
    assert 0 <= which < len(DENOMINATORS)
    assert 0 <= digits <= 2
    bottom = DENOMINATORS[which]
    count = _steps(top, bottom, digits, "half_even")
    away = 2 * abs(top * 10**digits - count * bottom)
    assert away < bottom or (away == bottom and count % 2 == 0)


def half_up_is_nearest(top: int, which: int, digits: int) -> None:
    """Half up gives a nearest step, and of two the one further from zero."""
    assert 0 <= which < len(DENOMINATORS)
    assert 0 <= digits <= 2
    bottom = DENOMINATORS[which]
    count = _steps(top, bottom, digits, "half_up")
    away = 2 * (abs(count) * bottom - abs(top) * 10**digits)
    assert -bottom < away <= bottom


def truncated_is_not_beyond(top: int, which: int, digits: int) -> None:
    """Truncation goes towards zero, by less than a step."""
    assert 0 <= which < len(DENOMINATORS)
    assert 0 <= digits <= 2
    bottom = DENOMINATORS[which]
    count = _steps(top, bottom, digits, "truncate")
    assert 0 <= abs(top) * 10**digits - abs(count) * bottom < bottom
    assert count == 0 or (count > 0) is (top > 0)


def up_is_not_short(top: int, which: int, digits: int) -> None:
    """Rounding up goes away from zero, by less than a step."""
    assert 0 <= which < len(DENOMINATORS)
    assert 0 <= digits <= 2
    bottom = DENOMINATORS[which]
    count = _steps(top, bottom, digits, "up")
    assert 0 <= abs(count) * bottom - abs(top) * 10**digits < bottom
    assert count == 0 or (count > 0) is (top > 0)


def tens_are_rounded_like_units(top: int, digits: int) -> None:
    """Rounded to tens or hundreds, half to even is a nearest one."""
    assert -2 <= digits <= -1
    count = _steps(top, 1, digits, "half_even")
    away = 2 * abs(top - count * 10**-digits)
    assert away < 10**-digits or (away == 10**-digits and count % 2 == 0)


def any_denominator_half_even(top: int, bottom: int) -> None:
    """Half to even gives a nearest whole number whatever the denominator."""
    assert bottom > 0
    count = _steps(top, bottom, 0, "half_even")
    away = 2 * abs(top - count * bottom)
    assert away < bottom or (away == bottom and count % 2 == 0)


def rounding_is_symmetric(top: int, which: int, rule: int) -> None:
    """A negative number is rounded by its absolute value."""
    assert 0 <= which < len(FEW)
    assert 0 <= rule < 4
    name = ("half_even", "half_up", "truncate", "up")[rule]
    bottom = FEW[which]
    assert _steps(-top, bottom, 1, name) == -_steps(top, bottom, 1, name)


def rounding_keeps_the_order(top: int, more: int, which: int, rule: int) -> None:
    """A greater value is never rounded to a lesser one."""
    assert 0 <= which < len(FEW)
    assert 0 <= rule < 4
    assert more >= 0
    name = ("half_even", "half_up", "truncate", "up")[rule]
    bottom = FEW[which]
    assert _steps(top, bottom, 0, name) <= _steps(top + more, bottom, 0, name)


def at_least_and_below_divide(value: int, limit: int) -> None:
    """Of `at_least` and `below` one holds and the other does not; so of `above` and `at_most`."""
    assert isinstance(value, int)
    at_least, above = _bound(limit, None), _bound(limit, None, low_open=True)
    at_most, below = _bound(None, limit), _bound(None, limit, high_open=True)
    v = cast("Any", value)
    assert at_least.holds(v) is not below.holds(v)
    assert above.holds(v) is not at_most.holds(v)
    assert at_least.holds(v) is (value >= limit)
    assert above.holds(v) is (value > limit)


def a_range_is_both_of_its_ends(
    value: int, low: int, high: int, low_open: bool, high_open: bool
) -> None:
    """A range holds where both of its ends hold alone."""
    assert isinstance(value, int)
    v = cast("Any", value)
    both = _bound(low, high, low_open, high_open).holds(v)
    assert both is (
        _bound(low, None, low_open).holds(v) and _bound(None, high, False, high_open).holds(v)
    )


def scale_does_not_matter(
    top: int, bottom: int, low: int, per: int, times: int, is_open: bool
) -> None:
    """A value and a limit in a unit that is a factor smaller give the same answer."""
    assert bottom > 0
    assert per > 0
    assert times > 0
    one = _bound(Ratio(low, per), None, is_open).holds(cast("Any", Ratio(top, bottom)))
    other = _bound(Ratio(low * times, per), None, is_open)
    assert one is other.holds(cast("Any", Ratio(top * times, bottom)))


def unreduced_fractions_compare_alike(top: int, bottom: int, low: int, times: int) -> None:
    """2/4 compares as 1/2 does."""
    assert bottom > 0
    assert times > 0
    bound = _bound(low, None)
    one = bound.holds(cast("Any", Ratio(top, bottom)))
    assert one is bound.holds(cast("Any", Ratio(top * times, bottom * times)))


def a_tighter_limit_never_holds_alone(value: int, limit: int, tighter: int) -> None:
    """What satisfies a tighter limit satisfies the looser one."""
    assert tighter >= limit
    v = cast("Any", value)
    assert not _bound(tighter, None).holds(v) or _bound(limit, None).holds(v)


def compare_says_what_the_bound_says(
    value: int, low: int, high: int, low_open: bool, high_open: bool
) -> None:
    """A plain value is compared as it is."""
    assert isinstance(value, int)
    bound = _bound(low, high, low_open, high_open)
    point = Point(YEAR, cast("Any", value), cast("Any", value), cast("Any", value))
    got = compare(point, bound, JUDGE)
    assert got.result is bound.holds(cast("Any", value))
    assert not got.sensitive


def _decided(low: int, width: int, opens: tuple[bool, bool], bound: Bound) -> bool | None:
    """Return what is decided of an interval of values."""
    ends = cast("Any", low), cast("Any", low + width)
    point = Point(YEAR, None, *ends, low_open=opens[0], high_open=opens[1])
    return _interval(point, bound, JUDGE).result


def an_interval_that_decides_decides_for_every_value(
    low: int, width: int, at: int, limit_low: int, limit_high: int
) -> None:
    """What is decided of an interval against a range holds of each value in it."""
    assert 0 <= at <= width
    bound = _bound(limit_low, limit_high)
    got = _decided(low, width, (False, False), bound)
    assert got is None or got is bound.holds(cast("Any", low + at))


def a_value_below_its_detection_limit_decides_for_every_value(
    low: int, width: int, at: int, limit: int, upward: bool, strict: bool
) -> None:
    """What is decided of an interval without its upper end holds of each value in it."""
    assert 0 <= at < width
    bound = _bound(limit, None, strict) if upward else _bound(None, limit, False, strict)
    got = _decided(low, width, (False, True), bound)
    assert got is None or got is bound.holds(cast("Any", low + at))


def a_value_above_its_range_decides_for_every_value(
    low: int, width: int, at: int, limit: int, upward: bool, strict: bool
) -> None:
    """What is decided of an interval without its lower end holds of each value in it."""
    assert 0 < at <= width
    bound = _bound(limit, None, strict) if upward else _bound(None, limit, False, strict)
    got = _decided(low, width, (True, False), bound)
    assert got is None or got is bound.holds(cast("Any", low + at))


def an_open_interval_has_both_answers(low: int, width: int, limit: int) -> None:
    """What an interval leaves open its ends answer differently."""
    assert width >= 0
    bound = _bound(limit, None)
    point = Point(YEAR, None, cast("Any", low), cast("Any", low + width))
    got = _interval(point, bound, JUDGE)
    ends = bound.holds(cast("Any", low)), bound.holds(cast("Any", low + width))
    assert (got.result is None) is (ends[0] is not ends[1])


def stances_are_ordered(low: int, width: int, at: int, limit: int, more: int) -> None:
    """What is fail-safe holds at face value, and what holds at face value has the benefit of doubt."""
    assert width >= 0
    assert 0 <= at <= width
    assert more >= 0
    bound = _bound(limit, limit + more)
    interval = cast("Any", (low, low + width))
    face = bound.holds(cast("Any", low + at))
    assert not holds_under("fail_safe", interval, bound) or face
    assert not face or holds_under("benefit_of_doubt", interval, bound)


def half_a_step_is_half_a_step(value: int, edge: int, step: int) -> None:
    """An edge is near where its distance is at most half a printed step."""
    assert step > 0
    near = _within_half(cast("Any", value), cast("Any", edge), cast("Any", Ratio(step, 1)))
    assert near is (2 * abs(value - edge) <= step)
