"""Plan: the target instances to evaluate, with exact bounds, unit factors and expanded places.

Layer: plan. Input: a Ruleset and a Profile. Output: `Plan`. A `Question` is one target instance;
its tree has `Check`s of a `Measure` against a `Bound`. Equal measures are one object, read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from targetcheck.periods.period import Period
from targetcheck.printable_text import printable
from targetcheck.quantities.declared_unit import DeclaredUnit
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.rounding import (
    Rounding,
    Rule,
    round_decimals,
    round_multiple,
    round_significant,
)
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.fields.plain_values import Text

if TYPE_CHECKING:
    from targetcheck.ruleset.comparison import Permitted
    from targetcheck.ruleset.indicators.indicator import Nature
    from targetcheck.ruleset.indicators.statistic import Complete, NonDetect, Over, StatisticKind
    from targetcheck.ruleset.profile import Profile, Stance
    from targetcheck.ruleset.progress_method import Pace
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Mode, Strength

MeasureKind = Literal["value", "total", "share_of", "rank"]
CheckKind = Literal["bound", "change", "limit", "permitted", "done", "words"]
ChangeKind = Literal["relative", "points", "absolute"]

HERE = "\0here"  # stands for the place of a question that was lowered for several (laid.py)


@dataclass(frozen=True, slots=True)
class Bound:
    """The values that satisfy a requirement: an interval, in the unit of the measure.

    For a class the values are ranks, 0 the best. The clause writes `digits` decimals; `per_unit`
    converts one unit of the clause to the unit of the measure.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    digits: int | None = 0
    per_unit: Fraction = Fraction(1)

    def holds(self, value: Fraction) -> bool:
        """Return whether a value satisfies the requirement."""
        top, bottom = value.as_integer_ratio()
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
        return tuple(edge for edge in (self.low, self.high) if edge is not None)


@dataclass(frozen=True, slots=True)
class PlanCondition:
    """Condition for counting a member, or for applying a target."""

    indicator: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Measure:
    """The measured value: a value, a total since `start`, a share of members, or a rank.

    A value or total with `members` is their combined value if the place has no observation of its
    own.
    """

    kind: MeasureKind
    indicator: str
    place: str
    start: date | None = None
    members: tuple[str, ...] = ()
    where: tuple[PlanCondition, ...] = ()
    weight: str | None = None
    members_from_data: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """A baseline: a fixed period or one relative to the due date, and its value if the clause cites it."""

    label: str
    period: Period | None
    value: Fraction | None = None
    since: date | None = None  # the first observation that ends on this day or later
    or_next: bool = False  # else the next later period of the same length


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A bound on a change; it becomes a bound on the value once the value of `base` is known."""

    kind: ChangeKind
    downward: bool
    base: Base


@dataclass(frozen=True, slots=True)
class DatedBound:
    """An entry of a dated limit, in force from `start`."""

    start: date
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class Judge:
    """Settings of a check: accepted statuses, comparison rule, rounding, progress method, stance.

    `pace` is the progress method declared by the target or its indicator; None uses the profile's.
    """

    accept: tuple[str, ...]
    compare: Literal["full", "rounded", "counts"]
    decimals: int | None = None
    significant: int | None = None
    to: Fraction | None = None
    rule: Rule = "half_even"
    pace: Pace | None = None
    stance: Stance = "face_value"
    confidence: Decimal = Decimal("0.95")

    def rounded(self, value: Fraction, bound: Bound) -> Fraction | None:
        """Return the value rounded in the unit of the clause; None if that rounding is unknown."""
        per_unit = bound.per_unit
        if per_unit == 1:
            return self._rounded(value, bound.digits)
        rounded = self._rounded(value / per_unit, bound.digits)
        return None if rounded is None else rounded * per_unit

    def _rounded(self, value: Fraction, written: int | None) -> Fraction | None:
        if self.to is not None:
            return round_multiple(value, self.to, self.rule)
        if self.significant is not None:
            return round_significant(value, self.significant, self.rule)
        digits = self.decimals if self.decimals is not None else written
        return None if digits is None else round_decimals(value, digits, self.rule)


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of one measure with one bound.

    `kind`: bound (fixed) · change (bound once the baseline is known) · limit (dated) · permitted
    (number of failing samples) · done (a deliverable) · words (qualitative). `path`: earlier
    milestones (day, value).
    """

    kind: CheckKind
    measure: Measure
    nature: Nature
    unit: Unit | None
    better: Literal["higher", "lower"]
    judge: Judge
    bound: Bound | None = None
    change: PlanChange | None = None
    limits: tuple[DatedBound, ...] = ()
    base: Base | None = None
    path: tuple[tuple[date, Fraction], ...] = ()
    frequency: str | None = None
    irreversible: bool = False
    scale: Scale | None = None
    permitted: Permitted | None = None
    words: str = ""
    own_reading: str = ""
    written_unit: Unit | None = None
    """unit of the clause and of margins; the bound has its factor, `per_unit`"""
    requirement: tuple[tuple[str, str], ...] = ()
    """(key, amount as written) pairs, for wording"""


@dataclass(frozen=True, slots=True)
class Fold:
    """Several conditions of which `any` or `all` must hold."""

    kind: Literal["any", "all"]
    parts: tuple[Check | Fold, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One target instance: target × place × due date."""

    target: str
    place: str
    due: date
    start: date | None
    strength: Strength
    mode: Mode
    tree: Check | Fold
    when: tuple[PlanCondition, ...] = ()
    recurring: bool = False
    """one of several periods, each evaluated on its own observations"""
    stage: int | None = None
    """index of the milestone with this due date"""


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
    over: Over
    complete: Complete
    p: Fraction | None = None
    n: int | None = None
    years: int | None = None
    exceeds: tuple[DatedBound, ...] = ()
    outside: bool = False
    """count the samples that do not satisfy the bound, as for a limit"""
    excluded: tuple[Excluded, ...] = ()
    rounding: Rounding | None = None
    of_samples: Rounding | None = None
    ranked: bool = False
    """the percentile is one of the samples, not interpolated"""
    non_detect: NonDetect = "half"
    per_unit: Fraction = Fraction(1)
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
    rules: tuple[tuple[PlanCondition, ...], ...] = ()
    across: Mapping[str, tuple[str, ...]] | None = None
    """place → members over which each item is averaged first"""


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


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled ruleset: everything an engine needs. Independent of table and as-of date."""

    ruleset: Ruleset
    profile: Profile
    profile_name: str
    questions: Sequence[Question]
    """by target, then place, then due date; `lazy_questions.Questions` if compiled"""
    indicators: Mapping[str, IndicatorPlan]
    children: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """indicator → parent place → places that are aggregated"""
    part_of: Plan | None = field(default=None, repr=False, compare=False)
    """the whole plan, if this one is reduced to some target instances"""

    def __repr__(self) -> str:
        count, profile = len(self.questions), self.profile_name
        return printable(f"<Plan {self.ruleset.id}: profile {profile}, {count} questions>")

    def asking(self, questions: Sequence[Question]) -> Plan:
        """Return the plan reduced to some target instances; the same observations still count."""
        return replace(self, questions=questions, part_of=self.part_of or self)
