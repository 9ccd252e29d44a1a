"""`count-not-whole`: an amount of a count that is not whole in its base unit.

Layer: lint. Input: stated amounts. Output: findings at the amount.
"""

from __future__ import annotations

from targetcheck.lint.claims.amount_interval import base_value
from targetcheck.lint.claims.stated_amounts import StatedAmount, stated_amounts
from targetcheck.lint.message_text import amount_text
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("count-not-whole", "error", of_a_piece=True)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each amount of a count that is not whole."""
    for target, amounts in zip(ruleset.targets, given.once(stated_amounts, ruleset), strict=True):
        for stated in amounts:
            if _in_part(stated):
                yield RULE.finding(
                    stated.path,
                    (
                        f"`{target.id}` counts whole things, but names "
                        f"{amount_text(stated.amount, 'en')}",
                        f"目标“{target.id}”以整数计数，却写了{amount_text(stated.amount, 'zh')}",
                    ),
                    (
                        "check the number, or give the indicator the nature `level`",
                        "请核对数字，或把指标的 nature 改为 level",
                    ),
                )


def _in_part(stated: StatedAmount) -> bool:
    """Return whether an amount counts whole things and has a fractional part."""
    measured, amount = stated.measured, stated.amount
    if measured is None or measured.unit is None or not isinstance(amount, Quantity):
        return False
    whole = measured.nature == "count" or (measured.nature == "flow" and measured.unit.whole)
    percent = stated.role == "change" and amount.unit.kind in ("share", "point")
    if not whole or percent:
        return False
    value = base_value(amount, measured)
    return value is not None and value.denominator != 1
