"""A period: a closed interval of days, with its printed form.

Layer: periods. Input: two days. Output: `Period`, with length, calendar unit and name in two
languages.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from targetcheck.errors import Language

Frequency = Literal["day", "month", "quarter", "half", "year", "other"]

_ONE_DAY = timedelta(days=1)
_FREQUENCIES: dict[int, Frequency] = {1: "month", 3: "quarter", 6: "half", 12: "year"}
MONTHS: dict[str, int] = {name: months for months, name in _FREQUENCIES.items()}
"""Calendar units of whole months."""


@dataclass(frozen=True, slots=True)
class Period:
    """A closed interval of days; sorts by its end, then its start; the label is not compared."""

    start: date
    end: date
    label: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period cannot end before it starts: {self.start} to {self.end}")

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start) < (other.end, other.start)

    def __le__(self, other: Period) -> bool:
        return (self.end, self.start) <= (other.end, other.start)

    def __gt__(self, other: Period) -> bool:
        return other < self

    def __ge__(self, other: Period) -> bool:
        return other <= self

    @property
    def days(self) -> int:
        """Return the number of days, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def frequency(self) -> Frequency:
        """Return the calendar unit that the period equals, else `other`."""
        return _frequency(self.start, self.end)

    def contains(self, other: Period) -> bool:
        """Return whether the other period is inside this one."""
        return self.start <= other.start and other.end <= self.end

    def text(self, lang: Language = "en") -> str:
        """Return the period as printed; `periods.parse_period` reads it back."""
        return _chinese(self) if lang == "zh" else _english(self)

    def __str__(self) -> str:
        return self.text("en")


def year_period(year: int, label: str = "") -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), label)


def month_period(year: int, first: int, last: int | None = None, label: str = "") -> Period:
    """Return the months `first` to `last` of a year."""
    last = first if last is None else last
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), label)


def period_of(day: date, over: str) -> Period:
    """Return the calendar day, week from Monday, month, quarter, half or year that contains a day."""
    if over == "day":
        return Period(day, day)
    if over == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    months = MONTHS[over]
    if months == 12:
        return year_period(day.year, str(day.year))
    first = (day.month - 1) // months * months + 1
    return month_period(day.year, first, first + months - 1)


def years_before(day: date, count: int) -> date:
    """Return the day so many years before another; 28 February for one that a year does not have."""
    last = monthrange(day.year - count, day.month)[1]
    return day.replace(year=day.year - count, day=min(day.day, last))


@lru_cache(4096)
def _frequency(start: date, end: date) -> Frequency:
    """Return the calendar unit of a period; cached, since many observations share few periods."""
    if start == end:
        return "day"
    months = _whole_months(start, end)
    if start.year != end.year or months not in _FREQUENCIES:
        return "other"
    return _FREQUENCIES[months] if (start.month - 1) % months == 0 else "other"


def _whole_months(start: date, end: date) -> int:
    """Return the number of calendar months between two days; 0 if they split one."""
    if start.day != 1 or (end + _ONE_DAY).day != 1:
        return 0
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _chinese(period: Period) -> str:
    start, end, kind = period.start, period.end, period.frequency
    if kind == "year":
        return f"{start.year}年"
    if kind == "half":
        return f"{start.year}年{'上' if start.month == 1 else '下'}半年"
    if kind == "quarter":
        return f"{start.year}年第{'一二三四'[start.month // 3]}季度"
    if kind == "month":
        return f"{start.year}年{start.month}月"
    if kind == "day":
        return _chinese_day(start)
    months = _whole_months(start, end)
    if months and months % 12 == 0 and start.month == 1:
        return f"{start.year}—{end.year}年"
    if months and start.year == end.year:
        return f"{start.year}年{start.month}—{end.month}月"
    return f"{_chinese_day(start)}至{_chinese_day(end)}"


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _english(period: Period) -> str:
    start, end, kind = period.start, period.end, period.frequency
    if kind == "year":
        return str(start.year)
    if kind == "half":
        return f"{start.year} H{1 if start.month == 1 else 2}"
    if kind == "quarter":
        return f"{start.year} Q{start.month // 3 + 1}"
    if kind == "month":
        return f"{start.year}-{start.month:02}"
    if kind == "day":
        return start.isoformat()
    months = _whole_months(start, end)
    if months and months % 12 == 0 and start.month == 1:
        return f"{start.year}–{end.year}"
    if months:
        return f"{start.year}-{start.month:02} to {end.year}-{end.month:02}"
    return f"{start.isoformat()} to {end.isoformat()}"


def months_between(start: date, end: date) -> Fraction:
    """Return the months between two days; from the end of a month to the end of another, whole."""
    one, other = start + timedelta(days=1), end + timedelta(days=1)
    months = (other.year - one.year) * 12 + other.month - one.month
    return months + Fraction(other.day - one.day, 30)
