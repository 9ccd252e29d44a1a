"""Rows that differ between two tables, and the observations that they concern.

Layer: rejudgement. Input: two observation tables. Output: row numbers; keys of observations. A row
is the same if all its cells and its location are: evidence names both. What a row says never
depends on other rows, since columns were settled when the table was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from targetcheck.observations.observation import Observations
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.tables.raw_table import RowPlaces

Key = tuple[str, str]
"""Indicator and place of an observation."""


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Row numbers of the older and of the newer table that have no equal in the other."""

    before: tuple[int, ...]
    after: tuple[int, ...]


def changed_rows(old: ObservationTable, new: ObservationTable) -> ChangedRows:
    """Return the rows that differ, by row number."""
    both = min(len(old), len(new))
    found: set[int] = set()
    for name in dict.fromkeys((*old.columns, *new.columns)):
        found.update(_different(old.column(name), new.column(name), both))
    found.update(_moved(old, new, both))
    rows = sorted(found)
    return ChangedRows((*rows, *range(both, len(old))), (*rows, *range(both, len(new))))


def _moved(old: ObservationTable, new: ObservationTable, both: int) -> Iterable[int]:
    """Return the rows whose location differs."""
    simple = not (old.parts or new.parts or old.cells or new.cells)
    heads = [
        (t.native, t.header.get("value"), t.positions.get("value")) for t in (old, new)
    ]  # with these, the location of a row is that of its value
    if simple and heads[0] == heads[1]:
        if isinstance(new.places, RowPlaces):
            return new.places.unlike(old.places)
        pairs = zip(range(both), old.places, new.places, strict=False)
        return [row for row, a, b in pairs if a != b]
    at_old, at_new = old.places_of("value"), new.places_of("value")
    return [row for row in range(both) if at_old(row) != at_new(row)]


def _different(old: Sequence[object], new: Sequence[object], both: int) -> Iterable[int]:
    """Return the rows in which two columns differ; 1.0 and 1.00 do."""
    if old == new and set(map(type, old)) <= {str} and set(map(type, new)) <= {str}:
        return ()
    pairs = zip(range(both), old, new, strict=False)
    return [row for row, a, b in pairs if a.__class__ is not b.__class__ or str(a) != str(b)]


def keys_of(observations: Observations) -> set[Key]:
    """Return the keys of what rows say: observations, and rows set aside whose key is known."""
    found = {(o.indicator, o.place) for o in observations.all}
    return found | {(a.indicator, a.place) for a in observations.aside}
