"""Caching readers of value cells, one for each indicator.

Layer: observations. Input: an IndicatorPlan and the cells of successive rows. Output:
ReportedValue, or a finding. Most cells are simple numbers in a few units, and many are equal: each
unit is looked up once, simple numbers are read directly, and texts are cached. All other cells go
to published_interval.py and reported_value.py, which also word the findings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.first_use import on_first_use
from targetcheck.observations.reported_unit import unit_of, worth_of
from targetcheck.observations.reported_value import (
    ReportedValue,
    in_range,
    is_whole,
    read_report,
)
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.quantities.unit import Unit, factor, find_unit
from targetcheck.tables.cells.cell_value import CellValue, plain_number

if TYPE_CHECKING:
    from targetcheck.observations import published_interval
else:
    published_interval = on_first_use("targetcheck.observations.published_interval")

VALUE_CELLS = (
    "value", "unit", "qualifier", "numerator", "denominator", "weight", "completed", "lower", "upper",
)  # fmt: skip
Cells = tuple[object, ...]
"""The cells of a row, in the order of VALUE_CELLS."""
BLANK = (None, "")
_ALONE = (None,) * 4
"""The cells after the denominator, where nothing stands in them."""
MOST = 100_000
"""Texts that a reader remembers: more would not be met again often enough."""


@dataclass(frozen=True, slots=True)
class _Scaled:
    """A unit of the data; `top`/`bottom` is its factor to the indicator's unit."""

    unit: Unit | None
    flags: tuple[str, ...]
    top: int
    bottom: int
    whole: tuple[int, int] | None
    steps: dict[int, Fraction] = field(default_factory=dict)

    def step(self, digits: int) -> Fraction | None:
        """Return the size of the last of `digits` decimals; None for counts."""
        if self.whole is not None:
            return None
        known = self.steps.get(digits)
        if known is None:
            known = self.steps[digits] = Fraction(self.top, 10**digits * self.bottom)
        return known


class CachedValueReader:
    """Reader of the value cells of one indicator."""

    __slots__ = (
        "_known",
        "_percent",
        "_plain_numbers",
        "_ranged",
        "_scaled",
        "_upwards",
        "indicator",
    )

    def __init__(self, indicator: IndicatorPlan) -> None:
        self.indicator = indicator
        self._ranged = indicator.low is not None or indicator.high is not None
        self._upwards = indicator.low == 0 and indicator.high is None
        """Whether the sign of a number tells whether it is in the range; all factors are positive."""
        self._plain_numbers = indicator.nature not in ("class", "done")
        self._percent: Fraction | None = None
        """Factor from a share of 1 to the unit of the indicator; None if counts do not form a share."""
        if indicator.nature == "share":
            unit = indicator.unit
            self._percent = 100 * (factor(find_unit("percent"), unit) if unit else Fraction(1))
        self._known: dict[Cells, ReportedValue | Diagnostic] = {}
        self._scaled: dict[object, _Scaled | None] = {}

    def read(self, cells: Cells) -> ReportedValue | Diagnostic:
        """Return the value of a row; the `where.path` of a finding names the column."""
        if cells[0].__class__ is not str:  # 1, True and 1.0 are equal keys and different cells
            return self._plain(cells) or self._read(cells)
        known = self._known.get(cells)
        if known is None:
            known = self._plain(cells) or self._read(cells)
            if len(self._known) < MOST:
                self._known[cells] = known
        return known

    def _read(self, cells: Cells) -> ReportedValue | Diagnostic:
        try:
            found = dict(zip(VALUE_CELLS, cells, strict=True))
            if self._plain_numbers or found["lower"] not in BLANK or found["upper"] not in BLANK:
                return published_interval.read_with_interval(self.indicator, found)
            return read_report(self.indicator, found)
        except TargetcheckError as error:
            return error.diagnostics[0]

    def _plain(self, cells: Cells) -> ReportedValue | None:
        """Return the value of a simple number without qualifiers, else None."""
        if not self._plain_numbers:
            return None
        raw, unit_cell, qualifier, numerator, denominator = cells[:5]
        rest = cells[5:]
        if qualifier not in BLANK or (rest != _ALONE and any(c not in BLANK for c in rest)):
            return None
        number = plain_number(raw)
        scaled = self._unit(unit_cell)
        if number is None or scaled is None:
            return None
        top, bottom, digits, text = number
        if scaled.whole and top * scaled.whole[0] % (bottom * scaled.whole[1]):
            return None
        value = Fraction(top * scaled.top, bottom * scaled.bottom)
        if self._ranged and (not self._upwards or top < 0) and not in_range(self.indicator, value):
            return None
        step = scaled.step(digits)
        if self._percent is not None and (numerator not in BLANK or denominator not in BLANK):
            return self._counted(numerator, denominator, scaled, value, step, text)
        return ReportedValue(
            value, value, value, text, scaled.unit, step, None, None, None, None, scaled.flags
        )

    def _counted(
        self,
        numerator: object,
        denominator: object,
        scaled: _Scaled,
        printed: Fraction,
        step: Fraction | None,
        text: str,
    ) -> ReportedValue | None:
        """Return the value of a share with simple counts, which decide."""
        above, below = plain_number(numerator), plain_number(denominator)
        if above is None or below is None or above[0] < 0 or below[0] <= 0:
            return None
        assert self._percent is not None
        counts = Fraction(above[0], above[1]), Fraction(below[0], below[1])
        spec = self.indicator
        if counts[0] > counts[1] and not spec.above_hundred:
            return None
        if any(w and c.denominator > 1 for w, c in zip(spec.whole_counts, counts, strict=False)):
            return None
        exact = counts[0] / counts[1] * self._percent
        if not in_range(self.indicator, exact):
            return None
        flags = scaled.flags
        if step is not None and abs(printed - exact) * 2 > step:
            flags = (*flags, "share_disagrees_with_counts")
        return ReportedValue(
            exact, exact, exact, text, scaled.unit, None, counts, printed, None, None, flags
        )

    def _unit(self, unit_cell: object) -> _Scaled | None:
        """Return the unit of a cell; None if it cannot be used."""
        if unit_cell.__class__ is not str and unit_cell is not None:
            return None
        if unit_cell not in self._scaled:
            self._scaled[unit_cell] = _scaled(self.indicator, unit_cell)
        return self._scaled[unit_cell]


def _scaled(indicator: IndicatorPlan, unit_cell: object) -> _Scaled | None:
    try:
        unit, flags = unit_of(indicator, CellValue("number"), unit_cell)
    except TargetcheckError:
        return None
    top, bottom = worth_of(indicator, unit, flags).as_integer_ratio()
    whole = None
    if is_whole(indicator, unit):
        whole = unit.factor.as_integer_ratio() if unit is not None else (0, 1)
    return _Scaled(unit, flags, top, bottom, whole)
