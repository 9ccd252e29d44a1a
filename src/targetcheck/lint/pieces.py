"""Pieces that a ruleset defines and nothing in it uses.

Layer: lint. Output: indicator-unused, group-unused, action-unused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from targetcheck.lint.finding import Findings, finding
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.indicators.formula import FormulaError, names_in
from targetcheck.ruleset.requirement_tree import leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each
from targetcheck.ruleset.validation.derived_indicator_checks import made_from

WORDS = {
    "indicators": ("indicator-unused", "indicator", "指标"),
    "groups": ("group-unused", "group", "成员组"),
    "actions": ("action-unused", "action", "行动"),
}


def check_pieces(ruleset: Ruleset) -> Findings:
    """Yield every indicator, group and action of the ruleset itself that no target leads to."""
    yield from _unused("indicators", ruleset.indicators, set(_indicators(ruleset)))
    yield from _unused("groups", ruleset.groups, set(_groups(ruleset)))
    yield from _unused("actions", ruleset.actions, {t.action or "" for t in ruleset.targets})


def _unused(section: str, defined: Iterable[str], used: set[str]) -> Findings:
    code, word, zh = WORDS[section]
    for name in defined:
        if name not in used:
            yield finding(
                code,
                (section, name),
                (f"the {word} `{name}` is used by no target", f"没有目标用到{zh}“{name}”"),
                ("remove it, or add the target that needs it", "请删除，或补上用到它的目标"),
            )


def _indicators(ruleset: Ruleset) -> Iterator[str]:
    """Yield every indicator that a target names, and those that these are made of."""
    known = ruleset.all_indicators()
    waiting = list(_named(ruleset))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        yield name
        waiting += (*known[name].of, *made_from(known[name], ruleset))
        try:
            waiting += names_in(known[name].formula or "0")
        except FormulaError:
            continue


def _named(ruleset: Ruleset) -> Iterator[str]:
    for score in ruleset.scores.values():
        yield from (item.indicator or "" for item in score.items)
    for profile in ruleset.profiles.values():
        yield from (statistic.of or "" for statistic in profile.statistics.values())
    for target in ruleset.targets:
        yield from (target.indicator, *target.when)
        for _, requirement in target.requirements():
            for _, leaf in leaves(requirement):
                if isinstance(leaf, Test):
                    yield from (leaf.of or "", leaf.weight or "", *leaf.where)


def _groups(ruleset: Ruleset) -> Iterator[str]:
    for score in ruleset.scores.values():
        yield from (item.group or "" for item in score.items)
        yield score.place.each if isinstance(score.place, Each) else ""
    yield from (ladder.among or "" for ladder in ruleset.escalation.values())
    for conclusion in ruleset.conclusions.values():
        yield from (c.places.each for c in conclusion.all if c.places is not None)
    for target in ruleset.targets:
        if isinstance(target.place, Each):
            yield target.place.each
        for _, requirement in target.requirements():
            for _, leaf in leaves(requirement):
                if isinstance(leaf, Test):
                    yield from (leaf.share_of or "", leaf.rank_among or "")
    for indicator in ruleset.all_indicators().values():
        yield getattr(indicator, "across", None) or ""
