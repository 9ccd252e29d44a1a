"""The amounts that targets state, each with its path and what it measures.

Layer: lint. Input: Ruleset. Output: StatedAmount.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Change, Compare, Test
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.indicators.indicator import Indicator, Measured, of_indicator, of_test
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target, requirement_leaves
from targetcheck.ruleset.validation.amount_checks import named_amounts

Role = Literal["level", "change", "baseline", "condition"]


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """One amount of a target with its path and what it measures (None: unknown indicator).

    `interpreted` amounts are decisions of the ruleset (`reading`) and in no clause.
    """

    path: Path
    amount: Quantity | Grade
    measured: Measured | None
    role: Role
    interpreted: bool = False


def stated_amounts(ruleset: Ruleset) -> tuple[tuple[StatedAmount, ...], ...]:
    """Return for each target its amounts: requirements, tranches, baselines and conditions."""
    targets = enumerate(ruleset.targets)
    return tuple(tuple(_amounts(number, target, ruleset)) for number, target in targets)


def _amounts(number: int, target: Target, ruleset: Ruleset) -> Iterator[StatedAmount]:
    start: Path = ("targets", number)
    own = _measured(target.indicator, ruleset)
    for path, leaf in requirement_leaves(target):
        if isinstance(leaf, Test):
            yield from _test((*start, *path), leaf, target, ruleset)
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
    interpreted = test.reading is not None
    for key, amount in named_amounts(test):
        yield StatedAmount((*path, key), amount, measured, "level", interpreted)
    for name in ("rise", "fall"):
        change = getattr(test, name)
        if isinstance(change, Change):
            for key, amount in named_amounts(change):
                yield StatedAmount((*path, name, key), amount, measured, "change", interpreted)
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
