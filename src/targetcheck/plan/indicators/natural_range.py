"""Range of values possible by the nature of an indicator, independent of its declaration.

Layer: plan. Input: an Indicator. Output: the least and greatest possible value, in its unit. A
share is not below 0 % and, unless it declares `above_hundred`, not above 100 %; a count and a
concentration are not below 0; pH is from 0 to 14. A flow may be corrected downwards, and a change
may be negative.
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
    """Return the least and greatest possible value of an indicator; None for an open end."""
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
