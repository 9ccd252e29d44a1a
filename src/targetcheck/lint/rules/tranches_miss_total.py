"""`tranches-miss-total`: tranches that do not add up to the total of their target, exactly.

Layer: lint. Input: targets with tranches. Output: findings at `targets[].tranches`.
"""

from __future__ import annotations

from fractions import Fraction

from targetcheck.lint.claims.amount_interval import base_sum, base_value
from targetcheck.lint.claims.claim import tranche_periods
from targetcheck.lint.message_text import amount_text, base_value_text
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.indicators.indicator import Measured, of_indicator
from targetcheck.ruleset.requirement_tree import AllOf, Requirement
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

RULE = Rule("tranches-miss-total", "error")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each target whose tranches do not add up to its total."""
    for number, target in enumerate(ruleset.targets):
        indicator = ruleset.all_indicators().get(target.indicator)
        total = _total(target.require)
        if indicator is None or total is None or not _complete(target):
            continue
        measured = of_indicator(indicator)
        wanted = base_value(total, measured)
        added = base_sum([amount for _, _, amount in target.tranche_amounts()], measured)
        if added is None or wanted is None or wanted in {added, _sum_of_each(target, measured)}:
            continue
        unit = total.unit
        yield RULE.finding(
            ("targets", number, "tranches"),
            (
                f"the tranches of `{target.id}` add up to {base_value_text(added, unit, 'en')}, "
                f"and its total is {amount_text(total, 'en')}",
                f"目标“{target.id}”各年度任务合计为{base_value_text(added, unit, 'zh')}，"
                f"总数却为{amount_text(total, 'zh')}",
            ),
            ("check every number against the clause", "请与原文逐一核对"),
        )


def _total(require: Requirement | None) -> Quantity | None:
    """Return the amount of the target's own indicator that the tranches must add up to."""
    parts = require.all if isinstance(require, AllOf) else (require,)
    for part in parts:
        if isinstance(part, Test) and not (part.of or part.at or part.share_of or part.rank_among):
            for amount in (part.at_least, part.equals, part.about, part.at_most):
                if isinstance(amount, Quantity):
                    return amount
    return None


def _complete(target: Target) -> bool:
    """Return whether the tranches are all of the total: each lies between `from` and `due`."""
    periods = [period for _, period in tranche_periods(target)]
    if not periods or len(periods) < len(target.tranche_amounts()):
        return False
    after = target.start is None or min(p.start for p in periods) >= target.start
    return after and (target.due is None or max(p.end for p in periods) <= target.due)


def _sum_of_each(target: Target, measured: Measured) -> Fraction | None:
    """Return the sum of every place if all are equal, for a total that binds each place."""
    if isinstance(target.place, str):
        return None
    amounts: dict[str | None, list[Quantity]] = {}
    for place, _, amount in target.tranche_amounts():
        amounts.setdefault(place, []).append(amount)
    sums = {base_sum(found, measured) for found in amounts.values()}
    return sums.pop() if len(sums) == 1 else None
