"""Text columns fitted to a terminal, the same in every table of one output.

Layer: output. Input: rows of cells, each cell a list of lines. Output: printed lines.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING

from targetcheck.output.cell_width import ambiguous, cell_width, wide

if TYPE_CHECKING:
    from rich.console import Console


FILE_WIDTH = 120
"""Width in characters of a table written to a file or a pipe."""
NOTHING = "—"
_GAP = 2
_LEAST = 8
_NEARLY_ALL = 0.95
"""Share of the lines that fit into the width of a column; longer ones wrap."""

HEADING = "bold underline"
BELOW = "dim"

Lines = Sequence[str]
Row = tuple[Sequence[Lines], str]
"""The cells of a row, and the style of its first cell."""
Span = tuple[str, str]
"""A text and its style."""


@dataclass(frozen=True, slots=True)
class GridHead:
    """A column heading: its lines, and whether its cells must not wrap."""

    lines: Lines
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns with their widths.

    Lines are assembled here, because rich's own tables take a third of a second for 500 rows; rich
    still measures, wraps and colours.
    """

    heads: tuple[GridHead, ...]
    widths: tuple[int, ...]

    def print_heads(self, console: Console) -> None:
        """Print the column headings."""
        self._print([([head.lines for head in self.heads], HEADING)], console, HEADING)

    def height(self, cells: Sequence[Lines], console: Console) -> int:
        """Return the number of lines that a row takes."""
        folded = zip(cells, self.widths, strict=True)
        return max(len(_folded(cell, width, "", "", console)) for cell, width in folded)

    def print_rows(self, rows: Iterable[Row], console: Console) -> None:
        """Print rows: the first cell in the row's style, lines below the first dimmed."""
        self._print(rows, console, "")

    def _print(self, rows: Iterable[Row], console: Console, style: str) -> None:
        from rich.segment import Segment, Segments
        from rich.style import Style

        printed: list[Segment] = []
        for cells, first in rows:
            styles = [first, *[style] * (len(cells) - 1)]
            columns = [
                _folded(cell, width, said, style or BELOW, console)
                for cell, width, said in zip(cells, self.widths, styles, strict=True)
            ]
            for spans in zip_longest(*columns, fillvalue=("", "")):
                for text, said in _spaced(spans, self.widths):
                    printed.append(Segment(text, Style.parse(said) if said else None))
                printed.append(Segment("\n"))
        console.print(Segments(printed), end="", crop=False)


def grid(heads: Sequence[GridHead], rows: Iterable[Sequence[Lines]], width: int) -> Grid:
    """Return columns wide enough for nearly all their lines; the widest shrink if there is no space."""
    listed = list(rows)
    needed, least = list[int](), list[int]()
    for index, head in enumerate(heads):
        lines = (line for row in listed for line in row[index] if line != NOTHING)
        lengths = sorted(cell_width(line) for line in lines) or [0]
        common = lengths[-1 if head.whole else ceil(_NEARLY_ALL * (len(lengths) - 1))]
        needed.append(max(common, *(cell_width(line) for line in head.lines)))
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


def _folded(cell: Lines, width: int, first: str, below: str, console: Console) -> list[Span]:
    """Return the lines of a cell, wrapped to its width, each with its style."""
    spans: list[Span] = []
    for number, line in enumerate(cell):
        style = below if number else first
        if cell_width(line) <= width:
            spans.append((line, style))
        else:
            spans += [(part, style) for part in _wrapped(line, width, console)]
    return spans


def _wrapped(line: str, width: int, console: Console) -> list[str]:
    """Return a text in lines of a width; a character of two cells stands for ambiguous ones."""
    from rich.text import Text

    measured = "".join("一" if ambiguous(c) else c for c in line) if wide.get() else line
    found, start = list[str](), 0
    for part in Text(measured).wrap(console, width, overflow="fold"):
        text = part.plain.rstrip()
        start = measured.index(text, start)
        found.append(line[start : start + len(text)])
        start += len(text)
    return found


def _spaced(spans: Sequence[Span], widths: Sequence[int]) -> Iterator[Span]:
    """Yield the texts of a line and the spaces between them, without trailing spaces."""
    blank = 0
    for (text, style), width in zip(spans, widths, strict=True):
        if text:
            yield (" " * blank, "")
            yield (text, style)
            blank = 0
        blank += width - cell_width(text) + _GAP


def terminal() -> Console:
    """Return the console of standard output; NO_COLOR and COLUMNS are respected."""
    from rich.console import Console

    free = not sys.stdout.isatty() and not os.environ.get("COLUMNS", "").isdecimal()
    return Console(width=FILE_WIDTH if free else None, highlight=False, markup=False, emoji=False)


def captured(draw: Callable[[Console], None], width: int = FILE_WIDTH) -> str:
    """Return console output as plain text without colour."""
    from rich.console import Console

    text = io.StringIO()
    draw(Console(file=text, width=width, color_system=None, highlight=False, markup=False))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def columns(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines; the last column is not padded."""
    listed = [[text or "" for text in row] for row in rows]
    if not listed:
        return ""
    widths = [max(cell_width(row[n]) for row in listed) for n in range(len(listed[0]))]
    lines = []
    for row in listed:
        cells = [t + " " * (w - cell_width(t)) for t, w in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"
