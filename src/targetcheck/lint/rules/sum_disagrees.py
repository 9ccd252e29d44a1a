"""`sum-disagrees`: parts under `sums` that do not add up to their total, compared exactly.

Layer: lint. Input: sums. Output: findings at `sums[].total`.
"""

from __future__ import annotations

from targetcheck.lint.claims.amount_interval import base_sum
from targetcheck.lint.message_text import amount_text, base_value_text
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.indicators.indicator import Measured
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("sum-disagrees", "error")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each total that its parts do not add up to."""
    for number, item in enumerate(ruleset.sums):
        total = item.total
        if not isinstance(total, Quantity):
            continue
        unit = total.unit
        added = base_sum(item.parts, Measured("flow", unit))
        if added is not None and added != total.value * unit.factor:
            yield RULE.finding(
                ("sums", number, "total"),
                (
                    f"the parts of `{item.id}` add up to {base_value_text(added, unit, 'en')}, and "
                    f"the total is {amount_text(total, 'en')}",
                    f"“{item.id}”各分项合计为{base_value_text(added, unit, 'zh')}，"
                    f"总数却为{amount_text(total, 'zh')}",
                ),
                ("check every number against the clause", "请与原文逐一核对"),
            )
