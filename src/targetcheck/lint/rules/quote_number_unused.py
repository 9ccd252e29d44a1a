"""`quote-number-unused`: a number in a quote that the target does not use.

Layer: lint. Input: citations and stated amounts. Output: findings at `quote` of a citation.
"""

from __future__ import annotations

from targetcheck.lint.claims.quotes_vs_amounts import unused_numbers
from targetcheck.lint.claims.stated_amounts import stated_amounts
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("quote-number-unused", "error")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each number in a quote that its target does not use."""
    stated = given.once(stated_amounts, ruleset)
    for number, target in enumerate(ruleset.targets):
        for path, unused in unused_numbers(number, target, stated[number], ruleset):
            yield RULE.finding(
                path,
                (
                    f"the quote of `{target.id}` says `{unused.text}`, which the target does "
                    "not use",
                    f"目标“{target.id}”的引文中有“{unused.text}”，目标中却没有用到",
                ),
                (
                    "correct the number, or quote the smallest fragment that contains it",
                    "请修正数字，或只摘录含有该数字的最短原文",
                ),
            )
