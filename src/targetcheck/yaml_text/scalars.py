"""Floor `sources`: the text of a plain YAML scalar comes in; the value it stands for goes out.

The rules are those of the core schema of YAML 1.2, made stricter where a reader could be misled:
only decimal numbers are numbers, and they are exact; `no`, `on`, `1:30`, `012` and `0o17` are text.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

Scalar = str | int | Decimal | bool | date | None

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# Lengths are bounded so that no number costs more to read than the text it is written in.
_NUMBER = re.compile(
    r"[-+]?(?:(?P<whole>0|[1-9][0-9]{0,299})"
    r"|(?:(?:0|[1-9][0-9]{0,299})(?:\.[0-9]{0,300})?|\.[0-9]{1,300})(?:[eE][-+]?[0-9]{1,2})?)"
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class ImpossibleDate(ValueError):
    """Says that a text has the shape of a date which no calendar holds."""


def read_scalar(text: str) -> Scalar:
    """Give the value of a plain scalar; raises `ImpossibleDate` for the like of 2024-02-30."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or not text.isascii():
        return text
    number = _NUMBER.fullmatch(text)
    if number:
        return int(text) if number["whole"] is not None else Decimal(text)
    day = _DATE.fullmatch(text)
    if day:
        try:
            return date(int(day[1]), int(day[2]), int(day[3]))
        except ValueError:
            raise ImpossibleDate(text) from None
    return text
