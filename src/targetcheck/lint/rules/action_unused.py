"""`action-unused`: an action without a target.

Layer: lint. Input: actions and targets. Output: findings at `actions.<id>`.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("action-unused", "warning", needs=Needs.WHOLE)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each action that no target names."""
    used = {target.action for target in ruleset.targets}
    for name in ruleset.actions:
        if name not in used:
            yield RULE.finding(
                ("actions", name),
                (f"the action `{name}` is used by no target", f"没有目标用到行动“{name}”"),
                ("remove it, or add the target that needs it", "请删除，或补上用到它的目标"),
            )
