"""Floor ground: reading time labels.

In: text, numbers and dates from cells and clauses. Out: `ParsedPeriod` or a due day, or an error
with the code `period-unreadable`. One rule per form of label; the first that matches decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.ground.periods import Basis, ParsedPeriod, Period, month_period, year_period

_Found = re.Match[str]
_DIGITS = {name: n for n, name in enumerate("一二三四五六七八九十", start=1)}
_DIGITS |= {"十一": 11, "十二": 12, "两": 2}
_PLANS = {"十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021,
          "十五五": 2026, "十六五": 2031}  # fmt: skip
_ENGLISH_PLANS = {str(n): 2001 + 5 * (n - 10) for n in range(10, 17)}

_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_YEAR_WORD = r"(?:(?P<year>(?:19|20|21)\d\d)年?)?"
_N = r"(?:[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
_DASH = r"[-~]"
_END = r"(?:底|末)"
_NO_CLOCK = re.compile(r"(今|去|本|上|当|明|次|前)(年|月|季|周)(?!度?[一二三四1-4])")


def parse_period(text: str | date | int, year: int | None = None) -> ParsedPeriod:
    """Give the period that a label names; `year` serves labels that leave the year out."""
    if isinstance(text, datetime):
        return _day(text.date())
    if isinstance(text, date):
        return _day(text)
    if isinstance(text, bool):
        raise TargetcheckError(_unreadable(str(text), year))
    label = str(text)
    found = _read(_plain(label), year)
    if found is None:
        raise TargetcheckError(_unreadable(label, year))
    period, basis = found
    return ParsedPeriod(Period(period.start, period.end, label.strip()), basis)


def parse_due(value: str | date | int) -> date:
    """Give the last day on which a promise can be kept: `2025年底前` is the 31st of December 2025."""
    if isinstance(value, str):
        plain = _plain(value)
        if plain.endswith("前") and not plain.endswith(("以前", "之前")):
            value = plain[:-1]
    return parse_period(value).period.end


def _day(day: date) -> ParsedPeriod:
    return ParsedPeriod(Period(day, day, day.isoformat()))


def _plain(label: str) -> str:
    """Give a label in one spelling: NFKC, no spaces or quotes, `~` for every dash but the hyphen."""
    plain = unicodedata.normalize("NFKC", label).strip()
    plain = re.sub(r"\s+to\s+", "~", plain)
    plain = re.sub(r"[—–−~∼〜至到]+", "~", plain.removeprefix("截至").removeprefix("截止"))
    return re.sub(r"""[\s"'“”‘’「」]+""", "", plain).lstrip("~")


def _read(plain: str, year: int | None) -> tuple[Period, Basis] | None:
    for pattern, build in _RULES:
        found = pattern.fullmatch(plain)
        if not found:
            continue
        named = found.groupdict().get("year")
        known = int(named) if named else year
        if known is None:
            return None
        try:
            return build(found, known)
        except (ValueError, KeyError):
            return None
    return _interval(plain, year)


def _interval(plain: str, year: int | None) -> tuple[Period, Basis] | None:
    """Read `A/B` and `A至B`, where B may leave out the year of A."""
    for mark in "~/":
        head, found, tail = plain.partition(mark)
        if not found or mark in tail:
            continue
        first = _read(head, year)
        last = _read(tail, first[0].start.year) if first else None
        if first and last and first[0].start <= last[0].end and "year_to_date" not in (first[1], last[1]):
            return Period(first[0].start, last[0].end), "period"
    return None


def _n(text: str) -> int:
    return int(text) if text.isdecimal() else _DIGITS[text]


def _of_period(period: Period) -> tuple[Period, Basis]:
    return period, "period"


def _last_day(period: Period) -> tuple[Period, Basis]:
    return Period(period.end, period.end), "period"


def _quarter(found: _Found, year: int) -> Period:
    last = 3 * _n(found["n"])
    return month_period(year, last - 2, last)


def _half(found: _Found, year: int) -> Period:
    first = 1 if found["n"] in ("1", "上") else 7
    return month_period(year, first, first + 5)


def _months(found: _Found, year: int) -> tuple[Period, Basis]:
    first, last = _n(found["m"]), _n(found["n"])
    basis: Basis = "year_to_date" if first == 1 and last > 1 else "period"
    return month_period(year, first, last), basis


def _until(found: _Found, year: int) -> tuple[Period, Basis]:
    last = _n(found["n"]) * (3 if "季" in found.group() else 1)
    return month_period(year, 1, last), "year_to_date"


def _ten_days(found: _Found, year: int) -> Period:
    month = month_period(year, _n(found["n"]))
    first = {"上": 1, "中": 11, "下": 21}[found["ten"]]
    last = month.end.day if first == 21 else first + 9
    return Period(month.start.replace(day=first), month.end.replace(day=last))


def _date(found: _Found, year: int) -> Period:
    day = date(year, _n(found["n"]), int(found["day"]))
    return Period(day, day)


def _week(found: _Found, year: int) -> Period:
    monday = date.fromisocalendar(year, int(found["n"]), 1)
    return Period(monday, monday + timedelta(days=6))


def _years(found: _Found, year: int) -> Period:
    last = int(found["last"])
    if last <= year:
        raise ValueError("years run forwards")
    return Period(date(year, 1, 1), date(last, 12, 31))


def _winter(found: _Found, year: int) -> Period:
    if int(found["last"]) != year + 1:
        raise ValueError("a cold season spans two years")
    return Period(date(year, 10, 1), date(year + 1, 3, 31))


def _plan(first: int) -> Period:
    return Period(date(first, 1, 1), date(first + 4, 12, 31))


_Build = Callable[[_Found, int], tuple[Period, Basis]]


def _rule(pattern: str, build: _Build) -> tuple[re.Pattern[str], _Build]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE), build


_RULES: tuple[tuple[re.Pattern[str], _Build], ...] = (
    # years
    _rule(rf"{_YEAR}(?:年度?|年?全年|-?A1)?", lambda m, y: _of_period(year_period(y))),
    _rule(r"全年", lambda m, y: _of_period(year_period(y))),
    _rule(rf"{_YEAR_WORD}年?{_END}", lambda m, y: _last_day(year_period(y))),
    _rule(rf"{_YEAR}年?{_DASH}(?P<last>(?:19|20|21)\d\d)年?", lambda m, y: _of_period(_years(m, y))),
    _rule(
        rf"{_YEAR}年?{_DASH}(?P<last>(?:19|20|21)\d\d)年?(?:度)?秋冬季",
        lambda m, y: _of_period(_winter(m, y)),
    ),
    # quarters and halves
    _rule(rf"{_YEAR}年?[-/]?Q(?P<n>[1-4])", lambda m, y: _of_period(_quarter(m, y))),
    _rule(rf"Q(?P<n>[1-4])[-/]?{_YEAR}?", lambda m, y: _of_period(_quarter(m, y))),
    _rule(rf"{_YEAR_WORD}第?(?P<n>[1-4一二三四])季度?", lambda m, y: _of_period(_quarter(m, y))),
    _rule(rf"{_YEAR_WORD}第?(?P<n>[1-4一二三四])季度?{_END}", lambda m, y: _last_day(_quarter(m, y))),
    _rule(rf"(?:{_YEAR}年?)?[-/]?[HS](?P<n>[12])", lambda m, y: _of_period(_half(m, y))),
    _rule(rf"{_YEAR_WORD}(?P<n>[上下])半年度?", lambda m, y: _of_period(_half(m, y))),
    _rule(rf"{_YEAR_WORD}(?P<n>[上下])半年{_END}", lambda m, y: _last_day(_half(m, y))),
    # the year so far
    _rule(rf"{_YEAR_WORD}(?P<m>{_N})月?{_DASH}(?P<n>{_N})月份?(?:累计)?", _months),
    _rule(rf"{_YEAR_WORD}前(?P<n>[1-4一二三四])个?季度", _until),
    _rule(rf"{_YEAR_WORD}前(?P<n>{_N}|两)个月", _until),
    # months and parts of them
    _rule(rf"{_YEAR}(?:-M?|/|\.|年)(?P<n>0?[1-9]|1[0-2])月?份?", lambda m, y: _of_period(month_period(y, _n(m["n"])))),
    _rule(rf"{_YEAR}(?P<n>0[1-9]|1[0-2])", lambda m, y: _of_period(month_period(y, _n(m["n"])))),
    _rule(rf"{_YEAR_WORD}(?P<n>{_N})月份?", lambda m, y: _of_period(month_period(y, _n(m["n"])))),
    _rule(rf"{_YEAR_WORD}(?P<n>0?{_N})月份?{_END}", lambda m, y: _last_day(month_period(y, _n(m["n"])))),
    _rule(rf"{_YEAR_WORD}(?P<n>{_N})月份?(?P<ten>[上中下])旬", lambda m, y: _of_period(_ten_days(m, y))),
    # days and weeks
    _rule(
        rf"{_YEAR}(?:-|/|\.|年)(?P<n>\d\d?)(?:-|/|\.|月)(?P<day>\d\d?)日?(?:T?00:00(?::00)?)?",
        lambda m, y: _of_period(_date(m, y)),
    ),
    _rule(rf"{_YEAR}(?P<n>\d\d)(?P<day>\d\d)", lambda m, y: _of_period(_date(m, y))),
    _rule(r"(?P<n>\d\d?)月(?P<day>\d\d?)日", lambda m, y: _of_period(_date(m, y))),
    _rule(rf"{_YEAR}-?W(?P<n>\d\d?)", lambda m, y: _of_period(_week(m, y))),
)


def _unreadable(label: str, year: int | None) -> Diagnostic:
    hint = (
        "write for example `2024`, `2024Q3`, `2024-09` or `2024-09-21`",
        "请写例如 `2024`、`2024年三季度`、`2024年9月` 或 `2024-09-21`",
    )
    plain = _plain(label)
    if plain.endswith(("以前", "之前")):
        hint = ("write the last day itself, since it is open whether the day counts",
                "请写明最后一天，“以前”是否含当日并不明确")  # fmt: skip
    elif year is None and _read(plain, 2000) is not None:
        hint = ("add the year", "请补上年份")
    elif _NO_CLOCK.search(plain):
        hint = ("write the year in digits", "请用数字写明年份")
    return Diagnostic(
        "period-unreadable",
        f"`{label}` is not a period",
        f"`{label}` 不是可识别的时期",
        *hint,
    )
