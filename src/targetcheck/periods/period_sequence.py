"""Calendar periods one after the other: months, quarters, years and multiples of them.

Layer: periods. Input: two days and a recurrence (`month`, `2 years`). Output: the periods between
them, or `periods-too-many`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.periods.period import MONTHS, Period

_ONE_DAY = timedelta(days=1)


def year_end(year: int) -> date:
    """Return the last day of a year."""
    return date(year, 12, 31)


def next_start(period: Period) -> date:
    """Return the day after the period."""
    return period.end + _ONE_DAY


def periods_between(start: date, end: date, every: str) -> list[Period]:
    """Return the calendar periods whose last day is from `start` to `end`, both included.

    `every` is `day`, `week` (from Monday), `month`, `quarter`, `half` or `year`, with a number
    before it for several: `2 years` counts in twos from the year of `start`.
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
    if not 1 <= int(number[:9]) <= limits.PERIODS:
        raise ValueError(f"a recurrence needs from 1 to {limits.PERIODS:,} periods")
    return int(number), unit


def _stepped(start: date, end: date, count: int, unit: str) -> Iterator[Period]:
    first = start - timedelta(days=start.weekday()) if unit == "week" else start
    for turn in range(limits.PERIODS):
        starts, after = (_begins(first, n * count, unit) for n in (turn, turn + 1))
        last = after - _ONE_DAY
        if last > end:
            return
        if last >= start:
            yield Period(starts, last)
    raise TargetcheckError(_too_many(start, end))


def _begins(first: date, count: int, unit: str) -> date:
    """Return the first day after so many days, weeks or, from the start of the year, months."""
    if unit not in MONTHS:
        return first + timedelta(days=count * (7 if unit == "week" else 1))
    years, months = divmod(count * MONTHS[unit], 12)
    return date(first.year + years, months + 1, 1)


def _too_many(start: date, end: date) -> Diagnostic:
    return Diagnostic(
        "periods-too-many",
        f"from {start} to {end} there are more than {limits.PERIODS:,} periods",
        f"{start}至{end}之间超过{limits.PERIODS:,}个时期",
        "choose longer periods or a shorter span",
        "请加长周期或缩短时段",
    )
