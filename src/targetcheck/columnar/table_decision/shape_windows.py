"""A shape in a unit as binary numbers that decide exactly.

Layer: columnar. Input: the bound of a shape and a unit of the data. Output: windows of numbers
(edges.py) that satisfy, and those around an edge in which flags are told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction

from targetcheck.columnar.exact_window import EVERYTHING, Window, window
from targetcheck.columnar.table_decision.question_shapes import QuestionShape
from targetcheck.plan.plan import Bound, Judge
from targetcheck.quantities.rounding import binary

FULL = Judge((), "full")
NOTHING = Window(math.inf, -math.inf)


@dataclass(frozen=True, slots=True)
class InUnit:
    """A shape for numbers in one unit.

    `met` decides; `rounded` is what rounded values would satisfy. `near` holds values that pass
    with little room. `edges` are the ends in that unit, `told` what one of it is worth in the unit
    of the clause, `worth` in that of the indicator; `whole` numbers hide no digits.
    """

    met: Window
    rounded: Window
    near: Window
    edges: tuple[float, float]
    ends: tuple[float, float]
    told: float
    worth: float
    whole: bool


@dataclass
class Numbers:
    """Gives shapes in units; what a bound is in a unit is worked out once for all shapes."""

    close_call: Fraction
    known: dict[tuple[object, ...], Window] = field(default_factory=dict)

    def in_unit(self, shape: QuestionShape, worth: Fraction, whole: bool) -> InUnit:
        """Return a shape for numbers of which one is `worth` so many of the indicator's unit."""
        bound, judge = shape.bound, shape.check.judge
        low, high = bound.low, bound.high
        return InUnit(
            met=self._window(bound, FULL, worth),
            rounded=self._window(bound, replace(judge, compare="rounded"), worth),
            near=NOTHING if shape.is_due else self._near(bound, worth),
            edges=(_float(low, worth, -math.inf), _float(high, worth, math.inf)),
            ends=(_float(low, bound.per_unit), _float(high, bound.per_unit)),
            told=binary(worth / bound.per_unit),
            worth=binary(worth),
            whole=whole,
        )

    def hiding(
        self, shape: QuestionShape, worth: Fraction, digits: int
    ) -> tuple[Window, Window] | None:
        """Return the numbers printed to `digits` whose hidden ones could turn the result.

        One window for each end; None where the last digit printed is wider than the range.
        """
        bound, half = shape.bound, Fraction(1, 10**digits) * worth / 2
        if bound.low is not None and bound.high is not None and bound.high - bound.low <= 2 * half:
            return None
        found = []
        for edge, upper in ((bound.low, False), (bound.high, True)):
            if edge is None:
                found.append(NOTHING)
                continue
            is_open = bound.high_open if upper else bound.low_open
            around = Bound(edge - half, edge + half, upper != is_open, upper == is_open)
            found.append(self._window(around, FULL, worth))
        return found[0], found[1]

    def _near(self, bound: Bound, worth: Fraction) -> Window:
        """Return the numbers that lie within the profile's share of the only end there is."""
        edge = bound.low if bound.low is not None else bound.high
        if not edge:
            return NOTHING
        room = abs(edge) * self.close_call
        around = Bound(edge - room, edge + room, low_open=True, high_open=True)
        return self._window(around, FULL, worth)

    def _window(self, bound: Bound, judge: Judge, worth: Fraction) -> Window:
        if bound.low is None and bound.high is None:
            return EVERYTHING
        how = (judge.compare, judge.decimals, judge.significant, judge.rule)
        key = (bound, how, worth)
        if key not in self.known:
            self.known[key] = window(bound, judge, worth)
        return self.known[key]


def _float(edge: Fraction | None, worth: Fraction, absent: float = math.nan) -> float:
    return absent if edge is None else binary(edge / worth)
