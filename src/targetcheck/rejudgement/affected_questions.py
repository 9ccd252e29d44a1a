"""Target instances whose answer may change, and the observations that they read.

Layer: rejudgement. Input: a Plan and keys of changed observations. Output: target instances and
keys. An instance reads its indicators, and those behind them, at its own place; if any of them is
derived or aggregated, or if it names other places, at all places that can affect the same verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from targetcheck.plan.data_dependencies import (
    batches_of,
    indicators_behind,
    is_made,
    places_together,
    reads_own_place,
)
from targetcheck.plan.lazy_questions import Batch
from targetcheck.plan.plan import Plan, Question
from targetcheck.rejudgement.changed_rows import Key
from targetcheck.ruleset.ruleset import Ruleset

WORDING = frozenset({"targets", "title", "note"})
"""Fields of a ruleset that do not affect the verdicts on other targets."""


@dataclass
class Reach:
    """What target instances of a plan read."""

    plan: Plan
    places: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        groups: dict[str, list[str]] = {}
        for place, first in self._first.items():
            groups.setdefault(first, []).append(place)
        self.places = {place: tuple(groups[first]) for place, first in self._first.items()}

    @cached_property
    def _first(self) -> dict[str, str]:
        return places_together(self.plan)

    @cached_property
    def _alone(self) -> bool:
        """Whether no progress method and no group from the data joins all places."""
        return len(set(self._first.values())) > 1 or len(self._first) < 2

    def stays(self, batch: Batch, names: Collection[str]) -> bool:
        """Return whether instances of a batch read observations of their own place only."""
        indicators, children = self.plan.indicators, self.plan.children
        return (
            self._alone
            and all(reads_own_place(question) for question in batch.questions)
            and not any(is_made(indicators[name]) or name in children for name in names)
        )

    def affected(
        self, changed: Collection[Key], targets: Collection[str], judged: Collection[Key]
    ) -> tuple[list[Question], set[Key]]:
        """Return the instances to decide, and the keys of all observations that they read.

        `targets` are decided whatever changed; `judged` are targets and places that a person judged
        or no longer judges.
        """
        found: list[Question] = []
        read: set[Key] = set()
        by_name: dict[str, set[str]] = {}
        for name, place in changed:
            by_name.setdefault(name, set()).add(place)
        for batch in batches_of(self.plan):
            names = indicators_behind(self.plan, batch.questions)
            hit = set().union(*(by_name.get(name, ()) for name in names)) if by_name else set()
            stays, target = self.stays(batch, names), batch.questions[0].target
            for place in _places_of(batch):
                places = (place,) if stays else self.places[place]
                if target in targets or (target, place) in judged or not hit.isdisjoint(places):
                    found += _at(batch, place)
                    read.update((name, other) for name in names for other in places)
        return found, read


def _places_of(batch: Batch) -> tuple[str, ...]:
    """Return the places of the instances of a batch."""
    own = dict.fromkeys(question.place for question in batch.questions)
    return batch.places if any(place not in batch.places for place in own) else tuple(own)


def _at(batch: Batch, place: str) -> Iterable[Question]:
    """Return the instances of a batch at a place."""
    return batch.of_places((place,)).laid()


def changed_targets(old: Ruleset, new: Ruleset) -> frozenset[str] | None:
    """Return the targets of the new ruleset that differ; None if anything else does.

    Targets that restate each other, directly or not, differ together.
    """
    for name in type(new).model_fields:
        if name not in WORDING and getattr(old, name) != getattr(new, name):
            return None
    before = {target.id: target for target in old.targets}
    after = {target.id: target for target in new.targets}
    found = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    links = [(t.id, other) for r in (old, new) for t in r.targets for other in t.restates]
    grew = True
    while grew:
        more = {b for a, b in links if a in found} | {a for a, b in links if b in found}
        grew = not more <= found
        found |= more
    return frozenset(found & after.keys())
