"""Rows of a long table as one compressed text, which the script of the page unfolds when needed.

Floor: reports. Comes in: a Table. Goes out: Base64 of deflated JSON, about a tenth of the rows as
elements. A cell is its text, or `[text, status, sort]`.
"""

from __future__ import annotations

import base64
import json
import zlib
from fractions import Fraction

from targetcheck.reports.bulletin.blocks import Cell, Table

LONG = 1000
"""A table with more rows than this is packed."""
SHOWN = 100
"""Rows of a table that stand on the page before the reader asks for more."""
PRINTED = 2000
"""Rows of a packed table that are printed at most."""


def packed(table: Table) -> str:
    """Give every row of a table as text that needs no escaping."""
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def order(sort: Fraction | int | str) -> str:
    """Give a sorting key as the page reads it."""
    return str(round(float(sort), 9)) if isinstance(sort, Fraction) else str(sort)


def _cell(cell: Cell) -> str | list[str]:
    if not cell.status and cell.sort is None:
        return cell.text
    return [cell.text, cell.status, *([] if cell.sort is None else [order(cell.sort)])]
