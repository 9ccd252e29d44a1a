"""Exact numbers from digits as written.

Layer: tables. Points, commas, spaces and apostrophes separate thousands or decimals. `1,234.5`,
`1.234,5` and `1 234,5` are unambiguous; `1,234` has two readings, and both are returned. Powers of
ten are written `2.5E-05`, `2.5×10^-5` or `2.5×10⁻⁵`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from targetcheck import limits
from targetcheck.first_use import pattern

Mark = Literal["", ".", ","]
"""A decimal mark; empty if the number does not prove one."""

_DIGITS = r"[0-9]{1,300}"
_TENS = r"(?:\s*[×xX*·]\s*10(?:\^[+-]?[0-9]{1,3}|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))"
AMOUNT = (
    rf"(?P<amount>[+-]?(?:{_DIGITS}(?:[.,'’ ]{_DIGITS})*(?:\.(?![0-9]))?|\.{_DIGITS})"
    rf"(?:[eE][+-]?[0-9]{{1,3}}|{_TENS})?)"
)
_PARTS = pattern(
    rf"(?P<sign>[+-]?)(?P<body>[0-9.,'’ ]+?)"
    rf"(?:[eE](?P<exp>[+-]?[0-9]{{1,3}})|(?P<tens>{_TENS}))?"
)
_GROUPS = pattern(r"[1-9][0-9]{0,2}(?:([,.'’ ])[0-9]{3})(?:\1[0-9]{3})*")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RUN = pattern(r"[0-9][0-9.,'’ ]*[.,][0-9.,'’ ]*[0-9]")


class Amount(NamedTuple):
    """A number as written; `other` is its second reading, `shows` the decimal mark it proves."""

    number: Decimal
    other: Decimal | None = None
    shows: Mark = ""


def read_amount(text: str) -> Amount | None:
    """Return the number of a text in the form of AMOUNT; None if its separators are inconsistent."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    body = _body(found["body"])
    power = _power(found["exp"], found["tens"])
    if body is None or power is None:
        return None
    sign = -1 if found["sign"] == "-" else 1
    number = _scaled(body.number, sign, power)
    other = None if body.other is None else _scaled(body.other, sign, power)
    return None if number is None else Amount(number, other, body.shows)


def restate(text: str, mark: Mark) -> str:
    """Return a text with its one number rewritten with `.` for decimals and no thousands separators.

    A number that does not fit the decimal mark, or one of several numbers, is unchanged.
    """
    runs = list(_RUN.finditer(text))
    if len(runs) != 1:
        return text
    run = runs[0]
    plain = _under(run[0], mark)
    return text if plain is None else f"{text[: run.start()]}{plain}{text[run.end() :]}"


def shown_mark(text: str) -> tuple[Mark, bool]:
    """Return the decimal mark that the one number of a text proves, and whether a mark is ambiguous.

    `94,5` proves a comma, `1.234.567` too; `94.5` proves a point; `1,234` and `1.234` prove
    nothing.
    """
    runs = _RUN.findall(text)
    if len(runs) != 1:
        return "", False
    run = runs[0]
    found = _body(run)
    if found is None or found.shows:
        return ("" if found is None else found.shows), False
    return "", "," in run or "." in run


def _body(text: str) -> Amount | None:
    """Return the reading of unsigned digits with their separators."""
    text = text.replace("’", "'")
    if text.isdecimal():
        return Amount(Decimal(text))
    marks = set(text) - set("0123456789")
    if {",", "."} <= marks or (marks & {" ", "'"} and marks & {",", "."}):
        last: Mark = "," if text.rfind(",") > text.rfind(".") else "."
        plain = _under(text, last)
        return None if plain is None else Amount(Decimal(plain), None, last)
    if marks == {"."}:
        return _one_mark(text, ".", ",")
    if marks == {","}:
        return _one_mark(text, ",", ".")
    plain = _ungrouped(text)
    return None if plain is None else Amount(Decimal(plain))


def _one_mark(text: str, mark: Mark, other: Mark) -> Amount | None:
    """Return the reading of digits with one kind of separator, comma or point."""
    head, _, tail = text.partition(mark)
    if mark in tail:
        plain = _ungrouped(text)
        return None if plain is None else Amount(Decimal(plain), None, other)
    if mark == "." and (not head or not tail):
        return Amount(Decimal(f"{head or 0}.{tail or 0}" if tail else head))
    if not head or not tail:
        return None
    decimal = Decimal(f"{head}.{tail}")
    plain = _ungrouped(text)
    if plain is None:
        return Amount(decimal, None, mark)
    # A point with three digits behind it is read as decimals, a comma as thousands.
    return Amount(decimal) if mark == "." else Amount(Decimal(plain), decimal)


def _under(text: str, mark: Mark) -> str | None:
    """Return digits in normal form, given the decimal mark; None if they do not fit it."""
    if not mark:
        return None
    whole, found, part = text.replace("’", "'").partition(mark)
    if (found and not part.isdecimal()) or (mark == "." and not found and "." in text):
        return None
    plain = whole if whole.isdecimal() else _ungrouped(whole)
    if plain is None:
        return None
    return f"{plain}.{part}" if found else plain


def _ungrouped(text: str) -> str | None:
    """Return the digits of thousands in groups of three; None if they are not grouped so."""
    found = _GROUPS.fullmatch(text)
    return None if found is None else text.replace(found[1], "")


def _power(exponent: str | None, tens: str | None) -> int | None:
    if exponent is not None:
        return int(exponent)
    if tens is None:
        return 0
    written = tens[tens.index("10") + 2 :].lstrip("^").translate(_RAISED)
    return int(written)


def _scaled(number: Decimal, sign: int, power: int) -> Decimal | None:
    """Return the number times a power of ten; None if it is out of range."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    found = Decimal((0 if sign > 0 else 1, digits, exponent + power))
    return found if limits.within(found) else None
