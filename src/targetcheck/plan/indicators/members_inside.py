"""Members of a group or kind that lie inside each place.

Layer: plan. Input: a valid Ruleset. Output: place → members.
"""

from __future__ import annotations

from targetcheck.plan.place_tree import PlaceTree
from targetcheck.ruleset.ruleset import Ruleset


def members_at(across: str, ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """Return a mapping from place to the members of a group or kind of place inside it."""
    tree = PlaceTree(ruleset)
    found: dict[str, list[str]] = {}
    for member in tree.candidates(across) if tree.from_data(across) else tree.members(across):
        above, steps = tree.places[member].within, 0
        while above in tree.places and steps < 100:
            found.setdefault(above, []).append(member)
            above, steps = tree.places[above].within, steps + 1
    return {place: tuple(members) for place, members in found.items()}
