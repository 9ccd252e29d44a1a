"""The reference kernel: plain Python, exact; the meaning of every verdict.

Layer: kernel. Input: Plan, Observations, an as-of date. Output: an Outcome for each question of the
plan, in its order. Other kernels say the same or decline.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from targetcheck.kernel.decision.after_due_date import answer, decide_due, latest
from targetcheck.kernel.decision.any_or_all import fold
from targetcheck.kernel.decision.before_due_date import decide_ahead
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.decision.condition import read_conditions
from targetcheck.kernel.decision.deliverable_decision import decide_deliverable
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import ConditionResult, Outcome
from targetcheck.observations.observation import Observations
from targetcheck.plan.plan import Check, Fold, Plan, Question


def evaluate_plan(
    plan: Plan, observations: Observations, as_of: date, known_at: date | None = None
) -> tuple[Outcome, ...]:
    """Return an outcome for each question, in the plan's order; the clock is never read."""
    view = View(plan, observations, as_of, known_at)
    return tuple(decide(question, view) for question in plan.questions)


def decide(question: Question, view: View) -> Outcome:
    """Return the outcome of one question, in the order of decision.

    1 choose observations · 2 bind limit, baseline and bound · 3 due: compare · 4 locked by
    arithmetic or nature · 5 not yet due: by nature · 6 words without a number need judgement.
    """
    if not question.when:
        return _by_strength(question, _decide_tree(question, question.tree, view))
    conditions = read_conditions(question, view)
    results = [each.result for each in conditions]
    if False in results:
        return Outcome("not_applicable", "condition_not_met", conditions=conditions)
    outcome = _decide_tree(question, question.tree, view)
    if None in results:
        outcome = _if_it_applies(question, outcome, conditions)
    return _by_strength(question, replace(outcome, conditions=conditions))


def _if_it_applies(
    question: Question, outcome: Outcome, conditions: tuple[ConditionResult, ...]
) -> Outcome:
    """Return the outcome of a promise of which nobody knows whether it applies.

    A promise that was met on its day is kept whether or not it applies, and says so. What is not
    due yet decides nothing. Anything else could be no promise at all, and is undetermined.
    """
    if outcome.status == "not_due":
        return outcome
    if outcome.status == "pass":
        return replace(outcome, flags=(*outcome.flags, "condition_unknown"))
    named: dict[str, None] = {}
    for each in conditions:
        if each.result is None:
            datum = f"{each.condition.indicator}@{question.place} {question.due}"
            named |= dict.fromkeys((each.point.missing if each.point else ()) or (datum,))
    return replace(outcome, status="undetermined", reason="condition_unknown", missing=tuple(named))


def _decide_tree(question: Question, tree: Check | Fold, view: View) -> Outcome:
    if isinstance(tree, Fold):
        parts = tuple(_decide_tree(question, part, view) for part in tree.parts)
        return fold(tree.kind, parts, view.as_of >= question.due)
    case = CheckCase(question, tree, view)
    if tree.kind == "words":
        return answer(case, "undetermined", "needs_judgement", latest(case))
    if tree.kind == "done":
        return decide_deliverable(case)
    return decide_due(case) if case.is_due else decide_ahead(case)


def _by_strength(question: Question, outcome: Outcome) -> Outcome:
    """What is only expected or striven for is missed, and never fails."""
    if question.strength == "binding":
        return outcome
    parts = tuple(_by_strength(question, part) for part in outcome.parts)
    return replace(
        outcome, status="missed" if outcome.status == "fail" else outcome.status, parts=parts
    )
