"""Detection of the delimiter of a text table.

Layer: tables. Every row has as many cells as its heading, so the delimiter that splits most rows
into equal numbers of cells is used. A note may contain more semicolons than its row has commas.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from contextlib import suppress
from itertools import islice

from targetcheck.tables.columns.column_names import read_header

_MARKS = (",", "\t", ";", "|")
_FULL_WIDTH = ("，", "；")
"""Delimiters used only if no other fits, since sentences contain them too."""
_MOST_ROWS = 2000
"""Rows that are looked at: a table that long does not change its mark."""


def find_delimiter(body: str) -> str:
    """Return the delimiter of a text; a comma if none splits it."""
    found = _best(body, _MARKS)
    return found or _best(body, _FULL_WIDTH) or ","


def _best(body: str, marks: tuple[str, ...]) -> str:
    ranked = [(_rank(body, mark), mark) for mark in marks if mark in body]
    ranked = [(rank, mark) for rank, mark in ranked if rank > (0,)]
    return max(ranked, key=lambda found: found[0])[1] if ranked else ""


def _rank(body: str, mark: str) -> tuple[float, ...]:
    """Return the rank of a delimiter: rows of equal width, known headings, cells per row."""
    lines = io.StringIO(body, newline="")
    reader = csv.reader(islice(lines, _MOST_ROWS * 2), delimiter=mark)
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a cell beyond all measure: what was read so far decides
        rows.extend(row for row in islice(reader, _MOST_ROWS) if any(c.strip() for c in row))
    widths = Counter(len(row) for row in rows)
    parted = {width: count for width, count in widths.items() if width > 1}
    if not parted:
        return (0,)
    width = max(parted, key=lambda w: (parted[w], w))
    named = max(sum(read_header(cell).name is not None for cell in row) for row in rows[:60])
    alike = parted[width] / len(rows)
    return (round(alike, 1), named, alike, width)
