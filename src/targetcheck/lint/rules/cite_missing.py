"""`cite-missing`: a target without a citation, its own or one for each of its milestones.

Layer: lint. Input: targets. Output: findings at `targets[].cite`.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

RULE = Rule("cite-missing", "error", unless_missing={"cite", "milestones"})


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each target that names no clause."""
    for number, target in enumerate(ruleset.targets):
        if not target.cite and not _all_milestones_cited(target):
            yield RULE.finding(
                ("targets", number, "cite"),
                (
                    f"target `{target.id}` has no citation",
                    f"目标“{target.id}”没有写明出处",
                ),
                (
                    "add `cite: {clause: …, quote: …}` with the smallest fragment that contains the "
                    "number",
                    "请补充 cite: {clause: …, quote: …}，摘录含有该数字的最短原文",
                ),
            )


def _all_milestones_cited(target: Target) -> bool:
    """Return whether the target consists of milestones only, each with a citation."""
    only = bool(target.milestones) and target.require is None and not target.tranches
    return only and all(milestone.cite for milestone in target.milestones)
