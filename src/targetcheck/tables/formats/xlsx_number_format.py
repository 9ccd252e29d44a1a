"""Shown content of a stored value, by its number format.

Layer: tables. 0.953 with `0.0%` is `95.3%`, a day with `yyyy年m月` is that month, 0.05 with `"<"0.00`
is `<0.05`, and a unit in the format is the unit of the value. If a format hides the number, wholly
or by thousands, or makes it ambiguous, the reason is returned too.

A spreadsheet keeps 15 digits of a number: 3.3000000000000003 is 3.3 in every format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.formats.python_cell import NoCell, raw_cell
from targetcheck.tables.rejection_reasons import SEPARATOR

Doubt = str
"""Why a cell cannot be used, as text of the column `set_aside`; empty if it can."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]'
    r"|(?P<silent>_.|\*.|\[[^\]]*\])|(?P<bare>.)",
    re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|!.|\[[^\]]*\]|[^;"\\!\[])*')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]*)?|-?\.[0-9]+)\]")
_SCALED = re.compile(r"[0#?]\"*,+(?![0#?])")
_DASHES = frozenset("-–—")
_SPREADSHEET_DIGITS = 15
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda value, end: value <= end,
    ">=": lambda value, end: value >= end,
    "<>": lambda value, end: value != end,
    "<": lambda value, end: value < end,
    ">": lambda value, end: value > end,
    "=": lambda value, end: value == end,
}


def shown_value(value: object, code: str) -> tuple[object, Doubt]:
    """Return the shown content of a cell with a number format, and the reason if it cannot be used."""
    if isinstance(value, datetime | date):
        return _day(value, code)
    if isinstance(value, str):
        return _text(value, code)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _plain(value), ""
    number = raw_cell(value)
    if isinstance(value, float) and isinstance(number, Decimal):
        number = _stored(number)
    if code == "General" or not isinstance(number, int | Decimal):
        return number, ""
    return _number(Decimal(number), number, *_section(code, Decimal(number)))


def _stored(number: Decimal) -> Decimal:
    """Return a number with the digits that a spreadsheet keeps."""
    if len(number.as_tuple().digits) <= _SPREADSHEET_DIGITS:
        return number
    return Decimal(f"{float(number):.{_SPREADSHEET_DIGITS}g}")


def _plain(value: object) -> object:
    try:
        return raw_cell(value)
    except NoCell:
        return str(value)


class _Section(NamedTuple):
    """A section of a format: literal text before and after the number, and its display.

    A section of letters alone holds codes that only some programs know, such as `aaaa`.
    """

    before: str
    behind: str
    within: bool
    digits: bool
    scaled: bool
    percent: bool


def _number(value: Decimal, stored: object, section: str, negative: bool) -> tuple[object, Doubt]:
    """Return the shown form of a number in a section; `negative` sections omit the sign."""
    form = _format(section)
    if not form.digits:
        return _words(stored, form.before)
    if form.scaled:
        return stored, f"value-scaled:{stored}"
    before, behind = form.before, form.behind
    if negative and before.startswith("(") and behind.endswith(")"):
        before, behind = before[1:], behind[:-1]
    elif negative and before[:1] in _DASHES:
        before = before[1:]
    elif negative and before[-1:] in _DASHES:
        before = before[:-1]
    elif negative:
        return stored, _doubt(stored, f"{before}{_written(-value, form)}{behind}")
    elif not value and before in _DASHES:
        before = ""
    shown = _written(value, form)
    if form.within:
        return stored, _doubt(stored, section)
    if not before and not behind:
        return shown if form.percent else stored, ""
    return _with_literals(value, stored, before, shown, behind)


def _written(value: Decimal, form: _Section) -> str:
    return f"{(value * 100).normalize():f}%" if form.percent else f"{value:f}"


def _with_literals(
    value: Decimal, stored: object, before: str, shown: str, behind: str
) -> tuple[object, Doubt]:
    """Return a number with the literal text of its format, if that is a valid notation."""
    text = f"{before}{shown}{behind}"
    if value < 0 and before and before not in _CURRENCIES:
        text = f"-{before}{shown.removeprefix('-')}{behind}"
    cell = read_cell(text)
    if cell.kind in ("number", "below_detection", "above_range") and cell.other is None:
        known = not cell.unit or cell.unit in _MULTIPLES or _is_unit(cell.unit)
        if known and (value == abs(cell.number or 0) or value == cell.number or "%" in shown):
            return text, ""
    return stored, _doubt(stored, text)


_CURRENCIES = frozenset(("¥", "￥", "$", "€", "£", "US$", "HK$"))
_MULTIPLES = frozenset(("万", "亿", "百万", "千万", "千", "百"))


def _doubt(stored: object, shown: str) -> Doubt:
    return f"value-format:{stored}{SEPARATOR}{shown}"


def _words(stored: object, literal: str) -> tuple[object, Doubt]:
    """Return the shown text of a format without digits: words, a dash for zero, nothing."""
    if not literal:
        return stored, f"value-unseen:{stored}"
    return (stored if set(literal) <= _DASHES else literal), ""


def _section(code: str, value: Decimal) -> tuple[str, bool]:
    """Return the section of a format for a number, and whether it omits the sign.

    The section is chosen by sign, or by a condition.
    """
    parts = _sections(code)
    conditions = [_CONDITION.search(part) for part in parts[:2]]
    if any(conditions):
        for part, found in zip(parts, conditions, strict=False):
            if found is None or _HOLDS[found[1]](value, Decimal(found[2])):
                return part, False
        return parts[min(2, len(parts) - 1)], False
    if value < 0 and len(parts) > 1:
        return parts[1], True
    return (parts[2] if value == 0 and len(parts) > 2 else parts[0]), False


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
def _format(section: str) -> _Section:
    """Return the literals of a section and how it shows the number."""
    tokens = _tokens(section)
    bare = "".join(text for literal, text in tokens if not literal)
    places = [n for n, (literal, text) in enumerate(tokens) if not literal and text in "0#?@"]
    if not places:
        coded = any(mark.isalpha() for mark in bare)
        words = "".join(text for literal, text in tokens if literal or text != "%").strip()
        return _Section("" if coded else words, "", False, coded, False, "%" in bare)
    first, last = places[0], places[-1] + 1
    return _Section(
        before=_beside(tokens[:first]),
        behind=_beside(tokens[last:]),
        within=any(literal and text.strip() for literal, text in tokens[first:last]),
        digits=True,
        scaled=bool(_SCALED.search(bare)),
        percent="%" in bare,
    )


@lru_cache(maxsize=256)
def _tokens(section: str) -> list[tuple[bool, str]]:
    """Return the parts of a format: literals (True), and its codes one by one (False)."""
    found: list[tuple[bool, str]] = []
    for token in _TOKEN.finditer(re.sub("general", "@", section, flags=re.IGNORECASE)):
        if token["bare"] is not None:
            found.append((False, token["bare"]))
        elif not token["silent"]:
            literal = token["quoted"] or token["escaped"] or token["currency"]
            found.append((True, literal or ""))
    return found


def _beside(tokens: list[tuple[bool, str]]) -> str:
    """Return the literal text before or after the number, without a percent sign."""
    return "".join(text for literal, text in tokens if literal or text not in "%,.").strip()


@lru_cache(maxsize=256)
def _is_unit(text: str) -> bool:
    from targetcheck.errors import TargetcheckError
    from targetcheck.quantities.unit import find_unit

    try:
        find_unit(text)
    except TargetcheckError:
        return False
    return True


def _text(value: str, code: str) -> tuple[object, Doubt]:
    """Return the shown form of a text: by the last section with `@`, with its literals."""
    parts = _sections(code)
    section = parts[3] if len(parts) > 3 else next((p for p in parts if "@" in p), "")
    if len(parts) > 3 and not section.strip():
        return value, f"value-unseen:{value}" if value.strip() else ""
    tokens = _tokens(section)
    if (False, "@") not in tokens or not any(literal and text for literal, text in tokens):
        return value, ""
    return "".join(value if part == (False, "@") else part[1] for part in tokens).strip(), ""


def _day(value: datetime | date, code: str) -> tuple[object, Doubt]:
    """Return the day, or the month or year if the format shows only that."""
    section = _sections(code)[0]
    shown = "".join(text for literal, text in _tokens(section) if not literal).lower()
    day = value.date() if isinstance(value, datetime) else value
    if not shown.strip() and not section.strip():
        return day, f"value-unseen:{day}" if ";" in code else ""
    if "d" in shown or "h" in shown or "s" in shown:
        return day, ""
    if "y" in shown or "e" in shown:
        return (f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"), ""
    return (f"{day.month}月" if "m" in shown else day), ""
