"""Fiscal and school years: `2023/24`, `2023-2024学年`, `FY2024`, `year ended 31 March 2024`.

Layer: periods. Input: a label. Output: a Period. The ruleset or the mapping declares in which month
a fiscal year starts, and after which of its two years it is named. A school year starts in
September by default.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from targetcheck.first_use import on_first_use, pattern
from targetcheck.periods.period import Period

if TYPE_CHECKING:
    from targetcheck.periods import english_months
else:
    english_months = on_first_use("targetcheck.periods.english_months")

SCHOOL_YEAR = 9
"""The month in which a school year (学年) starts."""
_FOUR = r"(?:19|20|21)\d\d"
_PAIR = rf"(?P<first>{_FOUR})[-/~](?P<last>{_FOUR}|\d\d)"
_WORDS = r"年?(?:财政年度|财年|财务年度|会计年度|fiscal(?:year)?)"
_FISCAL = pattern(
    rf"(?:(?P<fy>FY|财年|财政年度|fiscalyear)-?)?(?:{_PAIR}|(?P<single>{_FOUR}))"
    rf"(?P<word>{_WORDS})?(?:-?Q(?P<quarter>[1-4]))?",
    re.IGNORECASE | re.ASCII,
)
_SCHOOL = pattern(rf"{_PAIR}年?(?:学年度?|schoolyear|academicyear)", re.IGNORECASE | re.ASCII)
_ENDED = pattern(
    r"(?:the)?(?:year|12months|twelvemonths)(?:ended|ending|to)(?P<end>.+)", re.IGNORECASE
)


class FiscalYear(NamedTuple):
    """First month of fiscal years, and the year they are named after, if declared."""

    month: int
    named: Literal["start", "end", ""] = ""


def school_year(plain: str) -> Period | None:
    """Return the school year of a label."""
    found = _SCHOOL.fullmatch(plain)
    first = _first_year(found) if found else None
    return None if first is None else _months(first, SCHOOL_YEAR, 12)


def fiscal_year(plain: str, starts: FiscalYear | None) -> Period | None:
    """Return the fiscal year, or quarter of it, of a label; None if that is undetermined."""
    found = _FISCAL.fullmatch(plain)
    if found is None or starts is None or not is_fiscal(plain):
        return None
    first = _first_year(found) if found["first"] else _named_year(int(found["single"]), starts)
    if first is None:
        return None
    if found["quarter"] is None:
        return _months(first, starts.month, 12)
    before = starts.month - 1 + 3 * (int(found["quarter"]) - 1)
    return _months(first + before // 12, before % 12 + 1, 3)


def month_number(text: object) -> int | None:
    """Return the month of `4`, `04-01`, `4月` or `April`; None for other texts."""
    plain = str(text).strip().lower()
    found = re.fullmatch(r"(0?[1-9]|1[0-2])(?:-0?1|月(?:1日)?)?", plain, re.ASCII)
    return int(found[1]) if found else english_months.MONTH_NUMBERS.get(plain)


def is_fiscal(plain: str) -> bool:
    """Return whether a label has the form of a fiscal year: `2012/13`, `FY2024`.

    `2011-12` is a month; `2011/12` may be either, and counts here.
    """
    found = _FISCAL.fullmatch(plain)
    if found is None:
        return False
    if found["fy"] or found["word"]:
        return True
    if not found["first"] or _first_year(found) is None:
        return False
    dashed = plain[4] in "-~"
    if dashed and len(found["last"]) == 4:
        return found["quarter"] is not None
    return not (dashed and int(found["last"][-2:]) in range(1, 13))


def may_be_month(plain: str) -> bool:
    """Return whether a label of a fiscal year may also be a month: `2011/12`."""
    found = re.fullmatch(rf"{_FOUR}/(0[1-9]|1[0-2])", plain, re.ASCII)
    return found is not None and is_fiscal(plain)


def is_dashed_pair(plain: str) -> bool:
    """Return whether a label of a month may also be two consecutive years: `2011-12`."""
    found = re.fullmatch(rf"(?P<first>{_FOUR})-(?P<last>0[1-9]|1[0-2])", plain, re.ASCII)
    return found is not None and _first_year(found) is not None


def year_ended(plain: str) -> str:
    """Return the last day or month in `year ended 31 March 2024`, else an empty text."""
    found = _ENDED.fullmatch(plain)
    return found["end"] if found else ""


def year_up_to(end: Period) -> Period:
    """Return the twelve months that end with a period."""
    last = end.end
    try:
        start = date(last.year - 1, last.month, last.day)
    except ValueError:  # 29 February
        start = date(last.year - 1, 2, 28)
    return Period(date.fromordinal(start.toordinal() + 1), last)


def _first_year(found: re.Match[str]) -> int | None:
    """Return the first of two consecutive years; None if they are not consecutive."""
    first = int(found["first"])
    last = found["last"]
    after = first + 1
    return first if int(last) == (after if len(last) == 4 else after % 100) else None


def _named_year(year: int, starts: FiscalYear) -> int | None:
    if starts.month == 1:
        return year
    return {"start": year, "end": year - 1}.get(starts.named)


def _months(year: int, month: int, count: int) -> Period:
    last = month - 1 + count - 1
    end_year, end_month = year + last // 12, last % 12 + 1
    return Period(
        date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
    )
