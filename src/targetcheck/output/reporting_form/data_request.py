"""Data that a ruleset requires for a period: indicators × places, with the targets that use them.

Layer: output. Input: a Plan and a Period. Output: `RequestedValue`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from targetcheck.errors import Language
from targetcheck.periods.calendar_periods import periods_between
from targetcheck.periods.period import Period
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Check, Fold, Plan, Question
from targetcheck.ruleset.indicators.formula import names_in
from targetcheck.ruleset.target import Target
from targetcheck.verdicts.requirement_text import requirement_text

_Input = tuple[str, str, str | None]
"""Indicator, place, and the declared frequency."""


@dataclass(slots=True)
class RequestedValue:
    """One value to report, with the targets that it decides."""

    indicator: IndicatorPlan
    place: str
    period: Period
    targets: dict[str, Target] = field(default_factory=dict)
    dues: dict[str, date] = field(default_factory=dict)
    required: dict[str, None] = field(default_factory=dict)

    def leads(self) -> tuple[str, ...]:
        """Return the lead departments, those of the first target first."""
        found = (lead for target in self.targets.values() for lead in target.lead)
        return tuple(dict.fromkeys(found))

    def due(self) -> date:
        """Return the next due date."""
        return min(self.dues.values())

    def clauses(self) -> tuple[str, ...]:
        """Return the clauses, without duplicates."""
        cites = (c.clause for target in self.targets.values() for c in target.cite if c.clause)
        return tuple(dict.fromkeys(cites))


def asked_for(plan: Plan, period: Period, lang: Language = "zh") -> list[RequestedValue]:
    """Return the values to report for a period, in the order of the targets.

    A target counts from its start to its last due date. A qualitative target requires no value.
    """
    found: dict[tuple[str, str, Period], RequestedValue] = {}
    targets = {target.id: target for target in plan.ruleset.targets}
    for question in _open(plan, period):
        required = requirement_text(question.tree, plan, lang)
        for indicator, place, every in dict.fromkeys(_inputs(question, plan)):
            spec = plan.indicators[indicator]
            for part in _periods(spec, every, question, period):
                asked = found.setdefault(
                    (indicator, place, part), RequestedValue(spec, place, part)
                )
                asked.targets[question.target] = targets[question.target]
                due = asked.dues.get(question.target, question.due)
                asked.dues[question.target] = min(due, question.due)
                asked.required[required] = None
    return list(found.values())


def _open(plan: Plan, period: Period) -> Iterator[Question]:
    """Yield, for each target and place, the instances due in the period, else the next one due."""
    after: dict[tuple[str, str], Question] = {}
    within: set[tuple[str, str]] = set()
    for question in plan.questions:
        key = (question.target, question.place)
        begun = question.start is None or question.start <= period.end
        if not begun or question.due < period.start:
            continue
        if question.due <= period.end:
            within.add(key)
            yield question
        elif key not in after or question.due < after[key].due:
            after[key] = question
    yield from (question for key, question in after.items() if key not in within)


def _inputs(question: Question, plan: Plan) -> Iterator[_Input]:
    """Yield every indicator and place that a target instance uses."""
    for check in _checks(question.tree):
        measure = check.measure
        if check.kind == "words":
            continue
        if measure.kind == "share_of":
            for member in measure.members:
                for condition in measure.where:
                    yield from _reported(condition.indicator, member, plan)
                if measure.weight is not None:
                    yield from _reported(measure.weight, member, plan)
        elif measure.kind == "rank":
            for member in dict.fromkeys((measure.place, *measure.members)):
                yield from _reported(measure.indicator, member, plan)
        else:
            for member in measure.members or (measure.place,):
                yield from _reported(measure.indicator, member, plan)
    for condition in question.when:
        yield from _reported(condition.indicator, question.place, plan)


def _checks(tree: Check | Fold) -> Iterator[Check]:
    if isinstance(tree, Check):
        yield tree
        return
    for part in tree.parts:
        yield from _checks(part)


def _reported(
    indicator: str, place: str, plan: Plan, every: str | None = None, depth: int = 8
) -> Iterator[_Input]:
    """Yield the directly observed inputs: parts of a formula, children of a sum.

    Parts are reported as often as the value derived from them.
    """
    spec = plan.indicators.get(indicator)
    if spec is None or not depth:
        return
    every = spec.frequency or every
    children = plan.children.get(indicator, {}).get(place, ())
    if spec.aggregate is not None and children:
        for child in children:
            yield from _reported(indicator, child, plan, every, depth - 1)
    elif spec.formula is not None:
        for name in names_in(spec.formula):
            yield from _reported(name, place, plan, every, depth - 1)
    elif spec.members is not None:
        for member in spec.members.at.get(place, ()):
            for condition in spec.members.where:
                yield from _reported(condition.indicator, member, plan, None, depth - 1)
    elif spec.grading is not None and spec.grading.across is not None:
        for member in spec.grading.across.get(place, ()):
            for item in spec.grading.items:
                yield from _reported(item.indicator, member, plan, None, depth - 1)
    elif spec.parts is not None and spec.parts.at is not None:
        for member in spec.parts.at.get(place, ()):
            for name in filter(None, (spec.parts.parts[0], spec.parts.weigh_by)):
                same = name == spec.id
                yield from _reported(name, member, plan, every if same else None, depth - 1)
    elif sources := _sources(spec):
        for name in sources:
            yield from _reported(name, place, plan, None, depth - 1)
    else:
        yield indicator, place, every


def _sources(spec: IndicatorPlan) -> tuple[str, ...]:
    """Return the samples of a statistic, the items of a class, or the indicator behind an index."""
    if spec.grading is not None:
        return tuple(item.indicator for item in spec.grading.items)
    if spec.index is not None:
        return (spec.index.of,)
    if spec.change is not None:
        return (spec.change.of,)
    if spec.sampling is not None and spec.sampling.of != spec.id:
        return (spec.sampling.of,)
    if spec.parts is not None:
        return spec.parts.parts[:1] if spec.parts.kind == "first_known" else spec.parts.parts
    return ()


def _periods(
    spec: IndicatorPlan, every: str | None, question: Question, period: Period
) -> list[Period]:
    """Return the periods to report, by the frequency of the indicator or the target.

    A target due inside the period requires the value of that day, or of the span that ends on it.
    """
    due = min(question.due, period.end)
    if every is not None and every != period.frequency:
        if every == "day":
            return [Period(due, due)]
        return periods_between(period.start, period.end, every)
    if question.recurring and question.start is not None and question.start > period.start:
        return [Period(question.start, due)]
    if due == period.end or every is not None or spec.nature == "done":
        return [period]
    return [Period(period.start if spec.nature == "flow" or question.recurring else due, due)]
