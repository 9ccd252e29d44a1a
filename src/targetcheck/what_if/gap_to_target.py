"""Gap to target: value needed by the due date, value on track today, smallest sufficient count.

Layer: what_if. Input: a Result. Output: `Need`s, exact, in the unit of the measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from targetcheck.evaluation import Result
from targetcheck.kernel.outcome import Outcome
from targetcheck.kernel.progress_methods.schedule import asked_on
from targetcheck.periods.period import months_between
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Check
from targetcheck.verdicts.verdict import Status, Verdict

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Schedule

SETTLED = (Status.PASS, Status.FAIL, Status.MISSED, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Count:
    """A share as a count: current numerator, denominator, and the numerator that suffices."""

    has: Fraction
    of: Fraction
    needs: int
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What one check of a verdict still needs; a fold has one Need for each of its parts.

    `bound` applies to the value on the due date. `to_go` is its distance from the bound, None once
    it is met. `now` is the least (or greatest) value that is on track on the as-of date.
    """

    verdict: Verdict
    check: Check
    outcome: Outcome
    bound: Bound | None
    value: Fraction | None
    to_go: Fraction | None = None
    per_day: Fraction | None = None
    now: Fraction | None = None
    count: Count | None = None

    @property
    def upward(self) -> bool:
        """Whether the value has to rise to the bound."""
        return self.bound is not None and self.bound.low is not None

    @property
    def per_month(self) -> Fraction | None:
        """What a total has to gain in each month that is left; None for less than one."""
        point = self.outcome.point
        if point is None or self.to_go is None or self.check.measure.kind != "total":
            return None
        left = months_between(point.period.end, self.verdict.due)
        return self.to_go / left if self.upward and left > 1 else None


def needs_of(result: Result, *, settled: bool = False) -> tuple[Need, ...]:
    """Return the needs of the next due date of every target and place, in the order of the result.

    `settled`: include due dates that are already decided.
    """
    chosen: dict[tuple[str, str], Verdict] = {}
    for verdict in result.verdicts:
        key = (verdict.target, verdict.place)
        if verdict.status in SETTLED and not settled:
            continue
        if key not in chosen or _sooner(verdict, chosen[key], result.as_of):
            chosen[key] = verdict
    return tuple(need for v in chosen.values() for need in _needs(v, v.outcome, result.as_of))


def _sooner(verdict: Verdict, known: Verdict, as_of: date) -> bool:
    """Return whether a verdict comes before `known`: next due date first, else the last one past."""
    ahead, kept = verdict.due > as_of, known.due > as_of
    if ahead is not kept:
        return ahead
    return verdict.due < known.due if ahead else verdict.due > known.due


def _needs(verdict: Verdict, outcome: Outcome, as_of: date) -> Iterator[Need]:
    if outcome.parts:
        for part in outcome.parts:
            yield from _needs(verdict, part, as_of)
        return
    check = outcome.check
    if check is None:
        return
    point, bound = outcome.point, outcome.bound or check.bound
    if check.change is not None and outcome.bound is None:
        bound = None  # the baseline is missing, so the value is unknown
    value = point.value if point is not None else None
    to_go = _to_go(value, bound)
    days = (verdict.due - point.period.end).days if point is not None else 0
    speed = to_go / days if to_go and days > 0 else None
    yield Need(
        verdict=verdict,
        check=check,
        outcome=outcome,
        bound=bound,
        value=value,
        to_go=to_go,
        per_day=speed if check.scale is None else None,
        now=_on_track(outcome, verdict, as_of),
        count=_count(outcome, bound),
    )


def _to_go(value: Fraction | None, bound: Bound | None) -> Fraction | None:
    """Return the distance of a value from a bound, 0 on an excluded end; None if the bound is met."""
    if value is None or bound is None or bound.holds(value):
        return None
    if bound.low is not None and value <= bound.low:
        return bound.low - value
    return value - bound.high if bound.high is not None else None


def _on_track(outcome: Outcome, verdict: Verdict, as_of: date) -> Fraction | None:
    """Return the value on the as-of date whose schedule ratio equals the `on_track` threshold."""
    pace, settings = outcome.pacing, schedule_of(outcome.check, verdict)
    if pace is None or not pace.path or verdict.due <= as_of or settings is None:
        return None
    if pace.method != "schedule" or pace.start_value is None:
        return None
    asked = asked_on(pace.path, as_of, settings, pace.time)
    return pace.start_value + Fraction(settings.on_track) * (asked - pace.start_value)


def schedule_of(check: Check | None, verdict: Verdict) -> Schedule | None:
    """Return the settings of the schedule ratio, or None if another method assesses progress."""
    pace = (check.judge.pace if check is not None else None) or verdict.plan.profile.pace
    return cast("Schedule", pace) if pace is not None and pace.method == "schedule" else None


def _count(outcome: Outcome, bound: Bound | None) -> Count | None:
    """Return the smallest (or largest) numerator that passes with the current denominator."""
    point, check = outcome.point, outcome.check
    if point is None or check is None or point.counts is None or bound is None:
        return None
    has, whole = point.counts
    if whole <= 0 or whole.denominator != 1 or check.measure.weight is not None:
        return None
    per_cent = Fraction(100) if check.unit is None else Fraction(1) / check.unit.factor
    edge = bound.low if bound.low is not None else bound.high
    assert edge is not None
    exact = edge * whole / per_cent
    near = exact.numerator // exact.denominator
    fits = [
        n
        for n in range(near - 1, near + 3)
        if 0 <= n <= whole and bound.holds(n * per_cent / whole)
    ]
    if not fits:
        return None
    low = bound.low is not None
    return Count(has, whole, min(fits) if low else max(fits), at_most=not low)
