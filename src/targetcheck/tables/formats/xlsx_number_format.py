"""A stored value and its number format come in; what a reader sees goes out.

0.953 under `0.0%` is `95.3%`, a day under `yyyy年m月` is that month, and a unit that the format
writes is its unit. What a format hides, wholly or by thousands, comes with the reason to doubt it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from targetcheck.errors import TargetcheckError
from targetcheck.tables.formats.python_cell import NoCell, raw_cell

Doubt = str
"""Why a cell cannot be used, as text of the column `set_aside`; empty where it can."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|!(.)|_.|\*.|\[[^\]]*\]')
_SECTION = re.compile(r'(?:"[^"]*"|\\.|!.|\[[^\]]*\]|[^;"\\!\[])*')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\]")
_SCALED = re.compile(r"[0#?]\"*,+(?![0#?])")
_DIGITS = re.compile(r"[0#?@]|general|[a-z]", re.IGNORECASE)
"""What stands for the number; letters are codes that only some programs know, as `aaaa`."""
_DASHES = frozenset("-–—")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda value, end: value <= end,
    ">=": lambda value, end: value >= end,
    "<>": lambda value, end: value != end,
    "<": lambda value, end: value < end,
    ">": lambda value, end: value > end,
    "=": lambda value, end: value == end,
}


def shown_value(value: object, code: str) -> tuple[object, Doubt]:
    """Return what a cell with a number format shows, and why it cannot be used, if so."""
    if isinstance(value, datetime | date):
        return _day(value, code)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _plain(value), ""
    number = raw_cell(value)
    if code == "General" or not isinstance(number, int | Decimal):
        return number, ""
    return _number(Decimal(number), number, _section(code, Decimal(number)))


def _plain(value: object) -> object:
    try:
        return raw_cell(value)
    except NoCell:
        return str(value)


def _number(value: Decimal, stored: object, section: str) -> tuple[object, Doubt]:
    percent, literal, scaled, digits = _format(section)
    if not digits:
        return _words(stored, literal)
    if scaled:
        return stored, f"value-scaled:{stored}"
    if percent:
        return f"{(value * 100).normalize():f}%", ""
    return (f"{stored}{literal}" if literal and _is_unit(literal) else stored), ""


def _words(stored: object, literal: str) -> tuple[object, Doubt]:
    """Return what a format shows that has no place for digits: words, a dash for nought, nothing."""
    if not literal:
        return stored, f"value-unseen:{stored}"
    return (stored if set(literal) <= _DASHES else literal), ""


def _section(code: str, value: Decimal) -> str:
    """Return the part of a format that a number is shown by: by its sign, or by a condition."""
    parts = _sections(code)
    conditions = [_CONDITION.search(part) for part in parts[:2]]
    if any(conditions):
        for part, found in zip(parts, conditions, strict=False):
            if found is None or _HOLDS[found[1]](value, Decimal(found[2])):
                return part
        return parts[min(2, len(parts) - 1)]
    if value < 0 and len(parts) > 1:
        return parts[1]
    return parts[2] if value == 0 and len(parts) > 2 else parts[0]


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[str, ...]:
    parts: list[str] = []
    at = 0
    while at <= len(code):
        found = _SECTION.match(code, at)
        assert found is not None  # a section may be empty
        parts.append(found[0])
        at = found.end() + 1
    return tuple(parts)


@lru_cache(maxsize=256)
def _format(section: str) -> tuple[bool, str, bool, bool]:
    """Return whether a format multiplies by 100, what it writes, hides thousands, shows digits."""
    bare = _LITERAL.sub("", section)
    literal = "".join(a or b or c for a, b, c in _LITERAL.findall(section)).strip()
    if not _DIGITS.search(bare):
        return False, literal or bare.strip(), False, False
    return "%" in bare, literal, bool(_SCALED.search(bare)), True


def _is_unit(text: str) -> bool:
    from targetcheck.quantities.unit import find_unit

    try:
        find_unit(text)
    except TargetcheckError:
        return False
    return True


def _day(value: datetime | date, code: str) -> tuple[object, Doubt]:
    """Return the day, or the month or year where the format shows no more."""
    section = _sections(code)[0]
    shown = _LITERAL.sub("", section).lower()
    day = value.date() if isinstance(value, datetime) else value
    if not shown.strip() and not section.strip():
        return day, f"value-unseen:{day}" if ";" in code else ""
    if "d" in shown or "y" not in shown:
        return day, ""
    return (f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"), ""
