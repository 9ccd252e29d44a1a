"""Comparison of two runs: changed verdicts and the input that changed each.

Layer: ledger. Input: two Runs. Output: Comparison. If several inputs differ, the first run is
repeated with one input of the second run at a time. The input that alone produces the new verdict
is the cause. If none does, the cause is the first input without which the verdict would differ, and
the other such inputs are listed as contributing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from targetcheck.evaluation import ENGINE
from targetcheck.ledger.change_causes import Cause, CauseSearch, Swaps, is_different
from targetcheck.ledger.run_record import Run, StoredVerdict
from targetcheck.ledger.run_replay import Key, inputs_of
from targetcheck.ledger.run_store import Ledger


@dataclass(frozen=True, slots=True)
class RunChange:
    """A verdict that differs between two runs; one side is None if that run lacks it."""

    before: StoredVerdict | None
    after: StoredVerdict | None
    cause: Cause
    also: tuple[Cause, ...] = ()
    """other inputs that contributed, or would have been sufficient alone"""

    @property
    def key(self) -> Key:
        """Target, place and due date."""
        found = self.before or self.after
        assert found is not None
        return found.key

    def to_dict(self) -> dict[str, object]:
        """Return the change as plain data."""
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
    """Result of comparing two runs; `same` counts the unchanged verdicts."""

    before: Run
    after: Run
    differing: tuple[Cause, ...]
    """inputs that differ, whether or not a verdict changed with them"""
    changes: tuple[RunChange, ...]
    same: int

    def to_dict(self) -> dict[str, object]:
        """Return the comparison as plain data for JSON."""
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "differing": list(self.differing),
            "changes": [change.to_dict() for change in self.changes],
            "same": self.same,
        }


def changes_frame(found: Comparison, kind: str = "pandas") -> Any:
    """Return one row per change, as a `pandas`, `polars` or `pyarrow` frame, or as `rows`."""
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
    """Return every verdict that changed from one run to another, with its cause."""
    before = {v.key: v for v in ledger.verdicts(first)}
    after = {v.key: v for v in ledger.verdicts(second)}
    keys = [k for k in (before | after) if is_different(before.get(k), after.get(k))]
    swaps = Swaps(inputs_of(ledger, first), inputs_of(ledger, second))
    engine: tuple[Cause, ...] = ("engine",) if first.engine != second.engine else ()
    differing = (*swaps.differing, *engine)
    finder = CauseSearch(swaps, before, after, sure={first.engine, second.engine} == {ENGINE})
    changes = tuple(RunChange(before.get(key), after.get(key), *finder.of(key)) for key in keys)
    return Comparison(first, second, differing, changes, len(before | after) - len(keys))
