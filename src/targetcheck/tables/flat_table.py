"""Distinction of flat tables, with headings in the first row, from tables laid out as sheets.

Layer: tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.tables.cells.cell_value import fold_width, is_blank
from targetcheck.tables.columns.column_names import PERIOD_PARTS, is_labelled, read_header
from targetcheck.tables.known_names import Vocabulary
from targetcheck.tables.raw_table import RawRows

if TYPE_CHECKING:
    from targetcheck.tables.cells import footnote_or_signature
else:
    footnote_or_signature = on_first_use("targetcheck.tables.cells.footnote_or_signature")

_CORE = frozenset({"place", "indicator", "period", "value"})


def names_all(headers: Sequence[str], known: Vocabulary | None) -> bool:
    """Return whether headings name place, indicator, period and value."""
    return not _missing(headers, known)


def names_most(headers: Sequence[str], known: Vocabulary | None) -> bool:
    """Return whether headings name all but one of place, indicator, period and value.

    With fewer names, the row is a title, or the heading of a wide table.
    """
    return len(_missing(headers, known)) < 2 or any(map(is_labelled, headers))


def _missing(headers: Sequence[str], known: Vocabulary | None) -> set[str]:
    words = known or Vocabulary()
    names = {
        read_header(text).name
        for text in headers
        if not words.place(text) and not words.indicator(text)
    }
    missing = set(_CORE - names)
    if names & set(PERIOD_PARTS):
        missing.discard("period")
    if {"numerator", "denominator"} <= names:
        missing.discard("value")
    return missing


def has_lines(raw: RawRows) -> bool:
    """Return whether there are lines of text among the rows, such as footnotes in the first cell."""
    if any(note.code == "table-ragged-row" for note in raw.notes):
        return False
    names = [read_header(text).name for text in raw.headers]
    at = names.index("value") if "value" in names else names.index("numerator")
    if not raw.columns or "" not in raw.columns[at]:
        return False
    others = [column for column in raw.columns if column is not raw.columns[0]]
    return any(
        cell == ""
        and footnote_or_signature.is_remark(fold_width(str(raw.columns[0][row])))
        and all(is_blank(c[row]) for c in others)
        for row, cell in enumerate(raw.columns[at])
    )
