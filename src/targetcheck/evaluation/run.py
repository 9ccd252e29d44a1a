"""Wires the floors together: a plan and a table in, a Result out.

Floor: evaluation.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic
from targetcheck.evaluation.result import Result
from targetcheck.kernel.reference import evaluate_plan
from targetcheck.plan.facts import Facts, SetAside
from targetcheck.plan.observations import read_facts
from targetcheck.plan.plan import Plan, Question
from targetcheck.plan.stored.stand_in import StoredRuleset
from targetcheck.sources.table import ObservationTable
from targetcheck.verdicts.verdict import Provenance, Verdict
from targetcheck.version import __version__

if TYPE_CHECKING:
    from targetcheck.model.profile import Override, Waiver
    from targetcheck.model.ruleset import Ruleset

ENGINE = __version__


def evaluate_table(
    plan: Plan, table: ObservationTable, as_of: date, known_at: date | None = None
) -> Result:
    """Give the result of a plan on a table; rows in = rows used + rows set aside."""
    facts = read_facts(table, plan)
    outcomes = evaluate_plan(plan, facts, as_of, known_at)
    provenance = Provenance(
        ruleset=plan.ruleset.id,
        ruleset_digest=digest_of_ruleset(plan.ruleset),
        data_digest=digest_of_table(table),
        engine=ENGINE,
        profile=plan.profile_name,
        as_of=as_of,
        known_at=known_at,
    )
    late = tuple(_late(facts, as_of, known_at))
    concerning: dict[tuple[str, str], list[SetAside]] = {}
    for one in facts.aside:
        concerning.setdefault((one.indicator, one.place), []).append(one)
    aside = (*facts.aside, *late)
    verdicts = tuple(
        Verdict(
            question,
            outcome,
            plan,
            provenance,
            aside=_concerning(question, plan, concerning),
            waiver=_waiver(plan.ruleset.waivers, question.target, question.place, as_of),
            override=_override(
                plan.ruleset.overrides, question.target, question.place, question.due
            ),
        )
        for question, outcome in zip(plan.questions, outcomes, strict=True)
    )
    return Result(
        plan,
        verdicts,
        provenance,
        rows=facts.rows,
        used=len(facts.all) - len(late),
        set_aside=tuple(sorted(aside, key=lambda a: a.row)),
        notes=table.notes,
        native=table.native,
        facts=facts,
    )


def digest_of_ruleset(ruleset: Ruleset) -> str:
    """Give the SHA-256 of what the ruleset means: its canonical data, not its comments."""
    given: object = ruleset
    if isinstance(given, StoredRuleset):
        return given.digest
    from targetcheck.model.to_document import canonical

    for known, digest in _DIGESTS:
        if known is ruleset:
            return digest
    text = json.dumps(canonical(ruleset), ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    _DIGESTS.append((ruleset, digest))
    return digest


_DIGESTS: deque[tuple[Ruleset, str]] = deque(maxlen=4)
"""The last rulesets with their digests: they never change, and are judged again and again."""


def digest_of_table(table: ObservationTable) -> str:
    """Give the SHA-256 of the cells as they were read, row order included."""
    text = json.dumps(table.columns, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _late(facts: Facts, as_of: date, known_at: date | None) -> Iterator[SetAside]:
    """Yield the reports of what was not over yet, or not yet known."""
    for fact in facts.all:
        label = fact.period.label
        if fact.period.end > as_of:
            code = "after-as-of"
            en = f"the period {fact.period.text('en')} ends after {as_of}"
            zh = f"时期 {label} 在评判日 {as_of} 之后才结束"
        elif known_at is not None and not fact.reported_by(known_at):
            code = "after-known-at"
            en = f"the report for {label} was made after {known_at}"
            zh = f"时期 {label} 的报告在 {known_at} 之后才填报"
        else:
            continue
        why = Diagnostic(code, en, zh, where=fact.where, severity="note")
        yield SetAside(fact.row, why, fact.place, fact.indicator, fact.period)


def _concerning(
    question: Question, plan: Plan, aside: Mapping[tuple[str, str], Sequence[SetAside]]
) -> tuple[SetAside, ...]:
    """Give the rows that were set aside and would have spoken of this target and place."""
    indicator = plan.ruleset.target(question.target).indicator
    return tuple(
        one
        for one in aside.get((indicator, question.place), ())
        if one.period is None or one.period.end == question.due
    )


def _waiver(waivers: tuple[Waiver, ...], target: str, place: str, as_of: date) -> Waiver | None:
    """Give the waiver in force; its last day counts."""
    for waiver in waivers:
        if waiver.target == target and waiver.place in (None, place) and as_of <= waiver.until:
            return waiver
    return None


def _override(
    overrides: tuple[Override, ...], target: str, place: str, due: date
) -> Override | None:
    for override in overrides:
        if (
            override.target == target
            and override.place in (None, place)
            and override.due in (None, due)
        ):
            return override
    return None
