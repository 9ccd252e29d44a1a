"""Numbers written in digits, in Chinese numerals and in English words.

Layer: drafting. Input: a numeral. Output: an exact value.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
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
_EXACT = Context(prec=1000)
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
    """Return a value as exact decimal text, without trailing zeros.

    Raises ValueError for a value that no decimal writes, such as 1/3; numerals have none.
    """
    places = value.denominator.bit_length()
    scaled = value * 10**places
    if scaled.denominator != 1:
        raise ValueError(value)
    text = format(Decimal(scaled.numerator).scaleb(-places, _EXACT), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
