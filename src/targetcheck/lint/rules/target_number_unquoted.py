"""`target-number-unquoted`: an amount of a target that none of its quotes contains.

Layer: lint. Input: citations and stated amounts. Output: findings at the amount.
"""

from __future__ import annotations

from targetcheck.lint.claims.quotes_vs_amounts import unquoted_amounts
from targetcheck.lint.claims.stated_amounts import stated_amounts
from targetcheck.lint.message_text import amount_text
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("target-number-unquoted", "warning")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each amount that no quote of its target contains."""
    stated = given.once(stated_amounts, ruleset)
    for number, target in enumerate(ruleset.targets):
        for item in unquoted_amounts(number, target, stated[number]):
            yield RULE.finding(
                item.path,
                (
                    f"no quote of `{target.id}` contains {amount_text(item.amount, 'en')}",
                    f"目标“{target.id}”的引文中没有{amount_text(item.amount, 'zh')}",
                ),
                (
                    "quote the fragment that contains it, or give a `reading`",
                    "请摘录含有该数字的原文，或写明 reading",
                ),
            )
