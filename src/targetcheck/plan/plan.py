"""The plan: what there is to decide, as rows; units folded, bounds exact, places expanded.

Layer: plan. Input: a Ruleset and a Profile. Output: `Plan`. A `Question` is one target × place × due
date; the `Check`s of its tree compare a `Measure`, equal ones being one object, with a `Bound`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from targetcheck.periods.period_parser import Period
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

    For a class the values are ranks, 0 the best. `digits` and `per_unit` say how finely the clause
    writes its figure and in which unit: one of the clause's units is `per_unit` of the measure's.
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
        """Return the edge to be reached by a value that moves up, or down."""
        return self.low if upward else self.high

    def edges(self) -> tuple[Fraction, ...]:
        """Return the edges there are."""
        return tuple(edge for edge in (self.low, self.high) if edge is not None)


@dataclass(frozen=True, slots=True)
class PlanCondition:
    """What a member must satisfy to be counted, or when a target applies."""

    indicator: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, where: a value, a total since `start`, a share of members, or a rank.

    A value or a total with `members` is theirs together where the place itself reports none.
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
    """A baseline: its period, or how it moves with the due date, and its value where cited."""

    label: str
    period: Period | None
    value: Fraction | None = None
    since: date | None = None  # it is the first report that ends on this day or later
    or_next: bool = False  # else the next later period of the same length


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A bound on a change: the amount is turned into a bound on the value once `base` is known."""

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
    """How a check is judged: accepted statuses, comparison rule, rounding, method, stance.

    `pace` is the method that the target or its indicator declares; else the profile has one.
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
        """Return the value rounded in the unit of the clause, or None where no rounding is known."""
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
    """One comparison of one measure.

    `kind`: bound (a fixed bound) · change (bound once the baseline is known) · limit (dated) ·
    permitted (failing samples by their number) · done (a deliverable) · words (no number). `path`
    holds earlier stages as (day, value), and those of a change as (day, change).
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
    """unit of the clause, in which margins are told; bounds know what one of it is worth"""
    requirement: tuple[tuple[str, str], ...] = ()
    """(key, amount as written) pairs, for wording"""


@dataclass(frozen=True, slots=True)
class Fold:
    """Several conditions of which any or all must hold."""

    kind: Literal["any", "all"]
    parts: tuple[Check | Fold, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One target × place × due date."""

    target: str
    place: str
    due: date
    start: date | None
    strength: Strength
    mode: Mode
    tree: Check | Fold
    when: tuple[PlanCondition, ...] = ()
    recurring: bool = False
    """one of several periods, of which each is judged by its own reports"""
    stage: int | None = None
    """number of the milestone that this due date belongs to"""


@dataclass(frozen=True, slots=True)
class Excluded:
    """Days whose samples do not count."""

    start: date
    end: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Sampling:
    """A statistic of samples; `per_unit` turns a sample's unit into that of the statistic.

    `ph`: samples are pH values, which are averaged as hydrogen ions.
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
    """a sample that does not satisfy the bound is counted, as with a limit"""
    excluded: tuple[Excluded, ...] = ()
    rounding: Rounding | None = None
    of_samples: Rounding | None = None
    ranked: bool = False
    """a percentile is one of the samples, and not between two of them"""
    non_detect: NonDetect = "half"
    per_unit: Fraction = Fraction(1)
    ph: bool = False


@dataclass(frozen=True, slots=True)
class GradedItem:
    """One item of a class: a value gets the first grade whose bound it satisfies."""

    indicator: str
    bounds: tuple[Bound, ...]
    rounding: Rounding | None = None
    sampling: Sampling | None = None
    otherwise: tuple[tuple[int, tuple[PlanCondition, ...]], ...] = ()
    """(rank, conditions on other indicators that give it as well)"""


@dataclass(frozen=True, slots=True)
class Grading:
    """How a class is computed; `worst` is the rank of the last grade."""

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
    """An index that is read off a broken line of another indicator."""

    of: str
    lines: tuple[BrokenLine, ...]
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class MembersPlan:
    """A share or number of the places below that satisfy every condition; `at`: place → members."""

    share: bool
    where: tuple[PlanCondition, ...]
    at: Mapping[str, tuple[str, ...]]
    from_data: bool = False
    per_unit: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """A change of another indicator since `base`, or since a period that moves along.

    `per_unit` turns a change in the other's unit, or in percent, into the unit of the change.
    """

    of: str
    since: str
    base: Period | None
    relative: bool
    ordinal: bool
    per_unit: Fraction = Fraction(1)
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """What the kernel must know of an indicator to read its values."""

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
    """whether numerator and denominator of a share must be whole, where it names them"""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a kernel needs; made once, used for any table and date."""

    ruleset: Ruleset
    profile: Profile
    profile_name: str
    questions: Sequence[Question]
    """by target, then place, then due date; those that a ruleset gives are `laid.Questions`"""
    indicators: Mapping[str, IndicatorPlan]
    children: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """indicator → parent place → places whose values make up the parent's"""
    part_of: Plan | None = field(default=None, repr=False, compare=False)
    """the whole plan, where this one asks only some of its questions"""

    def __repr__(self) -> str:
        count, profile = len(self.questions), self.profile_name
        return printable(f"<Plan {self.ruleset.id}: profile {profile}, {count} questions>")

    def asking(self, questions: Sequence[Question]) -> Plan:
        """Return the plan with only some of its questions; which reports count stays as it is."""
        return replace(self, questions=questions, part_of=self.part_of or self)
