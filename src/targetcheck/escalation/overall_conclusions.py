"""Conclusions over several verdicts of the same place and period.

Layer: escalation. Input: Conclusions of the ruleset and Standings. Output: for each place the tally
of every condition, and whether the conclusion holds. Pure; durable-rules is compared with `holds`
of ladder_state_machine.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from targetcheck.escalation.ladder_state_machine import Mode, Tally
from targetcheck.escalation.target_standings import Standing
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.ruleset.escalation_scheme import Conclusion, Condition


@dataclass(frozen=True, slots=True)
class ConclusionCase:
    """One conclusion for one place in one period."""

    conclusion: str
    place: str
    tallies: tuple[Tally, ...]
    evidence: tuple[str, ...]


def cases(
    name: str, conclusion: Conclusion, standings: Iterable[Standing], tree: PlaceTree
) -> Iterator[ConclusionCase]:
    """Yield a case for each place to which the conclusion can apply."""
    found: dict[tuple[str, str], list[Standing]] = {}
    for standing in standings:
        found.setdefault((standing.target, standing.place), []).append(standing)
    for place in conclusion.at or _places(conclusion, found):
        tallies, evidence = [], dict[str, None]()
        for condition in conclusion.all:
            tally, hits = _tally(condition, place, found, tree)
            tallies.append(tally)
            evidence |= dict.fromkeys(f"{s.target}@{s.place} {s.status}" for s in hits)
        yield ConclusionCase(name, place, tuple(tallies), tuple(evidence))


def _places(
    conclusion: Conclusion, found: dict[tuple[str, str], list[Standing]]
) -> tuple[str, ...]:
    """Return the places with a verdict on a target whose condition counts the place itself."""
    own = {t for condition in conclusion.all if condition.places is None for t in condition.targets}
    return tuple(sorted({place for target, place in found if target in own}))


def _tally(
    condition: Condition,
    place: str,
    found: dict[tuple[str, str], list[Standing]],
    tree: PlaceTree,
) -> tuple[Tally, list[Standing]]:
    at = (place,) if condition.places is None else tree.bound_by(condition.places)
    hits, misses = list[Standing](), 0
    spoken: list[Standing] = []
    for target in condition.targets:
        for where in at:
            standings = found.get((target, where), [])
            spoken += standings
            misses += not standings
    for standing in without_repeats(spoken, tree.ruleset):
        if _satisfies(condition, standing):
            hits.append(standing)
        else:
            misses += 1
    mode: Mode = "none" if condition.none else "every" if condition.every else "at_least"
    return Tally(mode, len(hits), misses, condition.at_least or 1), hits


def _satisfies(condition: Condition, standing: Standing) -> bool:
    if standing.status not in condition.status:
        return False
    return not condition.reason or standing.reason in condition.reason
