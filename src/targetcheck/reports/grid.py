"""Columns of text that fit a terminal, alike in every table of one output.

Floor: reports. Comes in: rows of cells, each cell a list of lines. Goes out: rich tables.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

FILE_WIDTH = 120
"""Columns of a table that goes into a file or a pipe."""
NOTHING = "—"
_GAP = 2
_LEAST = 8
_NEARLY_ALL = 0.95
"""Share of the lines that a column is made wide enough for; longer ones fold."""

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its lines, and whether its cells must never fold."""

    lines: Lines
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns with their widths."""

    heads: tuple[Head, ...]
    widths: tuple[int, ...]

    def table(self, *, head: bool = False) -> Table:
        """Give an empty table with these columns, with or without their heads."""
        from rich.table import Table

        table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_header=head)
        for column, width in zip(self.heads, self.widths, strict=True):
            title = "\n".join(column.lines)
            table.add_column(title, width=width, overflow="fold", header_style="bold underline")
        return table


def grid(heads: Sequence[Head], rows: Iterable[Sequence[Lines]], width: int) -> Grid:
    """Give each column what nearly all of its lines need; the widest yield where room is short."""
    from rich.cells import cell_len

    listed = list(rows)
    needed, least = list[int](), list[int]()
    for index, head in enumerate(heads):
        lines = (line for row in listed for line in row[index] if line != NOTHING)
        lengths = sorted(cell_len(line) for line in lines) or [0]
        common = lengths[-1 if head.whole else ceil(_NEARLY_ALL * (len(lengths) - 1))]
        needed.append(max(common, *(cell_len(line) for line in head.lines)))
        least.append(max(needed[-1] if head.whole else 0, _LEAST))
    return Grid(tuple(heads), _fitted(needed, least, width - _GAP * (len(heads) - 1)))


def _fitted(needed: Sequence[int], least: Sequence[int], room: int) -> tuple[int, ...]:
    measure = max(needed)
    while measure > _LEAST and sum(_within(needed, least, measure)) > room:
        measure -= 1
    widths = _within(needed, least, measure)
    for index, need in enumerate(needed):
        widths[index] += max(0, min(room - sum(widths), need - widths[index]))
    return tuple(widths)


def _within(needed: Sequence[int], least: Sequence[int], measure: int) -> list[int]:
    return [max(low, min(need, measure)) for need, low in zip(needed, least, strict=True)]


def cell(lines: Lines, style: str = "") -> Text:
    """Give a cell: its first line in a style, the others dimmed."""
    from rich.text import Text

    text = Text(lines[0] if lines else "", style)
    for line in lines[1:]:
        text.append(f"\n{line}", "dim")
    return text


def terminal() -> Console:
    """Give the console of standard output: its width and colours, NO_COLOR and COLUMNS obeyed."""
    from rich.console import Console

    free = not sys.stdout.isatty() and not os.environ.get("COLUMNS", "").isdecimal()
    return Console(width=FILE_WIDTH if free else None, highlight=False, markup=False, emoji=False)


def captured(draw: Callable[[Console], None], width: int = FILE_WIDTH) -> str:
    """Give what is drawn on a console as plain text without colour."""
    from rich.console import Console

    text = io.StringIO()
    draw(Console(file=text, width=width, color_system=None, highlight=False, markup=False))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())
