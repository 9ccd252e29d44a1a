"""What a kernel answers: one outcome for each question, with all it rests on.

Layer: kernel. Output: Outcome, read by verdicts/. No wording here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from targetcheck.observations.observation import Observation
from targetcheck.periods.period_parser import Period
from targetcheck.plan.plan import Bound, Check, PlanCondition
from targetcheck.ruleset.fields.plain_values import Text

Status = Literal[
    "pass", "fail", "missed", "at_risk", "on_track", "not_due", "undetermined", "not_applicable"
]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Where a period has fewer valid samples than its rule asks for; `rule` names the rule."""

    rule: str
    period: Period
    have: int
    need: Fraction


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a statistic was made from.

    `raw` is the statistic with the excluded samples, `exact` the one before its own rounding.
    `values` are the samples of a mean, or of the percentile `p`, in the unit of the statistic.
    """

    kind: str
    samples: int
    non_detects: int = 0
    exact: Fraction | None = None
    raw: Fraction | None = None
    values: tuple[Fraction, ...] = ()
    p: Fraction | None = None
    excluded: int = 0
    reasons: tuple[Text, ...] = ()
    short: tuple[Shortfall, ...] = ()
    so_far: bool = False
    order: Fraction | None = None
    """95 of a 95th percentile, 4 of a fourth highest, 3 of three years"""


@dataclass(frozen=True, slots=True)
class ItemGrade:
    """One item of a computed class: its value as evaluated, the ranks between which it lies."""

    indicator: str
    value: Fraction | None
    best: int
    worst: int
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivationStep:
    """A figure on the way from the reports to a value that is computed from other indicators."""

    indicator: str
    period: Period
    value: Fraction


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a measure for a period: exact, or known to lie in `low`..`high`.

    An end that is None is not known. `partial`: a part of it was not reported at all; such a point
    decides where every value of the part gives the same answer, and otherwise stands for nothing.
    `claims` holds what other reports say of the same thing; `missing` names what would make an
    unknown value known, and `reason` why it is unknown.
    """

    period: Period
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    step: Fraction | None = None
    counts: tuple[Fraction, Fraction] | None = None
    claims: tuple[Fraction, ...] = ()
    observations: tuple[Observation, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""
    flags: tuple[str, ...] = ()
    completed: date | None = None
    sampled: Sampled | None = None
    graded: tuple[ItemGrade, ...] = ()
    unbounded: bool = False
    """nothing is known of the value, not even its ends"""
    low_open: bool = False
    high_open: bool = False
    """an end that the value does not reach: what is reported as `<0.05` is less than 0.05"""
    steps: tuple[DerivationStep, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class BaseValue:
    """A baseline that was found: its period, value, and where the value comes from.

    origin: stated (the ruleset cites it) · reported · zero (a flow starts there).
    """

    period: Period
    value: Fraction
    origin: Literal["stated", "reported", "zero"]


@dataclass(frozen=True, slots=True)
class Pacing:
    """Where a value stands by its method; speeds are per day, in the unit of the measure.

    `time` is what time was counted in: months for series of whole months, quarters or years.
    `ratio` is what the method compares with its cut-offs, for the schedule (y − y0) / (y* − y0);
    `asked` = y*, what the path asks for on the day of the report; `catch_up` = speed needed ÷ speed
    so far, None when nothing has moved. `projection` is the value expected on the due date, `low`
    to `high` its band; `n` values of `window` went into it. `figures` are the method's own numbers
    by code. What a method does not have is None, never 0.
    """

    asked: Fraction | None = None
    ratio: Fraction | None = None
    so_far: Fraction | None = None
    needed: Fraction | None = None
    catch_up: Fraction | None = None
    start: date | None = None
    start_value: Fraction | None = None
    path: tuple[tuple[date, Fraction], ...] = ()
    method: str = "schedule"
    band: str = ""
    label: Text | None = None
    projection: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    window: tuple[date, date] | None = None
    n: int = 0
    figures: tuple[tuple[str, Fraction], ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    cuts: tuple[Fraction, ...] = ()
    """figures between the bands of the method, best first"""
    time: Literal["days", "months"] = "days"


@dataclass(frozen=True, slots=True)
class Compared:
    """The result of one comparison: True, False, or None when the data cannot decide."""

    result: bool | None
    how: Literal["full", "rounded", "counts"]
    value: Fraction | None
    sensitive: bool = False
    reason: str = ""
    interval: tuple[Fraction, Fraction] | None = None
    by_stance: bool = False


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """Whether a condition under which a promise applies holds; `point` is the value that told."""

    condition: PlanCondition
    point: Point | None
    result: bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a question or to one branch of it, with its evidence."""

    status: Status
    reason: str
    flags: tuple[str, ...] = ()
    check: Check | None = None
    fold: Literal["", "any", "all"] = ""
    point: Point | None = None
    bound: Bound | None = None
    compared: Compared | None = None
    margin: Fraction | None = None
    base: BaseValue | None = None
    pacing: Pacing | None = None
    missing: tuple[str, ...] = ()
    lagging: int = 0
    history: tuple[Point, ...] = ()
    parts: tuple[Outcome, ...] = ()
    conditions: tuple[ConditionResult, ...] = ()
