"""Removal of characters that control a terminal, change the reading order or break a file format.

Layer: lowest; imports no other module of the package. Names and reasons come from data, so
everything printed or written passes through here: controls, format characters, lone surrogates,
line and paragraph separators and the noncharacters of Unicode, which XML forbids.
"""

from __future__ import annotations

import re
from decimal import Decimal

from targetcheck.first_use import pattern

_FORMAT = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_NO_CHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
_STEERING = rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_FORMAT}{_NO_CHARACTERS}]"
STEERING = pattern(_STEERING)
"""One character that is never printed as it is."""
_IN_LINES = pattern(rf"(?!\n|\t|\r\n){_STEERING}")
_BLANKS = "\n\t\r\v\f\x85\u2028\u2029"


def printable(text: str) -> str:
    """Return a text on one line without control characters; line breaks and tabs become spaces."""
    return text if text.isprintable() else STEERING.sub(_stand_in, text)


def printable_lines(text: str) -> str:
    """Return a text of several lines without control characters.

    Line ends, tabs and the byte order mark at the start are kept.
    """
    if text.startswith("\ufeff"):
        return "\ufeff" + printable_lines(text[1:])
    return text if text.isprintable() else _IN_LINES.sub(_stand_in, text)


def escaped(text: str) -> str:
    r"""Return JSON text with control characters inside strings written as ``\uXXXX``."""
    return text if text.isprintable() else _IN_LINES.sub(_escape, text)


def _stand_in(found: re.Match[str]) -> str:
    return " " if found[0] in _BLANKS else ""


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    above = code - 0x10000
    return f"\\u{0xD800 + (above >> 10):04x}\\u{0xDC00 + (above & 0x3FF):04x}"


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Start of a text that may be run as a formula; full-width signs are, in East Asian editions."""


def cell_text(cell: object) -> str:
    """Return a CSV cell; a text that looks like a formula is prefixed with `'`, a number never."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        shown = printable(cell)
        risky = cell.startswith(_FORMULA) or shown.startswith(_FORMULA)
        return f"'{shown}" if risky else shown
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
