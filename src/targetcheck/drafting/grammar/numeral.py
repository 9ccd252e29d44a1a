"""Numbers written in digits, in Chinese numerals and in English words.

Layer: drafting. Input: a numeral. Output: an exact value.
"""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {name: n for n, name in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TIMES = {"十": 10, "百": 100, "千": 1_000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
ENGLISH_NUMERAL = "|".join(sorted(_ENGLISH, key=len, reverse=True))
CHINESE_NUMERAL = r"[零〇一二两三四五六七八九十百千万亿]+"


def digits_value(text: str) -> Fraction:
    """Return the value of digits, with or without separators of thousands."""
    return Fraction(re.sub(r"[,，\s]", "", text))


def chinese_value(text: str) -> Fraction | None:
    """Return the value of a Chinese numeral; None for other texts (三四, 万万)."""
    if len(text) >= 2 and all(c in DIGITS for c in text):
        return None
    total = section = 0
    digit: int | None = None
    for mark in text:
        if mark in DIGITS:
            if digit:
                return None
            digit = DIGITS[mark]
        elif mark in _TIMES:
            section += (1 if digit is None else digit) * _TIMES[mark]
            digit = None
        else:
            section += digit or 0
            total = (total + (section or 1)) * _BIG[mark]
            section, digit = 0, None
    return Fraction(total + section + (digit or 0))


def english_value(text: str) -> Fraction | None:
    """Return the value of an English numeral; None for other words."""
    found = _ENGLISH.get(text.lower())
    return None if found is None else Fraction(found)


def number_of(value: Fraction) -> str:
    """Return an exact decimal text of a value, without trailing zeros."""
    if value.denominator == 1:
        return str(value.numerator)
    text = format(value.numerator / value.denominator, ".15g")
    for places in range(1, 16):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole = str(abs(scaled.numerator)).rjust(places + 1, "0")
            sign = "-" if value < 0 else ""
            return f"{sign}{whole[:-places]}.{whole[-places:]}"
    return text
