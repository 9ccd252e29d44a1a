"""Difference of two observation tables: revised rows and new rows.

Layer: ledger. Input: the tables of two runs, each cut off at its known-at date. Output: tables with
only the revisions, or only the new rows, applied.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from targetcheck.errors import TargetcheckError
from targetcheck.observations.observation import Observation
from targetcheck.observations.observation_reader import read_observations
from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.plan import Plan
from targetcheck.tables.table_reader import ObservationTable

Key = tuple[str, ...]
Content = tuple[str, ...]


@dataclass(frozen=True)
class RevisionRows:
    """A table with the key and the content of each of its rows."""

    table: ObservationTable
    plan: Plan

    @cached_property
    def keys(self) -> Sequence[Key]:
        """The key of each row: place, indicator and period, independent of their spelling."""
        observations = {
            observation.row: observation
            for observation in read_observations(self.table, self.plan).all
        }
        return [_key(self.table, row, observations.get(row)) for row in range(len(self.table))]

    @cached_property
    def contents(self) -> dict[Key, list[Content]]:
        """The contents of the rows of each key, sorted."""
        found: dict[Key, list[Content]] = {}
        for row, key in enumerate(self.keys):
            found.setdefault(key, []).append(_content(self.table, row))
        return {key: sorted(said) for key, said in found.items()}


class Parting:
    """The change from one table to another in two steps: revisions and new rows."""

    def __init__(self, before: RevisionRows, after: RevisionRows) -> None:
        self.before, self.after = before, after
        old, new = before.contents, after.contents
        self.added = {key for key in new if key not in old}
        self.revised = {key for key in old if old[key] != new.get(key)}

    def table(self, *, revised: bool, added: bool) -> ObservationTable:
        """Return the first table with revisions, new rows, both or neither applied."""
        kept = [r for r, k in enumerate(self.before.keys) if not (revised and k in self.revised)]
        taken = (self.revised if revised else set()) | (self.added if added else set())
        other = [r for r, k in enumerate(self.after.keys) if k in taken]
        return _joined((self.before.table, kept), (self.after.table, other))


def known(table: ObservationTable, known_at: date | None) -> ObservationTable:
    """Return the rows reported on or before `known_at`; all rows if that is None.

    A row without `reported_at` counts from the end of its period.
    """
    if known_at is None:
        return table
    rows = [row for row in range(len(table)) if _by(table, row, known_at)]
    return table if len(rows) == len(table) else _joined((table, rows))


def _by(table: ObservationTable, row: int, known_at: date) -> bool:
    for column in ("reported_at", "period"):
        cell = table.column(column)[row]
        if cell is None or str(cell).strip() == "":
            continue
        try:
            raw = cell if isinstance(cell, date | int) else str(cell)
            return parse_period(raw).period.end <= known_at
        except TargetcheckError:
            return True
    return True


def _joined(*picks: tuple[ObservationTable, Sequence[int]]) -> ObservationTable:
    names = dict.fromkeys(name for table, _ in picks for name in table.columns)
    return ObservationTable(
        name=picks[0][0].name,
        columns={n: [c for t, rows in picks for c in _cells(t, n, rows)] for n in names},
        places=[table.places[row] for table, rows in picks for row in rows],
        native="rows",
    )


def _cells(table: ObservationTable, name: str, rows: Iterable[int]) -> list[object]:
    cells = table.column(name)
    return [cells[row] for row in rows]


def _key(table: ObservationTable, row: int, observation: Observation | None) -> Key:
    if observation is not None:
        period = observation.period
        return (
            observation.place,
            observation.indicator,
            period.start.isoformat(),
            period.end.isoformat(),
        )
    return tuple(_folded(table.column(name)[row]) for name in ("place", "indicator", "period"))


_SAYS = ("value", "unit", "qualifier", "numerator", "denominator", "lower", "upper", "weight",
         "completed", "basis", "status")  # fmt: skip


def _content(table: ObservationTable, row: int) -> Content:
    return tuple(_folded(table.columns[n][row]) if n in table.columns else "" for n in _SAYS)


def _folded(cell: object) -> str:
    if cell is None:
        return ""
    return "".join(unicodedata.normalize("NFKC", str(cell)).split()).casefold()
