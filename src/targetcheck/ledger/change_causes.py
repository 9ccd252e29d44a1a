"""Search for the inputs that changed a verdict between two runs.

Layer: ledger. Input: the Inputs and verdicts of two runs. Output: a cause and contributing inputs
for each changed verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from targetcheck.ledger.data_revisions import Parting, RevisionRows, known
from targetcheck.ledger.run_record import StoredVerdict
from targetcheck.ledger.run_replay import Inputs, Key, Verdicts, again, by_key

Cause = Literal["data_revised", "data_new", "time", "ruleset", "profile", "engine"]


ORDER: tuple[Cause, ...] = ("data_revised", "data_new", "time", "ruleset", "profile")
"""Inputs that can be replaced by those of the other run; the engine version cannot."""


class Swaps:
    """Verdicts of this release on the first run's inputs, with some inputs of the second run."""

    def __init__(self, first: Inputs, second: Inputs) -> None:
        self.first, self.second = first, second
        tables = [RevisionRows(known(i.table, i.known_at), i.plan()) for i in (first, second)]
        self.parting = Parting(*tables)
        self.differing = self._differing()
        self.made: dict[frozenset[Cause], Verdicts] = {}

    def with_(self, *taken: Cause) -> Verdicts:
        """Return the verdicts with these inputs of the second run and the others of the first."""
        key = frozenset(taken)
        if key not in self.made:
            self.made[key] = by_key(again(self._inputs(key)))
        return self.made[key]

    def _inputs(self, taken: frozenset[Cause]) -> Inputs:
        a, b = self.first, self.second
        return replace(
            a,
            table=self.parting.table(revised="data_revised" in taken, added="data_new" in taken),
            as_of=b.as_of if "time" in taken else a.as_of,
            ruleset=b.ruleset if "ruleset" in taken else a.ruleset,
            profile=b.profile if "profile" in taken else a.profile,
            known_at=None,  # the tables hold only what was known
        )

    def _differing(self) -> tuple[Cause, ...]:
        a, b = self.first, self.second
        differ: Mapping[Cause, bool] = {
            "data_revised": bool(self.parting.revised),
            "data_new": bool(self.parting.added),
            "time": a.as_of != b.as_of,
            "ruleset": a.ruleset != b.ruleset,
            "profile": a.profile != b.profile,
        }
        return tuple(cause for cause in ORDER if differ[cause])


@dataclass(slots=True)
class CauseSearch:
    """Search for the cause of a change; `sure`: this release made both runs."""

    swaps: Swaps
    before: Verdicts
    after: Verdicts
    sure: bool

    def of(self, key: Key) -> tuple[Cause, tuple[Cause, ...]]:
        """Return the cause of a change and the inputs that contributed to it."""
        inputs = self.swaps.differing
        if self.sure and len(inputs) == 1:
            return inputs[0], ()
        start, end = self.swaps.with_().get(key), self.swaps.with_(*inputs).get(key)
        moved = is_different(self.before.get(key), start) or is_different(self.after.get(key), end)
        engine: tuple[Cause, ...] = ("engine",) if moved else ()
        if not is_different(start, end):
            return "engine", ()
        cause, also = self._of_inputs(key, start, end)
        return cause, (*also, *engine)

    def _of_inputs(
        self, key: Key, start: StoredVerdict | None, end: StoredVerdict | None
    ) -> tuple[Cause, tuple[Cause, ...]]:
        inputs = self.swaps.differing
        by_status = start is None or end is None or start.status != end.status
        differ = _differ_in_status if by_status else is_different
        alone = [c for c in inputs if not differ(self.swaps.with_(c).get(key), end)]
        if alone:
            return alone[0], tuple(alone[1:])
        needed = [
            cause
            for cause in inputs
            if differ(self.swaps.with_(*(c for c in inputs if c != cause)).get(key), end)
        ]
        together = needed or list(inputs)
        return together[0], tuple(together[1:])


def is_different(one: StoredVerdict | None, other: StoredVerdict | None) -> bool:
    """Return whether a verdict differs between two runs; None means that a run lacks it."""
    if one is None or other is None:
        return one is not other
    return one.said() != other.said()


def _differ_in_status(one: StoredVerdict | None, other: StoredVerdict | None) -> bool:
    if one is None or other is None:
        return one is not other
    return one.status != other.status
