"""Bounds: exact intervals in the unit of a measure, values that they are made of, conditions.

Layer: plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from targetcheck.periods.period import Period


@dataclass(frozen=True, slots=True)
class Bound:
    """The values that satisfy a requirement: an interval, in the unit of the measure.

    For a class the values are ranks, 0 the best. The clause writes `digits` decimals; `per_unit`
    converts one unit of the clause to the unit of the measure. `end`: the end of an interval is
    compared, and not the value.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    digits: int | None = 0
    per_unit: Fraction = Fraction(1)
    end: Literal["", "lower", "upper"] = ""

    def holds(self, value: Fraction) -> bool:
        """Return whether a value satisfies the requirement."""
        return self.holds_at(*value.as_integer_ratio())

    def holds_at(self, top: int, bottom: int) -> bool:
        """Return whether `top` / `bottom` satisfies the requirement; it need not be reduced."""
        if self.low is not None:
            low, per = self.low.as_integer_ratio()
            room = top * per - low * bottom
            if room < 0 or (room == 0 and self.low_open):
                return False
        if self.high is not None:
            high, per = self.high.as_integer_ratio()
            room = high * bottom - top * per
            return room > 0 or (room == 0 and not self.high_open)
        return True

    def goal(self, upward: bool) -> Fraction | None:
        """Return the end of the interval to reach by a value that moves up, or down."""
        return self.low if upward else self.high

    def edges(self) -> tuple[Fraction, ...]:
        """Return the finite ends of the interval."""
        if self.low is None:
            return () if self.high is None else (self.high,)
        return (self.low,) if self.high is None else (self.low, self.high)


@dataclass(frozen=True, slots=True)
class ReferencePlan:
    """A value from another place (`at`: place → place) or an earlier period; `base` is a fixed one.

    `per_unit` converts it to the unit that it is used in.
    """

    of: str
    since: str = ""
    base: Period | None = None
    at: Mapping[str, str] | None = field(default=None, hash=False)
    per_unit: Fraction = Fraction(1)

    def place_for(self, place: str) -> str | None:
        """Return the place whose value is used at a place; None if there is none around it."""
        return place if self.at is None else self.at.get(place)


@dataclass(frozen=True, slots=True)
class StatedPlan:
    """Values that the ruleset states for places: place → value."""

    values: Mapping[str, Fraction] = field(hash=False)


@dataclass(frozen=True, slots=True)
class MovingBound:
    """A bound with an end that is a value: of an indicator, or stated by place.

    `fixed` has the other end, and which ends are excluded.
    """

    fixed: Bound
    low: ReferencePlan | StatedPlan | None = None
    high: ReferencePlan | StatedPlan | None = None


@dataclass(frozen=True, slots=True)
class PlanCondition:
    """Condition for counting a member, or for applying a target; `moving` stands for its bound."""

    indicator: str
    bound: Bound
    moving: MovingBound | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions of a rule: each must hold, one of `either` if there are any, and all of `also`."""

    each: tuple[PlanCondition, ...]
    either: tuple[Conditions, ...] = ()
    also: tuple[Conditions, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Return the indicators that are read, in order, without duplicates."""
        below = (name for part in (*self.either, *self.also) for name in part.names())
        return tuple(dict.fromkeys((*(c.indicator for c in self.each), *below)))


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """A rule and its result: the rank of a grade, or a number in the unit of its indicator."""

    conditions: Conditions
    result: Fraction


@dataclass(frozen=True, slots=True)
class DatedBound:
    """An entry of a dated limit, in force from `start`."""

    start: date
    bound: Bound | None
