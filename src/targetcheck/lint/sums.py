"""Figures that must add up, exactly and in whatever units they are written.

Layer: lint. Output: tranches-miss-total, sum-disagrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.lint.claims.amount_interval import base_value
from targetcheck.lint.claims.claim import tranche_periods
from targetcheck.lint.finding import Findings, finding
from targetcheck.lint.message_text import amount_text
from targetcheck.quantities.quantity import Quantity, quantity
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.indicators.indicator import Measured, of_indicator
from targetcheck.ruleset.requirement_tree import AllOf, Requirement
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

HINT = ("check every figure against the clause", "请与原文逐一核对")


def check_sums(ruleset: Ruleset) -> Findings:
    """Yield every total that its parts do not add up to."""
    for number, target in enumerate(ruleset.targets):
        yield from _tranches(number, target, ruleset)
    for number, item in enumerate(ruleset.sums):
        if not isinstance(item.total, Quantity):
            continue
        total, unit = item.total, item.total.unit
        added = _sum(item.parts, Measured("flow", unit))
        if added is not None and added != total.value * unit.factor:
            en, zh = _both(added, unit)
            yield finding(
                "sum-disagrees",
                ("sums", number, "total"),
                (
                    f"the parts of `{item.id}` add up to {en}, and the total is "
                    f"{amount_text(total, 'en')}",
                    f"“{item.id}”各分项合计为{zh}，总数却为{amount_text(total, 'zh')}",
                ),
                HINT,
            )


def _tranches(number: int, target: Target, ruleset: Ruleset) -> Findings:
    indicator = ruleset.all_indicators().get(target.indicator)
    total = _total(target.require)
    if indicator is None or total is None or not _covered(target):
        return
    measured = of_indicator(indicator)
    wanted = base_value(total, measured)
    added = _sum([amount for _, _, amount in target.tranche_amounts()], measured)
    if added is None or wanted is None or added == wanted or wanted in _by_place(target, measured):
        return
    en, zh = _both(added, total.unit)
    yield finding(
        "tranches-miss-total",
        ("targets", number, "tranches"),
        (
            f"the tranches of `{target.id}` add up to {en}, and its total is "
            f"{amount_text(total, 'en')}",
            f"目标“{target.id}”各年度任务合计为{zh}，总数却为{amount_text(total, 'zh')}",
        ),
        HINT,
    )


def _total(require: Requirement | None) -> Quantity | None:
    """Give the figure of the target's own indicator that its tranches must reach."""
    parts = require.all if isinstance(require, AllOf) else (require,)
    for part in parts:
        if isinstance(part, Test) and not (part.of or part.at or part.share_of or part.rank_among):
            for amount in (part.at_least, part.equals, part.about, part.at_most):
                if isinstance(amount, Quantity):
                    return amount
    return None


def _covered(target: Target) -> bool:
    """Say whether the tranches are all of the total: each lies between `from` and `due`."""
    periods = [period for _, period in tranche_periods(target)]
    if not periods or len(periods) < len(target.tranche_amounts()):
        return False
    after = target.start is None or min(p.start for p in periods) >= target.start
    return after and (target.due is None or max(p.end for p in periods) <= target.due)


def _by_place(target: Target, measured: Measured) -> set[Fraction]:
    """Give the one sum that every place has, where the total is meant for each place."""
    if isinstance(target.place, str):
        return set()
    amounts: dict[str | None, list[Quantity]] = {}
    for place, _, amount in target.tranche_amounts():
        amounts.setdefault(place, []).append(amount)
    sums = {_sum(found, measured) for found in amounts.values()}
    return {found for found in sums if found is not None} if len(sums) == 1 else set()


def _sum(amounts: Sequence[Quantity | Grade], measured: Measured) -> Fraction | None:
    values = [base_value(amount, measured) for amount in amounts]
    return None if None in values else sum((v for v in values if v is not None), Fraction(0))


def _both(value: Fraction, unit: Unit) -> tuple[str, str]:
    """Give a sum in the unit of the total, in English and Chinese."""
    amount = quantity(value / unit.factor, unit)
    langs: tuple[Language, Language] = ("en", "zh")
    en, zh = (amount_text(amount, lang) for lang in langs)
    return en, zh
