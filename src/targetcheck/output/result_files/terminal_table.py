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
from targetcheck.evaluation.result import status_counts
from targetcheck.output.cell_width import cell_width
from targetcheck.output.result_heading import basis_text, caveats, sections, title_text, total_text
from targetcheck.output.score_columns import standing_text, standings
from targetcheck.output.text_grid import FILE_WIDTH, Grid, GridHead, Lines, Row, captured, grid
from targetcheck.output.verdict_columns import (
    HEADS,
    JOINT,
    VerdictColumns,
    causes_of,
    cells,
    counts_text,
    excused_of,
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
    for number, line in enumerate(heading_lines(result, shown, lang, console.width)):
        console.print(Text(line, "" if number else "bold"))
    if shown:
        _print_rows(result, shown, console, lang)
        console.print()
        console.print(Text(_counts(result, len(shown), lang, console.width)))
    print_scores(result, console, lang)


def heading_lines(
    result: Result, shown: Sequence[Verdict], lang: Language, width: int
) -> list[str]:
    """Return the lines above a table: document, basis, counts, caveats."""
    return [
        title_text(result, lang),
        basis_text(result, lang),
        _counts(result, len(shown), lang, width),
        *(f"⚠ {caveat}" for caveat in caveats(result, shown, lang)),
    ]


def print_scores(result: Result, console: Console, lang: Language) -> None:
    """Print the scores of the ruleset, if it defines any."""
    from rich.text import Text

    for standing in standings(result, lang):
        console.print()
        console.print(Text(standing_text(standing, lang)))


def verdict_grid(
    verdicts: Sequence[Verdict], lang: Language, width: int, *, stacked: bool = False
) -> tuple[Grid, list[Row]]:
    """Return the columns for some verdicts and a row for each.

    `stacked`: two texts to a column at any width, and reasons without flags.
    """
    layout = _LAYOUTS[width >= _WIDE and not stacked]
    rows: list[Row] = []
    for verdict in verdicts:
        texts = cells(verdict, lang, brief=stacked)
        rows.append(([_lines(texts, names) for names in layout], COLOURS[verdict.status]))
    heads = [_head(names, lang) for names in layout]
    return grid(heads, (lines for lines, _ in rows), width), rows


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
    total = total_text(shown, len(result), lang) + ("：" if lang == "zh" else ": ")
    lines = [total]
    for number, count in enumerate(
        counts_text(result.summary(), lang, result.causes(), excused_of(result, lang)).split(JOINT)
    ):
        piece = JOINT * bool(number) + count
        if cell_width(lines[-1] + piece) > width:
            lines.append("  " + count)
        else:
            lines[-1] += piece
    return "\n".join(lines)


def _print_rows(result: Result, shown: Sequence[Verdict], console: Console, lang: Language) -> None:
    """Print one table for each action, all with the same columns."""
    from rich.text import Text

    columns, listed = verdict_grid(shown, lang, console.width)
    rows = {id(v): row for v, row in zip(shown, listed, strict=True)}
    console.print()
    columns.print_heads(console)
    for section in sections(result, shown, lang):
        if section.title:
            counts = counts_text(
                status_counts(section.verdicts),
                lang,
                causes_of(section.verdicts),
                excused_of(section.verdicts, lang),
            )
            console.print()
            console.print(Text.assemble((section.title, "bold"), f"  {counts}"))
        columns.print_rows((rows[id(v)] for v in section.verdicts), console)


def _head(names: tuple[str, ...], lang: Language) -> GridHead:
    lines = [HEADS[name][0 if lang == "zh" else 1] for name in names]
    return GridHead(lines, whole=not _WHOLE.isdisjoint(names))


def _lines(row: VerdictColumns, names: tuple[str, ...]) -> Lines:
    """Return the lines of a cell; in its own column a value is above its counts."""
    if names == ("value",):
        return _COUNTS.sub(r"\n\1", row.value).split("\n")
    return [getattr(row, name) for name in names]
