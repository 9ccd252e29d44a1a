"""`ignore-unused`: an exception for a code that is not found at the target.

Layer: lint. Input: `ignore` of targets, findings of the other rules. Output: findings at
`ignore.<code>`; codes whose rule could not run are left alone.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("ignore-unused", "warning", needs=Needs.WHOLE | Needs.OTHERS)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each ignored code that its rule looked for and did not find."""
    used = {(number, item.diagnostic.code) for item in given.found for number in item.targets}
    for number, target in enumerate(ruleset.targets):
        for code in target.ignore:
            if code in given.ran and (number, code) not in used:
                yield RULE.finding(
                    ("targets", number, "ignore", code),
                    (
                        f"`{target.id}` ignores `{code}`, but has no such finding",
                        f"目标“{target.id}”忽略了 {code}，但并没有这样的问题",
                    ),
                    ("remove it", "请删除"),
                )
