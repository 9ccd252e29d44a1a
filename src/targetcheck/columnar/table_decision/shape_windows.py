"""Shapes as columns: their properties, and their exact float windows in a unit of the data.

Layer: columnar. Input: the bound of a shape and a unit of the data. Output: windows of floats
(exact_window.py) that satisfy the bound, and those around an end in which flags are set.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.columnar.exact_window import EVERYTHING, Window, window
from targetcheck.columnar.table_decision.observation_columns import day_number
from targetcheck.columnar.table_decision.period_frequency import FREQUENCIES
from targetcheck.columnar.table_decision.question_shapes import QuestionShape
from targetcheck.columnar.table_decision.unmeasured_targets import DELIVERABLE, MEASURED, WORDS
from targetcheck.plan.bound import Bound
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.plan import Judge
from targetcheck.quantities.rounding import binary

if TYPE_CHECKING:
    import polars as pl

FULL = Judge((), "full")
NOTHING = Window(math.inf, -math.inf)


@dataclass(frozen=True, slots=True)
class InUnit:
    """A shape for numbers in one unit.

    `met` decides; `rounded` is the window for rounded values. `near` holds values that pass with a
    small margin. `edges` are the ends in that unit. `told` converts a number to the unit of the
    clause, `worth` to that of the indicator. `whole` numbers hide no digits.
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
    """Factory of shapes in units; each bound in a unit is computed once for all shapes."""

    close_call: Fraction
    known: dict[tuple[object, ...], Window] = field(default_factory=dict)

    def in_unit(self, shape: QuestionShape, worth: Fraction, whole: bool) -> InUnit:
        """Return a shape for numbers with the factor `worth` to the indicator's unit."""
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
        """Return the numbers printed to `digits` decimals whose hidden digits could decide.

        One window for each end; None if the last printed digit is coarser than the range.
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
        """Return the window of values within the profile's share of the only end."""
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


def shape_table(shapes: Iterable[QuestionShape]) -> pl.DataFrame:
    """Return the properties of each shape as columns."""
    import polars as pl

    schema = {
        "due": pl.Int32, "start": pl.Int32, "is_due": pl.Boolean, "maintain": pl.Boolean,
        "standing": pl.Boolean, "irreversible": pl.Boolean, "binding": pl.Boolean,
        "own": pl.Boolean, "only": pl.UInt8, "changed": pl.Int32, "after": pl.Int32,
        "total_from": pl.Int32, "by_limit": pl.Boolean, "made": pl.Boolean,
        "asked_rank": pl.UInt32, "kind": pl.UInt8, "sustain": pl.Boolean, "recurring": pl.Boolean,
    }  # fmt: skip
    rows = []
    for shape in shapes:
        question, check = shape.question, shape.check
        start, changed, after = question.start, shape.changed, shape.after
        rows.append(
            (
                day_number(question.due),
                None if start is None else day_number(start),
                shape.is_due,
                question.mode == "maintain",
                shape.standing,
                check.irreversible,
                question.strength == "binding",
                bool(check.own_reading),
                FREQUENCIES.index(check.frequency or ""),
                None if changed is None else day_number(changed),
                None if after is None else day_number(after),
                None if shape.total_from is None else day_number(shape.total_from),
                check.kind == "limit",
                is_made(shape.spec),
                shape.asked_rank,
                {"done": DELIVERABLE, "words": WORDS}.get(check.kind, MEASURED),
                question.mode == "sustain",
                question.recurring,
            )
        )
    return pl.DataFrame(rows, schema=schema, orient="row")
