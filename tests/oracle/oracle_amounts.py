"""Amounts, units and days as the oracle reads them: a dozen units, a few forms of period."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple

FACTORS: dict[str, tuple[str, Fraction]] = {
    "percent": ("share", Fraction(1)),
    "%": ("share", Fraction(1)),
    "‰": ("share", Fraction(1, 10)),
    "percentage_point": ("point", Fraction(1)),
    "公顷": ("area", Fraction(1)),
    "亩": ("area", Fraction(1, 15)),
    "万亩": ("area", Fraction(10_000, 15)),
    "km2": ("area", Fraction(100)),
    "ug/m3": ("gas", Fraction(1)),
    "mg/m3": ("gas", Fraction(1000)),
    "mg/L": ("solution", Fraction(1)),
    "g/L": ("solution", Fraction(1000)),
    "万元": ("money", Fraction(1)),
    "亿元": ("money", Fraction(10_000)),
    "家": ("count", Fraction(1)),
    "指数": ("count", Fraction(1)),
    "": ("count", Fraction(1)),
}
"""unit → what it measures, and how many of the plainest unit of that it is worth"""


class Period(NamedTuple):
    """From the first to the last day."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def in_unit(number: str | int, unit: str, wanted: str) -> Fraction:
    """Return a written number in another unit of the same kind."""
    (kind, factor), (other, divisor) = FACTORS[unit], FACTORS[wanted]
    if kind != other:
        raise ValueError(f"{unit} is not {wanted}")
    return Fraction(str(number)) * factor / divisor


def split(amount: str | int) -> tuple[Fraction, str]:
    """Return the number and the unit of an amount."""
    number, _, unit = str(amount).partition(" ")
    return Fraction(number), unit


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def is_month_end(day: date) -> bool:
    """Return whether a day is the last of its month."""
    return (day + timedelta(1)).day == 1


def months(day: date) -> int:
    """Return the number of a month, counted from the year 0."""
    return day.year * 12 + day.month


FORMS: tuple[tuple[str, int], ...] = (
    (r"(\d{4})", 12),
    (r"(\d{4})H([12])", 6),
    (r"(\d{4})Q([1-4])", 3),
    (r"(\d{4})-(\d\d)", 1),
)


@cache
def period(text: str | int) -> Period:
    """Return the days of 2024, 2024H1, 2024Q3, 2024-09, 2024-09-30 or 2024年1-9月."""
    text = str(text)
    if so_far := re.fullmatch(r"(\d{4})年1-(\d{1,2})月", text):
        year, last = map(int, so_far.groups())
        return Period(date(year, 1, 1), month_end(year, last))
    for form, length in FORMS:
        if found := re.fullmatch(form, text):
            year, *which = map(int, found.groups())
            last = which[0] * length if which else 12
            return Period(date(year, last - length + 1, 1), month_end(year, last))
    day = date.fromisoformat(text)
    return Period(day, day)


LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def has_length(one: Period, name: str) -> bool:
    """Return whether a period is a calendar month, quarter, half or year."""
    length = LENGTHS[name]
    starts = one.first.day == 1 and (one.first.month - 1) % length == 0
    return starts and is_month_end(one.last) and months(one.last) - months(one.first) == length - 1


def calendar(start: date, end: date, name: str) -> list[Period]:
    """Return the whole calendar periods between two days."""
    length, found = LENGTHS[name], []
    for year in range(start.year, end.year + 1):
        for last in range(length, 13, length):
            one = Period(date(year, last - length + 1, 1), month_end(year, last))
            if start <= one.first and one.last <= end:
                found.append(one)
    return found


def year_before(one: Period) -> Period:
    """Return the same days a year before."""
    year = one.first.year - 1
    last = month_end(one.last.year - 1, one.last.month)
    day = last if is_month_end(one.last) else one.last.replace(year=one.last.year - 1)
    return Period(one.first.replace(year=year), day)
