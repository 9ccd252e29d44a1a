"""Words for the basis of a value: its own period, the year to date, since the start.

Layer: tables. `本月` and `当季` also give the length of the period, which a title such as `2024年1-12月`
does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from targetcheck.errors import TargetcheckError
from targetcheck.name_index import fold_name
from targetcheck.periods.period import Period, month_period
from targetcheck.periods.period_label_reader import ParsedPeriod
from targetcheck.periods.period_parser import parse_period

Basis = Literal["period", "year_to_date", "since_start"]
Length = Literal["", "month", "quarter"]

_TAIL = r"(?:完成|实际|实绩|发生|新增)?(?:完成)?(?:总量|总额|总数|绝对[量额数值]|数|值|量|额|数据|情况)?"
_DONE = r"(?:完成|实际|实绩|发生|新增)?"
_SINCE = re.compile(
    rf"(?:总|历年|项目|(?:自|从)?(?:开工|建设|启动|实施)(?:以来|至今)?){_DONE}累计{_TAIL}"
    rf"|(?:自|从)?(?:开工|建设|启动|实施)(?:以来|至今){_TAIL}|since_?start|sincethestart"
)
_SO_FAR = re.compile(
    rf"(?:截[至止])?(?:(?:自|从)?(?:本年度?|当年|今年|年初?|1月)(?:以来|起)?(?:至今|[至到](?:本|当)[月季期])?"
    rf"|1月?[-~至—–](?:本|当|报告)月|[各逐分历][个]?(?:月|季)度?(?:末|底)?|[至到](?:本|当)[月季期]末?|(?:本|当)[月季期]止|1月?[-~至—–](?:本|当)月止)?{_DONE}累计{_TAIL}"
    rf"|(?:自|从)?(?:年初|1月|今年|本年)(?:至今|以来|[至到](?:本|当)[月季期]末?){_TAIL}"
    rf"|1月?[-~至—–](?:本|当|报告)月(?:份|止|末)?{_TAIL}"
    r"|ytd|year_?to_?date|yeartodate|cumulative(?:total|value|figure)?|cumulated|todate|runningtotal"
)
_FROM = re.compile(
    r"(?:自|从)(?P<zh>(?:19|20|21)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?)(?:起|以来|开始)累计(?:数|值|量)?"
    r"|since(?P<en>(?:19|20|21)\d\d(?:-\d\d(?:-\d\d)?)?)"
)
_AT_END = re.compile(r"期末(?:数|值)?|时点(?:数|值)?|(?:at)?(?:the)?endof(?:the)?period")
_OWN = re.compile(
    rf"(?:当|本|单|报告)(?P<unit>月|季|期)度?(?:份|内|末)?(?:完成|实际|实绩|发生|新增)?{_TAIL}"
    r"|(?:this|current)(?P<en>month|quarter|period)|period"
)
_NO = re.compile(r"[非不](?:是|为|含|包括)?[^,，;；。]{0,4}累计|累计[^,，;；。]{0,6}(?:除外|不含)")
_ANY = re.compile(r"累计|年初至|1\s*[-—–~至]\s*本月|cumulative|year to date|\bytd\b", re.IGNORECASE)
_SELF = re.compile(r"[本当单报][告]?[月季期]|同期|this month|this quarter", re.IGNORECASE)
_EACH = re.compile(r"(?:[各逐历分]|每[一个]?)个?(?:月|季)度?(?:末|底)?\s*(?:完成)?累计")
_ALL = re.compile(
    r"(?:(?:各|每|表中|表内|上表|本表|以上|上述|所列|所有|全部|数据|数值|指标值)[^,，;；。]{0,12})?"
    r"(?:均|都|皆|全部)?(?:为|系|是)[^,，;；。除]{0,8}累计[^,，;；。除]{0,4}"
    r"|all(?: the)? (?:figures|values|data|numbers)[^.]{0,20}(?:are|is) (?:cumulative|year[- ]to[- ]date)"
    r"[^.]{0,20}",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[。.;；()（）\[\]]")
_LABEL = re.compile(r"^\s*(?:注|备注|说明|附注|notes?)\s*\d*\s*[:：.、]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BasisWord:
    """Meaning of a word: the basis, and the length of the period if it is named."""

    basis: Basis
    length: Length = ""
    written: str = ""
    since: date | None = None
    """first day that a running total counts, if it is named"""

    @property
    def name(self) -> str:
        """Return the canonical word with this meaning."""
        if self.since is not None:
            return self.written
        return _NAMES[self.basis, self.length]


_NAMES: dict[tuple[Basis, Length], str] = {
    ("period", ""): "当期",
    ("period", "month"): "当月",
    ("period", "quarter"): "当季",
    ("year_to_date", ""): "累计",
    ("since_start", ""): "开工以来累计",
}


@lru_cache(maxsize=4096)
def read_basis(text: str) -> BasisWord | None:
    """Return the basis that a word names; None if it names none."""
    word = fold_name(text).strip("()[]:：")
    if not word or len(word) > 30:
        return None
    if _SINCE.fullmatch(word):
        return BasisWord("since_start", written=text)
    if _SO_FAR.fullmatch(word):
        return BasisWord("year_to_date", written=text)
    own = _OWN.fullmatch(word)
    if own is None:
        return None
    unit = own["unit"] or own["en"] or ""
    lengths: dict[str, Length] = {"月": "month", "month": "month", "季": "quarter"}
    return BasisWord("period", lengths.get(unit, "quarter" if unit == "quarter" else ""), text)


@lru_cache(maxsize=4096)
def read_basis_cell(text: str) -> BasisWord | None:
    """Return the basis that a cell names; besides the words of headings: 期末数, 自2023年起累计."""
    word = fold_name(text)
    if _AT_END.fullmatch(word):
        return BasisWord("period", written=text)
    counted = _FROM.fullmatch(word)
    if counted is not None:
        return _counted_from(text, counted["zh"] or counted["en"])
    return read_basis(text)


def _counted_from(text: str, label: str) -> BasisWord | None:
    """Return the basis of a total since a named day; None if there is no such day."""
    try:
        first = parse_period(label).period.start
    except TargetcheckError:
        return None
    return BasisWord("period", written=text, since=first)


def basis_of_line(text: str) -> Literal["", "so_far", "open"]:
    """Return what a title or note says of every figure below or above it.

    `open`: the line mentions running totals without saying that all values are totals.
    """
    if not _ANY.search(text) or _NO.search(text):
        return ""
    if _SELF.search(text):  # 本月及累计: the headings below say which is which
        return ""
    if _EACH.search(text):
        return "so_far"
    parts = [part.strip() for part in _CLAUSE.split(_LABEL.sub("", text))]
    pieces = [piece for part in parts for piece in re.split(r"[,，、]", part)]
    all_of_it = any(_ALL.fullmatch(part) for part in parts)
    return "so_far" if all_of_it or any(map(_is_so_far, pieces)) else "open"


def _is_so_far(text: str) -> bool:
    word = read_basis(text)
    return word is not None and word.basis == "year_to_date"


def speaks_of_totals(text: str) -> bool:
    """Return whether a text mentions running totals without negating them."""
    return bool(_ANY.search(text)) and not _NO.search(text)


def own_period(read: ParsedPeriod, word: BasisWord) -> ParsedPeriod | None:
    """Return the period of a value that a word assigns to this month or quarter.

    Its label may be the year to date: this month of `2024年1-9月` is September. None if the month or
    quarter is undetermined.
    """
    if not word.length:
        return read
    span, months = read.period, 1 if word.length == "month" else 3
    last = month_period(span.end.year, span.end.month)
    if months == 3 and last.end.month % 3 == 0:
        last = month_period(span.end.year, span.end.month - 2, span.end.month)
    elif months == 3:
        return None
    if span.start >= last.start and months == 1:
        return read
    if span == last:
        return read
    in_it = span.start >= last.start or read.basis == "year_to_date"
    return _labelled(last) if in_it and span.end == last.end else None


def _labelled(period: Period) -> ParsedPeriod:
    """Return a month or quarter with its own label."""
    first, last = period.start, period.end
    label = f"{last.year}Q{last.month // 3}" if first.month != last.month else f"{last:%Y-%m}"
    return ParsedPeriod(replace(period, label=label))
