"""Dates by which something is due, and spans of time, as a sentence writes them.

Layer: drafting. Input: a text in plain form, the year of issue. Output: DueDates with their spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from targetcheck.errors import TargetcheckError
from targetcheck.periods.period_parser import parse_due

_Y = r"(?P<year>20[0-6]\d|2100)"
_NOT_BEFORE = r"(?<![\d.第〔\[(/])"
_PLANS = "一二三四五六七八九"
_ENGLISH_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date with its span; `start` of the span of time if the text names one.

    `exact`: the words name the day or the end of a period; else the reading is usual but open.
    `dated`: the words name the year; else the year of issue was taken.
    """

    at: int
    end: int
    due: date
    since: date | None = None
    exact: bool = True
    dated: bool = True


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    kind: str


_CHINESE = tuple(
    _Pattern(re.compile(regex), kind)
    for regex, kind in (
        (r"(?<!\d)(?P<year>20[0-6]\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?!\d)", "day"),
        (rf"{_NOT_BEFORE}{_Y}[、和](?P<last>20[0-6]\d)年", "listed"),
        (rf"{_NOT_BEFORE}{_Y}年?[-—–~至到]+(?P<last>20[0-6]\d)年?(?:期间|间|底|末)?", "years"),
        (
            rf"{_NOT_BEFORE}{_Y}年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日(?P<before>之?前)?",
            "day",
        ),
        (rf"{_NOT_BEFORE}{_Y}年(?P<month>\d{{1,2}})月(?P<ten>[上中下])旬(?:之?前)?", "ten"),
        (
            rf"{_NOT_BEFORE}{_Y}年(?P<month>\d{{1,2}})月份?(?P<last_day>底|末)?(?P<before>之?前)?",
            "month",
        ),
        (
            rf"{_NOT_BEFORE}{_Y}年?(?:第?(?P<quarter>[一二三四1-4])季度)(?:末|底)?(?P<before>之?前)?",
            "quarter",
        ),
        (rf"{_NOT_BEFORE}{_Y}年?(?P<half>[上下])半年(?:末|底)?(?P<before>之?前)?", "half"),
        (rf"{_NOT_BEFORE}{_Y}年?(?:年?底|年?末|年终|全年)(?P<end_before>之?前)?", "year_end"),
        (rf"{_NOT_BEFORE}{_Y}年(?P<before>之?前|以前)", "before_year"),
        (rf"{_NOT_BEFORE}{_Y}年(?!第?\d+号)", "year"),
        (
            rf"[“\"]?十(?P<plan>[{_PLANS}])五[”\"]?(?:时期|期间|规划期?|期)?(?:期?末|底)?(?:之?前)?",
            "plan",
        ),
        (r"(?<![年\d])(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?P<before>之?前)?", "day"),
        (r"(?<![年\d])(?P<month>\d{1,2})月(?P<ten>[上中下])旬(?:之?前)?", "ten"),
        (r"(?<![年\d个])(?P<month>\d{1,2})月份?(?P<last_day>底|末)(?P<before>之?前)?", "month"),
        (r"(?<![年\d个])(?P<month>\d{1,2})月份?(?P<before>之?前)", "month"),
        (
            r"(?<!每)(?:今年|本年度?|当年)?年底(?:之?前)?|今年年?内|本年度|(?<![\d今明去每周])年内(?!部)",
            "this_year",
        ),
        (r"(?:今年|本年|(?<![\d\w]))?(?P<half>[上下])半年(?:末|底)?(?:之?前)?", "half"),
        (r"(?<![每各两一二三四五六])全年|今年(?!以来)", "this_year"),
        (r"明年年?(?:底|末)?(?:之?前)?", "next_year"),
    )
)
_ENGLISH = tuple(
    _Pattern(re.compile(regex, re.IGNORECASE), kind)
    for regex, kind in (
        (r"(?<!\d)(?P<year>20[0-6]\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?!\d)", "day"),
        (rf"\b(?:between|from) {_Y} (?:and|to) (?P<last>20[0-6]\d)", "years"),
        (rf"{_NOT_BEFORE}\b{_Y}[-–](?P<last>20[0-6]\d)\b", "years"),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_ENGLISH_MONTH},? {_Y}", "day"),
        (rf"\b{_ENGLISH_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_Y}", "day"),
        (
            rf"\b(?:(?P<before>before) |by (?:the end of )?|end of )?{_ENGLISH_MONTH},? {_Y}",
            "month",
        ),
        (
            rf"\b(?:Q(?P<quarter>[1-4])|(?:the )?(?P<nth>first|second|third|fourth|final) quarter of) {_Y}",
            "quarter",
        ),
        (
            rf"\b(?:(?P<nth_half>first|second) half of|mid-?|(?P<summer>summer|spring|autumn|winter|early|late) ){_Y}",
            "half",
        ),
        (
            rf"\b(?:(?:by|before|at) (?:the )?)?(?:end|close)(?:-| of (?:the year )?){_Y}",
            "year_end",
        ),
        (rf"\bbefore {_Y}", "before_year"),
        (rf"\bby {_Y}/\d\d\b", "year"),
        (
            rf"(?<![\d.,/£$€-])\b(?:by |in |until |to |for |during |of )?{_Y}\b(?!/|[-–]\d| levels?\b| "
            rf"baseline\b|,\d|%)",
            "year",
        ),
        (r"\bby (?:the )?(?:end of (?:the |this )?)year\b|\bthis year\b", "this_year"),
    )
)
_BASE_BEFORE = re.compile(
    r"(?:since|than|below|above|on|compared (?:to|with)|relative to|against|over|vs\.?|baseline(?: of)?|"
    r"\(base(?:line)?:?) ?(?:a |the )?$",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile(r"^ ?(?:levels?|baselines?|base year|values?)\b", re.IGNORECASE)


def dates_in(text: str, year: int | None, chinese: bool) -> list[DueDate]:
    """Return the dates of a text in order; `year` completes those without one."""
    found: list[DueDate] = []
    taken: set[int] = set()
    for pattern in _CHINESE if chinese else _ENGLISH:
        for match in pattern.regex.finditer(text):
            span = range(match.start(), match.end())
            if not match.group() or taken.intersection(span):
                continue
            due = _due_date(match, pattern.kind, year)
            if due is None:
                continue
            taken.update(span)
            found.append(due)
    return sorted(found, key=lambda due: due.at)


def is_start(text: str, due: DueDate) -> bool:
    """Return whether a date is the first day from which something counts."""
    before, after = text[max(0, due.at - 16) : due.at], text[due.end : due.end + 6]
    if re.search(r"(?:counted|counting|starting|beginning|as of|effective) (?:from )?$", before):
        return True
    return bool(re.search(r"[自从]$", before) and re.match(r"(?:之日)?起", after))


def is_baseline(text: str, due: DueDate, chinese: bool) -> bool:
    """Return whether a date is the year that a change is measured from."""
    start = due.at
    year = re.search(r"20\d\d", text[due.at : due.end])
    if year:
        start = due.at + year.start()
    before, after = text[max(0, start - 24) : start], text[due.end : due.end + 14]
    if chinese:
        return bool(
            re.search(r"(?:较|比|与|同|相对于?|以)$", before)
            or re.match(r"年?(?:度)?(?:相比|水平|的?基础上|为基[期准]|基数)", after)
        )
    return bool(_BASE_BEFORE.search(before) or _BASE_AFTER.match(after))


def _due_date(match: re.Match[str], kind: str, year: int | None) -> DueDate | None:
    parts = match.groupdict()
    named = parts.get("year")
    own = int(named) if named else year
    if own is None and kind != "plan":
        return None
    try:
        due, since, exact = _day(kind, parts, own or 0)
    except (ValueError, TargetcheckError):
        return None
    return DueDate(match.start(), match.end(), due, since, exact, bool(named) or kind == "plan")


def _day(kind: str, parts: dict[str, str | None], year: int) -> tuple[date, date | None, bool]:
    """Return (due date, first day of a span, whether the words leave no choice)."""
    if kind == "listed":
        last = int(parts["last"] or 0)
        return date(last, 12, 31), None, False
    if kind == "years":
        last = int(parts["last"] or 0)
        if not year < last <= year + 40:
            raise ValueError(last)
        return date(last, 12, 31), date(year, 1, 1), True
    if kind == "plan":
        number = _PLANS.index(parts["plan"] or "") + 1
        return date(2005 + 5 * number, 12, 31), date(2001 + 5 * number, 1, 1), True
    if kind == "before_year":
        return date(year - 1, 12, 31), None, False
    if kind == "next_year":
        return date(year + 1, 12, 31), None, True
    if kind in ("year", "year_end", "this_year"):
        return date(year, 12, 31), None, True
    return _within_year(kind, parts, year)


def _within_year(
    kind: str, parts: dict[str, str | None], year: int
) -> tuple[date, date | None, bool]:
    if kind == "quarter":
        nth = parts.get("quarter") or parts.get("nth") or ""
        names = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3}
        names |= {"fourth": 4, "final": 4}
        number = names.get(nth.lower()) or int(nth)
        return parse_due(f"{year}Q{number}"), None, not parts.get("before")
    if kind == "half":
        first = parts.get("half") == "上" or (parts.get("nth_half") or "").lower() == "first"
        season = (parts.get("summer") or "").lower()
        months = {"spring": 5, "summer": 8, "autumn": 11, "winter": 12, "early": 3, "late": 12}
        if season:
            return _month_end(year, months[season]), None, False
        middle = parts.get("half") is None and not parts.get("nth_half")
        return _month_end(year, 6 if first or middle else 12), None, not middle
    month = _month_number(parts["month"] or "")
    if kind == "ten":
        last = {"上": 10, "中": 20}.get(parts["ten"] or "")
        return (date(year, month, last) if last else _month_end(year, month)), None, True
    if kind == "day":
        day = date(year, month, int(parts["day"] or 0))
        return day, None, True
    before = bool(parts.get("before")) and not parts.get("last_day")
    if before:
        return date(year, month, 1) - timedelta(days=1), None, False
    return _month_end(year, month), None, True


def _month_end(year: int, month: int) -> date:
    return parse_due(f"{year}-{month:02d}")


def _month_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return next(n for n, name in enumerate(_MONTHS, 1) if text[:3].lower() == name.lower())
