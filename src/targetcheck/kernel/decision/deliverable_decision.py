"""Outcome of deliverables: done by the due date or not.

Layer: kernel. An observation states done or not done for its period, with or without the completion
date.
"""

from __future__ import annotations

from targetcheck.kernel.decision.after_due_date import answer
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.outcome import Outcome, Point


def decide_deliverable(case: CheckCase) -> Outcome:
    """Return the outcome of a deliverable.

    Completed on or before the due date, or observed as done for a period that ends by then: pass,
    since completion is irreversible. Observed as not done for the due date or later, or completed
    after it: fail. Observed as done only for a later period, without a completion date:
    undetermined. A completion date after the as-of date is an intention: not done yet.
    """
    points = [p for p in case.any_at.values() if p.value is not None and _counts(case, p)]
    done = next((p for p in points if p.value == 1 and not _intended(case, p)), None)
    if done is not None:
        undone = next((p for p in points if p.value == 0 and p.period.end > done.period.end), None)
        if undone is not None:
            missing = case.wanted()
            return answer(case, "undetermined", "inconsistent_report", undone, missing=missing)
        return _done(case, done)
    last = points[-1] if points else None
    silence = case.at.get(case.due)
    if last is None and silence is not None and silence.excused:
        return answer(case, "not_applicable", "excused", silence)
    if case.is_due:
        if last is not None and (last.period.end >= case.due or _intended(case, last)):
            return answer(case, "fail", "not_met", last)
        return answer(case, "undetermined", "overdue_report", last, missing=case.wanted())
    start = case.question.start
    if start is not None and case.view.as_of < start:
        return answer(case, "not_due", "before_start")
    return answer(case, "not_due", "no_data" if last is None else "not_done_yet", last)


def _counts(case: CheckCase, point: Point) -> bool:
    """Return whether an observation belongs to this due date; each period needs its own deliverable."""
    start = case.question.start
    if not case.question.recurring or start is None:
        return True
    return start <= (point.completed or point.period.end) and point.period.start <= case.due


def _intended(case: CheckCase, point: Point) -> bool:
    """Return whether the completion date of an observation has not come yet."""
    return point.completed is not None and point.completed > case.view.as_of


def _done(case: CheckCase, point: Point) -> Outcome:
    on = point.completed or (point.period.end if point.period.end <= case.due else None)
    if on is not None and on <= case.due:
        return answer(case, "pass", "met", point)
    if on is not None:
        return answer(case, "fail", "not_met", point, flags=("met_late",))
    earlier = [p for p in case.any_at.values() if p.period.end >= case.due and p.value == 0]
    if earlier:
        return answer(case, "fail", "not_met", point, flags=("met_late",))
    missing = case.wanted()
    return answer(case, "undetermined", "overdue_report", point, missing=missing, flags=("met_by",))
