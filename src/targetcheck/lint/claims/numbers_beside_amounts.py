"""Numbers that a target uses beside its amounts: limits by place, times to report, samples, seasons.

Layer: lint. Input: a Target and its Ruleset. Output: numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare, Test
from targetcheck.ruleset.fields.plain_values import window_of
from targetcheck.ruleset.indicators.indicator import Indicator
from targetcheck.ruleset.indicators.statistic import Complete
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target, requirement_leaves


def settings_of(target: Target, ruleset: Ruleset) -> Iterator[Fraction]:
    """Yield the numbers of limits by place and of the statistics that are measured."""
    compared: list[Compare] = list(target.when.values())
    for _, leaf in requirement_leaves(target):
        if isinstance(leaf, Test):
            compared += [leaf, *leaf.where.values()]
    for compare in compared:
        yield from _by_place(compare)
    for item in _measured(target, ruleset):
        yield from _of_statistic(item)


def months_of_seasons(target: Target, ruleset: Ruleset) -> Iterator[Fraction]:
    """Yield the first and last month of the seasons of the statistics that are measured."""
    for item in _measured(target, ruleset):
        season = item.statistic.season if item.statistic is not None else None
        if season is not None:
            yield from (Fraction(season.start), Fraction(season.until))


def _measured(target: Target, ruleset: Ruleset) -> Iterator[Indicator]:
    """Yield the indicators that the requirements of a target compare, each once."""
    leaves = (leaf for _, leaf in requirement_leaves(target) if isinstance(leaf, Test))
    names = dict.fromkeys((target.indicator, *(leaf.of or "" for leaf in leaves)))
    known = ruleset.all_indicators()
    yield from (known[name] for name in names if name in known)


def times_to_report(target: Target) -> Iterator[Fraction]:
    """Yield the days, weeks or months within which a target asks for reports."""
    for _, leaf in requirement_leaves(target):
        window = window_of(leaf.reported_within or "") if isinstance(leaf, Test) else None
        if window is not None:
            yield Fraction(window.count)


def _by_place(compare: Compare) -> Iterator[Fraction]:
    """Yield the amounts of a comparison that differ by place."""
    for limit in compare.moving().values():
        if isinstance(limit, dict):
            yield from (amount.value for amount in limit.values() if isinstance(amount, Quantity))


def _of_statistic(item: Indicator) -> Iterator[Fraction]:
    for amount in (item.stated or {}).values():
        if isinstance(amount, Quantity):
            yield amount.value
    spec = item.statistic
    if spec is None:
        return
    window = window_of(spec.over or "")
    counts = (spec.p, spec.n, spec.years, window.count if window is not None else None)
    yield from (Fraction(count) for count in counts if count is not None)
    yield from _of_complete(spec.complete)
    if spec.exceeds is not None:
        yield from _by_place(spec.exceeds)
        given = (getattr(spec.exceeds, key) for key in spec.exceeds.given())
        yield from (amount.value for amount in given if isinstance(amount, Quantity))


def _of_complete(rule: Complete) -> Iterator[Fraction]:
    for key in Complete.model_fields:
        value = getattr(rule, key)
        if isinstance(value, Quantity):
            yield value.value
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield Fraction(value)
