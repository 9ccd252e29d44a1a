"""`share-above-hundred`: a share below 0 or above 100 %.

Layer: lint. Input: stated amounts. Output: findings at the amount.
"""

from __future__ import annotations

from targetcheck.lint.claims.amount_interval import ALL, base_value
from targetcheck.lint.claims.stated_amounts import StatedAmount, stated_amounts
from targetcheck.lint.message_text import amount_text
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("share-above-hundred", "error", of_a_piece=True)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each share outside 0 to 100 %; changes of a share are not checked."""
    for target, amounts in zip(ruleset.targets, given.once(stated_amounts, ruleset), strict=True):
        for stated in amounts:
            if _outside(stated):
                yield RULE.finding(
                    stated.path,
                    (
                        f"`{target.id}` has a share of {amount_text(stated.amount, 'en')}",
                        f"目标“{target.id}”中的占比为{amount_text(stated.amount, 'zh')}",
                    ),
                    (
                        "a share is between 0 and 100 %; give a rate of growth the nature `level`, and"
                        " a share that may exceed 100 % `above_hundred: true`",
                        "占比应在0至100%之间；增长率的 nature 应写 level，"
                        "可能超过100%的占比应写 above_hundred: true",
                    ),
                )


def _outside(stated: StatedAmount) -> bool:
    measured = stated.measured
    if measured is None or measured.nature != "share" or stated.role == "change":
        return False
    value = base_value(stated.amount, measured)
    return value is not None and not (value >= 0 and (measured.above_hundred or value <= ALL))
