"""`ignore-unknown`: an exception for a code that lint does not have.

Layer: lint. Input: `ignore` of targets, codes of all rules. Output: findings at `ignore.<code>`.
"""

from __future__ import annotations

from targetcheck.errors import did_you_mean
from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("ignore-unknown", "error", needs=Needs.WHOLE | Needs.OTHERS)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each ignored code that does not exist, with the nearest one."""
    for number, target in enumerate(ruleset.targets):
        for code in target.ignore:
            if code not in given.codes:
                near = did_you_mean(code, given.codes)
                yield RULE.finding(
                    ("targets", number, "ignore", code),
                    (
                        f"`{target.id}` ignores `{code}`, which is not a lint code",
                        f"目标“{target.id}”忽略的 {code} 不是检查代码",
                    ),
                    (
                        f"did you mean `{near}`?" if near else "see docs/reference/lint",
                        f"是否应为 {near}？" if near else "见 docs/reference/lint",
                    ),
                )
