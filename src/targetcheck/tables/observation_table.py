"""Observation table: the common form of every table, with the location of every cell.

Layer: tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, overload

from targetcheck.errors import Diagnostic, Where
from targetcheck.first_use import on_first_use
from targetcheck.printable_text import printable
from targetcheck.tables.raw_table import Layout, RowPlaces

if TYPE_CHECKING:
    from targetcheck.tables import sheet
else:
    sheet = on_first_use("targetcheck.tables.sheet")


@dataclass(frozen=True, slots=True)
class ObservationTable:
    """Reported values as columns of raw cells under canonical names, with row locations.

    `header` maps a canonical name to the heading as written, `positions` to the number of the
    column in its source; `comments` are the `#` lines above the heading of a CSV file. A table made
    of several keeps them in `parts`. `cells` holds the locations of cells if a row of the table is
    not a row of its source; `layouts` the interpretation of each sheet.
    """

    name: str
    columns: dict[str, list[object]]
    places: Sequence[Where]
    native: str
    notes: tuple[Diagnostic, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    positions: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[ObservationTable, ...] = ()
    cells: Mapping[str, Sequence[Where]] = field(default_factory=dict)
    layouts: tuple[Layout, ...] = ()

    def __repr__(self) -> str:
        return printable(f"<ObservationTable {self.name}: {len(self)} rows>")

    def __len__(self) -> int:
        return len(self.places)

    def column(self, name: str) -> list[object]:
        """Return the raw cells of a column; empty cells for a missing column."""
        found = self.columns.get(name)
        return [None] * len(self) if found is None else found

    def part_at(self, row: int) -> ObservationTable:
        """Return the table that a row came from, of a table made of several."""
        return self.parts[bisect_right(_starts(self.parts), row) - 1] if self.parts else self

    def where(self, row: int, column: str) -> Where:
        """Return the location of one cell: file and line, sheet and address, or frame row."""
        return self.places_of(column)(row)

    def places_of(self, column: str) -> Callable[[int], Where]:
        """Return a function from row to the location of a column's cell."""
        if self.parts:
            return _joined([part.places_of(column) for part in self.parts], _starts(self.parts))
        if column in self.cells:
            return self.cells[column].__getitem__
        places, position = self.places, self.positions.get(column, 0)
        written, counted = self.header.get(column, ""), position if self.native == "csv" else 0
        plain = places.plain if isinstance(places, RowPlaces) else None
        if plain is not None:
            file, lines = plain
            return lambda row: Where(file, "", lines[row], counted, "", written)

        def at(row: int) -> Where:
            place = places[row]
            if place.sheet:
                cell = sheet.address(place.line, position) if position else ""
                return replace(place, cell=place.cell or cell)
            path = f"{place.path}.{written}" if place.path and written else place.path or written
            return Where(place.file, "", place.line, place.column or counted, place.cell, path)

        return at


def _joined(parts: Sequence[Callable[[int], Where]], starts: list[int]) -> Callable[[int], Where]:
    def at(row: int) -> Where:
        index = bisect_right(starts, row) - 1
        return parts[index](row - starts[index])

    return at


class JoinedPlaces(Sequence[Where]):
    """Row locations of several concatenated tables."""

    __slots__ = ("_parts", "_starts")

    def __init__(self, parts: Sequence[ObservationTable]) -> None:
        self._parts = parts
        self._starts = _starts(parts)

    def __len__(self) -> int:
        return self._starts[-1] + len(self._parts[-1]) if self._parts else 0

    @overload
    def __getitem__(self, row: int) -> Where: ...
    @overload
    def __getitem__(self, row: slice) -> list[Where]: ...
    def __getitem__(self, row: int | slice) -> Where | list[Where]:
        if isinstance(row, slice):
            return [self[index] for index in range(*row.indices(len(self)))]
        row = range(len(self))[row]
        index = bisect_right(self._starts, row) - 1
        return self._parts[index].places[row - self._starts[index]]


def concat(tables: Iterable[ObservationTable]) -> ObservationTable:
    """Return one table with the rows of several, in order; missing columns are empty."""
    parts = [part for table in tables for part in (table.parts or (table,))]
    if len(parts) == 1:
        return parts[0]
    names = dict.fromkeys(name for part in parts for name in part.columns)
    columns = {name: [cell for part in parts for cell in part.column(name)] for name in names}
    natives = {part.native for part in parts}
    header: dict[str, str] = {}
    for part in reversed(parts):
        header.update(part.header)
    return ObservationTable(
        name=" + ".join(dict.fromkeys(part.name for part in parts)) or "<rows>",
        columns=columns or {name: [] for name in ("place", "indicator", "period", "value")},
        places=JoinedPlaces(parts),
        native=natives.pop() if len(natives) == 1 else "rows",
        notes=tuple(note for part in parts for note in part.notes),
        header=header,
        comments=tuple(comment for part in parts for comment in part.comments),
        parts=tuple(parts),
        layouts=tuple(layout for part in parts for layout in part.layouts),
    )


def _starts(parts: Sequence[ObservationTable]) -> list[int]:
    starts: list[int] = []
    total = 0
    for part in parts:
        starts.append(total)
        total += len(part)
    return starts
