"""Statements on running totals in the lines around a table.

Layer: tables. A title such as `各月累计完成情况` means that every value counts from January. One that only
mentions totals leaves the value below `3月` ambiguous, as does a column `累计` next to `本月` if the
title names only a year. Ambiguous values are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from targetcheck.errors import TargetcheckError, Where
from targetcheck.name_index import fold_name
from targetcheck.periods.period_label_reader import ParsedPeriod
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.cells.basis_words import basis_of_line, read_basis
from targetcheck.tables.columns.column_names import PERIOD_PARTS, read_header
from targetcheck.tables.columns.period_columns import join_period
from targetcheck.tables.sheet_layout.data_rows import Aside
from targetcheck.tables.sheet_layout.heading_parser import HeadingWords
from targetcheck.tables.sheet_layout.sheet_table import SheetTable

SO_FAR = "累计"


@dataclass(frozen=True, slots=True)
class RunningTotals:
    """Statement of the lines around a table: none, all values are totals, or unclear."""

    said: Literal["", "so_far", "open"] = ""
    line: str = ""
    where: Where = field(default_factory=Where)
    beside_own: bool = False
    """whether values of one month or quarter occur next to totals"""
    titled: bool = False
    """whether one period is stated for all values, so that a total ends with it"""

    def basis(self, period: object, own: str) -> tuple[str, str]:
        """Return the basis of a value and the reason to set it aside; either may be empty.

        `own` is the basis in its heading.
        """
        read = _parsed(period)
        if own:
            return "", self._own_open(own, read)
        if not self.said or read is None or read.basis == "year_to_date":
            return "", ""
        first = date(read.period.end.year, 1, 1)
        if self.said == "so_far" or self.titled or read.period.start == first:
            return SO_FAR, ""
        return "", f"basis-open:{self.line}"

    def _own_open(self, own: str, read: ParsedPeriod | None) -> str:
        """Return why a total next to a single month or quarter is ambiguous."""
        word = read_basis(own)
        if not self.beside_own or read is None or word is None:
            return ""
        whole_year = read.basis == "period" and read.period.days > 100
        if word.basis == "year_to_date" and whole_year:
            return f"period-open:{read.period.label}"
        if word.basis == "period" and not word.length and read.basis == "year_to_date":
            return f"period-open:{read.period.label}"
        return ""


def running_totals(
    lines: Sequence[tuple[str, Where]], words: HeadingWords, bases: Sequence[str], *, titled: bool
) -> RunningTotals:
    """Return the statement of lines; `bases` are the bases in the headings.

    `titled`: only the lines name the period.
    """
    named = [word for text in bases if (word := read_basis(text)) is not None]
    own = any(word.basis == "period" for word in named)
    totals = any(word.basis != "period" for word in named)
    beside = own and totals
    for text, where in lines:
        said = basis_of_line(_without_names(text, words))
        if said:
            return RunningTotals(said, text, where, beside, titled)
    return RunningTotals(beside_own=beside)


def add_basis_of_rows(
    table: SheetTable,
    totals: RunningTotals,
    numbers: Sequence[int],
    headers: list[str],
    columns: list[list[object]],
    refused: dict[int, Aside],
) -> None:
    """Add the basis stated around the table, or the reason to set ambiguous rows aside."""
    names = [read_header(text).name for text in headers]
    if not totals.said or "basis" in names:
        return
    parts = {n: columns[names.index(n)] for n in PERIOD_PARTS if n in names}
    known = "period" in names
    periods = columns[names.index("period")] if known else join_period(parts, len(numbers))
    value = next((c.at for c in table.columns if c.field == "value" and not c.why), 1)
    bases: list[object] = []
    for at, (row, period) in enumerate(zip(numbers, periods, strict=True)):
        basis, why = totals.basis(period, "")
        bases.append(basis or None)
        if why:
            refused.setdefault(at, (why, table.sheet.where(row, value)))
    headers.append("basis")
    columns.append(bases)


def put_basis(record: dict[str, tuple[object, Where]], totals: RunningTotals) -> Aside | None:
    """Add the basis stated around the table; return the reason if it is ambiguous."""
    own = record.get("basis", (None, Where()))[0]
    period = record.get("period", (None, Where()))[0]
    basis, why = totals.basis(period, str(own or ""))
    if basis:
        record["basis"] = (basis, totals.where)
    return (why, record["value"][1]) if why else None


def _without_names(text: str, words: HeadingWords) -> str:
    """Return a line without the names of indicators, which may themselves mention totals."""
    folded = fold_name(text)
    for name, _ in words.vocabulary.indicators.folded():
        if "累计" in name or "cumulative" in name:
            folded = folded.replace(name, "")
    return folded if folded != fold_name(text) else text


def _parsed(period: object) -> ParsedPeriod | None:
    try:
        return parse_period(period if isinstance(period, date | int) else str(period or ""))
    except TargetcheckError:
        return None
