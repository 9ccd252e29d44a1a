"""Requirements met after their due date, as the latest report shows.

Layer: rectification. Input: a target instance and a View of the observations. Output: whether the
latest report meets what was required. The reference engine decides the same requirement on the last
day of that report; the verdict of the due date stays what it is. A recurring duty is left out: its
next period is a due date of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.decision.order_of_decision import decide
from targetcheck.kernel.observation_view import View
from targetcheck.plan.plan import Check, Fold, Question

LATE = frozenset({"fail", "missed", "undetermined"})
"""Statuses after the due date that a later report can make good."""


def is_made_good(question: Question, status: str, view: View) -> bool:
    """Return whether the latest report after the due date meets the requirement.

    Of what must hold in every period, the latest period counts, also before the due date.
    """
    lapsed = question.mode == "sustain" and status in ("fail", "missed")
    if question.recurring or status not in LATE:
        return False
    if question.due > view.as_of and not lapsed:
        return False
    days = set(_report_days(question, question.tree, view))
    later = [day for day in days if lapsed or day > question.due]
    if not later:
        return False
    moved = replace(question, due=max(later), mode="reach")
    return decide(moved, view).status == "pass"


def _report_days(question: Question, tree: Check | Fold, view: View) -> Iterator[date]:
    """Yield the last days of the values that the checks of a requirement compare."""
    if isinstance(tree, Fold):
        for part in tree.parts:
            yield from _report_days(question, part, view)
    elif tree.kind != "words":
        case = CheckCase(question, tree, view)
        yield from (case.any_at if tree.kind == "done" else case.at)
