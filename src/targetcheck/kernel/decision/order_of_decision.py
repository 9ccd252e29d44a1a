"""Reference engine: plain Python, exact arithmetic; it defines the meaning of every verdict.

Layer: kernel. Input: Plan, Observations, an as-of date. Output: one Outcome per target instance, in
plan order. Other engines return the same outcomes or fall back to this one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from targetcheck.first_use import on_first_use
from targetcheck.kernel.decision.after_due_date import decide_due
from targetcheck.kernel.decision.before_due_date import decide_ahead
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.decision.deliverable_decision import decide_deliverable
from targetcheck.kernel.decision.progress_decision import rated_when_due
from targetcheck.kernel.decision.words_decision import decide_words
from targetcheck.kernel.derived_values.missing_data import reported_data
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import ConditionResult, Outcome, Status
from targetcheck.observations.observation import Observations
from targetcheck.plan.plan import Check, Fold, Plan, Question

if TYPE_CHECKING:
    from targetcheck.kernel.decision import condition, reporting_decision
else:
    condition = on_first_use("targetcheck.kernel.decision.condition")
    reporting_decision = on_first_use("targetcheck.kernel.decision.reporting_decision")

ORDER: tuple[Status, ...] = (
    "pass",
    "on_track",
    "not_due",
    "not_applicable",
    "undetermined",
    "at_risk",
    "missed",
    "fail",
)
"""Best first; `any` takes the best branch before the due date and `all` the worst."""


def evaluate_plan(
    plan: Plan, observations: Observations, as_of: date, known_at: date | None = None
) -> tuple[Outcome, ...]:
    """Return one outcome per target instance, in plan order; independent of the current date."""
    view = View(plan, observations, as_of, known_at)
    return tuple(decide(question, view) for question in plan.questions)


def decide(question: Question, view: View) -> Outcome:
    """Return the outcome of one target instance, in the order of decision.

    1 choose observations · 2 resolve limit, baseline and bound · 3 due: compare · 4 decided early
    by arithmetic or irreversibility · 5 not yet due: by nature · 6 qualitative targets need
    judgement.
    """
    if not question.when:
        return _by_strength(question, _decide_tree(question, question.tree, view))
    conditions = condition.read_conditions(question, view)
    results = [each.result for each in conditions]
    if False in results:
        return Outcome("not_applicable", "condition_not_met", conditions=conditions)
    outcome = _decide_tree(question, question.tree, view)
    if None in results:
        outcome = _if_it_applies(question, outcome, conditions, view)
    return _by_strength(question, replace(outcome, conditions=conditions))


def _if_it_applies(
    question: Question, outcome: Outcome, conditions: tuple[ConditionResult, ...], view: View
) -> Outcome:
    """Return the outcome of a target whose condition is unknown.

    A target that was met on its due date passes whether or not it applies, with a flag. Not due
    stays not due. Any other outcome becomes undetermined.
    """
    if outcome.status == "not_due":
        return outcome
    if outcome.status == "pass":
        return replace(outcome, flags=(*outcome.flags, "condition_unknown"))
    named: dict[str, None] = {}
    for each in conditions:
        if each.result is None:
            datum = f"{each.condition.indicator}@{question.place} {question.due}"
            known = each.point.missing_data if each.point else ()
            silent = () if each.point is not None and each.point.excused else (datum,)
            named |= dict.fromkeys((*known, *each.missing) or silent)
    missing = reported_data(view.plan, named)
    return replace(outcome, status="undetermined", reason="condition_unknown", missing=missing)


def _decide_tree(question: Question, tree: Check | Fold, view: View) -> Outcome:
    if isinstance(tree, Fold):
        parts = tuple(_decide_tree(question, part, view) for part in tree.parts)
        return fold(tree.kind, parts, view.as_of >= question.due)
    case = CheckCase(question, tree, view)
    if tree.kind == "words":
        return decide_words(case)
    if tree.kind == "reporting":
        return reporting_decision.decide_reporting(case)
    if tree.kind == "done":
        return decide_deliverable(case)
    return rated_when_due(case, decide_due(case)) if case.is_due else decide_ahead(case)


def _by_strength(question: Question, outcome: Outcome) -> Outcome:
    """Return the outcome with `missed` in place of `fail`, unless the target is binding."""
    if question.strength == "binding":
        return outcome
    parts = tuple(_by_strength(question, part) for part in outcome.parts)
    return replace(
        outcome, status="missed" if outcome.status == "fail" else outcome.status, parts=parts
    )


def fold(kind: Literal["any", "all"], parts: tuple[Outcome, ...], due: bool) -> Outcome:
    """Return the combined outcome: `any` passes with one pass, `all` fails with one failure.

    If the due date has passed and neither holds, the outcome is undetermined and names the data
    missing.
    """
    settles: Status = "pass" if kind == "any" else "fail"
    settled = [part for part in parts if part.status == settles]
    if settled:
        return _of(kind, settled[0], parts)
    if due:
        open_parts = [part for part in parts if part.status not in ("pass", "fail")]
        open_parts.sort(key=lambda part: part.reason == "excused")
        if open_parts:
            return _of(kind, open_parts[0], parts, missing=open_parts)
        return _of(kind, parts[0], parts)
    # Among equals prefer the one that names a datum, since the user can supply it.
    named = kind == "all"
    ranked = sorted(parts, key=lambda p: (ORDER.index(p.status), bool(p.missing) is named))
    return _of(kind, ranked[0] if kind == "any" else ranked[-1], parts)


def _of(
    kind: Literal["any", "all"],
    deciding: Outcome,
    parts: tuple[Outcome, ...],
    missing: list[Outcome] | None = None,
) -> Outcome:
    """Return the deciding outcome with all parts; `missing` are those whose data and flags count."""
    named = (m for part in (missing or [deciding]) for m in part.missing)
    flags = dict.fromkeys(
        flag for part in ([deciding] if missing is None else missing) for flag in part.flags
    )
    return replace(
        deciding,
        flags=tuple(flags),
        fold=kind,
        missing=tuple(dict.fromkeys(named)),
        parts=parts,
    )
