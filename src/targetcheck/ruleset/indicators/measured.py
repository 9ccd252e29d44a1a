"""What a requirement measures: its nature, unit and scale, from the indicator and measure keys.

Floor: model. Read by links.py to check amounts and by the plan to fold them.
"""

from __future__ import annotations

from dataclasses import dataclass

from targetcheck.quantities.unit import Unit, find_unit
from targetcheck.ruleset.fields.field_types import NUMBER
from targetcheck.ruleset.indicators.indicator import Indicator, Nature
from targetcheck.ruleset.requirement_tree import Test


@dataclass(frozen=True, slots=True)
class Measured:
    """Nature, unit and scale of a measure; `unit` is None for classes and deliverables."""

    nature: Nature
    unit: Unit | None
    scale: str | None = None
    better: str = "higher"


def of_indicator(indicator: Indicator) -> Measured:
    """Give what an indicator measures."""
    unit = indicator.unit
    if unit is None and indicator.nature in ("level", "flow", "count", "share"):
        unit = find_unit("percent") if indicator.nature == "share" else NUMBER
    return Measured(indicator.nature, unit, indicator.scale, indicator.better)


def of_test(test: Test, indicator: Indicator) -> Measured:
    """Give what a test measures; `indicator` is the target's, or the one that `of` names."""
    if test.share_of:
        return Measured("share", find_unit("percent"))
    if test.rank_among:
        return Measured("count", NUMBER, better="lower")
    return of_indicator(indicator)
