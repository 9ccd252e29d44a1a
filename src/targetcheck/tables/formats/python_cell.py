"""Raw cells from Python values of a frame or a list of rows.

Layer: tables. A raw cell is text, an exact number, a boolean, a day, or None. A float becomes its
shortest decimal; NaN becomes None; an infinity becomes the text `inf`, to be refused later.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from targetcheck import limits

RawCell = str | int | Decimal | bool | date | None

NO_TEXT = "text with half a character"
"""What a text with a lone surrogate is called."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTHING = frozenset({"NAType", "NaTType"})


class NoCell(TypeError):
    """Raised for a value that cannot be a cell: a list, a mapping, bytes, an object."""


def raw_cell(value: Any) -> RawCell:
    """Return the raw cell of a value; raise `NoCell` if there is none."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if value is None or kind is bool or kind is date:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return _whole(value)
    if kind is float:
        return _from_float(repr(value))
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if kind.__name__ in _NOTHING:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, str):
        return _text(str(value))
    if isinstance(value, (int, float)) or hasattr(value, "dtype"):
        return _from_scalar(value)
    if kind.__name__ == "Period":
        return _from_period(value)
    raise NoCell(kind.__name__)


def is_text(text: str) -> bool:
    """Return whether a text can be encoded; one with a lone surrogate cannot."""
    return text.isascii() or _SURROGATE.search(text) is None


def _text(text: str) -> str:
    if is_text(text):
        return text
    raise NoCell(NO_TEXT)


def _whole(number: int) -> RawCell:
    """Return an integer; one that is too long becomes a text that is not read as a number."""
    if limits.within(number):
        return number
    return limits.size_text(number)


def _from_period(value: Any) -> RawCell:
    """Return a pandas period: its label if it is a calendar period, else its two days.

    `2024Q4` of a year that ends in March is not the fourth calendar quarter.
    """
    if str(value) == "NaT":
        return None
    start, end = value.start_time.date(), value.end_time.date()
    if start == end:
        return start  # type: ignore[no-any-return]
    month = start.year * 12 + start.month, end.year * 12 + end.month
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if whole and month[0] == month[1]:
        return f"{start:%Y-%m}"
    if whole and (start.month, end.month, month[1] - month[0]) == (1, 12, 11):
        return f"{start.year}"
    if whole and start.month % 3 == 1 and month[1] - month[0] == 2:
        return f"{start.year}Q{start.month // 3 + 1}"
    return f"{start}/{end}"


def _from_float(written: str) -> RawCell:
    """Return the cell of a float from its shortest decimal notation."""
    if written == "nan":
        return None
    if written.endswith("inf"):
        return written
    return Decimal(written.removesuffix(".0"))


def _from_decimal(value: Decimal) -> RawCell:
    if value.is_finite():
        return value
    return None if value.is_nan() else ("-inf" if value < 0 else "inf")


def _from_scalar(value: Any) -> RawCell:
    """Return the cell of a NumPy scalar, or of a subclass of int or float."""
    name = type(value).__name__
    if name.startswith("float") and name != "float64":
        return _from_float(str(value))  # its own text is the shortest at its own precision
    if isinstance(value, bool) or name == "bool":
        return bool(value)
    if isinstance(value, float):
        return _from_float(repr(float(value)))
    if isinstance(value, int):
        return _whole(int(value))
    try:
        plain = value.item()
    except (AttributeError, ValueError):
        raise NoCell(name) from None
    if type(plain) is type(value):
        raise NoCell(name)
    return raw_cell(plain)
