"""Scope of a submission: which verdicts its indicators, places and periods cover.

Layer: evaluation. Input: a Plan and the id of a submission, or the path of a form. Output: Scope, and
results with the verdicts outside it marked. A scope changes how verdicts are counted, and no verdict.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.evaluation.result import Result
from targetcheck.evaluation.submission_rows import FormRows, is_form, read_form
from targetcheck.observations.judgement import judgement_key
from targetcheck.periods.period_sequence import periods_between
from targetcheck.plan.data_dependencies import derived_from, measured_by
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.plan import Plan
from targetcheck.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Scope:
    """Indicators by place and last day of a period, and target instances to be judged."""

    id: str
    indicators: Mapping[tuple[str, date], frozenset[str]]
    judged: frozenset[str] = frozenset()


def scope_of(plan: Plan, name: str | os.PathLike[str]) -> Scope:
    """Return the scope of a submission of the ruleset, or of the rows of a form.

    Raises TargetcheckError without such a submission, or if the form cannot be read.
    """
    known = plan.ruleset.submissions
    if name not in known and is_form(name):
        return _of_form(read_form(name, plan))
    if name not in known:
        raise TargetcheckError(_unknown(os.fspath(name), list(known)))
    name = os.fspath(name)
    item = known[name]
    periods = periods_between(item.start, item.to, item.every)
    indicators = frozenset(item.indicators)
    places = PlaceTree(plan.ruleset).bound_by(item.places)
    days = {period.end for period in periods}
    return Scope(name, {(place, day): indicators for place in places for day in days})


def _of_form(rows: FormRows) -> Scope:
    """Return the scope of a form: each of its rows stands for itself."""
    found: dict[tuple[str, date], set[str]] = {}
    for indicator, place, day in rows.values:
        found.setdefault((place, day), set()).add(indicator)
    return Scope(rows.name, {key: frozenset(names) for key, names in found.items()}, rows.judged)


def within(result: Result, scope: Scope) -> Result:
    """Return the result with the verdicts outside the scope marked and counted apart.

    Inside are those whose indicator, or one that it is derived from, is listed for their place and
    for a period that ends on their due date, and those that the submission asks to judge.
    """
    behind: dict[frozenset[str], frozenset[str]] = {}

    def made_of(verdict: Verdict) -> frozenset[str]:
        names = frozenset((verdict.spec.indicator, *measured_by(verdict.question)))
        if names not in behind:
            behind[names] = derived_from(result.plan, names)
        return behind[names]

    def covers(verdict: Verdict) -> bool:
        listed = scope.indicators.get((verdict.place, verdict.due))
        if listed is not None and not listed.isdisjoint(made_of(verdict)):
            return True
        key = judgement_key(verdict.target, verdict.place, verdict.due)
        return key in scope.judged

    marked = tuple(
        verdict if covers(verdict) else replace(verdict, outside_scope=True)
        for verdict in result.verdicts
    )
    return replace(result, verdicts=marked, scope=scope.id)


def _unknown(name: str, known: list[str]) -> Diagnostic:
    near = did_you_mean(name, known)
    if near:
        hint, zh = f"did you mean `{near}`?", f"是否应为 {near}？"
    elif known:
        hint, zh = f"known are {', '.join(known[:8])}", f"现有 {'、'.join(known[:8])}"
    else:
        hint, zh = "define it under `submissions`", "请在 submissions 下定义"
    return Diagnostic(
        "submission-unknown",
        f"the ruleset has no submission `{name}`",
        f"规则集没有填报任务“{name}”",
        hint,
        zh,
    )
