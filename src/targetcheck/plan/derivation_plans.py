"""Plans of derived values: statistics, gradings, steps, indices, members, changes and parts.

Layer: plan. Each has its unit factors folded and its places resolved. An `IndicatorPlan` holds at
most one of them, and a plan without derived indicators loads none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from targetcheck.periods.period import Period
from targetcheck.plan.bound import (
    Bound,
    ChoiceRule,
    DatedBound,
    MovingBound,
    PlanCondition,
)
from targetcheck.quantities.rounding import Rounding
from targetcheck.ruleset.fields.plain_values import Text, Window

if TYPE_CHECKING:
    from targetcheck.ruleset.fields.field_types import NonDetect
    from targetcheck.ruleset.indicators.statistic import Complete, StatisticKind


@dataclass(frozen=True, slots=True)
class Excluded:
    """Days whose samples are excluded."""

    start: date
    end: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Sampling:
    """A statistic of samples; `per_unit` converts a sample to the unit of the statistic.

    `ph`: samples are pH values, averaged as hydrogen ion concentrations.
    """

    kind: StatisticKind
    of: str
    over: str
    complete: Complete
    p: Fraction | None = None
    n: int | None = None
    years: int | None = None
    exceeds: tuple[DatedBound, ...] = ()
    moving: MovingBound | None = None
    """a bound of samples to count with an end that is a value, in the place of `exceeds`"""
    outside: bool = False
    """count the samples that do not satisfy the bound, as for a limit"""
    excluded: tuple[Excluded, ...] = ()
    rounding: Rounding | None = None
    of_samples: Rounding | None = None
    ranked: bool = False
    """the percentile is one of the samples, not interpolated"""
    non_detect: NonDetect = "half"
    non_detect_decides: bool = False
    """the value in the place of a non-detect decides though its limit lies above the bound"""
    per_unit: Fraction = Fraction(1)
    ph: bool = False
    window: Window | None = None
    same: Literal["month", "quarter"] | None = None
    """of the same month or quarter of the years of the window"""
    pools: bool = False
    """a window is of all samples in it where no value has the length that it counts in"""

    season: tuple[int, int] | None = None
    """first and last month of the samples of each year"""

    @property
    def counts(self) -> bool:
        """Whether values are counted that satisfy a condition."""
        return bool(self.exceeds) or self.moving is not None


@dataclass(frozen=True, slots=True)
class PartsPlan:
    """A statistic over a list of indicators, or over the members of a place (`at`).

    `sampling`: the statistic over time at each member, which comes first. `weights` by part, or
    `weigh_by`, the indicator that is the weight of a member. `per_unit` and `exceeds` by indicator.
    """

    kind: StatisticKind
    parts: tuple[str, ...]
    per_unit: Mapping[str, Fraction]
    complete: Complete
    at: Mapping[str, tuple[str, ...]] | None = None
    from_data: bool = False
    sampling: Sampling | None = None
    weights: Mapping[str, Fraction] | None = None
    weigh_by: str | None = None
    p: Fraction | None = None
    n: int | None = None
    exceeds: Mapping[str, tuple[DatedBound, ...]] | None = None
    moving: Mapping[str, MovingBound] | None = None
    outside: bool = False
    rounding: Rounding | None = None
    of_samples: Rounding | None = None
    ranked: bool = False
    non_detect: NonDetect = "half"
    non_detect_decides: bool = False
    ph: bool = False


@dataclass(frozen=True, slots=True)
class GradedItem:
    """One item of a computed class: a value gets the first grade whose bound it satisfies."""

    indicator: str
    bounds: tuple[Bound, ...]
    rounding: Rounding | None = None
    sampling: Sampling | None = None
    otherwise: tuple[tuple[int, tuple[PlanCondition, ...]], ...] = ()
    """(rank, conditions on other indicators that also give it)"""


@dataclass(frozen=True, slots=True)
class Grading:
    """How a class is computed from items; `worst` is the rank of the last grade."""

    kind: Literal["worst_item", "worst_of", "two_worst", "rules"]
    items: tuple[GradedItem, ...]
    required: tuple[str, ...]
    worst: int
    start: date | None = None
    decides: Literal["computed", "reported"] = "computed"
    rules: tuple[ChoiceRule, ...] = ()
    across: Mapping[str, tuple[str, ...]] | None = None
    """place → members over which each item is averaged first"""
    complete: Complete | None = None
    """how many items must be known, if others may be left out"""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """Break points (value, index) of an index, in force from `start`."""

    start: date
    points: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """An index interpolated on the broken line of another indicator."""

    of: str
    lines: tuple[BrokenLine, ...]
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class StepsPlan:
    """A number chosen by the first rule that holds; `names`: the indicators that are read."""

    rules: tuple[ChoiceRule, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MembersPlan:
    """Share or number of members that satisfy every condition; `at`: place → members."""

    share: bool
    where: tuple[PlanCondition, ...]
    at: Mapping[str, tuple[str, ...]]
    from_data: bool = False
    per_unit: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """Change since `base` or a relative period; `per_unit` converts it to this indicator's unit."""

    of: str
    since: str
    base: Period | None
    relative: bool
    ordinal: bool
    per_unit: Fraction = Fraction(1)
    yearly: bool = False
