"""`requirement-impossible`: a requirement that no value of its measure can meet.

Layer: lint. Input: requirements outside `any`. Output: findings at the requirement.
"""

from __future__ import annotations

from targetcheck.lint.claims.attainable_values import unattainable_tests
from targetcheck.lint.message_text import requirement_text
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("requirement-impossible", "error")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each requirement that no value can meet."""
    for path, target, test in given.once(unattainable_tests, ruleset):
        if "any" not in path:
            yield RULE.finding(
                path,
                (
                    f"{requirement_text(test, 'en')} of `{target.id}` is out of reach, whatever is "
                    "reported",
                    f"目标“{target.id}”的要求“{requirement_text(test, 'zh')}”在任何情况下都达不到",
                ),
                (
                    "check the number, the baseline and the `range` of the indicator",
                    "请核对数字、基期值和指标的 range",
                ),
            )
