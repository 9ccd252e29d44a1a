"""What the values of an indicator can be by its nature, whatever its author declares.

Layer: plan. Input: an Indicator. Output: the least and the greatest value there can be, in its unit.
A share has nothing below 0 % and, unless it says `above_hundred`, nothing above 100 %; a count and
a concentration have nothing below 0; pH runs from 0 to 14. What only runs over time, such as a
flow, may be corrected downwards, and a change may be negative.
"""

from __future__ import annotations

from fractions import Fraction

from targetcheck.quantities.unit import Unit, factor, find_unit
from targetcheck.ruleset.indicators.indicator import Indicator, of_indicator

Ends = tuple[Fraction | None, Fraction | None]
_PER = ("/volume", "/mass")
_CONCENTRATIONS = frozenset({"concentration", "count_concentration", "turbidity"})
_PH_END = 14


def natural_range(indicator: Indicator) -> Ends:
    """Return the least and the greatest value that an indicator can have; None where it is open."""
    unit = of_indicator(indicator).unit
    nature = indicator.nature
    if indicator.change is not None or nature in ("class", "done"):
        return None, None
    if nature == "share":
        whole = 100 * factor(find_unit("percent"), unit) if unit else Fraction(100)
        return Fraction(0), None if indicator.above_hundred else whole
    if unit is not None and unit.dimension == "ph":
        return Fraction(0), Fraction(_PH_END)
    things = unit is not None and unit.whole and nature == "level"
    return (Fraction(0) if nature == "count" or things or _concentration(unit) else None), None


def _concentration(unit: Unit | None) -> bool:
    return unit is not None and (unit.dimension in _CONCENTRATIONS or unit.dimension.endswith(_PER))
