"""Outcome of a target instance, with all its evidence.

Layer: kernel. Output: Outcome, read by verdicts/. Codes only, no wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeVar

from targetcheck.first_use import on_first_use
from targetcheck.observations.observation import Interval, Observation
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound, PlanCondition
from targetcheck.plan.plan import Check
from targetcheck.ruleset.fields.plain_values import Text

if TYPE_CHECKING:
    from targetcheck.kernel import derivation_evidence
    from targetcheck.kernel.derivation_evidence import (
        DerivationStep,
        ItemGrade,
        Sampled,
        Substitution,
    )
else:
    derivation_evidence = on_first_use("targetcheck.kernel.derivation_evidence")

Status = Literal[
    "pass", "fail", "missed", "at_risk", "on_track", "not_due", "undetermined", "not_applicable"
]


@dataclass(frozen=True, slots=True)
class BoundInForce:
    """One bound, two of a limit known as an interval, or none; the data that would settle it."""

    bounds: tuple[Bound, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a measure for a period: exact, or an interval `low`..`high`.

    An end that is None is unknown. `partial`: a part of it has no observation; such a point decides
    only if every possible value of the part gives the same result. `claims` holds conflicting
    observations of the same value; `missing` names the data that would determine an unknown value,
    and `reason` is the code why it is unknown. `interval` is the one published with the value.
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
    """the value is unknown, without any interval"""
    low_open: bool = False
    high_open: bool = False
    """the end is excluded: a value reported as `<0.05` is less than 0.05"""
    steps: tuple[DerivationStep, ...] = ()
    partial: bool = False
    interval: Interval | None = None
    against: BoundInForce | None = None
    """the bound in force for it, in a statistic that counts values by a limit that is a value"""
    substituted: Substitution | None = None
    """what its samples below a detection limit leave open"""

    @property
    def missing_data(self) -> tuple[str, ...]:
        """Data that would settle the value, or what its non-detects leave open."""
        return self.missing or (self.substituted.missing if self.substituted else ())

    def at(self, upper: bool) -> Point:
        """Return the figure with its non-detects at zero, or at their limits."""
        if self.substituted is None or self.value is None:
            return self
        end = self.substituted.high if upper else self.substituted.low
        return replace(self, value=end, low=end, high=end, substituted=None)

    @property
    def excused(self) -> bool:
        """Whether there is no value, and a stated reason for that."""
        return self.reason == "excused"


def excused_point(period: Period, points: Iterable[Point]) -> Point:
    """Return a figure that has no value, since what it is made of has a stated reason for silence."""
    observations = {id(o): o for p in points for o in p.observations}
    return Point(
        period, None, None, None, observations=tuple(observations.values()), reason="excused",
        flags=("excused",), unbounded=True,
    )  # fmt: skip


def without_excused(points: Iterable[Point]) -> list[Point]:
    """Return the points that are not excused."""
    return [point for point in points if not point.excused]


def split_excused(
    parts: Mapping[str, Point | None],
) -> tuple[dict[str, Point | None], list[Point]]:
    """Return the parts that are not excused, by name, and the silences of those that are."""
    silences = [p for p in parts.values() if p is not None and p.excused]
    return {name: p for name, p in parts.items() if p is None or not p.excused}, silences


_Name = TypeVar("_Name")


def at_both_ends(points: Mapping[_Name, Point]) -> tuple[dict[_Name, Point], ...]:
    """Return the figures with their non-detects at zero, and at their limits; () without any."""
    if not any(point.substituted for point in points.values()):
        return ()
    return tuple({n: p.at(upper) for n, p in points.items()} for upper in (False, True))


def left_between(ends: Iterable[Fraction | None], points: Iterable[Point]) -> Substitution | None:
    """Return what the non-detects in points leave open in a figure, by its values at their ends.

    None for an end at which the figure has no value, as a growth from zero.
    """
    values = set(ends)
    found = [end for end in values if end is not None]
    made = [p.substituted for p in points if p.substituted]
    unbounded = None in values or any(each.unbounded for each in made)
    if len(found) < 2 and not (found and unbounded):
        return None
    data = dict.fromkeys(datum for each in made for datum in each.missing)
    return derivation_evidence.Substitution(
        min(found), max(found), missing=tuple(data), unbounded=unbounded
    )


@dataclass(frozen=True, slots=True)
class BaseValue:
    """A resolved baseline: its period, value, and the origin of the value.

    origin: stated (the ruleset cites it) · reported · zero (a flow starts there).
    """

    period: Period
    value: Fraction
    origin: Literal["stated", "reported", "zero"]


@dataclass(frozen=True, slots=True)
class Pacing:
    """Figures of a progress method; rates are per day, in the unit of the measure.

    `time` is the unit of time: months for series of whole months, quarters or years. `ratio` is the
    figure that the method compares with its thresholds, for the schedule (y − y0) / (y* − y0).
    `asked` = y*, the planned value on the last day of the latest value. `catch_up` = required rate
    ÷ rate so far, None without any change. `projection` is the projected value on the due date,
    `low` to `high` its interval; it uses `n` values of `window`. `figures` are the method's own
    figures by code. Figures that a method does not have are None, never 0.
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
    """thresholds between the bands of the method, best first"""
    time: Literal["days", "months"] = "days"


@dataclass(frozen=True, slots=True)
class Compared:
    """Result of one comparison: True, False, or None if the data cannot decide."""

    result: bool | None
    how: Literal["full", "rounded", "counts"]
    value: Fraction | None
    sensitive: bool = False
    reason: str = ""
    interval: tuple[Fraction, Fraction] | None = None
    by_stance: bool = False
    by_substitution: bool = False
    missing: tuple[str, ...] = ()
    """data that would decide, where the value itself is known"""


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """Result of a condition of a target; `point` is the value that decides it."""

    condition: PlanCondition
    point: Point | None
    result: bool | None
    missing: tuple[str, ...] = ()
    """data of its limit"""


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """Whether one period met a level to keep or reach; None if its value cannot decide."""

    period: Period
    met: bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a target instance or of one branch of it, with its evidence."""

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
    periods: tuple[PeriodResult, ...] = ()
    """of a level that is to be kept or reached, each period until now, the oldest first"""
    parts: tuple[Outcome, ...] = ()
    conditions: tuple[ConditionResult, ...] = ()
