"""Steps 4 and 5 of the order of decision: not yet due, possibly decided early or at risk.

Layer: kernel. The rule depends on the nature of the indicator and the requirement: a value in
progress is compared with its schedule, a ceiling has an allowance, a level to maintain is checked
by its latest value, a class by its grade.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from targetcheck.kernel.decision.after_due_date import (
    UNDEFINED,
    absent_periods,
    answer,
    first_miss,
    first_open,
    is_old,
    judged,
    latest,
)
from targetcheck.kernel.decision.baseline_and_previous_period import base_flags
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.decision.progress_decision import (
    is_trend,
    judge_progress,
    method_of_period,
    own_method,
)
from targetcheck.kernel.outcome import Compared, Outcome, PeriodResult, Point, Status
from targetcheck.kernel.progress_methods import maintain
from targetcheck.plan.bound import Bound


def decide_ahead(case: CheckCase) -> Outcome:
    """Return the outcome of a check that is not yet due; undetermined if its value is stale.

    Excused periods are left out; a value before one of them is flagged.
    """
    outcome = _ahead(case)
    if outcome.point is not None and any(day > outcome.point.period.end for day in case.excuses):
        outcome = replace(outcome, flags=tuple(dict.fromkeys((*outcome.flags, "excused"))))
    point, by_person = outcome.point, outcome.reason == "person_judged"
    if outcome.status not in ("on_track", "at_risk") or point is None or by_person:
        return outcome
    if not is_old(case, point):
        return outcome
    missing = case.wanted_now()
    return answer(case, "undetermined", "stale", point, outcome.compared, missing)


def _ahead(case: CheckCase) -> Outcome:
    """Return the outcome from the available values, whatever their age."""
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
    found, bound = case.compare(point), case.bound(point)
    if bound is None and found.reason != "outside_table":
        return answer(case, "not_due", found.reason, point, found, case.in_force(point).missing)
    if bound is None or found.result is None:
        return answer(
            case, "undetermined", found.reason or point.reason, point, found, point.missing_data
        )
    return _by_nature(case, point, found, bound)


def _newest(case: CheckCase) -> Point | None:
    """Return the latest value inside the window of the target."""
    inside = case.before_due()
    return inside[-1] if inside else None


def _nothing(case: CheckCase) -> Outcome:
    """Return the outcome without observations in the window: undetermined for `maintain`, else not due."""
    if case.gaps and case.reports_inside:
        return answer(
            case, "undetermined", "incomplete", None, missing=case.named_gaps(case.gaps[:1])
        )
    if case.excuses:
        return answer(case, "not_due", "excused", list(case.excuses.values())[-1])
    undefined = [p for day, p in case.partial.items() if day <= case.due and p.reason in UNDEFINED]
    if undefined and not case.any_at:
        point = undefined[-1]
        return answer(case, "undetermined", point.reason, point, missing=point.missing)
    missing = case.wanted_now()
    shown = (
        latest(case) if case.change_base is None else None
    )  # the baseline itself shows no change
    status: Status = "undetermined" if case.question.mode == "maintain" else "not_due"
    return answer(case, status, "no_data", shown, missing=missing)


def _by_nature(case: CheckCase, point: Point, found: Compared, bound: Bound) -> Outcome:
    met = found.result is True
    if met and case.check.irreversible:
        return answer(case, "pass", "locked", point, found)
    flow = case.check.nature == "flow"
    period = method_of_period(case, point)
    if period is not None:
        return judge_progress(case, point, found, bound, period)
    if flow and (bound.low is None or _past(point, bound)):
        if found.result is not False and _inner_gap(case, point):
            missing = case.named_gaps(case.gaps[:1])
            return answer(case, "undetermined", "incomplete", point, found, missing)
        return judge_progress(case, point, found, bound, case.view.plan.profile.budget)
    if not flow and _judges_met(case, bound):
        return _by_method(case, point, found, bound)
    if not flow and (case.question.mode == "maintain" or _is_standing(case, bound)):
        return _kept(case, point, found)
    if met and not is_trend(case, bound):
        if _baseline_would_tell(case):
            missing = case.wanted(case.base_period)
            return answer(case, "not_due", "no_baseline", point, found, missing)
        return answer(case, "on_track", "met_early", point, found)
    if case.check.scale is not None and own_method(case) is None:
        worse = answer(case, "at_risk", "worse_than_required", point, found)
        return _by_period(_results_by_period(case), worse)
    if _inner_gap(case, point):
        missing = case.named_gaps(case.gaps[:1])
        return answer(case, "undetermined", "incomplete", point, found, missing)
    return _progress(case, point, found, bound)


def _is_standing(case: CheckCase, bound: Bound) -> bool:
    """Return whether a level only has to be maintained.

    That is so if the bound is on the opposite side of the direction of improvement, such as 不超过20%
    for an indicator that is better when higher, or if the baseline already met it.
    """
    if case.check.scale is not None:
        return False
    if case.check.kind == "permitted":
        return True
    if bound.low is None and case.check.better == "higher":
        return True
    return case.start is not None and bound.holds(case.start.value)


def _baseline_would_tell(case: CheckCase) -> bool:
    """Return whether a missing baseline could make a met level unsteady."""
    base = case.check.base or (case.check.change.base if case.check.change else None)
    if base is None or case.start is not None or case.check.nature == "flow":
        return False
    results = [case.compare(p).result for p in case.before_due()]
    return maintain.assess(results, case.view.plan.profile.maintain).status != "on_track"


def _judges_met(case: CheckCase, bound: Bound) -> bool:
    """Return whether the method also assesses a level that the baseline already met."""
    settings = own_method(case) or case.view.plan.profile.pace
    if not settings.judges_met or case.question.mode == "maintain" or case.check.scale is not None:
        return False
    return case.start is not None and bound.holds(case.start.value)


def _by_method(case: CheckCase, point: Point, found: Compared, bound: Bound) -> Outcome:
    """Return the outcome of a level the baseline met: by its method, else as a level to maintain."""
    settings = own_method(case) or case.view.plan.profile.pace
    judged_so = judge_progress(case, point, found, bound, settings)
    if judged_so.status in ("on_track", "at_risk"):
        return judged_so
    kept = _kept(case, point, found)
    return replace(kept, flags=(*kept.flags, "other_method"))


def _past(point: Point, bound: Bound) -> bool:
    """Return whether a value exceeds the upper bound; a sum never decreases again."""
    over = replace(bound, low=None, low_open=False)
    return point.value is not None and not over.holds(point.value)


def _inner_gap(case: CheckCase, point: Point) -> bool:
    """Return whether a gap separates later observations from the latest total."""
    return any(f.period.end > point.period.end for f in case.reports) and bool(case.gaps)


def _progress(case: CheckCase, point: Point, found: Compared, bound: Bound) -> Outcome:
    """Return the outcome by the progress method, by default the schedule ratio."""
    start = case.start
    if start is not None and _overshot(case, bound, start.value, point):
        return answer(case, "at_risk", "slipping", point, found, base=start)
    settings = own_method(case) or case.view.plan.profile.pace
    return judge_progress(case, point, found, bound, settings)


def _overshot(case: CheckCase, bound: Bound, start: Fraction, point: Point) -> bool:
    """Return whether a value that had to move into a range has left it at the far end."""
    near = (
        {"low": None, "low_open": False}
        if case.upward(bound)
        else {"high": None, "high_open": False}
    )
    far = replace(bound, **near)  # type: ignore[arg-type]
    return point.value is not None and far.holds(start) and not far.holds(point.value)


def _kept(case: CheckCase, point: Point, found: Compared) -> Outcome:
    """Return the outcome of a level to maintain: by its latest value, and two of the last three."""
    periods = _results_by_period(case)
    results = [each.met for each in periods]
    kept = maintain.assess(results, case.view.plan.profile.maintain)
    unknown = _open_of_late(case, results)
    if unknown is not None and kept.status == "on_track":
        reason = case.compare(unknown).reason
        return answer(case, "undetermined", reason, point, found, unknown.missing_data)
    flags = _close(case, point) if kept.reason == "holding" else ()
    outcome = answer(
        case, kept.status, kept.reason, point, found, flags=(*flags, *base_flags(case))
    )
    return _by_period(periods, outcome)


def _results_by_period(case: CheckCase) -> tuple[PeriodResult, ...]:
    return tuple(PeriodResult(p.period, case.compare(p).result) for p in case.before_due())


def _by_period(periods: tuple[PeriodResult, ...], outcome: Outcome) -> Outcome:
    """Add whether each period until now met the requirement, and how many of the last ones did not."""
    row = maintain.misses_in_a_row([each.met for each in periods])
    return replace(outcome, lagging=row, periods=periods)


def _open_of_late(case: CheckCase, results: list[bool | None]) -> Point | None:
    """Return the first recent value of unknown result that could make a level unsteady."""
    if None not in results:
        return None
    worst = [False if result is None else result for result in results]
    if maintain.assess(worst, case.view.plan.profile.maintain).status == "on_track":
        return None
    late = case.before_due()[-case.view.plan.profile.maintain.of_last :]
    return next((p for p in late if case.compare(p).result is None), None)


def _close(case: CheckCase, point: Point) -> tuple[str, ...]:
    """Add a flag if the margin is less than the profile's share of the limit."""
    bound = case.bound(point)
    if bound is None or point.value is None or case.check.scale is not None:
        return ()
    room = Fraction(case.view.plan.profile.close_call)
    near = any(edge and abs(point.value - edge) < abs(edge) * room for edge in bound.edges())
    return ("close_call",) if near else ()


def _sustained(case: CheckCase) -> Outcome:
    """Return the outcome of `sustain`: every period must pass, and one failure decides early."""
    miss = first_miss(case)
    if miss is not None:
        return answer(case, "fail", "lapsed", miss, case.compare(miss))
    point = _newest(case)
    if point is None and case.excuses:
        return _nothing(case)
    if point is None:
        return answer(case, "undetermined", "no_data", None, missing=case.wanted_now())
    gone = absent_periods(case)
    if gone:
        return answer(case, "undetermined", "incomplete", point, None, gone)
    unknown = first_open(case)
    if unknown is not None:
        return judged(case, unknown)
    return _kept(case, point, case.compare(point))
