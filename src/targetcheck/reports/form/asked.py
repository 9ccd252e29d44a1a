"""What a ruleset has to be told for a period: indicators × places, each with what rests on it.

Floor: reports. Comes in: a Plan and a Period. Goes out: `Asked` rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from targetcheck.errors import Language
from targetcheck.ground.periods import Period, periods_between
from targetcheck.model.formula import names_in
from targetcheck.model.target import Target
from targetcheck.plan.plan import Check, Fold, IndicatorPlan, Plan, Question
from targetcheck.verdicts.phrases import requirement_text


@dataclass(slots=True)
class Asked:
    """One value to be reported, with the targets that it decides."""

    indicator: IndicatorPlan
    place: str
    period: Period
    targets: dict[str, Target] = field(default_factory=dict)
    dues: dict[str, date] = field(default_factory=dict)
    required: dict[str, None] = field(default_factory=dict)

    def leads(self) -> tuple[str, ...]:
        """Give the lead departments, those of the first target first."""
        found = (lead for target in self.targets.values() for lead in target.lead)
        return tuple(dict.fromkeys(found))

    def due(self) -> date:
        """Give the next due date."""
        return min(self.dues.values())

    def clauses(self) -> tuple[str, ...]:
        """Give the clauses, each once."""
        cites = (c.clause for target in self.targets.values() for c in target.cite if c.clause)
        return tuple(dict.fromkeys(cites))


def asked_for(plan: Plan, period: Period, lang: Language = "zh") -> list[Asked]:
    """Give what has to be reported for a period, in the order of the targets.

    A target counts from its first day until its last due date. Words without a number ask for
    nothing, since no figure decides them.
    """
    found: dict[tuple[str, str, Period], Asked] = {}
    targets = {target.id: target for target in plan.ruleset.targets}
    for question in _open(plan, period):
        required = requirement_text(question.tree, plan, lang)
        for indicator, place in dict.fromkeys(_inputs(question, plan)):
            spec = plan.indicators[indicator]
            for part in _periods(spec, period):
                asked = found.setdefault((indicator, place, part), Asked(spec, place, part))
                asked.targets[question.target] = targets[question.target]
                due = asked.dues.get(question.target, question.due)
                asked.dues[question.target] = min(due, question.due)
                asked.required[required] = None
    return list(found.values())


def _open(plan: Plan, period: Period) -> Iterator[Question]:
    """Yield, for each target and place, what falls due in the period, else what is due next."""
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


def _inputs(question: Question, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield (indicator, place) of everything that a question is decided by."""
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
            yield from _reported(measure.indicator, measure.place, plan)
    for condition in question.when:
        yield from _reported(condition.indicator, question.place, plan)


def _checks(tree: Check | Fold) -> Iterator[Check]:
    if isinstance(tree, Check):
        yield tree
        return
    for part in tree.parts:
        yield from _checks(part)


def _reported(indicator: str, place: str, plan: Plan, depth: int = 8) -> Iterator[tuple[str, str]]:
    """Yield what is reported itself: the parts of a formula, the children of a sum."""
    spec = plan.indicators.get(indicator)
    if spec is None or not depth:
        return
    children = plan.children.get(indicator, {}).get(place, ())
    if spec.aggregate is not None and children:
        for child in children:
            yield from _reported(indicator, child, plan, depth - 1)
    elif spec.formula is not None:
        for name in names_in(spec.formula):
            yield from _reported(name, place, plan, depth - 1)
    else:
        yield indicator, place


def _periods(spec: IndicatorPlan, period: Period) -> list[Period]:
    """Give the periods that an indicator is reported for: its own frequency, else the form's."""
    every = spec.frequency
    if every is None or every == period.frequency:
        return [period]
    if every == "day":
        return [Period(period.end, period.end)]
    return periods_between(period.start, period.end, every)
