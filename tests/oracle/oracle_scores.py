"""Points, grades and ranks of places, from the answers of the oracle."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from oracle_amounts import split
from oracle_bounds import Answer, Uncovered
from oracle_figures import Data

WITHOUT_POINTS = ("undetermined", "not_due")


class Standing(NamedTuple):
    """What a place earns, and the best and worst rank that it can have."""

    points: Fraction | None
    grade: str | None
    rank: int | None
    rank_worst: int | None


def standings(
    ruleset: Data, name: str, answers: dict[tuple[str, str, date], Answer | None]
) -> dict[str, Standing]:
    """Return the standing of each place under one score."""
    score = ruleset["scores"][name]
    kind = score["place"]["each"]
    places = [one for one, place in ruleset["places"].items() if place.get("kind") == kind]
    points = {place: _points(score, place, answers) for place in places}
    return {place: _standing(score, place, points) for place in places}


def _points(
    score: Data, place: str, answers: dict[tuple[str, str, date], Answer | None]
) -> Fraction | None:
    earned = []
    for item in score["items"]:
        found = [a for key, a in answers.items() if key[:2] == (item["target"], place)]
        if len(found) != 1 or found[0] is None:
            raise Uncovered("a target of several due dates")
        earned.append(_item(item, found[0]))
    return None if None in earned else sum(earned, Fraction(0))


def _item(item: Data, answer: Answer) -> Fraction | None:
    full = Fraction(item["full"])
    if "slope" in item and answer.status == "not_due":
        raise Uncovered("a slope before the due date")
    if answer.status in WITHOUT_POINTS:
        return None
    if "slope" not in item:
        shares = item.get("status", {"pass": 1, "on_track": 1})
        return full * Fraction(str(shares.get(answer.status, 0)))
    if answer.status not in ("pass", "fail", "missed"):
        raise Uncovered("a slope before the due date")
    slope = item["slope"]
    shortfall = max(Fraction(0), -answer.margin)
    lost = Fraction(str(slope["deduct"])) * shortfall / split(slope["per"])[0]
    return max(Fraction(slope.get("floor", 0)), full - lost)


def _standing(score: Data, place: str, points: dict[str, Fraction | None]) -> Standing:
    own = points[place]
    if own is None:
        return Standing(None, None, None, None)
    grade = next(g["grade"] for g in score["grades"] if own >= g.get("at_least", own))
    rank = 1 + sum(one > own for one in points.values() if one is not None)
    return Standing(own, grade, rank, rank + list(points.values()).count(None))
