"""`lead-missing`: a target without a lead department, its own or that of its action.

Layer: lint. Input: targets and actions. Output: findings at `targets[].lead`.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("lead-missing", "warning", unless_missing={"lead", "action"})


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each target without a lead department."""
    for number, target in enumerate(ruleset.targets):
        action = ruleset.actions.get(target.action or "")
        if target.lead or (action is not None and action.lead):
            continue
        yield RULE.finding(
            ("targets", number, "lead"),
            (
                f"target `{target.id}` has no lead department",
                f"目标“{target.id}”没有牵头单位",
            ),
            (
                "add `lead:` to the target, to its action or to `defaults`",
                "请在目标、行动或 defaults 中补充 lead",
            ),
        )
