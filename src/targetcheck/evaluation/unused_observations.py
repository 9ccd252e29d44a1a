"""Reports that were understood and are not used: too late, or of a status that nobody accepts.

Floor: evaluation. Comes in: Facts and a Plan. Goes out: SetAside, one for each such report.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from targetcheck.errors import Diagnostic
from targetcheck.observations.observation import Fact, Facts, SetAside
from targetcheck.plan.data_dependencies import batches_of, checks_of, indicators_behind
from targetcheck.plan.plan import Plan, Question


def unused(
    facts: Facts, plan: Plan, as_of: date, known_at: date | None = None
) -> Iterator[SetAside]:
    """Yield the reports that decide nothing on a day, each with its reason."""
    accepted = _accepted(facts, plan)
    after = cache(_after_as_of)
    for fact in facts.all:
        if fact.period.end > as_of:
            code, en, zh = after(fact.period.text("en"), fact.period.label, as_of)
        elif known_at is not None and not fact.reported_by(known_at):
            label = fact.period.label
            code = "after-known-at"
            en = f"the report for {label} was made after {known_at}"
            zh = f"时期 {label} 的报告在 {known_at} 之后才填报"
        elif fact.status not in accepted.get(fact.indicator, (fact.status,)):
            code = "status-not-accepted"
            en = f"a report that is only {fact.status} decides nothing here"
            zh = f"状态为“{_ZH[fact.status]}”的报告在此不作评判依据"
        else:
            continue
        yield _aside(fact, code, en, zh)


_ZH = {"reported": "上报", "verified": "核实", "accepted": "销号"}


def _accepted(facts: Facts, plan: Plan) -> dict[str, frozenset[str]]:
    """Give the statuses that count, by indicator; nothing where all that there are always do."""
    if {fact.status for fact in facts.all} <= accepted_by_all(plan):
        return {}
    return accepted_statuses(plan)


def _after_as_of(period: str, label: str, as_of: date) -> tuple[str, str, str]:
    en = f"the period {period} ends after {as_of}"
    return "after-as-of", en, f"时期 {label} 在评判日 {as_of} 之后才结束"


def _aside(fact: Fact, code: str, en: str, zh: str) -> SetAside:
    why = Diagnostic(code, en, zh, where=fact.where, severity="note")
    return SetAside(fact.row, why, fact.place, fact.indicator, fact.period)


def accepted_by_all(plan: Plan) -> frozenset[str]:
    """Give the statuses that every check and the profile accept: reports of these always count."""
    ways = {
        check.judge.accept for question in _questions(plan) for check in checks_of(question.tree)
    }
    return frozenset(plan.profile.accept).intersection(*ways)


def accepted_statuses(plan: Plan) -> dict[str, frozenset[str]]:
    """Give the statuses that count for each indicator; one that nothing reads is left out.

    A question that reads several indicators lends its statuses to all of them: where one of its
    branches takes a report, the report is used.
    """
    alike: dict[frozenset[str], list[Question]] = {}
    for question in _questions(plan):
        alike.setdefault(_statuses(question, plan), []).append(question)
    found: dict[str, frozenset[str]] = {}
    scored = frozenset(plan.profile.accept) if plan.ruleset.scores else frozenset()
    for statuses, questions in alike.items():
        for name in indicators_behind(plan, questions):
            found[name] = found.get(name, scored) | statuses
    return found


def _questions(plan: Plan) -> Iterator[Question]:
    """Yield the questions of the whole plan, those that differ in their place alone only once."""
    return (q for batch in batches_of(plan.part_of or plan) for q in batch.questions)


def _statuses(question: Question, plan: Plan) -> frozenset[str]:
    found = {status for check in checks_of(question.tree) for status in check.judge.accept}
    return frozenset(found.union(plan.profile.accept if question.when else ()))
