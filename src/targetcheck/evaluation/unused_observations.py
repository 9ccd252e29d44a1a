"""Reports that were understood and are not used: too late, or of a status that nobody accepts.

Floor: evaluation. Comes in: Facts and a Plan. Goes out: SetAside, one for each such report.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from targetcheck.errors import Diagnostic
from targetcheck.observations.observation import Fact, Facts, SetAside
from targetcheck.plan.accepting import accepted_by_all, accepted_statuses
from targetcheck.plan.plan import Plan


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
