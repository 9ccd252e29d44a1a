"""Observations that are read but not used: after the as-of date, too late, unaccepted status.

Layer: evaluation. Input: Observations and a Plan. Output: SetAside, one for each such observation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from targetcheck.errors import Diagnostic
from targetcheck.observations.observation import Observation, Observations, SetAside
from targetcheck.plan.data_dependencies import batches_of, checks_of, indicators_behind
from targetcheck.plan.plan import Plan, Question


def unused(
    observations: Observations, plan: Plan, as_of: date, known_at: date | None = None
) -> Iterator[SetAside]:
    """Yield the observations not used on the as-of date, each with its reason."""
    yield from _unknown_judgements(observations, as_of, known_at)
    accepted = _accepted(observations, plan)
    after = cache(_after_as_of)
    for observation in observations.all:
        if observation.period.end > as_of:
            period = observation.period
            code, en, zh = after(period.text("en"), period.text("zh"), as_of)
        elif known_at is not None and not observation.reported_by(known_at):
            label = observation.period.text("zh")
            code = "after-known-at"
            en = f"the value for {observation.period.label} was reported after {known_at}"
            zh = f"{label}数据报送于数据截止日{known_at}之后，未采用"
        elif observation.status not in (
            taken := accepted.get(observation.indicator, (observation.status,))
        ):
            code = "status-not-accepted"
            en = f"a value with status {observation.status} is not used here"
            wanted = "、".join(word for status, word in _ZH.items() if status in taken)
            zh = f"数据状态为“{_ZH[observation.status]}”，本目标只采用“{wanted}”数据，未采用"
        else:
            continue
        yield _aside(observation, code, en, zh)


def _unknown_judgements(
    observations: Observations, as_of: date, known_at: date | None
) -> Iterator[SetAside]:
    """Yield the judgements that are not known on the as-of date."""
    for judgement in observations.judgements:
        if judgement.known(as_of, known_at):
            continue
        code, en, zh = _after_as_of(judgement.period.text("en"), judgement.period.label, as_of)
        if judgement.period.end <= as_of:
            code = "after-known-at"
            en = f"it was judged on {judgement.day}, after {known_at}"
            zh = f"评定日期{judgement.day}晚于数据截止日{known_at}"
        why = Diagnostic(code, en, zh, where=judgement.where, severity="note")
        yield SetAside(judgement.row, why, judgement.place, "", judgement.period)


_ZH = {"reported": "上报", "verified": "核实", "accepted": "验收"}


def _accepted(observations: Observations, plan: Plan) -> dict[str, frozenset[str]]:
    """Return the accepted statuses by indicator; empty if all observed statuses are accepted."""
    if {observation.status for observation in observations.all} <= accepted_by_all(plan):
        return {}
    return accepted_statuses(plan)


def _after_as_of(period: str, label: str, as_of: date) -> tuple[str, str, str]:
    en = f"the period {period} ends after {as_of}"
    return "after-as-of", en, f"所属时期（{label}）晚于基准日{as_of}，本次不采用"


def _aside(observation: Observation, code: str, en: str, zh: str) -> SetAside:
    why = Diagnostic(code, en, zh, where=observation.where, severity="note")
    return SetAside(
        observation.row, why, observation.place, observation.indicator, observation.period
    )


def accepted_by_all(plan: Plan) -> frozenset[str]:
    """Return the statuses that every check and the profile accept."""
    ways = {
        check.judge.accept for question in _questions(plan) for check in checks_of(question.tree)
    }
    return frozenset(plan.profile.accept).intersection(*ways)


def accepted_statuses(plan: Plan) -> dict[str, frozenset[str]]:
    """Return the accepted statuses of each indicator; an indicator never read is omitted.

    The statuses of a target instance apply to all indicators that it reads. An observation is used
    if at least one check accepts its status.
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
    """Yield the target instances of the whole plan, one for each batch of places."""
    return (q for batch in batches_of(plan.part_of or plan) for q in batch.questions)


def _statuses(question: Question, plan: Plan) -> frozenset[str]:
    found = {status for check in checks_of(question.tree) for status in check.judge.accept}
    return frozenset(found.union(plan.profile.accept if question.when else ()))
