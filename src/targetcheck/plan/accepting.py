"""Which statuses of a report count, by indicator.

Floor: plan. Comes in: a Plan. Goes out: for each indicator that some question reads the statuses
that any of its readers accepts. A report of another status decides nothing, and is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.plan.data_dependencies import batches_of, checks_of, indicators_behind
from targetcheck.plan.plan import Plan, Question


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
        alike.setdefault(_accepted(question, plan), []).append(question)
    found: dict[str, frozenset[str]] = {}
    scored = frozenset(plan.profile.accept) if plan.ruleset.scores else frozenset()
    for statuses, questions in alike.items():
        for name in indicators_behind(plan, questions):
            found[name] = found.get(name, scored) | statuses
    return found


def _questions(plan: Plan) -> Iterator[Question]:
    """Yield the questions of the whole plan, those that differ in their place alone only once."""
    return (q for batch in batches_of(plan.part_of or plan) for q in batch.questions)


def _accepted(question: Question, plan: Plan) -> frozenset[str]:
    found = {status for check in checks_of(question.tree) for status in check.judge.accept}
    return frozenset(found.union(plan.profile.accept if question.when else ()))
