"""Verdicts as a table for a terminal.

Floor: reports. Comes in: a Result and a rich Console. Goes out: printed lines. From 110 columns on
every cell has its own column; on less, cells are stacked, so that no text is squeezed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.reports.cells import HEADS, NOTHING, Cells, cells, counts_text, summary_of
from targetcheck.reports.sections import basis_text, sections, title_text, total_text
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

COLOURS = {
    "pass": "green",
    "fail": "bold red",
    "missed": "red",
    "at_risk": "yellow",
    "on_track": "cyan",
    "not_due": "dim",
    "undetermined": "magenta",
    "not_applicable": "dim",
}
FILE_WIDTH = 120
"""Columns of a table that goes into a file or a pipe."""
_WIDE = 110
_LAYOUTS: dict[bool, tuple[tuple[str, ...], ...]] = {
    True: tuple((name,) for name in HEADS if name != "clause"),
    False: (("status", "due"), ("title", "place"), ("value", "required"), ("margin", "reason")),
}
_COUNTS = re.compile(r"\s*([（(].*[）)])$")
_GAP = 2
_LEAST = 8
_WHOLE = frozenset({"status", "due"})
"""Cells that are never folded."""
_NEARLY_ALL = 0.95
"""Share of the cells that a column is made wide enough for; longer ones fold."""


def print_table(
    result: Result,
    console: Console,
    lang: Language = "en",
    verdicts: Sequence[Verdict] | None = None,
) -> None:
    """Print heading, counts, table and counts again; `verdicts` are those to be shown."""
    from rich.text import Text

    shown = result.verdicts if verdicts is None else verdicts
    console.print(Text(title_text(result, lang), "bold"))
    console.print(Text(basis_text(result, lang)))
    console.print(_counts(result, len(shown), lang))
    if shown:
        _print_rows(result, shown, console, lang)
        console.print()
        console.print(_counts(result, len(shown), lang))


def as_text(
    result: Result,
    lang: Language = "en",
    width: int = FILE_WIDTH,
    verdicts: Sequence[Verdict] | None = None,
) -> str:
    """Give the table as plain text without colour."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, highlight=False)
    print_table(result, console, lang, verdicts)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def _counts(result: Result, shown: int, lang: Language) -> Text:
    from rich.text import Text

    total = total_text(shown, len(result), lang)
    return Text(f"{total}{'：' if lang == 'zh' else ': '}{counts_text(result.summary(), lang)}")


def _print_rows(
    result: Result, shown: Sequence[Verdict], console: Console, lang: Language
) -> None:
    """Print one table for each action; widths are the same in all of them."""
    from rich.text import Text

    layout = _LAYOUTS[console.width >= _WIDE]
    texts = {id(verdict): cells(verdict, lang) for verdict in shown}
    widths = _widths(layout, texts.values(), console.width, lang)
    console.print()
    console.print(_table(layout, widths, lang, head=True))
    for section in sections(result, shown, lang):
        if section.title:
            counts = counts_text(summary_of(section.verdicts), lang)
            console.print()
            console.print(Text.assemble((section.title, "bold"), f"  {counts}"))
        table = _table(layout, widths, lang)
        for verdict in section.verdicts:
            row = texts[id(verdict)]
            table.add_row(*(_cell(row, names, verdict.status) for names in layout))
        console.print(table)


def _table(
    layout: tuple[tuple[str, ...], ...], widths: Sequence[int], lang: Language, head: bool = False
) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_header=head)
    for names, width in zip(layout, widths, strict=True):
        title = "\n".join(HEADS[name][0 if lang == "zh" else 1] for name in names)
        table.add_column(title, width=width, overflow="fold", header_style="bold underline")
    return table


def _cell(row: Cells, names: tuple[str, ...], status: str) -> Text:
    from rich.text import Text

    first, *others = _lines(row, names)
    cell = Text(first, COLOURS[status] if names[0] == "status" else "")
    for line in others:
        cell.append(f"\n{line}", "dim")
    return cell


def _lines(row: Cells, names: tuple[str, ...]) -> list[str]:
    """Give the lines of a cell; in a column of its own a value stands above its counts."""
    if names == ("value",):
        return _COUNTS.sub(r"\n\1", row.value).split("\n")
    return [getattr(row, name) for name in names]


def _widths(
    layout: tuple[tuple[str, ...], ...], rows: Iterable[Cells], width: int, lang: Language
) -> list[int]:
    """Give each column what nearly all of its cells need; the widest yield where room is short."""
    from rich.cells import cell_len

    listed, needed, least = list(rows), list[int](), list[int]()
    for names in layout:
        heads = max(cell_len(HEADS[name][0 if lang == "zh" else 1]) for name in names)
        lines = (line for row in listed for line in _lines(row, names))
        lengths = sorted(cell_len(line) for line in lines if line != NOTHING) or [0]
        whole = not _WHOLE.isdisjoint(names)
        common = lengths[-1 if whole else int(_NEARLY_ALL * (len(lengths) - 1))]
        needed.append(max(heads, common))
        least.append(max(needed[-1] if whole else 0, _LEAST))
    room = width - _GAP * (len(layout) - 1)
    measure = max(needed)
    while measure > _LEAST and sum(_within(needed, least, measure)) > room:
        measure -= 1
    widths = _within(needed, least, measure)
    for index, need in enumerate(needed):
        widths[index] += max(0, min(room - sum(widths), need - widths[index]))
    return widths


def _within(needed: Sequence[int], least: Sequence[int], measure: int) -> list[int]:
    return [max(low, min(need, measure)) for need, low in zip(needed, least, strict=True)]
