"""`indicator-unused`: an indicator that no target, score or profile leads to.

Layer: lint. Input: definitions of the ruleset itself. Output: findings at `indicators.<id>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.comparison import Test, limit_indicators
from targetcheck.ruleset.indicators.formula import FormulaError, names_in
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import requirement_leaves
from targetcheck.ruleset.validation.derived_indicator_checks import made_from
from targetcheck.ruleset.validation.score_checks import names_of_formula

RULE = Rule("indicator-unused", "warning", needs=Needs.WHOLE)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each indicator that is not used, directly or as an input of another."""
    used = _used(ruleset)
    for name in ruleset.indicators:
        if name not in used:
            yield RULE.finding(
                ("indicators", name),
                (f"the indicator `{name}` is used by no target", f"没有目标用到指标“{name}”"),
                ("remove it, or add the target that needs it", "请删除，或补上用到它的目标"),
            )


def _used(ruleset: Ruleset) -> set[str]:
    """Return the indicators that are named somewhere, with the inputs they are computed from."""
    known = ruleset.all_indicators()
    waiting = list(_named(ruleset))
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in used or name not in known:
            continue
        used.add(name)
        waiting += (*known[name].of, *made_from(known[name], ruleset))
        try:
            waiting += names_in(known[name].formula or "0")
        except FormulaError:
            continue
    return used | _divided(ruleset, used)


def _divided(ruleset: Ruleset, used: set[str]) -> set[str]:
    """Return the parts by dimension of what is used, and the wholes of parts that are used."""
    parts = {n: item.part_of.of for n, item in ruleset.all_indicators().items() if item.part_of}
    wholes = used | {parts[name] for name in used if name in parts}
    return wholes | {name for name, whole in parts.items() if whole in wholes}


def _named(ruleset: Ruleset) -> Iterator[str]:
    """Yield the names in scores, profiles and targets; "" where a key is absent."""
    for score in ruleset.scores.values():
        yield from (item.indicator or "" for item in score.items)
        yield from names_of_formula(score)
    for profile in ruleset.profiles.values():
        for statistic in profile.statistics.values():
            yield from (name for name, _ in statistic.indicators())
    for target in ruleset.targets:
        yield from (target.indicator, *target.when)
        for compare in target.when.values():
            yield from (name for name, _ in limit_indicators(compare))
        for _, leaf in requirement_leaves(target):
            if isinstance(leaf, Test):
                yield from (leaf.of or "", leaf.weight or "", *leaf.where)
                for compare in (leaf, *leaf.where.values()):
                    yield from (name for name, _ in limit_indicators(compare))
