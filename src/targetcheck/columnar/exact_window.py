"""Exact float bounds: a bound as a closed range of floats that decides exactly.

Layer: columnar. Input: bounds and units. Output: Windows. A float in the data means its shortest
decimal. That decimal is monotonic in the float, so the floats whose decimal satisfies a bound are
exactly those between two of them. Both are found once, in fractions; comparisons with them are
exact and as fast as any float comparison. The same holds for values rounded before comparison,
because rounding is monotonic too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Judge

STEPS = 8
"""Number of neighbouring floats tried before bisection over all of them."""


@dataclass(frozen=True, slots=True)
class Window:
    """The least and the greatest float that satisfy a bound; infinite if a side is unbounded."""

    low: float
    high: float

    @property
    def one_sided(self) -> bool:
        """Whether only one side is bounded."""
        return math.isinf(self.low) != math.isinf(self.high)

    def within(self, other: Window) -> Window:
        """Return the intersection with another window."""
        return Window(max(self.low, other.low), min(self.high, other.high))


EVERYTHING = Window(-math.inf, math.inf)


def window(bound: Bound, judge: Judge, worth: Fraction) -> Window:
    """Return the closed float range, in the data's unit, whose shortest decimals satisfy `bound`.

    Decimals are first rounded as `judge` declares. `worth`: exact factor from the data's unit to
    that of the bound. An unbounded side is ±inf.
    """
    if judge.compare != "rounded":
        return window_of(bound, worth)

    def rounded(value: Fraction) -> Fraction:
        found = judge.rounded(value, bound)
        return value if found is None else found

    return window_of(bound, worth, rounded, _beside(bound, judge))


def _beside(bound: Bound, judge: Judge) -> tuple[Fraction, ...]:
    """Return how far from an end of a bound the values probably lie whose rounding passes it."""
    digits = judge.decimals if judge.decimals is not None else bound.digits
    if judge.significant is not None or digits is None or not judge.rule.startswith("half"):
        return (Fraction(0),)
    step = judge.to if judge.to is not None else Fraction(10) ** -digits
    half = step * bound.per_unit / 2
    return -half, half


def window_of(
    bound: Bound,
    worth: Fraction,
    rounded: Callable[[Fraction], Fraction] | None = None,
    beside: tuple[Fraction, ...] = (Fraction(0),),
) -> Window:
    """Return the same for values that a rising function rounds first.

    `beside`: distances from an end of the bound at which the search starts, most probable first for
    the lower end; they change its time and not its result.
    """
    low, high = bound.low, bound.high

    def compared(number: float) -> Fraction:
        value = decimal_of(number) * worth
        return value if rounded is None else rounded(value)

    def above(number: float) -> bool:
        value = compared(number)
        return low is None or value > low or (value == low and not bound.low_open)

    def below(number: float) -> bool:
        value = compared(number)
        return high is None or value < high or (value == high and not bound.high_open)

    return Window(
        -math.inf
        if low is None
        else least(above, *(_near((low + distance) / worth) for distance in beside)),
        math.inf
        if high is None
        else -least(
            lambda x: below(-x), *(-_near((high - distance) / worth) for distance in beside)
        ),
    )


def plausible(low: Fraction | None, high: Fraction | None, worth: Fraction) -> Window:
    """Return the float range, in the data's unit, of the plausible range of an indicator."""
    if low is None and high is None:
        return EVERYTHING
    return window(Bound(low, high), Judge((), "full"), worth)


def decimal_of(number: float) -> Fraction:
    """Return the shortest decimal that reads back as this float."""
    return Fraction(Decimal(repr(number)))


def least(holds: Callable[[float], bool], *near: float) -> float:
    """Return the least float that satisfies a predicate that every greater one satisfies too.

    Infinite if there is none. `near`: starting points for the search.
    """
    for start in near:
        found = _next_to(holds, start)
        if found is not None:
            return found
    return _searched(holds)


def _next_to(holds: Callable[[float], bool], number: float) -> float | None:
    """Return the least float if it is at most so many steps away, else None."""
    if holds(number):
        for _ in range(STEPS):
            below = math.nextafter(number, -math.inf)
            if math.isinf(below) or not holds(below):
                return number
            number = below
    else:
        for _ in range(STEPS):
            number = math.nextafter(number, math.inf)
            if math.isinf(number) or holds(number):
                return number
    return None


def _searched(holds: Callable[[float], bool]) -> float:
    """Return the least float by bisection over all floats."""
    low, high = _order(-math.inf), _order(math.inf)
    while high - low > 1:
        middle = (low + high) // 2
        if holds(_number(middle)):
            high = middle
        else:
            low = middle
    return _number(high)


def _order(number: float) -> int:
    """Return the ordinal of a float among all floats; 0 for zero."""
    import struct

    bits: int = struct.unpack("<q", struct.pack("<d", number))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF)


def _number(order: int) -> float:
    import struct

    number: float = struct.unpack("<d", struct.pack("<q", abs(order)))[0]
    return number if order >= 0 else -number


def _near(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(1.7e308, value)
