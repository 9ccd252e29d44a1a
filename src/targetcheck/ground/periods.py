"""Floor ground: reading periods and counting them off.

In: a time label as people write it (`2024Q3`, `2024年1—9月`, `十四五`, an Excel date). Out: a
closed interval of days and whether the label means the year so far, or `period-unreadable`.
The wall clock is never read. One rule per form of label; the first that reads it decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.ground.spans import Frequency, Period, month_period, year_period

__all__ = ["Basis", "Frequency", "ParsedPeriod", "Period", "month_period", "next_start",
           "parse_due", "parse_period", "periods_between", "year_end", "year_period"]  # fmt: skip

Basis = Literal["period", "year_to_date"]

_ONE_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class ParsedPeriod:
    """A period and its basis: `year_to_date` where the label counts from the first of January."""

    period: Period
    basis: Basis = "period"


def parse_period(text: str | date | int, year: int | None = None) -> ParsedPeriod:
    """Give the period that a label names; `year` serves labels that leave the year out."""
    if isinstance(text, datetime):
        text = text.date()
    if isinstance(text, date):
        return ParsedPeriod(Period(text, text, text.isoformat()))
    return _parsed(_label(text), year)


def parse_due(value: str | date | int) -> date:
    """Give the last day on which a promise can be kept: `2025年底前` is 2025-12-31."""
    if isinstance(value, str):
        plain = _plain(value)
        if plain.endswith("前") and not plain.endswith(("以前", "之前")):
            value = plain[:-1]
    return parse_period(value).period.end


def year_end(year: int) -> date:
    """Give the last day of a year."""
    return date(year, 12, 31)


def next_start(period: Period) -> date:
    """Give the day after the period."""
    return period.end + _ONE_DAY


def periods_between(start: date, end: date, every: str) -> list[Period]:
    """Give the calendar periods whose last day lies from `start` to `end`, both included.

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
    if int(number) < 1:
        raise ValueError("a recurrence needs a positive number of periods")
    return int(number), unit


def _stepped(start: date, end: date, count: int, unit: str) -> Iterator[Period]:
    from dateutil.relativedelta import relativedelta

    months = _MONTHS.get(unit)
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


# -- how labels are spelled


@lru_cache(maxsize=4096)
def _parsed(label: str, year: int | None) -> ParsedPeriod:
    found = _read(_plain(label), year)
    if found is None:
        raise TargetcheckError(_unreadable(label, year))
    period = Period(found.period.start, found.period.end, label.strip())
    return ParsedPeriod(period, found.basis)


def _label(value: object) -> str:
    """Give the label that a cell holds; 2024.0 is a year, 2024.1 may be 2024.10 and is none."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _plain(label: str) -> str:
    """Give a label in one spelling: NFKC, no spaces or quotes, `~` for a dash but the hyphen."""
    plain = re.sub(r"\s+to\s+", "~", unicodedata.normalize("NFKC", label).strip())
    plain = plain.removeprefix("截至").removeprefix("截止")
    plain = re.sub(r"[—–−~∼〜至到]+|(?<=[年月日])\s*-", "~", plain)
    return re.sub(r"""[\s"'“”‘’「」]+""", "", plain).lstrip("~")


def _read(plain: str, year: int | None) -> ParsedPeriod | None:
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
    """Read `A/B` and `A至B`, where B may leave out the year of A."""
    for mark in "~/":
        head, found, tail = plain.partition(mark)
        if not found or mark in tail:
            continue
        first = _read(head, year)
        last = _read(tail, first.period.start.year) if first else None
        if not first or not last or "year_to_date" in (first.basis, last.basis):
            continue
        if first.period.start <= last.period.end:
            return ParsedPeriod(Period(first.period.start, last.period.end))
    return None


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
    return Period(date(year, 1, 1), year_end(last))


def _cold_season(found: re.Match[str], year: int) -> Period:
    if int(found["last"]) != year + 1:
        raise ValueError("a cold season lies in two years")
    return Period(date(year, 10, 1), date(year + 1, 3, 31))


def _plan(found: re.Match[str], year: int) -> Period:
    number = _PLANS[found["plan"]] if found["plan"] in _PLANS else int(found["nth"]) - 10
    return Period(date(2001 + 5 * number, 1, 1), year_end(2005 + 5 * number))


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


def _week(found: re.Match[str], year: int) -> Period:
    monday = date.fromisocalendar(year, int(found["n"]), 1)
    return Period(monday, monday + timedelta(days=6))


class _Rule(NamedTuple):
    pattern: str
    build: Callable[[re.Match[str], int], Period]
    take: Literal["all", "last day", "to date"] = "all"
    dated: bool = True


_FOUR = r"(?:19|20|21)\d\d"
_Y = rf"(?P<year>{_FOUR})"
_Y_ = rf"(?:{_Y}年?)?"
_LAST = rf"年?[-~](?P<last>{_FOUR})年?"
_M = r"(?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
_LATER = r"(?:0?[2-9]|1[0-2]|十[一二]?|[二三四五六七八九])"
_Q = r"(?P<n>[1-4一二三四])"
_TIME = r"(?:T?\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"

_RULES = (
    _Rule(rf"{_Y}(?:年度?|年?全年|-?A1)?", _year),
    _Rule(rf"{_Y}[-/年]M?(?P<n>0?[1-9]|1[0-2])(?:月份?)?", _month),
    _Rule(rf"{_Y}\.(?P<n>0[1-9]|[2-9]|1[0-2])", _month),  # `2024.1` may have been `2024.10`
    _Rule(rf"{_Y}(?:-|/|\.|年)(?P<n>\d\d?)(?:-|/|\.|月)(?P<day>\d\d?)日?{_TIME}", _date),
    _Rule(rf"{_Y}年?[-/]?Q(?P<n>[1-4])", _quarter),
    _Rule(rf"{_Y_}第?{_Q}季度?", _quarter),
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
    _Rule(rf"{_Y}-?W(?P<n>\d\d?)", _week),
    _Rule(rf"{_Y}{_LAST}", _years),
    _Rule(rf"{_Y}{_LAST}度?秋冬季", _cold_season),
    _Rule(
        rf"(?P<plan>(?P<nth>1\d)thfive-?year(?:plan)?|{'|'.join(_PLANS)})(?:时期|期间|规划期?)?"
        rf"(?:\({_FOUR}年?[-~]{_FOUR}年?\))?",
        _plan,
        dated=False,
    ),
    _Rule(r"全年", _year),
)


# -- what to say when a label cannot be read


_EXAMPLES = (
    "write for example `2024`, `2024Q3`, `2024-09` or `2024-09-21`",
    "请写例如 `2024`、`2024年三季度`、`2024年9月` 或 `2024-09-21`",
)


def _unreadable(label: str, year: int | None) -> Diagnostic:
    return Diagnostic(
        "period-unreadable",
        f"`{label}` is not a period that can be read",
        f"`{label}` 不是可识别的时期",
        *_advice(_plain(label), year),
    )


def _advice(plain: str, year: int | None) -> tuple[str, str]:
    if plain.endswith(("以前", "之前")):
        return (
            "write the last day itself, since this word leaves open whether that day counts",
            "请写明最后一日，因为“以前”“之前”是否包括当日并不明确",
        )
    if year is None and _read(plain, 2000) is not None:
        return "add the year", "请补上年份"
    if re.fullmatch(rf"{_FOUR}\.1", plain):
        known = plain[:4]
        return f"write `{known}-01` or `{known}-10`", f"请写 `{known}年1月` 或 `{known}年10月`"
    if re.fullmatch(r"[345]\d{4}", plain):
        return "format the cell as a date in the sheet", "请在表格中将该单元格设为日期格式"
    if re.match(r"[今去本上当明][年月季]", plain):
        return "write the year in digits", "请用数字写明年份"
    return _EXAMPLES
