"""Figures that cannot be: more than all of something, part of a whole thing, a rise past the top.

Layer: lint. Output: share-above-hundred, count-not-whole, alternative-impossible,
requirement-impossible.
"""

from __future__ import annotations

from fractions import Fraction

from targetcheck.lint.claims.amount_interval import (
    Interval,
    base_value,
    change_interval,
    interval_of,
)
from targetcheck.lint.claims.stated_amounts import StatedAmount, stated_amounts
from targetcheck.lint.finding import Findings, finding
from targetcheck.lint.message_text import amount_text, requirement_text
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Baseline, Change, Test
from targetcheck.ruleset.indicators.indicator import Indicator, Measured, of_test
from targetcheck.ruleset.requirement_tree import Path, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

ALL = Fraction(1)


def check_possible(ruleset: Ruleset) -> Findings:
    """Yield every amount and every requirement that nothing can meet."""
    for number, target in enumerate(ruleset.targets):
        for stated in stated_amounts(number, target, ruleset):
            yield from _share(stated, target)
            yield from _count(stated, target)
        for path, requirement in target.requirements():
            for below, leaf in leaves(requirement):
                if isinstance(leaf, Test):
                    place = ("targets", number, *path, *below)
                    yield from _reach(place, leaf, target, ruleset)


def _share(stated: StatedAmount, target: Target) -> Findings:
    measured = stated.measured
    if measured is None or measured.nature != "share" or stated.role == "change":
        return
    value = base_value(stated.amount, measured)
    if value is not None and not 0 <= value <= ALL:
        yield finding(
            "share-above-hundred",
            stated.path,
            (
                f"`{target.id}` names a share of {amount_text(stated.amount, 'en')}",
                f"目标“{target.id}”中的占比为{amount_text(stated.amount, 'zh')}",
            ),
            (
                "a share lies from 0 to 100 %; give a rate of growth the nature `level`",
                "占比应在 0 至 100% 之间；增长率的 nature 应写 level",
            ),
        )


def _count(stated: StatedAmount, target: Target) -> Findings:
    measured, amount = stated.measured, stated.amount
    if measured is None or measured.unit is None or not isinstance(amount, Quantity):
        return
    whole = measured.nature == "count" or (measured.nature == "flow" and measured.unit.whole)
    percent = stated.role == "change" and amount.unit.kind in ("share", "point")
    if not whole or percent:
        return
    value = base_value(amount, measured)
    if value is not None and value.denominator != 1:
        yield finding(
            "count-not-whole",
            stated.path,
            (
                f"`{target.id}` counts whole things and names {amount_text(amount, 'en')}",
                f"目标“{target.id}”以整数计数，却写了{amount_text(amount, 'zh')}",
            ),
            (
                "check the figure, or give the indicator the nature `level`",
                "请核对数字，或把指标的 nature 改为 level",
            ),
        )


def _reach(path: Path, test: Test, target: Target, ruleset: Ruleset) -> Findings:
    indicator = ruleset.all_indicators().get(test.of or target.indicator)
    if indicator is None and not test.share_of:
        return
    measured = of_test(test, indicator or Indicator(nature="share"))
    nature = _natural(test, measured, indicator, ruleset)
    wanted = _wanted(test, target, measured, nature, ruleset)
    if wanted is None or wanted.empty or wanted.meets(nature):
        return
    code = "alternative-impossible" if "any" in path else "requirement-impossible"
    yield finding(
        code,
        path,
        (
            f"{requirement_text(test, 'en')} of `{target.id}` is out of reach, whatever is reported",
            f"目标“{target.id}”的要求“{requirement_text(test, 'zh')}”在任何情况下都达不到",
        ),
        (
            "check the figure, its baseline and the `range` of the indicator",
            "请核对数字、基期值和指标的 range",
        ),
    )


def _natural(
    test: Test, measured: Measured, indicator: Indicator | None, ruleset: Ruleset
) -> Interval:
    """Give the values that the measure can take at all."""
    if test.rank_among:
        group = ruleset.all_groups().get(test.rank_among)
        last = Fraction(len(group.members)) if group and group.members else None
        return Interval(ALL, last)
    if measured.nature == "share":
        return Interval(Fraction(0), ALL)
    low = Fraction(0) if measured.nature == "count" else None
    high = None
    bounds = indicator.range if indicator is not None else None
    if bounds is not None:
        low = base_value(bounds.at_least, measured) if bounds.at_least is not None else low
        high = base_value(bounds.at_most, measured) if bounds.at_most is not None else high
    return Interval(low, high)


def _wanted(
    test: Test, target: Target, measured: Measured, nature: Interval, ruleset: Ruleset
) -> Interval | None:
    """Give the values that meet a test; None where they depend on the reports.

    The level of a share is left to share-above-hundred.
    """
    for name in ("rise", "fall"):
        change = getattr(test, name)
        if isinstance(change, Change):
            return _changed(change, name == "fall", target, measured, nature)
    if measured.nature == "share":
        return None
    return interval_of(test, measured, ruleset)


def _changed(
    change: Change, downward: bool, target: Target, measured: Measured, nature: Interval
) -> Interval | None:
    base = _base(change, target, measured)
    if base is None:
        # The baseline that leaves the most room: the bottom for a rise, the top for a fall.
        base = nature.high if downward else nature.low
    steps = change_interval(change, downward)
    if base is None or steps is None:
        return None
    relative = change.relative or (measured.nature != "share" and _in_percent(change))
    low, high = (
        None if step is None else base * (1 + step) if relative else base + step
        for step in (steps.low, steps.high)
    )
    return Interval(low, high, steps.low_open, steps.high_open)


def _base(change: Change, target: Target, measured: Measured) -> Fraction | None:
    bases: tuple[Baseline | None, ...] = (change.since, target.baseline)
    for base in bases:
        if base is not None and base.value is not None and base.period == change.since.period:
            return base_value(base.value, measured)
    return None


def _in_percent(change: Change) -> bool:
    amounts = [getattr(change, name) for name in change.given()]
    amount = amounts[0][0] if isinstance(amounts[0], tuple) else amounts[0]
    return isinstance(amount, Quantity) and amount.unit.kind == "share"
