r"""Rows of a Eurostat table come in, several columns in their first cell; plain rows go out.

`freq,unit,geo\TIME_PERIOD` over `A,PC,MZ` stands for three columns and for the period of the
columns beside it; `85.0 p` is a figure and its flags, `:` nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_STACKED = re.compile(r"(?P<names>\w+(?:,\w+)*)\\(?P<across>\w+)\s*")
_CELL = re.compile(r"(?P<value>\S*?)\s*(?P<flags>[a-z]*)\s*")
_ROW = tuple[int, list[str]]


def is_stacked(header: Sequence[str]) -> bool:
    """Return whether the first cell of a heading holds the names of several columns."""
    return len(header) > 1 and _STACKED.fullmatch(header[0].strip()) is not None


def unstacked(first: _ROW, rows: Iterator[_ROW]) -> Iterator[_ROW]:
    """Yield a heading and a row for every cell of a table, each with the line it stands on."""
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
    """Return figure and flags of a cell; what is neither stays as it is written."""
    found = _CELL.fullmatch(cell.strip())
    if not found:
        return cell.strip(), ""
    value = "" if found["value"] == ":" else found["value"]
    return value, found["flags"]
