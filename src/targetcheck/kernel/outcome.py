"""What a kernel answers: one outcome for each question, with all it rests on.

Floor: kernel. Goes out: Outcome, read by verdicts/. No wording here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from targetcheck.ground.periods import Period
from targetcheck.plan.facts import Fact
from targetcheck.plan.plan import Bound, Check

Status = Literal[
    "pass", "fail", "missed", "at_risk", "on_track", "not_due", "undetermined", "not_applicable"
]


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a measure for a period: exact, or known to lie in `low`..`high`.

    `claims` holds what other reports say of the same thing; `missing` names what would make an
    unknown value known, and `reason` why it is unknown.
    """

    period: Period
    value: Fraction | None
    low: Fraction
    high: Fraction | None
    step: Fraction | None = None
    counts: tuple[Fraction, Fraction] | None = None
    claims: tuple[Fraction, ...] = ()
    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""
    flags: tuple[str, ...] = ()
    completed: date | None = None


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
    """Where a value stands against its schedule; speeds are per day, in the unit of the measure.

    `ratio` = (y − y0) / (y* − y0), the schedule ratio; `asked` = y*, what the schedule asks for on
    the day of the report; `catch_up` = speed needed ÷ speed so far, None when nothing has moved.
    """

    asked: Fraction
    ratio: Fraction
    so_far: Fraction
    needed: Fraction | None
    catch_up: Fraction | None
    start: date
    start_value: Fraction
    path: tuple[tuple[date, Fraction], ...]
    method: str = "schedule"


@dataclass(frozen=True, slots=True)
class Compared:
    """The result of one comparison: True, False, or None when the data cannot decide."""

    result: bool | None
    how: Literal["full", "rounded", "counts"]
    value: Fraction | None
    sensitive: bool = False
    reason: str = ""


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
