"""Steps 4 and 5 of the order of decision: not yet due, but perhaps already settled or at risk.

Floor: kernel. What counts depends on the nature of the promise: progress has a schedule, a ceiling
has an allowance, a level to be kept has its latest value, a class has its grade.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from targetcheck.kernel.case import Case
from targetcheck.kernel.due import (
    absent_periods,
    answer,
    first_miss,
    first_open,
    judged,
    latest,
    named_gaps,
)
from targetcheck.kernel.outcome import Compared, Outcome, Pacing, Point, Status
from targetcheck.kernel.pace import Stage, pacing
from targetcheck.plan.plan import Bound


def decide_ahead(case: Case) -> Outcome:
    """Give the outcome of a check that is not yet due."""
    start = case.question.start
    if start is not None and case.view.as_of < start:
        return answer(case, "not_due", "before_start")
    if case.check.change is not None and case.change_base is None:
        return answer(
            case, "not_due", "no_baseline", latest(case), missing=case.wanted(case.base_period)
        )
    if case.question.mode == "sustain":
        return _sustained(case)
    point = _newest(case)
    if point is None:
        return _nothing(case)
    found = case.compare(point)
    if found.result is None and found.reason != "no_baseline":
        return answer(
            case, "undetermined", found.reason or point.reason, point, found, point.missing
        )
    bound = case.bound(point)
    if bound is None:
        return answer(case, "not_due", "no_baseline", point, found)
    return _by_nature(case, point, found, bound)


def _newest(case: Case) -> Point | None:
    """Give the newest value inside the window of the promise."""
    inside = case.before_due()
    return inside[-1] if inside else None


def _nothing(case: Case) -> Outcome:
    """Nothing was reported in the window: a standing promise is open, any other is not due."""
    if case.gaps and case.reports_inside:
        return answer(
            case, "undetermined", "incomplete", None, missing=named_gaps(case, case.gaps[:1])
        )
    missing = case.wanted(case.view.as_of)
    if case.question.mode == "maintain":
        return answer(case, "undetermined", "no_data", latest(case), missing=missing)
    return answer(case, "not_due", "no_data", latest(case), missing=missing)


def _by_nature(case: Case, point: Point, found: Compared, bound: Bound) -> Outcome:
    met = found.result is True
    if met and case.check.irreversible:
        return answer(case, "pass", "locked", point, found)
    flow = case.check.nature == "flow"
    if flow and (bound.low is None or _past(point, bound)):
        return _budget(case, point, found, bound)
    if not flow and (case.question.mode == "maintain" or _is_standing(case, bound)):
        return _kept(case, point, found)
    if met:
        return answer(case, "on_track", "met_early", point, found)
    if case.check.scale is not None:
        return answer(case, "at_risk", "worse_than_required", point, found)
    if _inner_gap(case, point):
        missing = named_gaps(case, case.gaps[:1])
        return answer(case, "undetermined", "incomplete", point, found, missing)
    return _progress(case, point, found, bound)


def _is_standing(case: Case, bound: Bound) -> bool:
    """Say whether a level is only to be kept.

    So it is where the bound holds against the indicator's own direction, as 不超过20% does, and
    where the baseline already met it.
    """
    if case.check.scale is not None:
        return False
    if bound.low is None and case.check.better == "higher":
        return True
    return case.start is not None and bound.holds(case.start.value)


def _past(point: Point, bound: Bound) -> bool:
    """Say whether a value lies above the bound: what adds up does not come back."""
    over = replace(bound, low=None, low_open=False)
    return point.value is not None and not over.holds(point.value)


def _inner_gap(case: Case, point: Point) -> bool:
    """Say whether reports after the newest total are cut off from it by a gap."""
    return any(f.period.end > point.period.end for f in case.reports) and bool(case.gaps)


def _progress(case: Case, point: Point, found: Compared, bound: Bound) -> Outcome:
    """Judge a value that is on its way by the schedule ratio."""
    upward = case.upward(bound)
    goal = bound.goal(upward)
    start = case.start
    assert goal is not None
    if start is None or goal is None:
        return answer(
            case, "not_due", "no_baseline", point, found, case.wanted(case.base_period or "…")
        )
    if _overshot(case, bound, start.value, point):
        return answer(case, "at_risk", "slipping", point, found, base=start)
    path = (*case.path, (case.due, goal))
    here = (point.period.end, point.value or Fraction(0))
    if here[0] <= start.period.end:
        return answer(case, "not_due", "no_data", point, found, case.wanted(case.view.as_of))
    pace = pacing((start.period.end, start.value), path, here)
    if pace is None:
        return answer(case, "on_track", "on_schedule", point, found, base=start)
    outcome = answer(case, *_band(case, pace), point, found, base=start)
    return replace(outcome, pacing=pace, lagging=_lagging(case, path))


def _overshot(case: Case, bound: Bound, start: Fraction, point: Point) -> bool:
    """Say whether a value on its way to a range has gone out of it at the far end."""
    near = {"low": None, "low_open": False} if case.upward(bound) else {"high": None, "high_open": False}
    far = replace(bound, **near)  # type: ignore[arg-type]
    return point.value is not None and far.holds(start) and not far.holds(point.value)


def _band(case: Case, pace: Pacing) -> tuple[Status, str]:
    cuts = case.view.plan.profile.pace
    if pace.ratio >= Fraction(cuts.on_track):
        return "on_track", "on_schedule"
    if pace.ratio < 0:
        return "at_risk", "moving_away"
    far = pace.ratio < Fraction(cuts.serious)
    return "at_risk", "far_behind_schedule" if far else "behind_schedule"


def _lagging(case: Case, path: tuple[Stage, ...]) -> int:
    """Count the newest periods in a row whose value lay behind the schedule."""
    start = case.start
    assert start is not None
    count = 0
    for point in reversed(case.before_due()):
        if point.value is None or point.period.end <= start.period.end:
            break
        pace = pacing((start.period.end, start.value), path, (point.period.end, point.value))
        if pace is None or _band(case, pace)[0] == "on_track":
            break
        count += 1
    return count


def _kept(case: Case, point: Point, found: Compared) -> Outcome:
    """Judge a level that is to be kept: its latest value, and two of the last three."""
    age = (case.view.as_of - point.period.end).days
    if age > case.view.plan.profile.stale_after_days:
        missing = case.wanted(case.view.as_of)
        return answer(case, "undetermined", "stale", point, found, missing)
    recent = [case.compare(p).result for p in case.before_due()[-3:]]
    misses = 0
    for result in reversed(recent):
        if result is not False:
            break
        misses += 1
    if found.result is False:
        return replace(answer(case, "at_risk", "slipping", point, found), lagging=misses)
    if recent.count(False) >= 2:
        return answer(case, "at_risk", "unsteady", point, found)
    return answer(case, "on_track", "holding", point, found, flags=_close(case, point))


def _close(case: Case, point: Point) -> tuple[str, ...]:
    """Note a value that holds by less than the profile's share of the limit."""
    bound = case.bound(point)
    if bound is None or point.value is None or case.check.scale is not None:
        return ()
    room = Fraction(case.view.plan.profile.close_call)
    near = any(edge and abs(point.value - edge) < abs(edge) * room for edge in bound.edges())
    return ("close_call",) if near else ()


def _budget(case: Case, point: Point, found: Compared, bound: Bound) -> Outcome:
    """Judge what is used up: exceeding locks a fail, else burn = share used ÷ share of days gone."""
    if found.result is False:
        return answer(case, "fail", "budget_exceeded", point, found)
    first = case.check.measure.start or case.question.start or point.period.start
    gone = Fraction((point.period.end - first + timedelta(days=1)).days)
    whole = Fraction((case.due - first + timedelta(days=1)).days)
    allowance = bound.high
    if allowance is None or allowance <= 0 or point.value is None:
        return answer(case, "on_track", "within_budget", point, found)
    burn = (point.value / allowance) / (gone / whole)
    pace = Pacing(
        asked=allowance * gone / whole,
        ratio=burn,
        so_far=point.value / gone,
        needed=(allowance - point.value) / (whole - gone) if whole > gone else None,
        catch_up=None,
        start=first,
        start_value=Fraction(0),
        path=((first - timedelta(days=1), Fraction(0)), (case.due, allowance)),
        method="burn",
    )
    fast = burn > 1
    outcome = answer(
        case,
        "at_risk" if fast else "on_track",
        "burning_fast" if fast else "within_budget",
        point,
        found,
    )
    return replace(outcome, pacing=pace)


def _sustained(case: Case) -> Outcome:
    """Every period must meet it: one miss locks a fail long before the due date."""
    miss = first_miss(case)
    if miss is not None:
        return answer(case, "fail", "lapsed", miss, case.compare(miss))
    point = _newest(case)
    if point is None:
        return answer(case, "undetermined", "no_data", None, missing=case.wanted(case.view.as_of))
    gone = absent_periods(case)
    if gone:
        return answer(case, "undetermined", "incomplete", point, None, gone)
    unknown = first_open(case)
    if unknown is not None:
        return judged(case, unknown)
    return _kept(case, point, case.compare(point))
