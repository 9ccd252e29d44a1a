"""What plain numbers beside a unit mean for an indicator, by the rule of the cell reader.

Layer: columnar. Input: the text of a unit and the plan of an indicator. Output: `UnitReading`, or
the code of the refusal. Indicators that read units alike share one reading, so the cost follows the
distinct spellings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from targetcheck.columnar.exact_window import Window, plausible
from targetcheck.errors import TargetcheckError
from targetcheck.observations.reported_unit import unit_of, worth_of
from targetcheck.observations.reported_value import is_whole
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.quantities.unit import Unit
from targetcheck.tables.cells.cell_value import CellValue

_NUMBER = CellValue("number")


@dataclass(frozen=True, slots=True)
class UnitReading:
    """Numbers beside a unit: exact factor to the indicator's unit, plausible range, flags.

    `whole`: they must be integers. `sane` is in the unit of the data.
    """

    unit: Unit | None
    worth: Fraction
    whole: bool
    sane: Window
    flags: tuple[str, ...] = ()


@dataclass
class UnitReadings:
    """Readings of units, cached by text and by what of an indicator they depend on."""

    known: dict[tuple[object, ...], UnitReading | str | None] = field(default_factory=dict)
    kinds: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def of(self, text: str | None, spec: IndicatorPlan) -> UnitReading | str | None:
        """Return the reading of a unit, the code of its refusal, or None.

        None: the cell reader must look at each number, as for grades and for parts of a thing.
        """
        key = (self.kind(spec), text)
        if key not in self.known:
            self.known[key] = _reading(text, spec)
        return self.known[key]

    def kind(self, spec: IndicatorPlan) -> tuple[object, ...]:
        """Return what the reading of a unit depends on."""
        if spec.id not in self.kinds:
            unit = spec.unit
            named = None if unit is None else (unit.name, unit.en, unit.zh)
            self.kinds[spec.id] = (
                named, spec.nature, spec.scale is None, spec.water, spec.ppm, spec.units,
                spec.low, spec.high,
            )  # fmt: skip
        return self.kinds[spec.id]


def _reading(text: str | None, spec: IndicatorPlan) -> UnitReading | str | None:
    if spec.scale is not None or spec.nature in ("class", "done"):
        return None
    try:
        unit, flags = unit_of(spec, _NUMBER, text)
    except TargetcheckError as error:
        return error.diagnostics[0].code
    whole = is_whole(spec, unit)
    if whole and unit is not None and unit.factor != 1:
        return None
    worth = worth_of(spec, unit, flags)
    return UnitReading(
        unit, worth, whole and unit is not None, plausible(spec.low, spec.high, worth), flags
    )
