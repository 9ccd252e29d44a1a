"""Floor `sources`: how a table on a sheet was understood, for showing before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from targetcheck.errors import Where

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
