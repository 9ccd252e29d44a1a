"""Exact intervals of the values that meet a comparison, in base units of their dimension.

Layer: lint. Input: comparisons and what they measure. Output: Interval, Fraction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import TargetcheckError
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.unit import convertible
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import NUMBER, Grade
from targetcheck.ruleset.indicators.indicator import Measured
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.validation.amount_checks import BARE, named_amounts

HUNDRED = 100
ALL = Fraction(1)
"""100 %, the highest value of a share."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that meet a comparison, in base units; None: no bound on that side."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def sides(self) -> tuple[bool, bool]:
        """Whether the low side and the high side are bounded."""
        return self.low is not None, self.high is not None

    @property
    def empty(self) -> bool:
        """Whether no value lies in the interval."""
        return _ends_before(self, self)

    def meets(self, other: Interval) -> bool:
        """Return whether some value lies in both intervals."""
        return not (_ends_before(self, other) or _ends_before(other, self))

    def weaker_than(self, other: Interval) -> bool:
        """Return whether the one bound of each is on the same side, and this one is less strict."""
        if self.sides != other.sides or self.sides == (True, True):
            return False
        if self.low is not None and other.low is not None:
            return (self.low, self.low_open) < (other.low, other.low_open)
        if self.high is not None and other.high is not None:
            return (self.high, not self.high_open) > (other.high, not other.high_open)
        return False


def _ends_before(first: Interval, second: Interval) -> bool:
    if first.high is None or second.low is None:
        return False
    open_end = first.high_open or second.low_open
    return first.high < second.low or (first.high == second.low and open_end)


def base_value(amount: Quantity | Grade, measured: Measured) -> Fraction | None:
    """Return an amount in base units; None if it cannot be compared with the measure.

    Percentage points and percents are hundredths. A number without unit has that of the measure.
    """
    if not isinstance(amount, Quantity) or measured.unit is None:
        return None
    if amount.unit is NUMBER:
        return amount.value * measured.unit.factor
    if amount.unit.kind == "point":
        return amount.value / HUNDRED
    if convertible(amount.unit, measured.unit):
        return amount.value * amount.unit.factor
    bare = measured.unit is NUMBER and amount.unit.kind in BARE
    return amount.value * amount.unit.factor if bare else None


def base_sum(amounts: Iterable[Quantity | Grade], measured: Measured) -> Fraction | None:
    """Return the sum of amounts in base units; None if one cannot be compared with the measure."""
    total = Fraction(0)
    for amount in amounts:
        value = base_value(amount, measured)
        if value is None:
            return None
        total += value
    return total


def _base_change(amount: Quantity | Grade) -> Fraction | None:
    """Return the amount of a change in base units; points and percents are hundredths."""
    if not isinstance(amount, Quantity):
        return None
    points = amount.unit.kind == "point"
    return amount.value / HUNDRED if points else amount.value * amount.unit.factor


def interval_of(compare: Compare, measured: Measured, ruleset: Ruleset) -> Interval | None:
    """Return the values that meet a comparison; of a class, a better grade is a higher value.

    None if an amount cannot be compared with the measure, or there is none, or one is a value of an
    indicator or differs by place, or an end of an interval is compared.
    """
    if compare.moving() or compare.end:
        return None
    values: dict[str, list[Fraction]] = {}
    for key, amount in named_amounts(compare):
        value = _rank(amount, measured, ruleset)
        if value is None:
            return None
        values.setdefault(key, []).append(value)
    return _interval(values) if values else None


def change_interval(compare: Compare, downward: bool) -> Interval | None:
    """Return the changes that meet a comparison, negative for a fall; None for a grade."""
    values: dict[str, list[Fraction]] = {}
    for key, amount in named_amounts(compare):
        value = _base_change(amount)
        if value is None:
            return None
        values.setdefault(key, []).append(value)
    found = _interval(values)
    if not downward:
        return found
    low = -found.high if found.high is not None else None
    high = -found.low if found.low is not None else None
    return Interval(low, high, found.high_open, found.low_open)


def _rank(amount: Quantity | Grade, measured: Measured, ruleset: Ruleset) -> Fraction | None:
    if measured.nature != "class":
        return base_value(amount, measured)
    spec = ruleset.all_scales().get(measured.scale or "")
    if spec is None:
        return None
    try:
        return -Fraction(spec.scale(measured.scale or "").rank(str(amount)))
    except TargetcheckError:
        return None


def _interval(values: dict[str, list[Fraction]]) -> Interval:
    low = high = None
    for key, found in values.items():
        if key in ("at_least", "above", "equals", "between", "about"):
            low = found[0]
        if key in ("at_most", "below", "equals", "between", "about"):
            high = found[-1]
    return Interval(low, high, "above" in values, "below" in values)
