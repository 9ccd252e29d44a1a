"""Restated targets, counted once.

Layer: plan. Input: items with target, place and due date, and the ruleset. Output: the same without
those that only restate another one. A target that is restated at another place, for another day or
with another strength is a target of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset


class OfTarget(Protocol):
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


_T = TypeVar("_T", bound=OfTarget)


def counted_once(items: Iterable[_T], ruleset: Ruleset) -> tuple[_T, ...]:
    """Return the items in order, without those that restate another one among them."""
    kept = tuple(items)
    originals = _originals({item.target for item in kept}, ruleset)
    if not originals:
        return kept
    there = {_key(item.target, item) for item in kept}
    return tuple(
        item
        for item in kept
        if not any(_key(other, item) in there for other in originals.get(item.target, ()))
    )


def _key(target: str, item: OfTarget) -> tuple[str, str, date, str]:
    return target, item.place, item.due, item.strength


def _originals(targets: Iterable[str], ruleset: Ruleset) -> dict[str, Sequence[str]]:
    """Return for each restating target the targets that represent it.

    If two restate each other, the first in the ruleset represents both.
    """
    found: dict[str, Sequence[str]] = {}
    order: dict[str, int] = {}
    for name in targets:
        ahead = _restated(name, ruleset)
        if ahead:
            order = order or {target.id: n for n, target in enumerate(ruleset.targets)}
            found[name] = [
                other
                for other in ahead
                if name not in _restated(other, ruleset) or order[other] < order[name]
            ]
    return found


def _restated(name: str, ruleset: Ruleset) -> dict[str, None]:
    """Return all targets that a target restates, directly or indirectly."""
    reached: dict[str, None] = {}
    ahead = [name]
    while ahead:
        for other in ruleset.target(ahead.pop()).restates:
            if other not in reached and other != name:
                reached[other] = None
                ahead.append(other)
    return reached
