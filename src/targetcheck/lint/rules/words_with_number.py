"""`words-with-number`: a qualitative target whose words contain a number.

Layer: lint. Input: requirements. Output: findings at `words` of a requirement.
"""

from __future__ import annotations

from targetcheck.lint.claims.quote_number_reader import numbers_in
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.requirement_tree import Words
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import requirement_leaves

RULE = Rule("words-with-number", "warning")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each requirement in words that contain a number."""
    for number, target in enumerate(ruleset.targets):
        for path, leaf in requirement_leaves(target):
            if isinstance(leaf, Words) and numbers_in(leaf.words):
                yield RULE.finding(
                    ("targets", number, *path, "words"),
                    (
                        f"`words` of target `{target.id}` contains a number that is not checked",
                        f"目标“{target.id}”的 words 中含有未作比较的数字",
                    ),
                    (
                        "write the number as a comparison, such as `at_least`",
                        "请把数字写成比较，如 at_least",
                    ),
                )
