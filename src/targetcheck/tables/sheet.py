"""A sheet as shown: cells by row and column, merged areas, hidden rows and columns.

Layer: tables. Rows and columns count from 1, as in spreadsheet programs. A CSV file is one sheet
without a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from targetcheck.errors import Diagnostic, Where
from targetcheck.tables.cells.cell_value import fold_width


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area; its content is in its first cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: raw cells, and their display.

    `doubts` has, by row and column, the reason why a cell cannot be used: struck out, hidden by its
    format, a formula without stored value. `comma_likely`: semicolons separate the cells of a CSV
    file.
    """

    file: str
    name: str
    rows: Sequence[Sequence[object]]
    merges: Sequence[Span] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    lines: Sequence[int] = ()
    notes: tuple[Diagnostic, ...] = field(default=())
    doubts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    comma_likely: bool = False

    @cached_property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _spans(self) -> dict[tuple[int, int], Span]:
        return {
            (row, column): span
            for span in self.merges
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        }

    def span(self, row: int, column: int) -> Span | None:
        """Return the merged area that contains a cell."""
        return self._spans.get((row, column))

    def cell(self, row: int, column: int) -> object:
        """Return the content of a cell; only the first cell of a merged area has any."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        value = cells[column - 1] if 0 < column <= len(cells) else None
        return None if isinstance(value, str) and not value.strip() else value

    def shown(self, row: int, column: int) -> object:
        """Return the shown content of a cell; the same for all cells of a merged area."""
        span = self.span(row, column)
        return self.cell(span.top, span.left) if span else self.cell(row, column)

    def text(self, row: int, column: int) -> str:
        """Return the shown content of a cell as one line of half-width text."""
        raw = self.shown(row, column)
        return "" if raw is None else " ".join(fold_width(str(raw)).split())

    def filled(self, row: int) -> Iterator[int]:
        """Yield the columns of a row with content of their own."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return (column for column in range(1, len(cells) + 1) if self.cell(row, column) is not None)

    def where(self, row: int, column: int) -> Where:
        """Return the location of a cell: its address in a sheet, line and column in a CSV file."""
        if self.name:
            return Where(self.file, self.name, row, cell=address(row, column))
        line = self.lines[row - 1] if 0 < row <= len(self.lines) else row
        return Where(self.file, line=line, column=column)


def address(row: int, column: int) -> str:
    """Return the address of a cell, such as `C7`."""
    return f"{letters(column)}{row}"


def number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
