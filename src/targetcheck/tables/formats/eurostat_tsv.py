r"""Eurostat tables, with several columns stacked in their first cell, as plain rows.

Layer: tables. A heading `freq,unit,geo\TIME_PERIOD` with `A,PC,MZ` is three columns; the other
columns are periods. `85.0 p` is a value and its flags, `:` a missing value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_STACKED = re.compile(r"(?P<names>\w+(?:,\w+)*)\\(?P<across>\w+)\s*")
_CELL = re.compile(r"(?P<value>\S*?)\s*(?P<flags>[a-z]*)\s*")
_ROW = tuple[int, list[str]]


def is_stacked(header: Sequence[str]) -> bool:
    """Return whether the first heading cell holds the names of several columns."""
    return len(header) > 1 and _STACKED.fullmatch(header[0].strip()) is not None


def unstacked(first: _ROW, rows: Iterator[_ROW]) -> Iterator[_ROW]:
    """Yield a heading and a row for every cell of a table, each with its line."""
    line, header = first
    found = _STACKED.fullmatch(header[0].strip())
    assert found
    names = found["names"].split(",")
    across = [cell.strip() for cell in header[1:]]
    yield line, [*names, found["across"], "OBS_VALUE", "OBS_FLAG"]
    for number, row in rows:
        keys = [cell.strip() for cell in row[0].split(",")]
        if len(keys) != len(names) or len(row) > len(header):
            yield number, row  # refused as one whose cells do not fit
            continue
        for period, cell in zip(across, row[1:], strict=False):
            yield number, [*keys, period, *_parted(cell)]


def _parted(cell: str) -> tuple[str, str]:
    """Return value and flags of a cell; any other text is unchanged."""
    found = _CELL.fullmatch(cell.strip())
    if not found:
        return cell.strip(), ""
    value = "" if found["value"] == ":" else found["value"]
    return value, found["flags"]
