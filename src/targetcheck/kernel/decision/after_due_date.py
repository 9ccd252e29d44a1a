"""Step 3 of the order of decision: the due date has passed.

Layer: kernel. The value of the period that ends on the due date decides. A later value only shows
that the requirement was met by then, an earlier one only the state before; neither decides. Of a
requirement for each period only values within that period are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.decision.baseline_and_previous_period import base_flags, found_flags
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.derived_values.missing_data import reported_data
from targetcheck.kernel.outcome import BaseValue, Compared, Outcome, Point, Status, without_excused
from targetcheck.plan.bound import Bound

if TYPE_CHECKING:
    from targetcheck.kernel.decision import value_flags
else:
    value_flags = on_first_use("targetcheck.kernel.decision.value_flags")

UNDEFINED = ("zero_denominator", "undefined")
"""Reasons why a figure of which every part is reported has no value."""


def decide_due(case: CheckCase) -> Outcome:
    """Return the outcome of a check whose due date has passed."""
    silence = case.at.get(case.due)
    if silence is not None and silence.excused and case.question.mode != "sustain":
        return _locked(case) or excused(case, silence)
    if case.check.change is not None and case.change_base is None:
        return answer(
            case, "undetermined", "no_baseline", latest(case), missing=case.wanted(case.base_period)
        )
    point = case.at.get(case.due) or _settled(case)
    if case.question.mode == "sustain":
        return _sustained(case, point)
    if point is not None:
        return judged(case, point)
    return _locked(case) or _overdue(case)


def excused(case: CheckCase, silence: Point) -> Outcome:
    """Return the outcome of a period for whose silence there is a stated reason."""
    return answer(case, "not_applicable", "excused", silence)


def _settled(case: CheckCase) -> Point | None:
    """Return an incomplete value that decides whatever its missing part is, or None."""
    point = case.partial.get(case.due)
    return point if point is not None and case.compare(point).result is not None else None


def judged(case: CheckCase, point: Point, flags: tuple[str, ...] = ()) -> Outcome:
    """Return pass or fail for a value, or undetermined with the reason."""
    found = case.compare(point)
    if found.result is None:
        named = point.missing or found.missing or case.in_force(point).missing
        if not named and case.check.moving is None:
            by_base = _by_base(case, found, point)
            named = case.wanted(case.base_period if by_base else point.period.end)
        return answer(case, "undetermined", found.reason or point.reason, point, found, named)
    reason = "met" if found.result else "not_met"
    return answer(case, "pass" if found.result else "fail", reason, point, found, flags=flags)


def _by_base(case: CheckCase, found: Compared, point: Point) -> bool:
    """Return whether the baseline is what decides nothing: undefined, or reported unequally."""
    unequal = found.reason == "inconsistent_report" and not point.claims and not point.reason
    return found.reason == "no_baseline" or (unequal and bool(case.claimed_bounds()))


def _locked(case: CheckCase) -> Outcome | None:
    """Return a pass of an irreversible indicator whose newest earlier value met the requirement."""
    if not case.check.irreversible:
        return None
    earlier = case.before_due()
    found = case.compare(earlier[-1]) if earlier else None
    if found is None or not found.result:
        return None
    return answer(case, "pass", "locked", earlier[-1], found)


def _overdue(case: CheckCase) -> Outcome:
    """Return `overdue_report`, or `incomplete` if the observations of a total leave a gap."""
    undefined = case.partial.get(case.due)
    if undefined is not None and undefined.reason in UNDEFINED:
        named = undefined.missing
        return answer(case, "undetermined", undefined.reason, undefined, missing=named)
    inner = [gap for gap in case.gaps if gap[1] < case.due]
    total = case.check.measure.kind == "total"
    if total and (inner or not case.gaps or case.at_the_end) and case.reports_inside:
        return answer(
            case,
            "undetermined",
            "incomplete",
            latest(case),
            missing=case.named_gaps(case.gaps) or case.wanted(),
        )
    later = [p for day, p in case.at.items() if day > case.due]
    flags: tuple[str, ...] = ()
    shown = latest(case)
    if case.question.recurring:
        # The value of another period says nothing of this one.
        later, inside = [], case.before_due()
        shown = inside[-1] if inside else None
    if later:
        shown = later[0]
        met = next((p for p in later if case.compare(p).result), None)
        flags, shown = (("met_by",), met) if met is not None else ((), shown)
    elif shown is not None:
        result = case.compare(shown).result
        flags = ("would_pass",) if result else ("would_fail",) if result is False else ()
    missing = case.named_gaps(case.gaps) or case.wanted()
    return answer(case, "undetermined", "overdue_report", shown, None, missing, flags)


def _sustained(case: CheckCase, point: Point | None) -> Outcome:
    """Return pass only if every period met the requirement and none is missing; one miss fails."""
    miss = first_miss(case)
    if miss is not None:
        return answer(case, "fail", "lapsed", miss, case.compare(miss))
    gone = absent_periods(case)
    if point is None or gone:
        missing = gone or case.wanted()
        reason = "incomplete" if case.at else "overdue_report"
        return answer(case, "undetermined", reason, point or latest(case), None, missing)
    if point.excused:
        kept = case.before_due()
        if not kept:
            return excused(case, point)
        point = kept[-1]
    return judged(case, first_open(case) or point, ("excused",) if case.excuses else ())


def first_miss(case: CheckCase) -> Point | None:
    """Return the first value in the window that did not meet the requirement."""
    return next((p for p in _window(case) if case.compare(p).result is False), None)


def first_open(case: CheckCase) -> Point | None:
    """Return the first value in the window that cannot be decided."""
    return next((p for p in _window(case) if case.compare(p).result is None), None)


def _window(case: CheckCase) -> Iterator[Point]:
    start = case.question.start
    settled = {d: p for d, p in case.partial.items() if case.compare(p).result is not None}
    known = {**settled, **case.at} if settled else case.at
    for day, point in sorted(known.items()):
        inside = day <= case.due and (start is None or day >= start)
        if inside and not point.excused and not _begun_before(case, point):
            yield point


def _begun_before(case: CheckCase, point: Point) -> bool:
    """Return whether a period of the declared frequency began before the first day that counts."""
    start = case.question.start
    return start is not None and case.check.frequency is not None and point.period.start < start


def absent_periods(case: CheckCase) -> tuple[str, ...]:
    """Return the periods of the declared frequency without an observation, up to now."""
    from targetcheck.periods.period_sequence import periods_between

    frequency, start = case.check.frequency, case.question.start
    if frequency in (None, "day") or start is None:
        return ()
    assert frequency is not None
    until = min(case.due, case.view.as_of)
    return tuple(
        datum
        for p in periods_between(start, until, frequency)
        if p.start >= start and p.end not in case.at and not _is_settled(case, p.end)
        for datum in case.wanted(p.end)
    )


def _is_settled(case: CheckCase, day: date) -> bool:
    point = case.partial.get(day)
    return point is not None and case.compare(point).result is not None


def latest(case: CheckCase) -> Point | None:
    """Return the latest value, or None."""
    return next((p for p in reversed(case.any_at.values()) if not p.excused), None)


def is_old(case: CheckCase, point: Point) -> bool:
    """Return whether a value is older than the profile allows for a current status.

    A total that has reached its amount is as old as its newest report, even after a gap, since a
    total never falls.
    """
    allowed = case.view.plan.profile.stale_after_days
    bound, last = case.bound(point), max((point.period.end, *case.excuses))
    total = case.check.measure.kind == "total" and bound is not None and bound.high is None
    if total and case.compare(point).result:
        last = max([last, *(report.period.end for report in case.reports_inside)])
    return allowed is not None and (case.view.as_of - last).days > allowed


def answer(
    case: CheckCase,
    status: Status,
    reason: str,
    point: Point | None = None,
    found: Compared | None = None,
    missing: tuple[str, ...] = (),
    flags: tuple[str, ...] = (),
    base: BaseValue | None = None,
) -> Outcome:
    """Return an outcome with the evidence common to all checks."""
    bound = case.bound(point)
    found = found or (case.compare(point) if point is not None and bound is not None else None)
    marks = dict.fromkeys(flags)
    if point is not None:
        if point.flags:
            marks |= dict.fromkeys(point.flags)
        if point.sampled is not None or point.graded:
            marks |= dict.fromkeys(value_flags.notes(point, bound, case.check.judge))
        if case.limit_changed(point):
            marks["limit_changed_within_period"] = None
        if status not in ("pass", "fail") and is_old(case, point):
            marks["stale"] = None
    if found is not None and found.sensitive:
        marks["rounding_sensitive"] = None
    if case.check.moving is not None and bound is not None and not case.is_due:
        marks["limit_of_today"] = None
    if found is not None and found.by_stance:
        marks["decided_by_stance"] = None
    if found is not None and found.by_substitution:
        marks["decided_by_substitution"] = None
    if base is not None and base == case.start:
        marks |= dict.fromkeys(base_flags(case))
    if case.check.change is not None and case.change_base is not None:
        marks |= dict.fromkeys(found_flags(case.check.change.base, case.change_base))
    if case.check.own_reading:
        marks["own_reading"] = None
    if reason == "excused":
        marks.pop("excused", None)
    value = found.value if found is not None and found.value is not None else None
    return Outcome(
        status=status,
        reason=reason,
        flags=tuple(marks),
        check=case.check,
        point=point,
        bound=bound,
        compared=found,
        margin=margin(value, bound) if value is not None else None,
        base=base or case.change_base or (case.start if case.check.base else None),
        missing=reported_data(case.view.plan, missing),
        history=tuple(without_excused(case.any_at.values())),
    )


def margin(value: Fraction, bound: Bound | None) -> Fraction | None:
    """Return the signed distance of a value from a bound: positive inside, negative outside."""
    if bound is None:
        return None
    above = None if bound.low is None else value - bound.low
    if bound.high is None:
        return above
    below = bound.high - value
    return below if above is None else min(above, below)
