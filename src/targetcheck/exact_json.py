"""JSON text with exact decimals.

Layer: root. Input: plain data. Output: text. The standard library's encoder would convert decimals
to floats, and has no dates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring

from targetcheck.printable_text import escaped


def json_text(data: object, indent: int | None = 1) -> str:
    """Return plain data as JSON; a Decimal is written exactly, without a float in between.

    A date is written as text, `2024-12-31`.

    Control characters are escaped, so that JSON can be printed safely and is always valid UTF-8.
    """
    return escaped("".join(_written(data, indent, 0)))


def _written(value: object, indent: int | None, level: int) -> Iterator[str]:
    """Yield the parts of a value's JSON text, in the layout of the standard library."""
    if isinstance(value, dict) and value:
        yield "{"
        for number, (key, each) in enumerate(value.items()):
            yield _break(number, indent, level + 1)
            yield f"{encode_basestring(str(key))}: "
            yield from _written(each, indent, level + 1)
        yield _end(indent, level) + "}"
    elif isinstance(value, list | tuple) and value:
        yield "["
        for number, each in enumerate(value):
            yield _break(number, indent, level + 1)
            yield from _written(each, indent, level + 1)
        yield _end(indent, level) + "]"
    elif isinstance(value, str):
        yield encode_basestring(value)
    elif isinstance(value, Decimal):
        yield format(value, "f")
    elif isinstance(value, date):
        yield encode_basestring(value.isoformat())
    else:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False)


def _break(number: int, indent: int | None, level: int) -> str:
    if indent is None:
        return ", " if number else ""
    return ("," if number else "") + _end(indent, level)


def _end(indent: int | None, level: int) -> str:
    return "" if indent is None else "\n" + " " * (indent * level)
