"""Floor ground: periods of days.

In: a time label as people write it (`2024Q3`, `2024年1—9月`, `十四五`, an Excel date). Out: a closed
interval of days and whether the label means the year so far. The wall clock is never read.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from targetcheck.errors import Language

Frequency = Literal["day", "month", "quarter", "half", "year", "other"]
Basis = Literal["period", "year_to_date"]

_ONE_DAY = timedelta(days=1)
_MONTHS: dict[int, Frequency] = {1: "month", 3: "quarter", 6: "half", 12: "year"}


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
        """Give the number of days, both ends counted."""
        return (self.end - self.start).days + 1

    @property
    def frequency(self) -> Frequency:
        """Give the calendar unit that the period fills exactly, else `other`."""
        if self.start == self.end:
            return "day"
        months = _whole_months(self)
        if self.start.year != self.end.year or months not in _MONTHS:
            return "other"
        return _MONTHS[months] if (self.start.month - 1) % months == 0 else "other"

    def contains(self, other: Period) -> bool:
        """Say whether every day of the other period lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def text(self, lang: Language = "en") -> str:
        """Give the period as printed; `parse_period` reads it back."""
        return _chinese(self) if lang == "zh" else _english(self)

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True, slots=True)
class ParsedPeriod:
    """A period and its basis: `year_to_date` where the label counts from the first of January."""

    period: Period
    basis: Basis = "period"


def year_period(year: int, label: str = "") -> Period:
    """Give a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), label)


def month_period(year: int, first: int, last: int | None = None, label: str = "") -> Period:
    """Give the months `first` to `last` of a year."""
    last = first if last is None else last
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), label)


def year_end(year: int) -> date:
    """Give the last day of a year."""
    return date(year, 12, 31)


def next_start(period: Period) -> date:
    """Give the day after the period."""
    return period.end + _ONE_DAY


def periods_between(start: date, end: date, every: str) -> list[Period]:
    """Give the calendar periods whose last day lies from `start` to `end`, both included.

    `every` is `day`, `week` (from Monday), `month`, `quarter`, `half` or `year`, with a number before
    it for several: `2 years` counts in twos from the year of `start`.
    """
    count, unit = _every(every)
    return list(_stepped(start, end, count, unit))


def _every(every: str) -> tuple[int, str]:
    words = every.split()
    number = words.pop(0) if len(words) == 2 else "1"
    unit = words[0].removesuffix("s") if len(words) == 1 else ""
    unit = {"halve": "half", "half_year": "half"}.get(unit, unit)
    if unit not in ("day", "week", "month", "quarter", "half", "year") or not number.isdecimal():
        raise ValueError(f"`{every}` is not a recurrence such as `month` or `2 years`")
    if int(number) < 1:
        raise ValueError("a recurrence needs a positive number of periods")
    return int(number), unit


def _stepped(start: date, end: date, count: int, unit: str) -> Iterator[Period]:
    from dateutil.relativedelta import relativedelta

    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(unit)
    if months:
        step = relativedelta(months=months * count)
        first = date(start.year, 1, 1)
    else:
        step = relativedelta(days=count * (7 if unit == "week" else 1))
        first = start - timedelta(days=start.weekday()) if unit == "week" else start
    turn = 0
    while (last := first + step * (turn + 1) - _ONE_DAY) <= end:
        if last >= start:
            yield Period(first + step * turn, last)
        turn += 1


def _whole_months(period: Period) -> int:
    """Give how many calendar months the period fills exactly; 0 when it cuts one."""
    if period.start.day != 1 or (period.end + _ONE_DAY).day != 1:
        return 0
    years = period.end.year - period.start.year
    return years * 12 + period.end.month - period.start.month + 1


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
    months = _whole_months(period)
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
    months = _whole_months(period)
    if months and months % 12 == 0 and start.month == 1:
        return f"{start.year}–{end.year}"
    if months:
        return f"{start.year}-{start.month:02} to {end.year}-{end.month:02}"
    return f"{start.isoformat()} to {end.isoformat()}"
