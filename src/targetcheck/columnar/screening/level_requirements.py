"""Requirements that one observation decides, as a table: indicator × place → bounds.

Layer: columnar. Input: a Plan and an as-of date. Output: `Levels`: the bounds that an observation
of an indicator at a place must satisfy, and the targets that no single observation decides, with
the reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from targetcheck.plan.bound import Bound
from targetcheck.plan.bound_from_comparison import apply_change
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.plan import Check, Fold, Plan, Question
from targetcheck.ruleset.target import Strength

DECLINED: Mapping[str, str] = {
    "strength": "its strength is not the one screened",
    "condition": "its condition depends on other observations",
    "sustain": "all periods of its span are combined",
    "any": "several alternatives are combined",
    "done": "a deliverable is not a level",
    "words": "a qualitative target needs judgement",
    "permitted": "the permitted failures depend on the number of samples",
    "reporting": "the day of the report decides, not the value",
    "moving_limit": "its limit is the value of an indicator, or depends on the place",
    "interval_end": "an end of a published interval is compared, and not the value",
    "total": "a total combines several periods",
    "share_of": "a share combines several members",
    "rank": "a rank combines several places",
    "baseline": "its baseline is another observation",
    "samples": "a statistic of several samples decides",
    "derived": "its indicator is derived from others",
}
"""Reasons why a single observation does not decide a requirement, by key."""
DECLINED_ZH: Mapping[str, str] = {
    "strength": "不属所评判的属性",
    "condition": "是否适用取决于其他数据",
    "sustain": "由期限内各时期共同决定",
    "any": "由几种情形共同决定",
    "done": "任务完成与否不是数值",
    "words": "定性任务，需人工评定",
    "permitted": "允许不达标的次数取决于样品数",
    "reporting": "由报送日期而非数值决定",
    "moving_limit": "限值取自指标或因地区而异",
    "interval_end": "比较的是区间端点，不是数值",
    "total": "累计值由多个时期合成",
    "share_of": "占比由多个成员合成",
    "rank": "名次涉及多个地区",
    "baseline": "基期值是另一数据",
    "samples": "由多个样品的统计值决定",
    "derived": "指标由其他指标算得",
}
"""The same reasons in Chinese."""


class _Declines(Exception):
    """Raised with the key of the reason why a requirement cannot be screened."""


@dataclass(frozen=True, slots=True)
class LevelRequirement:
    """The checks that an observation must satisfy, each with the bound in force at its time."""

    checks: tuple[tuple[Check, Bound], ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """Table (indicator, place, era) → LevelRequirement; an era is the time between two dated limits.

    `declined` holds the targets left out: target → key of `DECLINED`.
    """

    plan: Plan
    as_of: date
    eras: tuple[date, ...]
    at: Mapping[tuple[str, str, int], LevelRequirement]
    declined: Mapping[str, str]

    def era(self, day: date) -> int:
        """Return the index of the era that contains a day."""
        return bisect_right(self.eras, day)


def levels_of(
    plan: Plan, as_of: date, strength: Strength = "binding", *, settled: bool = False
) -> Levels:
    """Return the level requirements on a day: for each target the one due next, else the last.

    `strength`: only targets of that strength; `settled`: treat a value as final even if its
    indicator is derived from others.
    """
    declined: dict[str, str] = {}
    kept: list[Question] = []
    for question in _standing(plan, as_of):
        try:
            _screened(question, strength)
            if not settled:
                _reported(question, plan)
        except _Declines as why:
            declined[question.target] = str(why)
        else:
            kept.append(question)
    checks = [(question, check) for question in kept for check in _leaves(question.tree)]
    eras = tuple(sorted({entry.start for _, check in checks for entry in check.limits}))
    found: dict[tuple[str, str, int], tuple[tuple[Check, Bound], ...]] = {}
    for _, check in checks:
        for era in range(len(eras) + 1):
            bound = _bound_in(check, eras[era - 1] if era else None)
            if bound is not None:
                key = (check.measure.indicator, check.measure.place, era)
                found[key] = (*found.get(key, ()), (check, bound))
    table = {key: LevelRequirement(pairs) for key, pairs in found.items()}
    return Levels(plan, as_of, eras, table, declined)


def _standing(plan: Plan, as_of: date) -> Iterator[Question]:
    """Yield, for each target and place, the target instance due next, else the last."""
    chosen: dict[tuple[str, str], Question] = {}
    for question in plan.questions:
        key = (question.target, question.place)
        known = chosen.get(key)
        if known is None or _sooner(question, known, as_of):
            chosen[key] = question
    yield from chosen.values()


def _sooner(question: Question, known: Question, as_of: date) -> bool:
    if question.due > as_of:
        return known.due <= as_of or question.due < known.due
    return known.due <= as_of and question.due > known.due


def _screened(question: Question, strength: Strength) -> None:
    """Raise the reason why a single observation does not decide a target instance, if any."""
    if question.strength != strength:
        raise _Declines("strength")
    if question.when:
        raise _Declines("condition")
    if question.mode == "sustain":
        raise _Declines("sustain")
    for check in _leaves(question.tree):
        if check.kind in ("done", "words", "permitted", "reporting"):
            raise _Declines(check.kind)
        if check.moving is not None:
            raise _Declines("moving_limit")
        if check.compares_end:
            raise _Declines("interval_end")
        if check.measure.kind != "value":
            raise _Declines(check.measure.kind)
        if check.measure.members:
            raise _Declines("total")
        change = check.change
        if change is not None and (change.base.value is None or change.base.period is None):
            raise _Declines("baseline")


def _reported(question: Question, plan: Plan) -> None:
    """Raise the reason why an observation of the indicator is not the value measured, if any."""
    for check in _leaves(question.tree):
        spec = plan.indicators[check.measure.indicator]
        if spec.sampling is not None:
            raise _Declines("samples")
        if spec.grading is not None and spec.grading.decides == "reported":
            continue
        if is_made(spec):
            raise _Declines("derived")


def _leaves(tree: Check | Fold) -> Iterator[Check]:
    if isinstance(tree, Check):
        yield tree
    elif tree.kind == "any":
        raise _Declines("any")
    else:
        for part in tree.parts:
            yield from _leaves(part)


def _bound_in(check: Check, first_day: date | None) -> Bound | None:
    """Return the bound of a check in an era; None before a limit comes into force."""
    if check.kind == "limit":
        entries = [e for e in check.limits if first_day is not None and e.start <= first_day]
        return entries[-1].bound if entries else None
    bound, change = check.bound, check.change
    if bound is None or change is None or change.base.value is None:
        return bound
    return apply_change(bound, change.kind, change.downward, change.base.value)
