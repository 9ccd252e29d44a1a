"""Verdicts with promises that a document makes twice taken together.

Layer: output. Input: verdicts. Output: each promise once, with the verdicts that only repeat it.
Two verdicts are one promise where their targets are linked by `restates` and place, indicator, due
date, requirement and status are the same; where any of these differs, both are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from targetcheck.verdicts.sentences.verdict_sentence import requirement
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Promise:
    """A verdict, and the verdicts that say the same in other places of the document."""

    verdict: Verdict
    repeats: tuple[Verdict, ...] = ()

    @property
    def also_in(self) -> tuple[str, ...]:
        """The clauses that repeat the promise."""
        own = {cite.clause for cite in self.verdict.citations}
        others = (cite.clause for verdict in self.repeats for cite in verdict.citations)
        return tuple(dict.fromkeys(clause for clause in others if clause not in own))


def promises(verdicts: Sequence[Verdict], ruleset: Ruleset) -> tuple[Promise, ...]:
    """Return every promise once, in the order of the document."""
    roots = restated_roots(ruleset)
    found: dict[tuple[object, ...], list[Verdict]] = {}
    for number, verdict in enumerate(verdicts):
        root = roots.get(verdict.target)
        if root is None:
            found[number,] = [verdict]
            continue
        asked = requirement(verdict, "en")
        key = (root, verdict.place, verdict.spec.indicator, verdict.due, verdict.status, asked)
        found.setdefault(key, []).append(verdict)
    return tuple(Promise(first, tuple(others)) for first, *others in found.values())


def restated_roots(ruleset: Ruleset) -> dict[str, str]:
    """Return for each target of a chain of `restates` the target that stands for the chain."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for target in ruleset.targets:
        for other in target.restates:
            parent[root(target.id)] = root(other)
    return {name: root(name) for name in parent}


def without_repeats(verdicts: Iterable[Verdict], ruleset: Ruleset) -> list[Verdict]:
    """Return the verdicts without those that only repeat another."""
    return [promise.verdict for promise in promises(tuple(verdicts), ruleset)]
