"""The value that one check asks for on one day, as the kernel itself asks for it.

Layer: required_values. Input: a check of a target instance, a period and a view on its last day.
Output: `RequiredValue`, in the unit of the measure.

There is no second definition of a planned path: the kernel decides a probe, a value of that period
which does not meet the target, and what it says is asked of the probe is the required value. Start
and baseline are those of the observations alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from targetcheck.kernel.decision.before_due_date import decide_ahead
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import BaseValue, Outcome, Pacing, Point
from targetcheck.kernel.progress_assessment import exact
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Check, Question
from targetcheck.ruleset.progress_method import Banded, Burn, Schedule

Basis = Literal["line", "step", "season", "growth", "standing", "stage", "tranche", ""]
WITHOUT_NUMBER = {"words": "needs_judgement", "done": "deliverable", "reporting": "reporting_time"}
"""Kinds of checks that ask for no amount, and the reason given for them."""
JUDGED = ("on_track", "at_risk", "fail", "pass")


@dataclass(frozen=True, slots=True)
class RequiredValue:
    """The value required on a day; `low` and `high` are the ends of the values that satisfy.

    Before the due date a value satisfies if the kernel calls it on track, and on the due date if it
    passes. `reason` says why there is no value. `bound` has the unit of the clause.
    """

    value: Fraction | None
    basis: Basis = ""
    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    method: str = ""
    reason: str = ""
    bound: Bound | None = None


@dataclass
class ProbedCase(CheckCase):
    """A check with a value of a period laid beside the observed ones; its start is the observed one."""

    known: CheckCase
    probe: Point

    @cached_property
    def all_points(self) -> tuple[Point, ...]:
        """The values observed before the probe, then the probe."""
        day = self.probe.period.end
        return (*(p for p in self.known.all_points if p.period.end < day), self.probe)

    @cached_property
    def start(self) -> BaseValue | None:
        """Start of the planned path, without the probe."""
        return self.known.start

    @cached_property
    def change_base(self) -> BaseValue | None:
        """The baseline of a change, without the probe."""
        return self.known.change_base


def required_value(
    question: Question, check: Check, period: Period, view: View, *, tranche: bool
) -> RequiredValue:
    """Return the value required at the end of a period; `tranche`: the due date is a tranche's."""
    if check.kind in WITHOUT_NUMBER:
        return RequiredValue(None, reason=WITHOUT_NUMBER[check.kind])
    known = CheckCase(question, check, view)
    probe = Point(period, None, None, None)
    if check.change is not None and known.change_base is None:
        return RequiredValue(None, reason="no_baseline")
    bound = known.bound(probe)
    if bound is None:
        reason = "sample_size" if check.kind == "permitted" else known.compare(probe).reason
        return RequiredValue(None, reason=reason)
    if period.end >= question.due:
        return _of_bound(known, bound, "tranche" if tranche else "stage")
    if question.start is not None and period.end < question.start:
        return RequiredValue(None, reason="before_start", bound=bound)
    value = _probe_value(known, bound)
    case = ProbedCase(question, check, view, known, _point(period, value, bound))
    return _ahead(case, bound, decide_ahead(case))


def _point(period: Period, value: Fraction, bound: Bound) -> Point:
    """Return a value of a period; where an end of an interval is compared, it is that end too."""
    interval = (value, value) if bound.end else None
    return Point(period, value, value, value, interval=interval)


def _probe_value(case: CheckCase, bound: Bound) -> Fraction:
    """Return a value that leaves the target open: the start, else one worse than required."""
    if case.check.nature == "flow" and bound.low is None:
        return Fraction(0)
    if case.start is not None and not bound.holds(case.start.value):
        return case.start.value
    upward = case.upward(bound)
    goal = bound.goal(upward)
    assert goal is not None
    return goal - 1 if upward else goal + 1


def _ahead(case: ProbedCase, bound: Bound, outcome: Outcome) -> RequiredValue:
    """Return what the outcome of a probe before the due date says is required."""
    pacing = outcome.pacing
    if pacing is not None and pacing.asked is not None:
        return _of_pace(case, bound, pacing, pacing.asked)
    if pacing is not None:
        return RequiredValue(None, method=pacing.method, reason="method_without_path", bound=bound)
    if outcome.status in JUDGED:
        return _of_bound(case, bound, "standing")
    return RequiredValue(None, reason=outcome.reason, bound=bound)


def _of_bound(case: CheckCase, bound: Bound, basis: Basis) -> RequiredValue:
    goal = bound.goal(case.upward(bound))
    return RequiredValue(
        goal, basis, bound.low, bound.high, bound.low_open, bound.high_open, bound=bound
    )


def _of_pace(case: ProbedCase, bound: Bound, pacing: Pacing, asked: Fraction) -> RequiredValue:
    """Return the planned value, and the ends of the values that are on track."""
    settings = _settings(case, pacing.method)
    basis: Basis = "growth" if pacing.method in ("cagr", "open_sdg", "un_chart") else "line"
    if isinstance(settings, Schedule):
        basis = "season" if settings.shape == "seasonal" else settings.shape
    found = RequiredValue(asked, basis, method=pacing.method, bound=bound)
    if isinstance(settings, Burn) and settings.short_days is None and bound.high is not None:
        most = exact(settings.limit) * asked
        if most >= bound.high:
            return replace(found, high=bound.high, high_open=bound.high_open)
        return replace(found, high=most, high_open=settings.ties == "worse")
    if not isinstance(settings, Schedule) or pacing.start_value is None:
        return found
    return _on_track(case, found, settings, pacing.start_value, asked, bound)


def _settings(case: CheckCase, method: str) -> object:
    """Return the settings of the method that assessed, or None if it stood in for another."""
    profile = case.view.plan.profile
    own = case.check.judge.pace
    ahead = (own,) if own is not None else (profile.pace, profile.budget, profile.year_to_date)
    return next((each for each in ahead if each is not None and each.method == method), None)


def _on_track(
    case: CheckCase,
    found: RequiredValue,
    settings: Schedule,
    start: Fraction,
    asked: Fraction,
    bound: Bound,
) -> RequiredValue:
    """Return the ends of the values whose schedule ratio is on track, up to the far end of a range.

    A start beyond the far end leaves no interval: values at and past the start are on track too.
    """
    upward = case.upward(bound)
    sign = 1 if upward else -1
    far = (
        Bound(high=bound.high, high_open=bound.high_open)
        if upward
        else Bound(low=bound.low, low_open=bound.low_open)
    )
    if not far.holds(start):
        return found
    cut, is_open = _cut(settings)
    nothing_asked = sign * (asked - start) <= 0
    near = asked if nothing_asked else start + cut * (asked - start)
    near_open = is_open and not nothing_asked
    goal, goal_open = (bound.low, bound.low_open) if upward else (bound.high, bound.high_open)
    assert goal is not None
    if sign * (goal - near) < 0 or start == goal:  # only what meets the target is better
        near, near_open = goal, goal_open
    if upward:
        return replace(found, low=near, low_open=near_open, high=far.high, high_open=far.high_open)
    return replace(found, high=near, high_open=near_open, low=far.low, low_open=far.low_open)


def _cut(settings: Banded) -> tuple[Fraction, bool]:
    """Return the least ratio that is not at risk, and whether it is excluded."""
    if settings.at_risk_from == "behind":
        return exact(settings.on_track), settings.ties.on_track == "worse"
    if settings.at_risk_from == "far_behind":
        return exact(settings.serious), settings.ties.serious == "worse"
    return Fraction(0), False


def decided(
    question: Question, check: Check, value: Fraction, period: Period, view: View
) -> Outcome:
    """Return the outcome of a value of a period before the due date, beside the observations."""
    known = CheckCase(question, check, view)
    bound = known.bound(Point(period, value, value, value))
    assert bound is not None
    return decide_ahead(ProbedCase(question, check, view, known, _point(period, value, bound)))
