"""Tree of places: the places a target binds, members of groups, children of aggregated places.

Layer: plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from targetcheck.plan.indicator_plan import IndicatorPlan

if TYPE_CHECKING:
    from targetcheck.ruleset.place import Group
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Each


class PlaceTree:
    """Places and groups of a ruleset."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.places = ruleset.all_places()
        self.groups = ruleset.all_groups()

    def inside(self, place: str, parent: str | None) -> bool:
        """Return whether a place is a descendant of `parent`; always true if that is None."""
        if parent is None:
            return True
        above, steps = self.places[place].within, 0
        while above is not None and steps < 100:
            if above == parent:
                return True
            above, steps = (self.places[above].within if above in self.places else None), steps + 1
        return False

    def above(self, places: Iterable[str]) -> str | None:
        """Return the nearest common ancestor of places, excluding themselves; else None."""
        inner = tuple(dict.fromkeys(places))
        above, steps = self.places[inner[0]].within if inner else None, 0
        while above in self.places and steps < 100:
            if above not in inner and all(self.inside(place, above) for place in inner):
                return above
            above, steps = self.places[above].within, steps + 1
        return None

    def of_kind(self, kind: str, parent: str | None) -> tuple[str, ...]:
        """Return the descendants of a place that have a kind, in written order."""
        return tuple(n for n, p in self.places.items() if p.kind == kind and self.inside(n, parent))

    def members(self, group: str, parent: str | None = None) -> tuple[str, ...]:
        """Return the members of a group, or the places of that kind."""
        spec: Group | None = self.groups.get(group)
        if spec is None:
            return self.of_kind(group, parent)
        if spec.members:
            return tuple(m for m in spec.members if self.inside(m, parent))
        return self.of_kind(spec.kind, spec.within or parent) if spec.kind else ()

    def from_data(self, group: str) -> bool:
        """Return whether the members of a group are taken from the data."""
        spec = self.groups.get(group)
        return spec is not None and spec.from_data

    def candidates(self, group: str) -> tuple[str, ...]:
        """Return the members of a group, or all possible members if the data define them."""
        if not self.from_data(group):
            return self.members(group)
        return tuple(n for n in self.places if self.inside(n, self.groups[group].within))

    def bound_by(self, place: str | tuple[str, ...] | Each) -> tuple[str, ...]:
        """Return the places that a target binds."""
        if type(place) is str:  # `isinstance` would load the model of an `Each` that was compiled
            return (place,)
        if type(place) is tuple:
            return place
        return self.members(place.each, place.within)  # type: ignore[union-attr]

    def children(
        self, indicators: Mapping[str, IndicatorPlan]
    ) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return a mapping from parent to children, for indicators that aggregate."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, indicator in indicators.items():
            if indicator.aggregate is None:
                continue
            found[name] = {}
            for parent in self.places:
                direct = tuple(n for n, p in self.places.items() if p.within == parent)
                kids = self.members(indicator.across, parent) if indicator.across else direct
                if kids:
                    found[name][parent] = kids
        return found
