"""The days of a path: for each target instance, the ends of calendar periods up to its due date.

Layer: required_values. Input: the target instances of one target at one place. Output: each instance
with the periods in which it is the one due next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.observation_view import View
from targetcheck.observations.observation import Observations
from targetcheck.periods.period import Period
from targetcheck.periods.period_sequence import periods_between
from targetcheck.plan.data_dependencies import checks_of
from targetcheck.plan.plan import Plan, Question

EVERY = ("day", "week", "month", "quarter", "half", "year")
_DAY = timedelta(days=1)


class DayViews:
    """The observations known on each day: one view for each, whatever reads it."""

    def __init__(self, plan: Plan, observations: Observations, known_at: date | None) -> None:
        self._observed = (plan, observations, known_at)
        self._views: dict[date, View] = {}

    def on(self, day: date) -> View:
        """Return the view of a day."""
        if day not in self._views:
            plan, observations, known_at = self._observed
            self._views[day] = View(plan, observations, day, known_at)
        return self._views[day]


def turns(
    questions: Sequence[Question], every: str, views: DayViews
) -> Iterator[tuple[Question, tuple[Period, ...]]]:
    """Yield target instances by due date, each with its periods; the due date itself comes last.

    A day belongs to the instance that falls due next.
    """
    after: date | None = None
    ordered = sorted(questions, key=lambda question: question.due)
    for question in ordered:
        first = _first_day(question, views.on(question.due))
        if after is not None and first <= after:
            first = after + _DAY
        inside = periods_between(min(first, question.due), question.due, every)
        ahead = [period for period in inside if period.end < question.due]
        last = next((p for p in inside if p.end == question.due), None)
        yield question, (*ahead, last or Period(question.due, question.due))
        later = [q.due for q in ordered if q.due > question.due]
        after = question.due if later and later[0] > question.due else after


def _first_day(question: Question, view: View) -> date:
    """Return the first day of a path: the declared one, that after the start, else 1 January."""
    if question.start is not None:
        return question.start
    for check in checks_of(question.tree):
        start = CheckCase(question, check, view).start
        if start is not None and start.period.end < question.due:
            return start.period.end + _DAY
    return date(question.due.year, 1, 1)


def check_every(every: str) -> str:
    """Return a recurrence; raise TargetcheckError if it is none."""
    if every in EVERY:
        return every
    raise TargetcheckError(
        Diagnostic(
            "path-every",
            f"`{every}` is not a period of the calendar",
            f"“{every}”不是可用的周期",
            f"use one of {', '.join(EVERY)}",
            f"可用：{'、'.join(EVERY)}",
        )
    )
