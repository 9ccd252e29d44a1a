"""The scores of places as tables of the bulletin.

Floor: reports. Comes in: a Result whose ruleset defines scores. Goes out: a Table for each score.
"""

from __future__ import annotations

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.blocks import Cell, Head, Table
from targetcheck.output.score_columns import HEADS, standings
from targetcheck.output.verdict_columns import printable

_KINDS = ("number", "text", "number", "text", "number", "long")


def score_tables(result: Result, lang: Language) -> tuple[Table, ...]:
    """Give every score with its places from the best rank on; none where none are defined."""
    columns = tuple(
        Head(text[:1].upper() + text[1:], kind)
        for text, kind in zip(HEADS[lang], _KINDS, strict=True)
    )
    return tuple(
        Table(
            f"score-{number}",
            printable(standing.title),
            columns,
            tuple(tuple(Cell(printable(text)) for text in row) for row in standing.rows),
        )
        for number, standing in enumerate(standings(result, lang), start=1)
    )
