"""Tables that are too long for paper: packed into a page, cut in documents, which then say so.

Floor: reports. Comes in: a Table. Goes out: Base64 of deflated JSON, about a tenth of the rows as
elements, which the script of the page unfolds; a cell is its text, or `[text, status, sort]`. Or a
Table of the first rows with the sentence that tells how many are left out.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.output.bulletin.blocks import Cell, Table, text_of

LONG = 1000
"""A table with more rows than this is packed."""
SHOWN = 100
"""Rows of a table that stand on the page before the reader asks for more."""
PRINTED = 2000
"""Rows of a table that are printed at most, and that a document holds at most."""


def packed(table: Table) -> str:
    """Give every row of a table as text that needs no escaping."""
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def cut(table: Table, lang: Language) -> tuple[Table, str]:
    """Give a table as a document holds it, and what it leaves out in words, or nothing."""
    if len(table.rows) <= PRINTED:
        return table, ""
    told = text_of(
        lang,
        f"本表共 {len(table.rows)} 行，此处列出前 {SHOWN} 行；全部行见网页（.html）或工作簿（.xlsx）形式的通报。",
        f"This table has {len(table.rows)} rows; here are the first {SHOWN}. "
        "The bulletin as a page (.html) or as a workbook (.xlsx) holds every row.",
    )
    return replace(table, rows=table.rows[:SHOWN]), told


def order(sort: Fraction | int | str) -> str:
    """Give a sorting key as the page reads it."""
    return str(round(float(sort), 9)) if isinstance(sort, Fraction) else str(sort)


def _cell(cell: Cell) -> str | list[str]:
    if not cell.status and cell.sort is None:
        return cell.text
    return [cell.text, cell.status, *([] if cell.sort is None else [order(cell.sort)])]
