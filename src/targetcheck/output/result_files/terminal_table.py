"""Verdicts as a table for a terminal.

Layer: output. Input: a Result and a rich Console. Output: printed lines. From a width of 110
characters every text has its own column; below that, texts are stacked in fewer columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.result_heading import basis_text, caveats, sections, title_text, total_text
from targetcheck.output.score_columns import standing_text, standings
from targetcheck.output.text_grid import FILE_WIDTH, GridHead, Lines, captured, grid
from targetcheck.output.verdict_columns import (
    HEADS,
    JOINT,
    VerdictColumns,
    cells,
    counts_text,
    summary_of,
)
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import Console

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
_WIDE = 110
_LAYOUTS: dict[bool, tuple[tuple[str, ...], ...]] = {
    True: tuple((name,) for name in HEADS if name != "clause"),
    False: (("status", "due"), ("title", "place"), ("value", "required"), ("margin", "reason")),
}
_WHOLE = frozenset({"status", "due"})
_COUNTS = re.compile(r"\s*([（(].*[）)])$")


def print_table(
    result: Result,
    console: Console,
    lang: Language = "en",
    verdicts: Sequence[Verdict] | None = None,
) -> None:
    """Print heading, counts, table and counts again; `verdicts` are those to show."""
    from rich.text import Text

    shown = result.verdicts if verdicts is None else verdicts
    console.print(Text(title_text(result, lang), "bold"))
    console.print(Text(basis_text(result, lang)))
    counts = Text(_counts(result, len(shown), lang, console.width))
    console.print(counts)
    for caveat in caveats(result, shown, lang):
        console.print(Text(f"⚠ {caveat}"))
    if shown:
        _print_rows(result, shown, console, lang)
        console.print()
        console.print(counts)
    for standing in standings(result, lang):
        console.print()
        console.print(Text(standing_text(standing, lang)))


def as_text(
    result: Result,
    lang: Language = "en",
    width: int = FILE_WIDTH,
    verdicts: Sequence[Verdict] | None = None,
) -> str:
    """Return the table as plain text without colour."""
    return captured(lambda console: print_table(result, console, lang, verdicts), width)


def _counts(result: Result, shown: int, lang: Language, width: int) -> str:
    """Return the counts by status, wrapped between statuses."""
    from rich.cells import cell_len

    total = total_text(shown, len(result), lang) + ("：" if lang == "zh" else ": ")
    lines = [total]
    for number, count in enumerate(counts_text(result.summary(), lang).split(JOINT)):
        piece = JOINT * bool(number) + count
        if cell_len(lines[-1] + piece) > width:
            lines.append("  " + count)
        else:
            lines[-1] += piece
    return "\n".join(lines)


def _print_rows(result: Result, shown: Sequence[Verdict], console: Console, lang: Language) -> None:
    """Print one table for each action, all with the same columns."""
    from rich.text import Text

    layout = _LAYOUTS[console.width >= _WIDE]
    texts = [cells(verdict, lang) for verdict in shown]
    rows = {
        id(v): [_lines(t, names) for names in layout] for v, t in zip(shown, texts, strict=True)
    }
    columns = grid([_head(names, lang) for names in layout], rows.values(), console.width)
    console.print()
    columns.print_heads(console)
    for section in sections(result, shown, lang):
        if section.title:
            counts = counts_text(summary_of(section.verdicts), lang)
            console.print()
            console.print(Text.assemble((section.title, "bold"), f"  {counts}"))
        columns.print_rows(((rows[id(v)], COLOURS[v.status]) for v in section.verdicts), console)


def _head(names: tuple[str, ...], lang: Language) -> GridHead:
    lines = [HEADS[name][0 if lang == "zh" else 1] for name in names]
    return GridHead(lines, whole=not _WHOLE.isdisjoint(names))


def _lines(row: VerdictColumns, names: tuple[str, ...]) -> Lines:
    """Return the lines of a cell; in its own column a value is above its counts."""
    if names == ("value",):
        return _COUNTS.sub(r"\n\1", row.value).split("\n")
    return [getattr(row, name) for name in names]
