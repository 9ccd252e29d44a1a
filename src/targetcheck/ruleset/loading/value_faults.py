"""What is wrong with a value of a ruleset, in words for its author.

Layer: ruleset. Input: the type and the context of a validation error. Output: what the key takes, in
Chinese and English; no word of the validation library is printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TAKES: tuple[tuple[str, str, str], ...] = (
    ("int", "应为整数", "a whole number is needed"),
    ("float|decimal|finite_number|number", "应为数值", "a number is needed"),
    ("bool", "应为 true 或 false", "true or false is needed"),
    ("string|str", "应为文字", "a text is needed"),
    ("date", "应为日期，如2024-12-31", "a date is needed, such as 2024-12-31"),
    ("tuple|list|set|frozen_set", "应为列表，如“[甲, 乙]”", "a list is needed, such as [a, b]"),
    ("dict|mapping|model", "应为“键: 值”的映射", "a mapping of keys to values is needed"),
    ("none", "应为空", "nothing may be written here"),
)
_LIMITS: Mapping[str, tuple[str, str, str]] = {
    "greater_than": ("gt", "应大于{}", "it must be above {}"),
    "greater_than_equal": ("ge", "不得小于{}", "it must be at least {}"),
    "less_than": ("lt", "应小于{}", "it must be below {}"),
    "less_than_equal": ("le", "不得大于{}", "it must be at most {}"),
    "too_short": ("min_length", "至少须有{}项", "it needs at least {} entries"),
    "too_long": ("max_length", "至多{}项", "it can have at most {} entries"),
    "string_too_short": ("min_length", "至少须有{}个字符", "it needs at least {} characters"),
    "string_too_long": ("max_length", "至多{}个字符", "it can have at most {} characters"),
    "multiple_of": ("multiple_of", "应为{}的倍数", "it must be a multiple of {}"),
    "decimal_max_digits": ("max_digits", "至多{}位数字", "it can have at most {} digits"),
    "decimal_max_places": ("decimal_places", "小数至多{}位", "it can have at most {} decimals"),
}
_QUOTED = re.compile(r"'([^']*)'")


def what_is_wrong(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a value, in Chinese and English."""
    expected = _QUOTED.findall(str(context.get("expected", "")))
    if kind in ("literal_error", "enum") and expected:
        return f"可写：{'、'.join(expected)}", f"use one of {', '.join(expected)}"
    if kind in _LIMITS:
        key, zh, en = _LIMITS[kind]
        return zh.format(context.get(key)), en.format(context.get(key))
    for start, zh, en in _TAKES:
        if re.match(rf"(?:{start})(?:_|$)", kind):
            return zh, en
    return "此处不能这样写", "it is not of the form that this key takes"
