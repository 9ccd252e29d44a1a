"""Figures that can be set beside each other: exact intervals in the base unit of a dimension.

Layer: lint. Input: comparisons and what they measure. Output: intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import TargetcheckError
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.unit import convertible
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import NUMBER, Grade
from targetcheck.ruleset.indicators.indicator import Measured
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.validation.amount_checks import BARE, named_amounts

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that meet a comparison; a side without a bound is None."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def sides(self) -> tuple[bool, bool]:
        """Say which sides are bounded."""
        return self.low is not None, self.high is not None

    @property
    def empty(self) -> bool:
        """Say whether no value lies inside."""
        return _ends_before(self, self)

    def meets(self, other: Interval) -> bool:
        """Say whether some value lies in both."""
        return not (_ends_before(self, other) or _ends_before(other, self))

    def weaker_than(self, other: Interval) -> bool:
        """Say whether one bound, on the same side, asks less than the other's."""
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
    """Give an amount in base units, None where it cannot be compared with what is measured.

    Points are hundredths, as percents are; a bare number is in the unit of the measure.
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


def _base_change(amount: Quantity | Grade) -> Fraction | None:
    """Give the amount of a change in base units: points and percents as shares of one."""
    if not isinstance(amount, Quantity):
        return None
    points = amount.unit.kind == "point"
    return amount.value / HUNDRED if points else amount.value * amount.unit.factor


def interval_of(compare: Compare, measured: Measured, ruleset: Ruleset) -> Interval | None:
    """Give the values that meet a comparison; for a class the better grade is the higher value."""
    values: dict[str, list[Fraction]] = {}
    for key, amount in named_amounts(compare):
        value = _rank(amount, measured, ruleset)
        if value is None:
            return None
        values.setdefault(key, []).append(value)
    return _interval(values) if values else None


def change_interval(compare: Compare, downward: bool) -> Interval | None:
    """Give the changes that meet a comparison; what must fall is a negative change."""
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
        return -Fraction(Scale(measured.scale or "", spec.grades, spec.aliases).rank(str(amount)))
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
