"""Scope of a submission: which verdicts its indicators, places and periods cover.

Layer: evaluation. Input: a Plan and the id of a submission. Output: Scope, and results with the
verdicts outside it marked. A scope changes how verdicts are counted, and no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.evaluation.result import Result
from targetcheck.periods.calendar_periods import periods_between
from targetcheck.plan.data_dependencies import derived_from, measured_by
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Scope:
    """The indicators, the places and the last days of the periods of a submission."""

    id: str
    indicators: frozenset[str]
    places: frozenset[str]
    days: frozenset[date]


def scope_of(plan: Plan, name: str) -> Scope:
    """Return the scope of a submission of the ruleset; raise TargetcheckError without one."""
    known = plan.ruleset.submissions
    if name not in known:
        raise TargetcheckError(_unknown(name, list(known)))
    item = known[name]
    periods = periods_between(item.start, item.to, item.every)
    return Scope(
        name,
        frozenset(item.indicators),
        frozenset(PlaceTree(plan.ruleset).bound_by(item.places)),
        frozenset(period.end for period in periods),
    )


def within(result: Result, scope: Scope) -> Result:
    """Return the result with the verdicts outside the scope marked and counted apart.

    Inside are those whose indicator, or one that it is derived from, is listed, whose place is
    listed and whose due date is the last day of a period.
    """
    asked: dict[frozenset[str], bool] = {}

    def covers(names: frozenset[str]) -> bool:
        if names not in asked:
            asked[names] = not scope.indicators.isdisjoint(derived_from(result.plan, names))
        return asked[names]

    marked = tuple(
        verdict
        if verdict.place in scope.places
        and verdict.due in scope.days
        and covers(frozenset((verdict.spec.indicator, *measured_by(verdict.question))))
        else replace(verdict, outside_scope=True)
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
