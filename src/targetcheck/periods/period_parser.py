"""Periods from labels, dates and years, as users and cells write them.

Layer: periods. Input: a period label (`2024Q3`, `2024年1—9月`, `十四五`, an Excel date). Output: a
closed interval of days and whether the label means the year to date, or `period-unreadable`. The
current date is never used.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from targetcheck import limits
from targetcheck.errors import TargetcheckError
from targetcheck.first_use import on_first_use
from targetcheck.periods.fiscal_and_school_year import FiscalYear
from targetcheck.periods.period import Period
from targetcheck.periods.period_label_reader import (
    ParsedPeriod,
    plain_label,
    read_label,
    says_so_far,
)

if TYPE_CHECKING:
    from targetcheck.periods import unreadable_period_hints
else:
    unreadable_period_hints = on_first_use("targetcheck.periods.unreadable_period_hints")


def parse_period(
    text: str | date | int, year: int | None = None, fiscal: FiscalYear | None = None
) -> ParsedPeriod:
    """Return the period of a label; `year` completes labels without one.

    `fiscal` defines fiscal years; without it `2023/24` and `FY2024` are unreadable.
    """
    if isinstance(text, datetime):
        text = text.date()
    if isinstance(text, date):
        first, last = limits.YEARS
        if not first <= text.year <= last:
            raise TargetcheckError(unreadable_period_hints.year_out_of_range(text))
        return ParsedPeriod(Period(text, text, text.isoformat()))
    label = _label(text)
    if len(label) > limits.PERIOD:
        raise TargetcheckError(unreadable_period_hints.unreadable_period(f"{label[:40]}…", None))
    return _parsed(label, year, fiscal)


def parse_due(value: str | date | int) -> date:
    """Return the last day of a due date: `2025年底前` is 2025-12-31."""
    if isinstance(value, str):
        plain = plain_label(value)
        if plain.endswith(("底前", "末前", "日前", "旬前")):
            value = plain[:-1]
    return parse_period(value).period.end


@lru_cache(maxsize=4096)
def _parsed(label: str, year: int | None, fiscal: FiscalYear | None) -> ParsedPeriod:
    found = read_label(plain_label(label), year, fiscal)
    if found is None:
        raise TargetcheckError(unreadable_period_hints.unreadable_period(label, year))
    period = Period(found.period.start, found.period.end, label.strip())
    so_far = found.basis == "period" and says_so_far(label)
    return ParsedPeriod(period, "so_far" if so_far else found.basis)


def _label(value: object) -> str:
    """Return the label in a cell; 2024.0 is a year, 2024.1 is refused since it may be 2024.10."""
    if isinstance(value, float):
        if not isfinite(value):
            return repr(value)
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int) and not limits.within(value):
        return limits.size_text(value)
    return str(value)
