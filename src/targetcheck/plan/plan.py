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
from targetcheck.plan.bound import Bound, DatedBound, MovingBound, PlanCondition
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.printable_text import printable
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.rounding import (
    Rule,
    round_decimals,
    round_multiple,
    round_significant,
)
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.fields.plain_values import Window

if TYPE_CHECKING:
    from targetcheck.ruleset.comparison import Permitted
    from targetcheck.ruleset.indicators.indicator import Nature
    from targetcheck.ruleset.profile import Profile, Stance
    from targetcheck.ruleset.progress_method import Pace
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Mode, Strength

MeasureKind = Literal["value", "total", "share_of", "rank"]
CheckKind = Literal["bound", "change", "limit", "permitted", "reporting", "done", "words"]
ChangeKind = Literal["relative", "points", "absolute"]

HERE = "\0here"
"""Stands for the place of a question that was lowered for several (lazy_questions.py)."""


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
    first: Period | None = None  # first period of a window, in which the first value counts
    last: date | None = None  # last day of the window


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A bound on a change; it becomes a bound on the value once the value of `base` is known."""

    kind: ChangeKind
    downward: bool
    base: Base

    def undefined_from(self, base: Fraction) -> bool:
        """Return whether the change is undefined: in percent of a baseline that is not positive."""
        return self.kind == "relative" and base <= 0


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
    (number of failing samples) · reporting (when it was reported) · done (a deliverable) · words
    (qualitative). `path`: earlier milestones (day, value).
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
    moving: MovingBound | None = None
    """a bound with an end that is a value of an indicator, or stated by place"""
    reported_within: Window | None = None
    """time after the period in which it must be reported"""

    @property
    def compares_end(self) -> bool:
        """Whether an end of an interval is compared, and not the value."""
        bounds = (self.bound, *(entry.bound for entry in self.limits))
        return any(bound is not None and bound.end for bound in bounds)


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
    declared: Plan | None = field(default=None, repr=False, compare=False)
    """the plan of the ruleset alone, if the data name further members"""

    def __repr__(self) -> str:
        count, profile = len(self.questions), self.profile_name
        return printable(f"<Plan {self.ruleset.id}: profile {profile}, {count} questions>")

    def asking(self, questions: Sequence[Question]) -> Plan:
        """Return the plan reduced to some target instances; the same observations still count."""
        return replace(self, questions=questions, part_of=self.part_of or self)
