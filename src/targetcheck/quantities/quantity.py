"""Quantities: parsing and printing of exact amounts with units.

Layer: quantities. Input: `95 %`, `3.34万亩`, `1,234.5 吨` as written in a clause or a cell. Output: a
`Quantity` with an exact value, or a finding with a correction. A number without a unit is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import cast

from targetcheck import limits
from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.first_use import pattern
from targetcheck.quantities.rounding import magnitude, round_significant, steps
from targetcheck.quantities.unit import Unit, declared_finder, factor, find_unit

_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER_ONLY = pattern(_NUMBER, re.ASCII)
_QUANTITY = pattern(rf"(?P<number>{_NUMBER})(?P<gap>\s*[×*]?\s*)(?P<unit>.*)", re.ASCII)
_SIGNS = str.maketrans("−–", "--")
_LONGEST = 4 * limits.DIGITS
"""Characters of an amount with its unit."""
_LONG = 256
"""Bits of a common denominator from which fractions are as fast as integers."""
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount in a unit; `digits` is the number of decimals written."""

    value: Fraction
    unit: Unit
    text: str
    digits: int

    def to(self, unit: Unit) -> Fraction:
        """Return the exact value in another unit of the same dimension."""
        return self.value * factor(self.unit, unit)

    def zh(self) -> str:
        """Return the amount as printed in Chinese, `0.69万亩`."""
        return self.printed("zh")

    def en(self) -> str:
        """Return the amount as printed in English, `0.69 × 10⁴ mu`."""
        return self.printed("en")

    def printed(self, lang: Language) -> str:
        """Return the amount as printed in a language."""
        return self.unit.after(number_text(self.value, self.digits), lang)

    def __str__(self) -> str:
        return self.text


def quantity(value: Fraction, unit: Unit, digits: int | None = None) -> Quantity:
    """Return a quantity from its parts; without `digits`, with the decimals that the value needs."""
    number = number_text(value, digits)
    places = len(number.partition(".")[2]) if digits is None else max(digits, 0)
    between = " × " if unit.zh[:1].isdigit() else " "
    return Quantity(value, unit, f"{number}{between}{unit.zh}", places)


def parse_quantity(text: str) -> Quantity:
    """Return the quantity of a text; a number without a unit is an error."""
    if len(text) > _LONGEST:
        raise TargetcheckError(_unreadable(f"{text[:40]}…"))
    if declared_finder.get() is None:
        return _known(text)
    found = _parsed(text)
    if len(_IN_FORCE) >= _MOST:
        _IN_FORCE.clear()
    _IN_FORCE[text] = _IN_FORCE[str(found)] = found
    return found


def worded_quantity(text: str) -> Quantity:
    """Return the quantity of a text for its wording, also in a unit that a ruleset declares."""
    return _IN_FORCE.get(text) or parse_quantity(text)


_MOST = 4096
_IN_FORCE: dict[str, Quantity] = {}
"""Quantities that were read with the units of a ruleset in force; for their wording only."""


@lru_cache(_MOST)
def _known(text: str) -> Quantity:
    """Return the quantity of a text in built-in units, which mean the same in every ruleset."""
    return _parsed(text)


def _parsed(text: str) -> Quantity:
    plain = _plain(text)
    found = _QUANTITY.fullmatch(plain)
    if not found:
        raise TargetcheckError(_unreadable(text))
    number, rest = found["number"], found["unit"]
    if not rest:
        raise TargetcheckError(_no_unit(text))
    if rest[0] in ".,-—~～至" or (rest[0].isdecimal() and not found["gap"].strip()):
        raise TargetcheckError(_unreadable(text))
    written = read_number(number)
    if not limits.within(written):
        raise TargetcheckError(too_long(number))
    digits = max(-int(written.as_tuple().exponent), 0)
    return quantity(Fraction(written), find_unit(rest), digits)


def read_number(text: str) -> Decimal:
    """Return a number in digits, also full-width or with thousands separators; else ValueError."""
    plain = _plain(text) if len(text) <= _LONGEST else ""
    if not _NUMBER_ONLY.fullmatch(plain):
        raise ValueError(f"`{text[:40]}` is not a number")
    return Decimal(plain.replace(",", ""))


def number_text(value: Fraction, digits: int | None = None) -> str:
    """Return a number as digits: exact up to 12 significant digits, else rounded to 6.

    Integer digits are never rounded. With `digits`, that many decimals.
    """
    bits = value.numerator.bit_length() + value.denominator.bit_length()
    if bits > limits.COMPUTED_DIGITS * 3 and abs(magnitude(value)) > limits.COMPUTED_DIGITS:
        return _with_power(value)
    if digits is None:
        digits = _digits_needed(value)
    count, places = steps(value, digits, "half_even"), max(digits, 0)
    scaled = str(abs(count) * 10 ** (places - digits)).rjust(places + 1, "0")
    whole, part = scaled[: len(scaled) - places], scaled[len(scaled) - places :]
    sign = "-" if count < 0 else ""
    return f"{sign}{whole}.{part}" if part else sign + whole


BEYOND = 20
"""Significant digits of a number without a last one, such as 2/3: more than a binary number of 64
bits can hold."""


def exact_text(value: Fraction) -> str:
    """Return a number with all digits; an infinite decimal to the digits of BEYOND."""
    bottom, twos, fives = value.denominator, 0, 0
    while bottom % 2 == 0:
        bottom, twos = bottom // 2, twos + 1
    while bottom % 5 == 0:
        bottom, fives = bottom // 5, fives + 1
    digits = max(twos, fives)
    if bottom == 1:
        return number_text(value, digits)
    return number_text(value, max(BEYOND - 1 - magnitude(value), 1))


def in_proportion(values: Sequence[Fraction]) -> Sequence[Fraction]:
    """Return values multiplied by one number, so that most can be compared as integers, exactly.

    The number is a common denominator; where that is long, the values are returned as they are.
    """
    common = 1
    ratios = [value.as_integer_ratio() for value in values]
    for denominator in {below for _, below in ratios}:
        common = lcm(common, denominator)
        if common.bit_length() > _LONG:
            return values
    scaled = [above * (common // below) for above, below in ratios]
    return cast("list[Fraction]", scaled)  # integers, with the operations of fractions


def _with_power(value: Fraction) -> str:
    """Return a very long number as `1.23457E+5000`, to 6 significant digits."""
    lead = magnitude(value)
    scaled = value / Fraction(10) ** (lead - 5)
    count = steps(scaled, 0, "half_even")
    return f"{Decimal(count).scaleb(lead - 5):E}"


def _plain(text: str) -> str:
    """Return the text with half-width characters; superscripts are kept, so that 10⁴ is not 104."""
    marks = (c if c in _RAISED else unicodedata.normalize("NFKC", c) for c in text)
    return "".join(marks).translate(_SIGNS).strip()


def _digits_needed(value: Fraction) -> int:
    """Return the decimals that show a value exactly, or to 6 significant digits."""
    if value.denominator == 1:
        return 0
    lead = magnitude(value)
    bottom = value.denominator
    for digits in range(12):
        if 10**digits % bottom == 0 and digits + lead < 12:
            return digits
    rounded = round_significant(value, 6, "half_even")
    return max(5 - magnitude(rounded), 0)


def too_long(number: object) -> Diagnostic:
    """Return the finding for a number that no figure comes near."""
    shown = str(number)
    shown = shown[:40] + "…" * (len(shown) > 40)
    power, places = limits.MAGNITUDE, limits.DIGITS
    return Diagnostic(
        "number-too-long",
        f"`{shown}` is out of range: numbers must be between 10^-{power} and 10^{power}, "
        f"with at most {places} decimal places",
        f"“{shown}”超出数值的范围：应在10^-{power}与10^{power}之间，小数不超过{places}位",
        "check the number and its unit",
        "请核对数值和单位",
    )


def _no_unit(text: str) -> Diagnostic:
    number = text.strip()
    return Diagnostic(
        "quantity-no-unit",
        f"`{number}` has no unit",
        f"“{number}”没有单位",
        f"write for example `{number} %` or `{number} 个`",
        f"请写明单位，例如“{number} %”或“{number}个”",
    )


def _unreadable(text: str) -> Diagnostic:
    return Diagnostic(
        "quantity-unreadable",
        f"`{text}` is not a number with a unit",
        f"“{text}”不是带单位的数值",
        "write digits and a unit, for example `95 %` or `0.69 万亩`",
        "请写数字和单位，例如95%或“0.69万亩”",
    )
