"""Plans of indicators: how observations are read and how values are derived from others.

Layer: plan. Unit factors are folded and places resolved; kernel/derived_values/ reads these.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from targetcheck.plan.bound import (
    ReferencePlan,
    StatedPlan,
)
from targetcheck.quantities.declared_unit import DeclaredUnit
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.unit import Unit

if TYPE_CHECKING:
    from targetcheck.plan.derivation_plans import (
        ChangePlan,
        Grading,
        IndexPlan,
        MembersPlan,
        PartsPlan,
        Sampling,
        StepsPlan,
    )
    from targetcheck.ruleset.fields.field_types import NonDetect
    from targetcheck.ruleset.indicators.indicator import Nature


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """The settings of an indicator that the engine needs to read and derive its values."""

    id: str
    nature: Nature
    unit: Unit | None
    better: Literal["higher", "lower"]
    of: tuple[str, str] | None
    formula: str | None
    scale: Scale | None
    frequency: str | None
    aggregate: Literal["sum", "mean", "ratio_of_sums", "worst"] | None
    across: str | None
    low: Fraction | None
    high: Fraction | None
    water: bool
    irreversible: bool
    sampling: Sampling | None = None
    grading: Grading | None = None
    index: IndexPlan | None = None
    members: MembersPlan | None = None
    change: ChangePlan | None = None
    non_detect: NonDetect | None = None
    above_hundred: bool = False
    ppm: Literal["volume", "mass", "water"] | None = None
    units: tuple[DeclaredUnit, ...] = ()
    """units that the ruleset declares"""
    whole_counts: tuple[bool, ...] = ()
    """whether numerator and denominator of a share must be whole, if it names them"""
    parts: PartsPlan | None = None
    steps: StepsPlan | None = None
    reference: ReferencePlan | None = None
    stated: StatedPlan | None = None
