"""JSON text with exact decimals.

Layer: root. Input: plain data. Output: text. The standard library's encoder would convert decimals
to floats, and has no dates.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring

from targetcheck.printable_text import escaped


def json_text(data: object, indent: int | None = 1) -> str:
    """Return plain data as JSON; a Decimal is written exactly, without a float in between.

    A date is written as text, `2024-12-31`.

    Control characters are escaped, so that JSON can be printed safely and is always valid UTF-8.
    """
    parts: list[str] = []
    _write(data, parts, _breaks(indent), 0)
    return "".join(parts)


def _breaks(indent: int | None) -> list[str] | None:
    """Return the line breaks of the first levels; None for a text on one line."""
    return None if indent is None else ["\n" + " " * (indent * level) for level in range(64)]


def _write(value: object, parts: list[str], breaks: list[str] | None, level: int) -> None:
    """Add the parts of a value's JSON text, in the layout of the standard library.

    Plain texts, numbers and constants are most of what is written, so they come first.
    """
    kind = value.__class__
    if kind is str:
        parts.append(escaped(encode_basestring(value)))  # type: ignore[arg-type]
    elif kind is int or kind is bool or value is None:
        parts.append(_CONSTANTS[value] if kind is not int else str(value))  # type: ignore[index]
    elif kind is Decimal:
        parts.append(format(value, "f"))
    elif isinstance(value, dict) and value:
        between = _between(breaks, level + 1)
        parts.append("{" + between[0])
        for number, (key, each) in enumerate(value.items()):
            parts.append(f"{between[1] if number else ''}{escaped(encode_basestring(str(key)))}: ")
            _write(each, parts, breaks, level + 1)
        parts.append(_end(breaks, level) + "}")
    elif isinstance(value, list | tuple) and value:
        between = _between(breaks, level + 1)
        parts.append("[" + between[0])
        for number, each in enumerate(value):
            if number:
                parts.append(between[1])
            _write(each, parts, breaks, level + 1)
        parts.append(_end(breaks, level) + "]")
    elif isinstance(value, str):
        parts.append(escaped(encode_basestring(value)))
    elif isinstance(value, Decimal):
        parts.append(format(value, "f"))
    elif isinstance(value, date):
        parts.append(encode_basestring(value.isoformat()))
    else:
        parts.append(json.dumps(value, ensure_ascii=False, allow_nan=False))


_CONSTANTS = {None: "null", True: "true", False: "false"}


def _between(breaks: list[str] | None, level: int) -> tuple[str, str]:
    """Return what stands before the first and between the members of a container."""
    end = _end(breaks, level)
    return end, ", " if breaks is None else "," + end


def _end(breaks: list[str] | None, level: int) -> str:
    if breaks is None:
        return ""
    while level >= len(breaks):
        breaks.append(breaks[-1] + breaks[1][1:])
    return breaks[level]
