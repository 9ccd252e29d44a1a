"""Raw tables, before headings are interpreted, with the locations of rows.

Layer: tables. Output: RawRows, from every format reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where

MOST_FINDINGS = 100
"""Findings of a table that are listed; the others are counted."""


class RowPlaces(Sequence[Where]):
    """Locations of the rows of one source, created on demand, since a table may be long."""

    __slots__ = ("_file", "_lines", "_path", "_sheet")

    def __init__(self, file: str, lines: Sequence[int], sheet: str = "", path: str = "") -> None:
        """Store the line of each row; `path` may contain `{}` for the index of the row, from 0."""
        self._file = file
        self._lines = lines
        self._sheet = sheet
        self._path = path

    @property
    def plain(self) -> tuple[str, Sequence[int]] | None:
        """File and lines, if nothing else is known of the locations."""
        return None if self._sheet or self._path else (self._file, self._lines)

    def unlike(self, others: Iterable[Where]) -> list[int]:
        """Return the rows whose location is another one here, among those that both have."""
        if "{}" in self._path:
            return [row for row, (a, b) in enumerate(zip(self, others, strict=False)) if a != b]
        file, sheet, path = self._file, self._sheet, self._path
        return [
            row
            for row, (line, other) in enumerate(zip(self._lines, others, strict=False))
            if line != other.line or other.column or other.cell
            or (file, sheet, path) != (other.file, other.sheet, other.path)
        ]  # fmt: skip

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, row: int) -> Where: ...
    @overload
    def __getitem__(self, row: slice) -> list[Where]: ...
    def __getitem__(self, row: int | slice) -> Where | list[Where]:
        if isinstance(row, slice):
            return [self[index] for index in range(*row.indices(len(self)))]
        index = range(len(self))[row]
        head, hole, tail = self._path.rpartition("{}")  # a key before it may hold braces of its own
        path = f"{head}{index}{tail}" if hole else self._path
        return Where(self._file, self._sheet, self._lines[index], path=path)


@dataclass(frozen=True, slots=True)
class RawRows:
    """A table as read: headings as written, columns of raw cells, a location per row.

    `notes` may hold errors, which are raised together with errors in the headings. `cells` holds
    the locations of cells if a row is not a row of its source; `comma_likely`: cells are separated
    by semicolons, as if the comma is the decimal mark.
    """

    name: str
    headers: list[str]
    columns: list[list[object]]
    places: Sequence[Where]
    native: str
    notes: tuple[Diagnostic, ...] = ()
    comments: tuple[str, ...] = ()
    header_place: Where = field(default_factory=Where)
    cells: Mapping[str, Sequence[Where]] = field(default_factory=dict)
    layouts: tuple[Layout, ...] = ()
    comma_likely: bool = False


def refuse(found: list[Diagnostic]) -> None:
    """Raise TargetcheckError for findings, if any; many equal ones are cut short and counted."""
    if not found:
        return
    if len(found) > MOST_FINDINGS:
        left = len(found) - MOST_FINDINGS
        where = found[MOST_FINDINGS].where
        found = found[:MOST_FINDINGS]
        found.append(
            Diagnostic(
                "table-more-findings",
                f"{left} more findings of this table are not listed",
                f"该表另有{left}处问题未列出",
                where=where,
            )
        )
    raise TargetcheckError(found)


def refuse_wide(columns: int, where: Where) -> None:
    """Raise TargetcheckError (`table-too-wide`) for more columns than a workbook may have."""
    if columns > limits.COLUMNS:
        raise TargetcheckError(
            Diagnostic(
                "table-too-wide",
                f"the table has {columns:,} columns, and {limits.COLUMNS:,} are read",
                f"该表有{columns:,}列，最多读取{limits.COLUMNS:,}列",
                "write a row for each value: place, indicator, period, value",
                "请每行填写一个数值：地区、指标、时期、数值",
                where,
            )
        )


Form = Literal["long", "wide"]


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """Interpretation of a column: a field or a value; `why` it is not used."""

    where: Where
    written: str
    field: str = ""
    indicator: str = ""
    place: str = ""
    period: str = ""
    unit: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Interpretation of a table: its heading, its columns, values common to all rows.

    `rows_are` is the field whose names are on the left; `lines` are titles, captions, footnotes.
    """

    file: str
    sheet: str
    form: Form
    heading: tuple[int, int]
    columns: tuple[ColumnSeen, ...]
    rows_are: tuple[str, ...] = ()
    always: tuple[tuple[str, str, Where], ...] = ()
    lines: tuple[tuple[str, Where], ...] = field(default=())
