"""The subject of a requirement and its kind, as hashable values that can be compared.

Layer: lint. Input: Target, requirements. Output: ClaimSubject, RequirementKind, Interval.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from targetcheck.lint.claims.amount_interval import Interval, change_interval, interval_of
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Change, Compare, Test
from targetcheck.ruleset.indicators.indicator import Indicator, of_test
from targetcheck.ruleset.requirement_tree import AnyOf, Done, Words, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target
from targetcheck.ruleset.validation.amount_checks import named_amounts

RequirementKind = tuple[Hashable, ...]
"""What is required: a level, a change since a baseline, words, a limit …"""


@dataclass(frozen=True, slots=True)
class ClaimSubject:
    """What a claim is about: claims on equal subjects can be compared.

    `window` is the day from which a flow is summed, `every` the recurrence, `terms` the conditions
    and accepted statuses of the target.
    """

    measure: Hashable
    place: str
    window: date | None
    every: str | None
    terms: Hashable


def terms_of(target: Target) -> Hashable:
    """Return the conditions under which a target applies and the statuses that it accepts."""
    return _conditions(target.when), target.judge.accept


def measure_of(part: AnyOf | Done | Words | Test, target: Target) -> Hashable:
    """Return what a requirement measures, without its bound."""
    if isinstance(part, AnyOf):
        tips = [leaf for _, leaf in leaves(part)]
        return ("any", frozenset(measure_of(leaf, target) for leaf in tips))
    if isinstance(part, Test) and part.share_of:
        return ("share_of", part.share_of, _conditions(part.where))
    name = part.of if isinstance(part, Test) and part.of else target.indicator
    if isinstance(part, Test) and part.rank_among:
        return ("rank_among", part.rank_among, name)
    return ("of", name)


def kind_and_interval(
    part: AnyOf | Done | Words | Test, indicator: Indicator, ruleset: Ruleset
) -> tuple[RequirementKind, Interval | None]:
    """Return the kind of a requirement and the values that meet it (None: not known)."""
    if isinstance(part, AnyOf):
        return ("any", _branches(part)), None
    if isinstance(part, Words):
        return ("words", part.words), None
    if isinstance(part, Done):
        return ("done",), None
    for name in ("rise", "fall"):
        change = getattr(part, name)
        if isinstance(change, Change):
            scale = _scale_of_change(change)
            kind = ("change", change.since.period, scale, part.weight)
            return kind, change_interval(change, name == "fall")
    since = part.since()
    if since is not None:
        return (since[0], since[1].period), None
    if part.permitted is not None:
        return ("permitted", str(part.permitted)), None
    if part.reported_within is not None:
        return ("reported_within", part.reported_within), None
    if part.within is not None:
        return ("within", part.within), None
    level = "about" if part.about is not None else "level"
    return (level, part.weight), interval_of(part, of_test(part, indicator), ruleset)


def _branches(part: AnyOf) -> Hashable:
    """Return the branches of `any` as a hashable value, independent of their order."""
    return frozenset(
        leaf.model_dump_json() if isinstance(leaf, Words | Done) else _test(leaf)
        for _, leaf in leaves(part)
    )


def _test(test: Test) -> Hashable:
    changes = tuple(
        (name, change.since.period, _amounts(change))
        for name in ("rise", "fall")
        if isinstance(change := getattr(test, name), Change)
    )
    other = (test.of, test.at, test.share_of, test.weight, test.rank_among, test.within)
    return (*other, _conditions(test.where), _amounts(test), changes)


def _conditions(conditions: dict[str, Compare]) -> Hashable:
    return tuple(sorted((name, _amounts(compare)) for name, compare in conditions.items()))


def _amounts(compare: Compare) -> tuple[tuple[str, str, Fraction], ...]:
    """Return (key, dimension, base value) of each amount, so that 0.1 g/L equals 100 mg/L."""
    return tuple(
        (key, amount.unit.dimension, amount.value * amount.unit.factor)
        if isinstance(amount, Quantity)
        else (key, str(amount), Fraction(0))
        for key, amount in named_amounts(compare)
    ) + tuple(
        (key, str(limit), Fraction(0))
        for key, limit in (*compare.moving().items(), ("end", compare.end or ""))
    )


def _scale_of_change(change: Change) -> str:
    amount = named_amounts(change)[0][1]
    return amount.unit.dimension if isinstance(amount, Quantity) else "grade"
