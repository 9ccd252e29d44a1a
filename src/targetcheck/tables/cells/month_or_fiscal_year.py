"""Month or fiscal year: what `2011/12` means beside the other periods of its column.

Layer: tables. Next to `2012/13` it is a year that spans two calendar years; next to `2011/11` it is
December. If a mapping declares the start of fiscal years, their days are written out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from targetcheck.errors import TargetcheckError
from targetcheck.first_use import pattern
from targetcheck.periods.fiscal_and_school_year import FiscalYear, is_fiscal
from targetcheck.periods.period_label_reader import plain_label
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.cells.cell_value import fold_width

_SHORT = pattern(r"(\d{4})([/-])(\d{2})", re.ASCII)


def settle_periods(cells: Sequence[object], fiscal: FiscalYear | None = None) -> list[object]:
    """Return the cells of a period column with fiscal years and months distinguished."""
    texts = {cell for cell in set(cells) if isinstance(cell, str)}
    short = {cell: found for cell in texts if (found := _SHORT.fullmatch(fold_width(cell)))}
    years = any(_in_a_row(found) and not 0 < int(found[3]) <= 12 for found in short.values())
    months = any(not _in_a_row(found) for found in short.values())
    written: dict[object, str] = {}
    for cell, found in short.items():
        if _in_a_row(found) and years != months:
            named = f"{found[1]}/{found[3]}" if years else f"{found[1]}年{int(found[3])}月"
            if named != str(cell).strip():
                written[cell] = named
    if fiscal is not None:
        for cell in texts:
            days = _days(written.get(cell, cell), fiscal)
            if days:
                written[cell] = days
    return [written.get(cell, cell) for cell in cells] if written else list(cells)


def _in_a_row(found: re.Match[str]) -> bool:
    return int(found[3]) == (int(found[1]) + 1) % 100


def _days(label: str, fiscal: FiscalYear) -> str:
    """Return the first and last day of a fiscal year; empty for any other label."""
    if not is_fiscal(plain_label(label)):
        return ""
    try:
        period = parse_period(label, fiscal=fiscal).period
    except TargetcheckError:
        return ""
    return f"{period.start}/{period.end}"
