"""Verdicts as CSV that a spreadsheet opens without running anything.

Floor: reports. Comes in: a Result. Goes out: text, one line per verdict.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_row import COLUMNS, flat

BOM = "\ufeff"
"""Mark by which spreadsheet programs know UTF-8; without it they garble Chinese."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that starts so may be run as a formula; full-width marks are, in East Asian editions."""


def as_csv(
    result: Result,
    lang: Language = "en",
    *,
    bom: bool = False,
    verdicts: Iterable[Verdict] | None = None,
) -> str:
    """Give one line per verdict, or per verdict given, under a line with the names of columns."""
    text = io.StringIO(newline="")
    text.write(BOM if bom else "")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for verdict in result.verdicts if verdicts is None else verdicts:
        writer.writerow([cell_text(cell) for cell in flat(verdict, lang).values()])
    return text.getvalue()


def cell_text(cell: object) -> str:
    """Give a cell as text; a `'` goes before a text that looks like a formula, never a number."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)
