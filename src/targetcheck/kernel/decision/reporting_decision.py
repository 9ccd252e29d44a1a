"""Outcome of a duty to report: reported in time, late, or not at all.

Layer: kernel. Input: a check of a period. Output: an Outcome. The value does not matter, only when
it was reported; of several reports of the same days the earliest counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from targetcheck.kernel.decision.after_due_date import answer
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.outcome import Outcome, Point
from targetcheck.observations.observation import Observation
from targetcheck.periods.period import MONTHS, Period
from targetcheck.ruleset.fields.plain_values import Window


def decide_reporting(case: CheckCase) -> Outcome:
    """Return whether the period that ends on the due date was reported within the time allowed.

    pass: a report on or before the last day · fail: a first report after it, or none by then · not
    due: none yet, while there is time · undetermined: a report without a date.
    """
    start, as_of = case.question.start, case.view.as_of
    if start is not None and as_of < start:
        return answer(case, "not_due", "before_start")
    assert case.check.reported_within is not None
    last = last_day(case.due, case.check.reported_within)
    known = _reports(case)
    found = [report for report in known if not report.excuse]
    point = _shown(case)
    results = {_in_time(reports, last) for reports in _by_period(found)}
    if False in results:
        return answer(case, "fail", "reported_late", point)
    if None in results:
        return answer(case, "undetermined", "report_date_unknown", point, missing=case.wanted())
    if results:
        return answer(case, "pass", "reported_in_time", point)
    if known and point is not None:
        return answer(case, "not_applicable", "excused", point)
    if as_of > last:
        return answer(case, "fail", "not_reported", missing=case.wanted())
    return answer(case, "not_due", "report_awaited", missing=case.wanted())


def _by_period(reports: Sequence[Observation]) -> list[list[Observation]]:
    """Return the reports of each period, such as of each day of a month."""
    found: dict[Period, list[Observation]] = {}
    for report in reports:
        found.setdefault(report.period, []).append(report)
    return list(found.values())


def _in_time(reports: Sequence[Observation], last: date) -> bool | None:
    """Return whether the earliest report of a period was in time; None if that is unknown."""
    days = [report.reported_at for report in reports if report.reported_at is not None]
    if days and min(days) <= last:
        return True
    return None if len(days) < len(reports) else False


def last_day(due: date, allowed: Window) -> date:
    """Return the last day on which a report of a period is in time."""
    if allowed.unit in MONTHS:
        return due + relativedelta(months=allowed.count * MONTHS[allowed.unit])
    return due + timedelta(days=allowed.count * (7 if allowed.unit == "week" else 1))


def _reports(case: CheckCase) -> list[Observation]:
    """Return the reports of the period that were there on the as-of date."""
    measure, accept = case.check.measure, case.check.judge.accept
    known = case.view.visible(measure.indicator, measure.place, accept)
    return [
        observation
        for observation in known
        if _of_the_period(case, observation)
        and (observation.reported_at is None or observation.reported_at <= case.view.as_of)
    ]


def _of_the_period(case: CheckCase, observation: Observation) -> bool:
    """Return whether a report is of the period: of the declared frequency, else within it.

    Of a repeated duty every report within the period counts, such as those of its days.
    """
    period, frequency = observation.period, case.check.frequency
    if frequency is not None and period.frequency != frequency:
        return False
    start = case.question.start
    if case.question.recurring and start is not None:
        return start <= period.start and period.end <= case.due
    return period.end == case.due


def _shown(case: CheckCase) -> Point | None:
    """Return the value of the period, as evidence."""
    return case.any_at.get(case.due)
