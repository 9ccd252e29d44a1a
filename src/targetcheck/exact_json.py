"""Plain data as JSON text, decimals digit by digit.

Layer: root.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Self


class _Number(float):
    """A decimal that json writes digit by digit and not as its nearest binary number."""

    def __new__(cls, value: object) -> Self:
        return super().__new__(cls, str(value))

    def __init__(self, value: object) -> None:
        self.digits = str(value)

    def __repr__(self) -> str:
        return self.digits


def json_text(data: object, indent: int | None = 1) -> str:
    """Return plain data as JSON; a Decimal is written as it is, not as a binary number."""
    return json.dumps(_plain(data), ensure_ascii=False, indent=indent)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return _Number(value) if isinstance(value, Decimal) else value
