"""Coverage of outcomes: those that a target can have, and those that test cases produced.

Layer: authoring. Input: a Plan and the outcomes that cases expected and got. Output: for each
target the (status, reason) pairs that no case covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from targetcheck.plan.plan import Check, Fold, Plan, Question

Outcome = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OutcomeCoverage:
    """Outcomes by target: the possible ones, and those covered by a case."""

    possible: dict[str, tuple[Outcome, ...]]
    shown: dict[str, frozenset[Outcome]]

    def missing(self, target: str) -> tuple[Outcome, ...]:
        """Return the outcomes of a target that no case covers."""
        shown = self.shown.get(target, frozenset())
        return tuple(outcome for outcome in self.possible[target] if outcome not in shown)

    @property
    def counts(self) -> tuple[int, int]:
        """Return the number of covered outcomes and of possible outcomes."""
        total = sum(len(outcomes) for outcomes in self.possible.values())
        return total - sum(len(self.missing(target)) for target in self.possible), total


def coverage_of(plan: Plan, shown: Iterable[tuple[str, str, str]]) -> OutcomeCoverage:
    """Return the coverage of a plan's targets by (target, status, reason) triples."""
    possible: dict[str, dict[Outcome, None]] = {t.id: {} for t in plan.ruleset.targets}
    for question in plan.questions:
        possible[question.target].update(dict.fromkeys(_of_question(question)))
    seen: dict[str, set[Outcome]] = {}
    for target, status, reason in shown:
        seen.setdefault(target, set()).add((status, reason))
    for target, outcomes in seen.items():
        possible.setdefault(target, {}).update(dict.fromkeys(sorted(outcomes)))
    return OutcomeCoverage(
        {target: tuple(outcomes) for target, outcomes in possible.items()},
        {target: frozenset(outcomes) for target, outcomes in seen.items()},
    )


def _of_question(question: Question) -> Iterator[Outcome]:
    bad = "fail" if question.strength == "binding" else "missed"
    if question.when:
        yield "not_applicable", "condition_not_met"
    for check in _leaves(question.tree):
        if check.kind == "words":
            yield "undetermined", "needs_judgement"
        elif check.kind == "done":
            yield from (("pass", "met"), (bad, "not_met"), ("undetermined", "overdue_report"))
            yield "not_due", "no_data"
        else:
            yield from _of_figure(question, check, bad)


def _of_figure(question: Question, check: Check, bad: str) -> Iterator[Outcome]:
    yield "pass", "met"
    yield bad, "lapsed" if question.mode == "sustain" else "not_met"
    yield "undetermined", "overdue_report"
    cited = check.change is None or check.change.base.value is not None
    if not cited:
        yield "undetermined", "no_baseline"
    if question.mode != "reach":
        yield from (("undetermined", "no_data"), ("on_track", "holding"))
        if question.mode == "maintain":
            yield "at_risk", "slipping"
        return
    yield "not_due", "no_data" if cited else "no_baseline"
    if check.irreversible:
        yield "pass", "locked"
    elif check.nature == "flow" and check.bound is not None and check.bound.low is None:
        yield from (("on_track", "within_budget"), ("at_risk", "burning_fast"))
        yield bad, "budget_exceeded"
    else:
        yield "on_track", "met_early"
    if check.scale is not None:
        yield "at_risk", "worse_than_required"
    elif (check.nature == "flow" and check.bound and check.bound.low is not None) or check.path:
        yield from (("on_track", "on_schedule"), ("at_risk", "behind_schedule"))


def _leaves(tree: Check | Fold) -> tuple[Check, ...]:
    if isinstance(tree, Check):
        return (tree,)
    return tuple(leaf for part in tree.parts for leaf in _leaves(part))
