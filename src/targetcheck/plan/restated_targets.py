"""Restated targets: what a document states in several passages, taken together.

Layer: plan. Input: items with target, place, due date, strength and status, and the ruleset. Output:
each once, with the items that only state it again. This is the one definition for counts, lists,
bars, scores and ladders. Items are one if `restates` links their targets and place, indicator, due
date, strength and status agree. Where `disagrees` says that two passages differ, items with
different amounts stay two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.fields.plain_values import COMPARISONS

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Target


class TargetItem(Protocol):
    """The part of a verdict or standing that identifies its target instance."""

    @property
    def target(self) -> str:
        """Id of the target."""
        ...

    @property
    def place(self) -> str:
        """Id of the place that is bound."""
        ...

    @property
    def due(self) -> date:
        """Due date."""
        ...

    @property
    def strength(self) -> str:
        """binding, expected or aspirational."""
        ...

    @property
    def status(self) -> str:
        """Status as a code."""
        ...


T = TypeVar("T", bound=TargetItem)


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """An item, and the items that state the same in other passages of the document."""

    item: T
    repeats: tuple[T, ...] = ()

    def also_in(self, ruleset: Ruleset) -> tuple[str, ...]:
        """Return the clauses of the other passages, without those of the item itself."""
        if not self.repeats:
            return ()
        own = set(_clauses(self.item, ruleset))
        others = (clause for item in self.repeats for clause in _clauses(item, ruleset))
        return tuple(dict.fromkeys(clause for clause in others if clause not in own))


def stated_once(items: Iterable[T], ruleset: Ruleset) -> tuple[Stated[T], ...]:
    """Return every item once, in order; of several that are one, the target that is restated."""
    roots = restated_roots(ruleset)
    disagreeing = {roots.get(name) for name in _disagreeing(ruleset)}
    listed = list(items)
    found: dict[tuple[object, ...], list[int]] = {}
    for number, item in enumerate(listed):
        root = roots.get(item.target)
        key: tuple[object, ...] = (number,)
        if root is not None:
            indicator = ruleset.target(item.target).indicator
            key = (root, item.place, indicator, item.due, item.strength, str(item.status))
        found.setdefault(key, []).append(number)
    groups: list[list[int]] = []
    for key, group in found.items():
        if len(group) > 1 and key[0] in disagreeing:
            groups += _by_amounts(group, listed, ruleset)
        else:
            groups.append(group)
    return tuple(_stated([listed[n] for n in group], roots) for group in sorted(groups))


def _by_amounts(group: list[int], items: Sequence[TargetItem], ruleset: Ruleset) -> list[list[int]]:
    """Return items apart by their amounts, which are read only where two may be one."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number in group:
        item = items[number]
        found.setdefault(_amounts(ruleset.target(item.target), item), []).append(number)
    return list(found.values())


def _stated(group: list[T], roots: dict[str, str]) -> Stated[T]:
    first = next((item for item in group if roots.get(item.target) == item.target), group[0])
    return Stated(first, tuple(item for item in group if item is not first))


def without_repeats(items: Iterable[T], ruleset: Ruleset) -> tuple[T, ...]:
    """Return the items in order, without those that only state another one again."""
    return tuple(stated.item for stated in stated_once(items, ruleset))


def restated_roots(ruleset: Ruleset) -> dict[str, str]:
    """Return for each target of a chain of `restates` the target that the chain restates."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for target in ruleset.targets:
        for name in target.restates:
            parent[root(target.id)] = root(name)
    return {name: root(name) for name in parent}


def _disagreeing(ruleset: Ruleset) -> frozenset[str]:
    """Return the targets of which `disagrees` says that another passage differs."""
    return frozenset(
        name
        for target in ruleset.targets
        for other in target.disagrees
        for name in (target.id, other.target)
    )


def _amounts(target: Target, item: TargetItem) -> tuple[str, ...]:
    """Return the amounts that a target writes for an item: of a tranche, a milestone, or itself.

    Only fields are read, so a compiled plan creates no model for it.
    """
    from targetcheck.periods.period_parser import parse_due

    for place, amounts in target.tranches.items():
        for label, amount in amounts.items():
            here = isinstance(amount, Quantity) and place in ("", item.place)
            if here and parse_due(label) == item.due:
                return (f"at_least {amount}",)
    stage = next((stage.require for stage in target.milestones if stage.due == item.due), None)
    asked = stage or target.require
    return tuple(
        f"{name} {fields[name]}"
        for fields in (_comparisons(asked) if asked is not None else ())
        for name in COMPARISONS
        if fields.get(name) is not None
    )


def _comparisons(asked: object) -> Iterator[Mapping[str, Any]]:
    """Yield the fields of every comparison of a requirement, each with those of its change."""
    fields = vars(asked)
    for part in fields.get("any") or fields.get("all") or ():
        yield from _comparisons(part)
    yield fields
    for key in ("rise", "fall"):
        if fields.get(key) is not None:
            yield vars(fields[key])


def _clauses(item: TargetItem, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the clauses of an item: that of the milestone due on its day, else of its target."""
    target = ruleset.target(item.target)
    own = [stage.cite for stage in target.milestones if stage.due == item.due and stage.cite]
    return tuple(cite.clause for cite in own or target.cite)
