"""Evaluation of a plan on a table by the reference engine.

Layer: evaluation. Input: a Plan, an ObservationTable, an as-of date. Output: Result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic
from targetcheck.evaluation.digests import digest_of_ruleset, digest_of_table
from targetcheck.evaluation.outliers_and_repeats import plausibility
from targetcheck.evaluation.possible_misreadings import doubts
from targetcheck.evaluation.result import Result
from targetcheck.evaluation.set_aside_observations import unused
from targetcheck.first_use import on_first_use
from targetcheck.kernel.decision.order_of_decision import evaluate_plan
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation import Observations, SetAside
from targetcheck.observations.observation_reader import read_observations
from targetcheck.plan.data_dependencies import derived_from, has_place_patterns
from targetcheck.plan.plan import Plan, Question
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.verdicts.verdict import Provenance, Verdict
from targetcheck.verdicts.verdict_data import is_silent
from targetcheck.version import __version__

if TYPE_CHECKING:
    from targetcheck.evaluation import members_from_data
    from targetcheck.ruleset.profile import Override, Waiver
else:
    members_from_data = on_first_use("targetcheck.evaluation.members_from_data")

__all__ = ["ENGINE", "digest_of_ruleset", "digest_of_table", "evaluate_table"]

ENGINE = __version__


def evaluate_table(
    plan: Plan,
    table: ObservationTable,
    as_of: date,
    known_at: date | None = None,
    observations: Observations | None = None,
) -> Result:
    """Return the result of a plan on a table; rows = rows used + rows set aside.

    `observations`: the observations of the table, if already read.
    """
    if observations is None:
        if has_place_patterns(plan) or "member_of" in table.columns:
            plan = members_from_data.with_data_members(plan, table)
        observations = read_observations(table, plan)
    outcomes = evaluate_plan(plan, observations, as_of, known_at)
    view = View(plan, observations, as_of, known_at)
    provenance = Provenance(
        ruleset=plan.ruleset.id,
        ruleset_digest=digest_of_ruleset((plan.declared or plan).ruleset),
        data_digest=digest_of_table(table),
        engine=ENGINE,
        profile=plan.profile_name,
        as_of=as_of,
        known_at=known_at,
    )
    left = tuple(unused(observations, plan, as_of, known_at))
    concerning: dict[tuple[str, str], list[SetAside]] = {}
    for one in (
        *observations.aside,
        *(one for one in left if one.why.code == "status-not-accepted"),
    ):
        concerning.setdefault((one.indicator, one.place), []).append(one)
    aside = (*observations.aside, *left)
    behind = cache(lambda name: sorted(derived_from(plan, [name])))
    verdicts = tuple(
        Verdict(
            question,
            outcome,
            plan,
            provenance,
            aside=_concerning(question, outcome, behind, plan, concerning),
            silent_since=_silent_since(question, outcome, plan, concerning, as_of),
            waiver=_waiver(plan.ruleset.waivers, question.target, question.place, as_of),
            override=_word(question, outcome, view)
            or _override(plan.ruleset.overrides, question.target, question.place, question.due),
        )
        for question, outcome in zip(plan.questions, outcomes, strict=True)
    )
    return Result(
        plan,
        verdicts,
        provenance,
        rows=observations.rows,
        used=len(observations.all) + len(observations.judgements) - len(left),
        set_aside=tuple(sorted(aside, key=lambda a: a.row)),
        notes=(*table.notes, *_findings(plan, observations, outcomes)),
        native=table.native,
        observations=observations,
    )


def _findings(
    plan: Plan, observations: Observations, outcomes: Sequence[Outcome]
) -> tuple[Diagnostic, ...]:
    """Return the doubtful and the implausible values."""
    checked = plausibility(observations, plan, plan.questions, outcomes)
    return (*doubts(observations, plan), *checked)


def _concerning(
    question: Question,
    outcome: Outcome,
    behind: Callable[[str], Sequence[str]],
    plan: Plan,
    aside: Mapping[tuple[str, str], Sequence[SetAside]],
) -> tuple[SetAside, ...]:
    """Return the rows set aside that may concern this target instance.

    Those of the due date or of no known period. Where no value is known at all, those of every
    period up to the due date in which one was reported, also of the indicators `behind` its own. Of
    one of several periods those within it.
    """
    if not aside:
        return ()
    indicator = plan.ruleset.target(question.target).indicator
    own = [
        one
        for one in aside.get((indicator, question.place), ())
        if one.period is None or one.period.end == question.due
    ]
    if not is_silent(outcome):
        return tuple(own)
    first = question.start if question.recurring else None
    found = {one.row: one for one in own}
    for name in behind(indicator):
        for one in aside.get((name, question.place), ()):
            end = None if one.period is None else one.period.end
            if one.holds_value and (end is None or (first or end) <= end <= question.due):
                found.setdefault(one.row, one)
    return tuple(found[row] for row in sorted(found))


def _silent_since(
    question: Question,
    outcome: Outcome,
    plan: Plan,
    aside: Mapping[tuple[str, str], Sequence[SetAside]],
    as_of: date,
) -> tuple[SetAside, ...]:
    """Return the rows without a value for periods after that of the value, up to the as-of date.

    None where the due date has passed: the period that is due decides then.
    """
    point = outcome.point
    if point is None or question.due <= as_of or outcome.status in ("pass", "fail", "missed"):
        return ()
    indicator = plan.ruleset.target(question.target).indicator
    found: dict[date, SetAside] = {}
    for one in aside.get((indicator, question.place), ()):
        end = None if one.period is None else one.period.end
        blank = one.why.code in ("value-missing", "value-sentinel")
        if blank and end is not None and point.period.end < end <= as_of:
            found.setdefault(end, one)
    return tuple(found[end] for end in sorted(found))


def _waiver(waivers: tuple[Waiver, ...], target: str, place: str, as_of: date) -> Waiver | None:
    """Return the waiver in force; its last day counts."""
    for waiver in waivers:
        if waiver.target == target and waiver.place in (None, place) and as_of <= waiver.until:
            return waiver
    return None


def _word(question: Question, outcome: Outcome, view: View) -> Override | None:
    """Return the judgement that decided a target instance, with author, date and reason."""
    if "judged_by_person" not in outcome.flags:
        return None
    found = view.judgement(question)
    if found is None:  # the settings of a manual progress method said it
        return None
    from targetcheck.ruleset.profile import Override

    return Override(
        target=found.target,
        place=found.place,
        due=found.due,
        status=found.word,
        reason=found.reason,
        author=found.author,
        date=found.day,
    )


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
