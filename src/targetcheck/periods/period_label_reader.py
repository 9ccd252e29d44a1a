"""Forms of period labels.

Layer: periods. Input: a label. Output: its period and basis, or None. One rule per form; the first
that matches decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from targetcheck.first_use import on_first_use, pattern
from targetcheck.periods.fiscal_and_school_year import (
    FiscalYear,
    fiscal_year,
    is_dashed_pair,
    is_fiscal,
    school_year,
    year_ended,
    year_up_to,
)
from targetcheck.periods.period import Period, month_period, year_period

if TYPE_CHECKING:
    from targetcheck.periods import english_months
else:
    english_months = on_first_use("targetcheck.periods.english_months")

Basis = Literal["period", "year_to_date", "so_far"]


@dataclass(frozen=True, slots=True)
class ParsedPeriod:
    """A period and its basis: `year_to_date` if the label counts from 1 January.

    `so_far` for `截至`: for a flow, the total since an unstated day.
    """

    period: Period
    basis: Basis = "period"


_FOOTNOTE = pattern(r"[*†‡§#①-⑳⑴-⒇❶-❿¹²³⁰⁴-⁹₀-₉]+|\[\d{1,2}\]\s*$")
_CLOCK = pattern(
    r"(?<=[\d日])(?:\s+|T)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AP]M)?(?:Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_SO_FAR = pattern(r"(?:截至|截止到?|as (?:of|at)|up to|until)(?=\W|\d|\s|$)\s*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def plain_label(label: str) -> str:
    """Return a label in normal form: NFKC, no spaces or quotes, `~` for every dash but the hyphen.

    Footnote marks and times of day are removed, months are digits: `Dec 2024` is `2024-12`.
    """
    plain = unicodedata.normalize("NFKC", _FOOTNOTE.sub("", label)).strip()
    plain = _CLOCK.sub("", plain)
    if plain.isascii() and re.search("[A-Za-z]{3}", plain):
        plain = english_months.english_months(plain)
    plain = re.sub(r"(?<!ended)(?<!ending)(?<!months)\s+to\s+", "~", plain, flags=re.IGNORECASE)
    plain = _SO_FAR.sub("", plain)
    plain = re.sub(r"[—–−~∼〜至到]+|(?<=[年月日])\s*-", "~", plain)
    return re.sub(r"""[\s"'“”‘’「」]+""", "", plain).lstrip("~")


def says_so_far(label: str) -> bool:
    """Return whether a label gives the end of a running total, such as `截至2024年9月`."""
    return _SO_FAR.match(unicodedata.normalize("NFKC", label).strip()) is not None


def read_label(
    plain: str, year: int | None, fiscal: FiscalYear | None = None
) -> ParsedPeriod | None:
    """Return the period of a normalised label, or None; `year` completes labels without one."""
    own = school_year(plain) or fiscal_year(plain, fiscal)
    if own is not None:
        return ParsedPeriod(own)
    if is_fiscal(plain) or (fiscal is not None and is_dashed_pair(plain)):
        return None
    if ended := year_ended(plain):
        last = read_label(ended, year)
        return None if last is None else ParsedPeriod(year_up_to(last.period))
    for rule in _RULES:
        found = _compiled(rule.pattern).fullmatch(plain)
        if not found:
            continue
        named = found.groupdict().get("year")
        known = int(named) if named else year
        if known is None and rule.dated:
            continue
        try:
            period = rule.build(found, known or 0)
        except ValueError:
            continue
        if rule.take == "last day":
            period = Period(period.end, period.end)
        return ParsedPeriod(period, "year_to_date" if rule.take == "to date" else "period")
    return _interval(plain, year)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


def _interval(plain: str, year: int | None) -> ParsedPeriod | None:
    """Return the period of `A/B` or `A至B`, where B may omit the year of A or be a duration."""
    lasting = _DURATION.fullmatch(plain)
    if lasting is not None:
        return _lasting(lasting)
    for mark in "~/":
        head, found, tail = plain.partition(mark)
        if not found or mark in tail:
            continue
        first = read_label(re.sub(rf"^({FOUR_DIGITS})\.1$", r"\1-01", head), year)
        last = read_label(tail, first.period.start.year) if first else None
        if not first or not last or "year_to_date" in (first.basis, last.basis):
            continue
        if first.period.start <= last.period.end:
            return ParsedPeriod(Period(first.period.start, last.period.end))
    return None


_DURATION = pattern(
    r"(?P<start>\d{4}-\d\d-\d\d)/P(?=\d)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?"
    r"(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?",
    re.ASCII | re.IGNORECASE,
)


def _lasting(found: re.Match[str]) -> ParsedPeriod | None:
    """Return the period of a first day and a duration, as SDMX writes ranges: `2024-01-01/P9M`."""
    years, months, weeks, days = (int(found[key] or 0) for key in _LENGTHS)
    try:
        start = date.fromisoformat(found["start"])
        whole = start.year * 12 + start.month - 1 + years * 12 + months
        after = date(whole // 12, whole % 12 + 1, start.day) + timedelta(weeks=weeks, days=days)
        return ParsedPeriod(Period(start, after - timedelta(days=1)))
    except ValueError:
        return None


_LENGTHS = ("years", "months", "weeks", "days")

# -- the forms of labels

_DIGITS = {name: n for n, name in enumerate("一二三四五六七八九十", start=1)}
_DIGITS |= {"十一": 11, "十二": 12, "两": 2}
_PLANS = {"十五": 0, "十一五": 1, "十二五": 2, "十三五": 3, "十四五": 4, "十五五": 5, "十六五": 6}
_TEN_DAYS = {"上": 1, "中": 11, "下": 21}


def _n(text: str) -> int:
    return int(text) if text.isdecimal() else _DIGITS[text]


def _year(found: re.Match[str], year: int) -> Period:
    return year_period(year)


def _years(found: re.Match[str], year: int) -> Period:
    last = int(found["last"])
    if last <= year:
        raise ValueError("years run forwards")
    return Period(date(year, 1, 1), date(last, 12, 31))


def _cold_season(found: re.Match[str], year: int) -> Period:
    if int(found["last"]) != year + 1:
        raise ValueError("a cold season lies in two years")
    return Period(date(year, 10, 1), date(year + 1, 3, 31))


def _plan(found: re.Match[str], year: int) -> Period:
    number = _PLANS[found["plan"]] if found["plan"] in _PLANS else int(found["nth"]) - 10
    return Period(date(2001 + 5 * number, 1, 1), date(2005 + 5 * number, 12, 31))


def _half(found: re.Match[str], year: int) -> Period:
    first = 1 if found["n"] in ("1", "上") else 7
    return month_period(year, first, first + 5)


def _quarter(found: re.Match[str], year: int) -> Period:
    last = 3 * _n(found["n"])
    return month_period(year, last - 2, last)


def _quarters_so_far(found: re.Match[str], year: int) -> Period:
    return month_period(year, 1, 3 * _n(found["n"]))


def _months_so_far(found: re.Match[str], year: int) -> Period:
    return month_period(year, 1, _n(found["n"]))


def _months(found: re.Match[str], year: int) -> Period:
    return month_period(year, _n(found["m"]), _n(found["n"]))


def _month(found: re.Match[str], year: int) -> Period:
    return month_period(year, _n(found["n"]))


def _ten_days(found: re.Match[str], year: int) -> Period:
    month, first = month_period(year, _n(found["n"])), _TEN_DAYS[found["ten"]]
    last = month.end.day if first == 21 else first + 9
    return Period(month.start.replace(day=first), month.end.replace(day=last))


def _date(found: re.Match[str], year: int) -> Period:
    day = date(year, _n(found["n"]), int(found["day"]))
    return Period(day, day)


def _day_and_month(found: re.Match[str], year: int) -> Period:
    """Return the day of `31/12/2024` or `12/31/2024`; `01/02/2024` has two readings and none."""
    one, other = int(found["one"]), int(found["other"])
    if one != other and max(one, other) <= 12:
        raise ValueError("day and month cannot be told apart")
    day = date(year, min(one, other), max(one, other))
    return Period(day, day)


def _week(found: re.Match[str], year: int) -> Period:
    if weekday := found.groupdict().get("weekday"):
        day = date.fromisocalendar(year, int(found["n"]), int(weekday))
        return Period(day, day)
    monday = date.fromisocalendar(year, int(found["n"]), 1)
    return Period(monday, monday + timedelta(days=6))


class _Rule(NamedTuple):
    pattern: str
    build: Callable[[re.Match[str], int], Period]
    take: Literal["all", "last day", "to date"] = "all"
    dated: bool = True


FOUR_DIGITS = r"(?:19|20|21)\d\d"
_Y = rf"(?P<year>{FOUR_DIGITS})"
_Y_ = rf"(?:{_Y}年?)?"
_LAST = rf"年?[-~](?P<last>{FOUR_DIGITS})年?"
_M = r"(?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
_LATER = r"(?:0?[2-9]|1[0-2]|十[一二]?|[二三四五六七八九])"
_Q = r"(?P<n>[1-4一二三四])"

_RULES = (
    _Rule(rf"{_Y}(?:年度?|年?全年|-?A1)?", _year),
    _Rule(rf"{_Y}(?:[-/年]|-?M)(?P<n>0?[1-9]|1[0-2])(?:月份?)?", _month),
    _Rule(rf"{_Y}\.(?P<n>0[1-9]|[2-9]|1[0-2])", _month),  # `2024.1` may have been `2024.10`
    _Rule(rf"{_Y}(?P<by>[-/.])(?P<n>\d\d?)(?P=by)(?P<day>\d\d?)", _date),
    _Rule(rf"(?P<one>\d\d?)(?P<by>[-/.])(?P<other>\d\d?)(?P=by){_Y}", _day_and_month),
    _Rule(rf"{_Y}年(?P<n>\d\d?)月(?P<day>\d\d?)日?", _date),
    _Rule(rf"{_Y}年?[-/]?Q(?P<n>[1-4])", _quarter),
    _Rule(rf"{_Y_}-?第?{_Q}季度?", _quarter),
    _Rule(rf"{_Q}Q[-/]?{_Y}", _quarter),
    _Rule(rf"(?P<n>[12])H[-/]?{_Y}", _half),
    _Rule(rf"[HS](?P<n>[12])[-/]?{_Y}", _half),
    _Rule(rf"{_Y}[.年](?:0?1|一)[-~](?P<n>{_LATER})月?份?(?:累计)?", _months_so_far, "to date"),
    _Rule(rf"{_Y}[.年](?P<m>{_M})[-~](?P<n>{_M})月?份?", _months),
    _Rule(rf"{_Y_}(?P<n>{_M})月份?", _month),
    _Rule(rf"{_Y_}(?:0?1|一)月?[-~](?P<n>{_LATER})月份?(?:累计)?", _months_so_far, "to date"),
    _Rule(rf"{_Y_}前{_Q}个?季度", _quarters_so_far, "to date"),
    _Rule(rf"{_Y_}前(?P<n>{_M}|两)个月", _months_so_far, "to date"),
    _Rule(rf"{_Y_}(?P<m>{_M})月?[-~](?P<n>{_M})月份?", _months),
    _Rule(rf"{_Y_}(?P<n>[上下])半年度?", _half),
    _Rule(rf"(?:{_Y}年?)?[-/]?[HS](?P<n>[12])", _half),
    _Rule(rf"Q(?P<n>[1-4])[-/]?{_Y}?", _quarter),
    _Rule(rf"{_Y}(?P<n>0[1-9]|1[0-2])", _month),
    _Rule(rf"{_Y}(?P<n>\d\d)(?P<day>\d\d)", _date),
    _Rule(r"(?P<n>\d\d?)月(?P<day>\d\d?)日", _date),
    _Rule(rf"{_Y_}(?:年)?[底末]", _year, "last day"),
    _Rule(rf"{_Y_}(?P<n>[上下])半年[底末]", _half, "last day"),
    _Rule(rf"{_Y_}第?{_Q}季度?[底末]", _quarter, "last day"),
    _Rule(rf"{_Y_}(?P<n>{_M})月份?[底末]", _month, "last day"),
    _Rule(rf"{_Y_}(?P<n>{_M})月份?(?P<ten>[上中下])旬", _ten_days),
    _Rule(rf"{_Y}-?(?:W|week)(?P<n>\d\d?)", _week),
    _Rule(rf"{_Y}-?W(?P<n>\d\d?)-(?P<weekday>[1-7])", _week),
    _Rule(rf"(?:W|week)(?P<n>\d\d?)[-/]?{_Y}", _week),
    _Rule(rf"{_Y_}第(?P<n>\d\d?)周", _week),
    _Rule(rf"{_Y}{_LAST}", _years),
    _Rule(rf"{_Y}{_LAST}度?秋冬季", _cold_season),
    _Rule(
        rf"(?P<plan>(?P<nth>1\d)thfive-?year(?:plan)?|{'|'.join(_PLANS)})(?:时期|期间|规划期?)?"
        rf"(?:\({FOUR_DIGITS}年?[-~]{FOUR_DIGITS}年?\))?",
        _plan,
        dated=False,
    ),
    _Rule(r"全年", _year),
)
