"""What every reader hands on, before headers are understood; places of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where

_MOST_FINDINGS = 100


class RowPlaces(Sequence[Where]):
    """The places of the rows of one source, made only when asked for: a table may be long."""

    __slots__ = ("_file", "_lines", "_path", "_sheet")

    def __init__(self, file: str, lines: Sequence[int], sheet: str = "", path: str = "") -> None:
        """Take the line of each row; `path` may hold `{}` for the row's index from 0."""
        self._file = file
        self._lines = lines
        self._sheet = sheet
        self._path = path

    @property
    def plain(self) -> tuple[str, Sequence[int]] | None:
        """File and lines, where these are all that is known of the rows' places."""
        return None if self._sheet or self._path else (self._file, self._lines)

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
        return Where(self._file, self._sheet, self._lines[index], path=self._path.format(index))


@dataclass(frozen=True, slots=True)
class RawRows:
    """A table as a reader found it: headers as written, columns of raw cells, a place per row.

    `notes` may hold errors: they are raised together with what is wrong with the headers.
    `cells` holds the places of cells where a row is no row of its source; `comma_likely` says that
    semicolons part the cells, as where the comma is the decimal mark.
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
    """Raise when something was found; thousands of like findings are cut short and counted."""
    if not found:
        return
    if len(found) > _MOST_FINDINGS:
        left = len(found) - _MOST_FINDINGS
        where = found[_MOST_FINDINGS].where
        found = found[:_MOST_FINDINGS]
        found.append(
            Diagnostic(
                "table-more-findings",
                f"{left} more findings of this table are not listed",
                f"该表另有 {left} 处问题未列出",
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
                f"该表有 {columns:,} 列，最多读取 {limits.COLUMNS:,} 列",
                "write a row for each value: place, indicator, period, value",
                "请每行填写一个数值：地区、指标、时期、数值",
                where,
            )
        )


Form = Literal["long", "wide"]


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """What a column was taken for: a field or a value of what it names; `why` it is not used."""

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
    """A table as it was understood: its heading, its columns, what is said for all its rows.

    `rows_are` is the field whose names stand at the left; `lines` are titles, captions, footnotes.
    """

    file: str
    sheet: str
    form: Form
    heading: tuple[int, int]
    columns: tuple[ColumnSeen, ...]
    rows_are: tuple[str, ...] = ()
    always: tuple[tuple[str, str, Where], ...] = ()
    lines: tuple[tuple[str, Where], ...] = field(default=())
