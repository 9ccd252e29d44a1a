"""What a form asks for: values to report and targets to judge, with the targets that need them.

Layer: output. Input: a Plan, a Period and what has been reported. Output: `Request`. A value that
is known, or that follows from others in the form, is not asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from targetcheck.observations.judgement import Judgement
from targetcheck.observations.observation import Observation, Observations
from targetcheck.output.reporting_form.required_periods import Need, needs_of
from targetcheck.periods.period import Period
from targetcheck.plan.data_dependencies import checks_of
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.plan import Plan, Question
from targetcheck.ruleset.target import Target
from targetcheck.verdicts.responsible_leads import leads_of

_DAY = timedelta(days=1)
Spot = tuple[str, str]
"""Indicator and place."""


@dataclass(slots=True)
class RequestedValue:
    """One value to report.

    It covers `span`; `since` is the first day of a total that began before the period of the form.
    """

    indicator: IndicatorPlan
    place: str
    span: Period
    since: date | None = None
    baseline: bool = False
    questions: list[Question] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    leads: dict[str, None] = field(default_factory=dict)
    group: str = ""
    """the group of members that only the data define; `place` is empty"""
    weight: str = ""
    last: Observation | None = None
    """the newest value before"""

    def due(self) -> date:
        """Return the next due date."""
        return min(question.due for question in self.questions)

    def nearest(self) -> list[Question]:
        """Return for each target the instance that is due first."""
        found: dict[str, Question] = {}
        for question in self.questions:
            known = found.get(question.target)
            if known is None or question.due < known.due:
                found[question.target] = question
        return list(found.values())


@dataclass(slots=True)
class RequestedJudgement:
    """One target without a number that a person has to judge."""

    question: Question
    target: Target
    leads: dict[str, None]
    last: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that a form asks for."""

    values: tuple[RequestedValue, ...] = ()
    judgements: tuple[RequestedJudgement, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.judgements)


def asked_for(
    plan: Plan, period: Period, reported: Observations | None = None, *, overdue: bool = True
) -> Request:
    """Return what a form asks for, in the order of the targets.

    `overdue`: also what fell due before the period and has not been reported.
    """
    known = reported or Observations()
    needs = list(_needs(plan, period, overdue=overdue))
    found: list[RequestedValue] = []
    tree = PlaceTree(plan.ruleset)
    for spot, group in _by_spot(needs).items():
        for span, since, served in _Spans(known.of(*spot), period).of(group):
            asked = RequestedValue(plan.indicators[spot[0]], spot[1], span, since)
            found.append(asked)
            asked.baseline = all(need.baseline for need, _ in served)
            for need, question in served:
                _add(asked, question, plan, tree)
                asked.group = asked.group or need.group
                asked.weight = asked.weight or need.weight
            asked.last = _last(known.of(*spot), span, period)
    return Request(tuple(found), tuple(_to_judge(plan, period, known, tree, overdue)))


_Named = tuple[Need, Question]


def _last(reported: Sequence[Observation], span: Period, period: Period) -> Observation | None:
    """Return the newest value before a span; of several, that of a period as long as the form's."""
    before = [f for f in reported if f.period.end < span.end]
    alike = period.frequency
    return max(
        before, key=lambda f: (f.period.end, f.period.frequency == alike, f.row), default=None
    )


def _add(asked: RequestedValue, question: Question, plan: Plan, tree: PlaceTree) -> None:
    target = plan.ruleset.target(question.target)
    asked.questions.append(question)
    asked.targets[target.id] = target
    asked.leads |= dict.fromkeys(leads_of(plan.ruleset, target, question.place, tree))


def _needs(plan: Plan, period: Period, *, overdue: bool) -> Iterator[_Named]:
    """Yield every need with its target instance."""
    for question in _begun(plan, period, overdue=overdue):
        for need in dict.fromkeys(needs_of(question, plan, period)):
            yield need, question


def _begun(plan: Plan, period: Period, *, overdue: bool) -> Iterator[Question]:
    for question in plan.questions:
        begun = question.start is None or question.start <= period.end
        if begun and (overdue or question.due >= period.start):
            yield question


def _by_spot(needs: Iterable[_Named]) -> dict[Spot, list[_Named]]:
    found: dict[Spot, list[_Named]] = {}
    for named in needs:
        found.setdefault((named[0].indicator, named[0].place), []).append(named)
    return found


class _Spans:
    """The spans to ask for at one indicator and place, given what has been reported there."""

    def __init__(self, reported: Sequence[Observation], period: Period) -> None:
        self.period = period
        self.known = {_days(observation) for observation in reported}
        self.ends = {end for _, end in self.known}
        self.since_start = {f.period.end for f in reported if f.basis == "since_start"}

    def of(
        self, needs: Sequence[_Named]
    ) -> Iterator[tuple[Period, date | None, tuple[_Named, ...]]]:
        """Yield each span with the first day of a longer total, and the needs that it serves."""
        asked: dict[Period, list[_Named]] = {}
        for named in needs:
            need = named[0]
            if not need.total and not self._has(need):
                asked.setdefault(need.span, []).append(named)
        totals = [named for named in needs if named[0].total]
        for named in sorted(totals, key=lambda named: named[0].span.days):
            span = named[0].span
            if span.end in self.since_start:
                continue
            reached = _reach(
                span.start, span.end, {*self.known, *((p.start, p.end) for p in asked)}
            )
            if reached == span.end:
                for part, served in asked.items():
                    if span.contains(part):
                        served.append(named)
                continue
            first = reached + _DAY
            whole = Period(first if first >= self.period.start else span.start, span.end)
            asked.setdefault(whole, []).append(named)
        for span in sorted(asked, key=lambda span: (span.end, -span.days)):
            longer = span.start < self.period.start <= span.end and asked[span][0][0].total
            yield span, span.start if longer else None, tuple(asked[span])

    def _has(self, need: Need) -> bool:
        if need.exact:
            return (need.span.start, need.span.end) in self.known
        return need.span.end in self.ends


def _days(observation: Observation) -> tuple[date, date]:
    period = observation.period
    first = date(period.end.year, 1, 1) if observation.basis == "year_to_date" else period.start
    return first, period.end


def _reach(start: date, end: date, spans: set[tuple[date, date]]) -> date:
    """Return the last day up to which spans cover a window without a gap, from its first day on."""
    reached = {start - _DAY}
    for first, last in sorted(spans, key=lambda span: (span[1], span[0])):
        if first - _DAY in reached and last <= end:
            reached.add(last)
    return max(reached)


def _to_judge(
    plan: Plan, period: Period, known: Observations, tree: PlaceTree, overdue: bool
) -> Iterator[RequestedJudgement]:
    """Yield the target instances that a person has to judge and has not settled yet."""
    for question in _begun(plan, period, overdue=overdue):
        if not any(check.kind == "words" for check in checks_of(question.tree)):
            continue
        key = (question.target, question.place, question.due)
        said = [j for j in known.judgements if j.key == key]
        last = max(said, key=lambda j: (j.period.end, j.day), default=None)
        if last is not None and (last.word not in ("on_track", "at_risk") or last.period == period):
            continue
        target = plan.ruleset.target(question.target)
        leads = dict.fromkeys(leads_of(plan.ruleset, target, question.place, tree))
        yield RequestedJudgement(question, target, leads, last)
