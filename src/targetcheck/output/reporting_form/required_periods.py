"""Spans of time for which a target instance needs values, up to the end of a period.

Layer: output. Input: a target instance, a Plan and the Period of a form. Output: `Need`s: the value
on the due date or at the end of the period, every period of a target to be met throughout, the
whole window of a total, and the baseline of a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from targetcheck.kernel.decision.baseline_and_previous_period import base_period
from targetcheck.output.reporting_form.required_inputs import Input, inputs_of, reported
from targetcheck.periods.period import MONTHS, Period
from targetcheck.periods.period_sequence import periods_between
from targetcheck.plan.data_dependencies import checks_of
from targetcheck.plan.plan import Base, Check, Plan, Question

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Need:
    """A value that a target instance needs.

    `total`: reports of parts of the span add up to it. `exact`: only a report of just this span
    counts, else any that ends with it. `baseline`: what a change is compared with.
    """

    indicator: str
    place: str
    span: Period
    total: bool = False
    exact: bool = False
    baseline: bool = False
    group: str = ""
    """the group of members that only the data define; `place` is empty"""
    weight: str = ""


def needs_of(question: Question, plan: Plan, period: Period) -> Iterator[Need]:
    """Yield what a target instance needs that is known by the end of a period."""
    if question.start is not None and question.start > period.end:
        return
    for check in checks_of(question.tree):
        inputs = list(dict.fromkeys(inputs_of(check, plan)))
        for base in _bases(check, question, period):
            yield from _baseline(base, check, question, plan, period, inputs)
        for each in inputs:
            yield from _values(each, check, question, plan, period)
    for condition in question.when:
        for each in reported(condition.indicator, question.place, plan):
            yield from _condition(each, question, plan, period)


def _need(
    each: Input, span: Period, *, total: bool = False, exact: bool = False, baseline: bool = False
) -> Need:
    return Need(each.indicator, each.place, span, total, exact, baseline, each.group, each.weight)


def _values(
    each: Input, check: Check, question: Question, plan: Plan, period: Period
) -> Iterator[Need]:
    start, until = check.measure.start, min(question.due, period.end)
    flow = plan.indicators[each.indicator].nature == "flow"
    if check.measure.kind == "total" and flow and start is not None:
        if start <= until:
            yield _need(each, Period(start, until), total=True)
        return
    every = check.frequency if check.measure.kind == "value" else None
    every = each.every or every
    for span in _spans(plan.indicators[each.indicator].nature, every, question, period):
        yield _need(each, span, exact=every is not None)


def _spans(nature: str, every: str | None, question: Question, period: Period) -> list[Period]:
    """Return the periods to report, by the frequency of the indicator or the target."""
    due, start = question.due, question.start
    until = min(due, period.end)
    if every == "day":
        return [Period(until, until)]
    if every is not None:
        if question.mode == "sustain" and start is not None:
            return [p for p in periods_between(start, until, every) if p.start >= start]
        if due <= period.end and (ending := periods_between(due, due, every)):
            return ending
        return periods_between(min(period.start, until), until, every)
    begun = start if question.recurring and start is not None else period.start
    if due < period.start:
        return (
            [Period(begun if question.recurring else due, due)]
            if nature != "done"
            else [Period(begun, due) if question.recurring else period]
        )
    if question.recurring and begun > period.start:
        return [Period(begun, until)]
    if until == period.end or nature == "done":
        return [period]
    return [Period(period.start if nature == "flow" or question.recurring else due, due)]


def _bases(check: Check, question: Question, period: Period) -> Iterator[Base]:
    """Yield the baselines that have to be reported: of a change, and of the schedule until due."""
    if check.change is not None:
        yield check.change.base
    if check.base is not None and question.due > period.end and check.nature != "flow":
        yield check.base


def _baseline(
    base: Base,
    check: Check,
    question: Question,
    plan: Plan,
    period: Period,
    inputs: list[Input],
) -> Iterator[Need]:
    if base.value is not None or base.since is not None:
        return
    span = base_period(check, question.due, base) or _before(period)
    if span.end > period.end:
        return
    plain = Period(span.start, span.end)
    for each in inputs:
        flow = plan.indicators[each.indicator].nature == "flow"
        total = flow and check.measure.kind == "total"
        yield _need(each, plain, total=total, baseline=True)


def _before(period: Period) -> Period:
    """Return the period of the same length just before."""
    months = MONTHS.get(period.frequency)
    if months is None:
        return Period(period.start - (period.end - period.start) - _DAY, period.start - _DAY)
    return Period(period.start - relativedelta(months=months), period.start - _DAY)


def _condition(each: Input, question: Question, plan: Plan, period: Period) -> Iterator[Need]:
    """Yield what tells whether a target applies: a flow over the whole period that is judged."""
    spec = plan.indicators[each.indicator]
    until = min(question.due, period.end)
    if spec.nature == "flow":
        first = question.start or date(question.due.year, 1, 1)
        yield _need(each, Period(first, until), total=True)
        return
    for span in _spans(spec.nature, each.every, question, period):
        yield _need(each, span, exact=each.every is not None)
