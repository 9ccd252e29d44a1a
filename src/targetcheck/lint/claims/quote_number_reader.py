"""Numbers in a clause: digits, Chinese numerals with a measure word, grades, dates.

Layer: lint. Input: a quote. Output: exact numbers, each with what it counts. Numbers inside names
(PM2.5, GB 3838, 〔2023〕12号, 《…》, “…”) do not count; words such as 全部 mean a number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Literal

NumberKind = Literal["amount", "year", "month", "day", "quarter", "grade"]

_NAMES = re.compile(
    r"《[^》]*》|“[^”]*”|「[^」]*」|[\[〔(]\d{4}[\])〕]\s*第?\d+号|第\d+号"
    r"|(?<![A-Za-z])(?:GB|HJ|DB|SL|NY|CJJ?|JTG?|JGJ|TD|LY|HG|ISO|IEC)(?:/?[TZ])?"
    r"\s*\d+(?:[.\-—–]\d+)*|PM\s*(?:2\.5|10)|(?<!\d)\d+G(?![A-Za-z/])"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.^])(?P<number>\d{1,3}(?:,\d{3}){1,99}(?:\.\d{1,300})?|\d{1,300}(?:\.\d{1,300})?)(?![\d.]{0,3}\d)"
    r"\s*(?P<times>百|千|万|百万|千万|亿|十亿|百亿|千亿|万亿)?"
    r"(?P<after>年|个?月|日|季度|号)?"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_ENGLISH_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\s+{_MONTH}\b|\b{_MONTH}\s+(\d{{1,2}})(?!\d)")
_GRADE = re.compile(r"(劣)?(?<![A-Za-z])(IV|V|I{1,3})(?![A-Za-z])")
_MEASURES = (
    "个|家|处|条|座|口|项|次|篇|名|人|户|台|套|辆|艘|件|份|年|天|倍|位|所|公里|公顷|平方公里|亩|吨|元"
)  # fmt: skip
_CHINESE = re.compile(
    r"(?<![\d第十百千万亿几数])(?P<number>[两二三四五六七八九十][零一二三四五六七八九十百千万]*)"
    rf"(?={_MEASURES})"
)
_RANK = re.compile(r"第(?P<number>[一二三四五六七八九十]+)(?:位|名)")
_PERCENT = re.compile(r"百分之(?P<number>[零一二三四五六七八九十百]+)")
_BETWEEN = re.compile(r"\s*[-—–−~〜、和至到与]\s*")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_DIGITS = {name: n for n, name in enumerate("零一二三四五六七八九")} | {"两": 2}
_TIMES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_AFTER: dict[str, NumberKind] = {"年": "year", "月": "month", "日": "day", "季度": "quarter"}

WORDS: dict[str, tuple[int, ...]] = {
    "一半": (50,), "半数": (50,), "过半": (50,), "翻": (100, 2), "清零": (0,), "消除": (0, 100),
    "零增长": (0,), "首": (1,), "第一": (1,), "一": (1,), "单": (1,), "half": (50,), "zero": (0,),
}  # fmt: skip
"""Words that mean a number in a quote, also beside other numbers."""
ALL_OR_NONE = {
    Fraction(100): re.compile(
        r"(?<![安健])全(?![市省国县区域程])|均|所有|应\w尽|逐一|百分之百|\ball\b|every"
    ),
    Fraction(0): re.compile(
        r"不(?:新增|再|返|发生|出现|得)|无|零|严禁|禁止|杜绝|严防|\bno\b|none|never"
    ),
}
"""Words for 100 % and for 0. A quote without a number means all or none in any case."""
VAGUE = re.compile(
    "基本(?!农田|药物|公共|医疗|养老|生活|面)|大部|绝大|多数|左右|逐步|稳步|(?<!社会)稳定|明显|显著|有效|大幅|mostly|about|basically"
)
"""Words without an amount; an amount for them is an interpretation of the ruleset."""


@dataclass(frozen=True, slots=True)
class ClauseNumber:
    """A number of a text; `also` is its value multiplied by the 万 or 亿 after it, else None."""

    value: Fraction
    what: NumberKind
    text: str
    also: Fraction | None = None

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The values that the number may mean."""
        return (self.value,) if self.also is None else (self.value, self.also)


@lru_cache(maxsize=4096)  # targets name the same indicators, places and notes over and over
def numbers_in(text: str, names: bool = True) -> tuple[ClauseNumber, ...]:
    """Return the numbers of a text in order; `names`: leave out those inside names."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _NAMES.sub("§", plain) if names else plain
    found = [
        (m.start(), ClauseNumber(Fraction(_grade(m)), "grade", m.group())) for m in _grades(plain)
    ]
    found += _english_days(plain)
    taken = {start for start, _ in found}
    found += [(start, number) for start, number in _digits(plain) if start not in taken]
    found += _chinese(plain)
    return tuple(number for _, number in sorted(found, key=lambda pair: pair[0]))


def grade_number(text: str) -> Fraction | None:
    """Return the number of a grade, 3 for `Ⅲ类`, 6 for 劣Ⅴ; None if the text has no grade."""
    found = _GRADE.search(unicodedata.normalize("NFKC", text))
    return None if found is None else Fraction(_grade(found))


def numbers_in_words(text: str) -> frozenset[Fraction]:
    """Return the numbers that the words of a text mean."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = {Fraction(n) for word, numbers in WORDS.items() if word in plain for n in numbers}
    found |= {n for n, words in ALL_OR_NONE.items() if words.search(plain)}
    counts = any(number.what == "amount" for number in numbers_in(text))
    if not counts and not VAGUE.search(plain):
        found |= set(ALL_OR_NONE)
    return frozenset(found)


def multiplier(marks: str) -> int:
    """Return the product of Chinese powers of ten: 百万 is 1,000,000."""
    return prod(_TIMES[mark] for mark in marks)


def _grades(plain: str) -> list[re.Match[str]]:
    return [m for m in _GRADE.finditer(plain) if plain[m.end() : m.end() + 1] in ("类", "级")]


def _grade(found: re.Match[str]) -> int:
    return _ROMAN[found[2]] + (1 if found[1] else 0)


def _english_days(plain: str) -> list[tuple[int, ClauseNumber]]:
    return [
        (m.start(group), ClauseNumber(Fraction(m[group]), "day", m[group]))
        for m in _ENGLISH_DAY.finditer(plain)
        for group in (1, 2)
        if m[group]
    ]


def _digits(plain: str) -> list[tuple[int, ClauseNumber]]:
    """Return the numbers in digits; in `2024、2025年` both are years."""
    found: list[tuple[int, ClauseNumber]] = []
    later: re.Match[str] | None = None
    times, after = "", ""
    for match in reversed(list(_NUMBER.finditer(plain))):
        own = match["times"] or match["after"]
        joined = later is not None and not own and _joined(plain, match, later)
        if not joined:
            times, after = match["times"] or "", match["after"] or ""
        value = Fraction(match["number"].replace(",", ""))
        what = _what(value, after)
        also = value * multiplier(times) if times else None
        found.append(
            (match.start("number"), ClauseNumber(value, what, match.group().strip(), also))
        )
        later = match
    return found[::-1]


def _joined(plain: str, match: re.Match[str], later: re.Match[str]) -> bool:
    return _BETWEEN.fullmatch(plain[match.end() : later.start()]) is not None


def _what(value: Fraction, after: str) -> NumberKind:
    """Return what a number counts: `5年` and `3个月` are amounts, `2025年` and `3月` dates."""
    likely_year = value.denominator == 1 and 1949 <= value <= 2100
    if after == "年":
        return "year" if likely_year else "amount"
    return _AFTER.get(after, "year" if likely_year and not after else "amount")


def _chinese(plain: str) -> list[tuple[int, ClauseNumber]]:
    found = []
    for pattern in (_CHINESE, _RANK, _PERCENT):
        for match in pattern.finditer(plain):
            value = _chinese_value(match["number"])
            if value is not None:
                found.append(
                    (match.start(), ClauseNumber(Fraction(value), "amount", match.group()))
                )
    return found


def _chinese_value(text: str) -> int | None:
    """Return the value of a simple numeral: 两, 十二, 一百二十, 三千; None for other texts."""
    total, digit = 0, None
    for mark in text:
        if mark in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[mark]
        else:
            total += (1 if digit is None else digit) * _TIMES[mark]
            digit = None
    return total + (digit or 0)
