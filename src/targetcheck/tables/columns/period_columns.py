"""Periods in two columns: a year, and a quarter or month.

Layer: tables. Input: the columns. Output: one column of period labels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from targetcheck.tables.cells.cell_value import fold_width, is_blank

_QUARTER = re.compile(r"(?:Q|第)?\s*([1-4])\s*(?:季度|季)?", re.IGNORECASE)
_MONTH = re.compile(r"(1[0-2]|0?[1-9])\s*月?份?")


def join_period(parts: Mapping[str, Sequence[object]], count: int) -> list[object]:
    """Return period labels from a column of years and one of quarters or months."""
    years = parts.get("year", [None] * count)
    finer = parts.get("quarter") or parts.get("month") or [None] * count
    is_month = "quarter" not in parts
    return [_label(year, part, is_month) for year, part in zip(years, finer, strict=True)]


def _label(year: object, part: object, is_month: bool) -> object:
    if is_blank(part):
        return year
    if is_blank(year):
        return part
    head = fold_width(str(year)).removesuffix("年度").removesuffix("年")
    tail = fold_width(str(part))
    number = (_MONTH if is_month else _QUARTER).fullmatch(tail)
    if number:
        return f"{head}-{int(number[1]):02d}" if is_month else f"{head}Q{number[1]}"
    if tail.isdecimal():  # no such quarter or month: the reader of periods refuses it
        return f"{head}M{tail}" if is_month else f"{head}Q{tail}"
    if tail.startswith(head):
        return tail
    return f"{head}年{tail}"
