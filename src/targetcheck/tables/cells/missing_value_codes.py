"""Codes for missing values: -999 and the like, which mean that nothing was measured.

Layer: tables. Input: cells of a column of numbers. Output: the reason to set a row aside: its number
is a code that the mapping declares, or has the form of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from targetcheck.tables.cells.cell_value import read_cell

_SENTINELS = frozenset(
    Decimal(text)
    for text in (
        "-99", "-999", "-9999", "-99999", "-999999", "-99.9", "-999.9", "-9999.9", "-99.99",
        "-999.99", "-9999.99", "-99.999", "-888", "-8888", "-777", "-7777",
    )
)  # fmt: skip
"""Numbers that data loggers and surveys write for `no value`; 9999 may well be a figure."""
_SENTINEL_TEXTS = frozenset(str(number) for number in _SENTINELS) | {
    f"{number}.0" for number in _SENTINELS if number == number.to_integral_value()
}
SUSPECT_FLOATS = frozenset(map(float, _SENTINELS))
_SUSPECT: frozenset[object] = frozenset((*_SENTINELS, *_SENTINEL_TEXTS))


def refuse_missing_codes(
    cells: Sequence[object], missing: frozenset[Decimal] | None, refused: dict[int, str]
) -> None:
    """Refuse cells whose number means a missing value, or has the form of such a code."""
    if missing is None:
        for row, cell in enumerate(cells):
            if cell in _SUSPECT:
                refused.setdefault(row, f"value-sentinel-open:{cell}")
        return
    texts = {str(number) for number in missing}
    for row, cell in enumerate(cells):
        if cell is None or isinstance(cell, bool):
            continue
        if cell in texts or read_cell(cell).number in missing:
            refused.setdefault(row, f"value-sentinel:{cell}")
