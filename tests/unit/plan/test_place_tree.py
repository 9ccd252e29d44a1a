"""Places in places: ancestors to any depth that is allowed, and no further."""

from __future__ import annotations

import pytest

from targetcheck import TargetcheckError, load_ruleset
from targetcheck.plan.place_tree import PlaceTree

STEPS = 99
"""As many places may lie around a place; a ruleset with more of them is refused as a circle."""


def _chain(length: int) -> PlaceTree:
    places = {f"p{n}": {"zh": f"地{n}", "in": f"p{n + 1}"} for n in range(length)}
    places[f"p{length}"] = {"zh": "顶"}
    return PlaceTree(
        load_ruleset(
            {
                "targetcheck": 1,
                "id": "chain",
                "title": "层级",
                "document": {"number": "示例", "issuer": "示例", "issued": "2024-01-01"},
                "places": places,
                "indicators": {"rate": {"zh": "率", "nature": "share", "unit": "percent"}},
                "targets": [
                    {
                        "id": "t", "indicator": "rate", "place": "p0", "due": "2024-12-31",
                        "require": {"at_least": "1 %"},
                    }
                ],
            }
        )
    )  # fmt: skip


def test_the_outermost_place_around_a_place_is_around_it():
    tree = _chain(STEPS)
    assert tree.inside("p0", f"p{STEPS}")
    assert not tree.inside(f"p{STEPS}", "p0")
    assert not tree.inside("p0", "p0")


def test_more_places_around_one_than_are_looked_at_are_refused():
    with pytest.raises(TargetcheckError, match="place-circle"):
        _chain(STEPS + 1)


def test_the_nearest_place_around_several_is_none_of_them():
    tree = _chain(4)
    assert tree.above(["p0"]) == "p1"
    assert tree.above(["p0", "p2"]) == "p3"
    assert tree.above(["p4"]) is None
    assert tree.above([]) is None
