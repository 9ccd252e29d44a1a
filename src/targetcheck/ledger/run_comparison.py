"""What changed between two runs, and which one of their inputs changed it.

Floor: ledger. Comes in: two Runs. Goes out: Comparison. Where several inputs differ, the first run
is made again with one of them taken from the second at a time: the one that alone brings the new
verdict is its cause. Where none does alone, several did it together: the first of those without
which the verdict would be another is its cause, and the others are named besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from targetcheck.evaluation import ENGINE
from targetcheck.ledger.data_revisions import Parting, Reports, known
from targetcheck.ledger.run_record import Run, StoredVerdict
from targetcheck.ledger.run_replay import Inputs, Key, Verdicts, again, by_key, inputs_of
from targetcheck.ledger.run_store import Ledger

Cause = Literal["data_revised", "data_new", "time", "ruleset", "profile", "engine"]
ORDER: tuple[Cause, ...] = ("data_revised", "data_new", "time", "ruleset", "profile")
"""Inputs that can be taken over from the other run; the engine cannot, only this one is here."""


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that two runs give differently; one is None where the other run lacks it."""

    before: StoredVerdict | None
    after: StoredVerdict | None
    cause: Cause
    also: tuple[Cause, ...] = ()
    """other inputs that were needed for it, or would have done it alone"""

    @property
    def key(self) -> Key:
        """Target, place and due date."""
        found = self.before or self.after
        assert found is not None
        return found.key

    def to_dict(self) -> dict[str, object]:
        """Give the change as plain data."""
        return {
            "target": self.key[0],
            "place": self.key[1],
            "due": self.key[2],
            "cause": self.cause,
            "also": list(self.also),
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side."""

    before: Run
    after: Run
    differing: tuple[Cause, ...]
    """inputs that differ, whether or not a verdict changed with them"""
    changes: tuple[Change, ...]
    same: int

    def to_dict(self) -> dict[str, object]:
        """Give the comparison as plain data for JSON."""
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "differing": list(self.differing),
            "changes": [change.to_dict() for change in self.changes],
            "same": self.same,
        }


def changes_frame(found: Comparison, kind: str = "pandas") -> Any:
    """Give a row for each change as a `pandas`, `polars` or `pyarrow` frame, or as `rows`."""
    from targetcheck.evaluation.frame_output import to_frame

    rows: list[dict[str, object]] = []
    for change in found.changes:
        target, place, due = change.key
        row: dict[str, object] = {"target": target, "place": place, "due": due}
        row |= {"cause": change.cause, "also": ";".join(change.also)}
        for side, verdict in (("before", change.before), ("after", change.after)):
            row[f"{side}_status"] = verdict.status if verdict else None
            row[f"{side}_value"] = verdict.value if verdict else None
        rows.append(row)
    return to_frame(rows, kind)


def compare(ledger: Ledger, first: Run, second: Run) -> Comparison:
    """Give every verdict that changed from one run to another, with its cause."""
    before = {v.key: v for v in ledger.verdicts(first)}
    after = {v.key: v for v in ledger.verdicts(second)}
    keys = [k for k in (before | after) if _differ(before.get(k), after.get(k))]
    swaps = Swaps(inputs_of(ledger, first), inputs_of(ledger, second))
    engine: tuple[Cause, ...] = ("engine",) if first.engine != second.engine else ()
    differing = (*swaps.differing, *engine)
    finder = _Causes(swaps, before, after, sure={first.engine, second.engine} == {ENGINE})
    changes = tuple(Change(before.get(key), after.get(key), *finder.of(key)) for key in keys)
    return Comparison(first, second, differing, changes, len(before | after) - len(keys))


class Swaps:
    """The verdicts of this release on the first run's inputs, some taken from the second run."""

    def __init__(self, first: Inputs, second: Inputs) -> None:
        self.first, self.second = first, second
        tables = [Reports(known(i.table, i.known_at), i.plan()) for i in (first, second)]
        self.parting = Parting(*tables)
        self.differing = self._differing()
        self.made: dict[frozenset[Cause], Verdicts] = {}

    def with_(self, *taken: Cause) -> Verdicts:
        """Give the verdicts with these inputs of the second run and the others of the first."""
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
class _Causes:
    """Finds the cause of a change; `sure` says that both runs were made by this release."""

    swaps: Swaps
    before: Verdicts
    after: Verdicts
    sure: bool

    def of(self, key: Key) -> tuple[Cause, tuple[Cause, ...]]:
        """Give the cause of a change and the inputs besides."""
        inputs = self.swaps.differing
        if self.sure and len(inputs) == 1:
            return inputs[0], ()
        start, end = self.swaps.with_().get(key), self.swaps.with_(*inputs).get(key)
        moved = _differ(self.before.get(key), start) or _differ(self.after.get(key), end)
        engine: tuple[Cause, ...] = ("engine",) if moved else ()
        if not _differ(start, end):
            return "engine", ()
        cause, also = self._of_inputs(key, start, end)
        return cause, (*also, *engine)

    def _of_inputs(
        self, key: Key, start: StoredVerdict | None, end: StoredVerdict | None
    ) -> tuple[Cause, tuple[Cause, ...]]:
        inputs = self.swaps.differing
        by_status = start is None or end is None or start.status != end.status
        differ = _differ_in_status if by_status else _differ
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


def _differ(one: StoredVerdict | None, other: StoredVerdict | None) -> bool:
    if one is None or other is None:
        return one is not other
    return one.said() != other.said()


def _differ_in_status(one: StoredVerdict | None, other: StoredVerdict | None) -> bool:
    if one is None or other is None:
        return one is not other
    return one.status != other.status
