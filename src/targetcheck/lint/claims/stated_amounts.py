"""Every amount that a target states, with its place and what it is an amount of.

Layer: lint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Change, Compare, Test
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.indicators.indicator import Indicator, Measured, of_indicator, of_test
from targetcheck.ruleset.requirement_tree import Path, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target
from targetcheck.ruleset.validation.amount_checks import named_amounts

Role = Literal["level", "change", "baseline", "condition"]


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """One amount of a target; `reading` says that it is the ruleset's own, and in no clause."""

    path: Path
    amount: Quantity | Grade
    measured: Measured | None
    role: Role
    reading: bool = False


def stated_amounts(number: int, target: Target, ruleset: Ruleset) -> Iterator[StatedAmount]:
    """Yield every amount of a target: its requirements, tranches, baselines and conditions."""
    start: Path = ("targets", number)
    own = _measured(target.indicator, ruleset)
    for path, requirement in target.requirements():
        for below, leaf in leaves(requirement):
            if isinstance(leaf, Test):
                yield from _test((*start, *path, *below), leaf, target, ruleset)
    for place, label, amount in target.tranche_amounts():
        steps = (label,) if place is None else (place, label)
        yield StatedAmount((*start, "tranches", *steps), amount, own, "level")
    if target.baseline is not None and target.baseline.value is not None:
        yield StatedAmount((*start, "baseline", "value"), target.baseline.value, own, "baseline")
    yield from _conditions((*start, "when"), target.when, ruleset)


def _test(path: Path, test: Test, target: Target, ruleset: Ruleset) -> Iterator[StatedAmount]:
    indicator = ruleset.all_indicators().get(test.of or target.indicator)
    counted = bool(test.share_of or test.rank_among)
    known = indicator is not None or counted
    measured = of_test(test, indicator or Indicator(nature="share")) if known else None
    reading = test.reading is not None
    for key, amount in named_amounts(test):
        yield StatedAmount((*path, key), amount, measured, "level", reading)
    for name in ("rise", "fall"):
        change = getattr(test, name)
        if isinstance(change, Change):
            for key, amount in named_amounts(change):
                yield StatedAmount((*path, name, key), amount, measured, "change", reading)
            if change.since.value is not None:
                steps = (*path, name, "from", "value")
                yield StatedAmount(steps, change.since.value, measured, "baseline")
    yield from _conditions((*path, "where"), test.where, ruleset)


def _conditions(
    path: Path, conditions: dict[str, Compare], ruleset: Ruleset
) -> Iterator[StatedAmount]:
    for name, compare in conditions.items():
        for key, amount in named_amounts(compare):
            yield StatedAmount((*path, name, key), amount, _measured(name, ruleset), "condition")


def _measured(name: str, ruleset: Ruleset) -> Measured | None:
    indicator = ruleset.all_indicators().get(name)
    return None if indicator is None else of_indicator(indicator)
