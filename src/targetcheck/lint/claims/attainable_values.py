"""The values that a measure can take, compared with those that meet a requirement.

Layer: lint. Input: Ruleset. Output: comparisons that no value of their measure can meet.
"""

from __future__ import annotations

from fractions import Fraction

from targetcheck.lint.claims.amount_interval import (
    ALL,
    Interval,
    base_value,
    change_interval,
    interval_of,
)
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Baseline, Change, Test
from targetcheck.ruleset.indicators.indicator import Indicator, Measured, of_test
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target, requirement_leaves


def unattainable_tests(ruleset: Ruleset) -> tuple[tuple[Path, Target, Test], ...]:
    """Return each comparison that no value of its measure can meet, with its path and target."""
    return tuple(
        (("targets", number, *path), target, leaf)
        for number, target in enumerate(ruleset.targets)
        for path, leaf in requirement_leaves(target)
        if isinstance(leaf, Test) and _unattainable(leaf, target, ruleset)
    )


def _unattainable(test: Test, target: Target, ruleset: Ruleset) -> bool:
    indicator = ruleset.all_indicators().get(test.of or target.indicator)
    if indicator is None and not test.share_of:
        return False
    measured = of_test(test, indicator or Indicator(nature="share"))
    possible = _possible(test, measured, indicator, ruleset)
    required = _required(test, target, measured, possible, ruleset)
    return required is not None and not required.empty and not required.meets(possible)


def _possible(
    test: Test, measured: Measured, indicator: Indicator | None, ruleset: Ruleset
) -> Interval:
    """Return the values that the measure can take, in base units."""
    if test.rank_among:
        group = ruleset.all_groups().get(test.rank_among)
        last = Fraction(len(group.members)) if group and group.members else None
        return Interval(Fraction(1), last)
    if measured.nature == "share":
        return Interval(Fraction(0), None if measured.above_hundred else ALL)
    low = Fraction(0) if measured.nature == "count" else None
    high = None
    bounds = indicator.range if indicator is not None else None
    if bounds is not None:
        low = base_value(bounds.at_least, measured) if bounds.at_least is not None else low
        high = base_value(bounds.at_most, measured) if bounds.at_most is not None else high
    return Interval(low, high)


def _required(
    test: Test, target: Target, measured: Measured, possible: Interval, ruleset: Ruleset
) -> Interval | None:
    """Return the values that meet a comparison; None if they depend on observations.

    None for the level of a share too: the rule `share-above-hundred` checks it.
    """
    for name in ("rise", "fall"):
        change = getattr(test, name)
        if isinstance(change, Change):
            return _after_change(change, name == "fall", target, measured, possible)
    if measured.nature == "share":
        return None
    return interval_of(test, measured, ruleset)


def _after_change(
    change: Change, downward: bool, target: Target, measured: Measured, possible: Interval
) -> Interval | None:
    """Return the values that meet a change since a baseline; None if the baseline is unknown."""
    base = _baseline_value(change, target, measured)
    if base is None:
        # The most favourable baseline: the lowest value for a rise, the highest for a fall.
        base = possible.high if downward else possible.low
    steps = change_interval(change, downward)
    if base is None or steps is None:
        return None
    relative = change.relative or (measured.nature != "share" and _in_percent(change))
    low, high = (
        None if step is None else base * (1 + step) if relative else base + step
        for step in (steps.low, steps.high)
    )
    return Interval(low, high, steps.low_open, steps.high_open)


def _baseline_value(change: Change, target: Target, measured: Measured) -> Fraction | None:
    bases: tuple[Baseline | None, ...] = (change.since, target.baseline)
    for base in bases:
        if base is not None and base.value is not None and base.period == change.since.period:
            return base_value(base.value, measured)
    return None


def _in_percent(change: Change) -> bool:
    amounts = [getattr(change, name) for name in change.given()]
    amount = amounts[0][0] if isinstance(amounts[0], tuple) else amounts[0]
    return isinstance(amount, Quantity) and amount.unit.kind == "share"
