"""`group-unused`: a group that no target, score, submission, ladder, conclusion or indicator names.

Layer: lint. Input: definitions of the ruleset itself. Output: findings at `groups.<id>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each, requirement_leaves

RULE = Rule("group-unused", "warning", needs=Needs.WHOLE)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each group that is not used."""
    used = set(_used(ruleset))
    for name in ruleset.groups:
        if name not in used:
            yield RULE.finding(
                ("groups", name),
                (f"the group `{name}` is used by no target", f"没有目标用到成员组“{name}”"),
                ("remove it, or add the target that needs it", "请删除，或补上用到它的目标"),
            )


def _used(ruleset: Ruleset) -> Iterator[str]:
    """Yield the groups that are named somewhere; "" where a key is absent."""
    for score in ruleset.scores.values():
        yield from (item.group or "" for item in score.items)
        yield score.place.each if isinstance(score.place, Each) else ""
        yield score.across or ""
    for submission in ruleset.submissions.values():
        yield submission.places.each if isinstance(submission.places, Each) else ""
    yield from (ladder.among or "" for ladder in ruleset.escalation.values())
    for conclusion in ruleset.conclusions.values():
        yield from (c.places.each for c in conclusion.all if c.places is not None)
    for target in ruleset.targets:
        if isinstance(target.place, Each):
            yield target.place.each
        for _, leaf in requirement_leaves(target):
            if isinstance(leaf, Test):
                yield from (leaf.share_of or "", leaf.rank_among or "")
    for indicator in ruleset.all_indicators().values():
        yield getattr(indicator, "across", None) or ""
