"""Amounts in a sentence: numbers with units, ranges, percentages in words, grades.

Layer: drafting. Input: a text in plain form. Output: Amounts in order, with their spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from targetcheck.drafting.grammar.numeral import (
    CHINESE_NUMERAL,
    ENGLISH_NUMERAL,
    chinese_value,
    digits_value,
    english_value,
    number_of,
)
from targetcheck.drafting.grammar.unit_scanner import unit_at, unit_of

AmountKind = Literal["amount", "grade", "bare"]
_TIMES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "m": 10**6, "bn": 10**9, "k": 10**3,
}  # fmt: skip
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,30})(?:\.\d{1,30})?"
_MULTIPLE = (
    r"(?:万亿|[十百千]?[万亿]|[百千](?!分)|(?: (?:hundred|thousand|million|billion|trillion)\b))"
)
_DASH = r" ?(?:[-—–~至到−〜]|(?<=\d )(?:and|to)(?= \d)) ?"
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d.^/+])(?P<money>[£$€¥] ?)?(?P<low>{_DIGITS})"
    rf"(?:(?P<low_unit>[%‰]|[万亿]?[\u4e00-\u9fff]{{0,4}}?(?:/[\u4e00-\u9fff]{{1,4}})?){_DASH}(?P<high>{_DIGITS})(?!\d|[月日]|年(?!一遇)))?"
    rf"(?P<times>{_MULTIPLE})?(?P<short>(?:bn|m|k)(?![A-Za-z0-9/]))?"
    r"(?P<more>余|多(?![种式元层方样功]))?"
)
_PER_CENT = re.compile(rf"百分之(?P<number>{CHINESE_NUMERAL})")
_PARTS = re.compile(rf"(?P<below>{CHINESE_NUMERAL})分之(?P<above>{CHINESE_NUMERAL})")
_TENTHS = re.compile(
    r"(?<![\d第构建组完])(?P<number>[一二三四五六七八九])成(?P<half>半)?(?=以上|以下|[，。；、]|$|的)"
)
_HALF = re.compile(
    r"(?<!上|下)(?P<half>一半|半数)(?=以上|[，。；、]|$|的)|(?P<english>\b[Hh]alf of\b|(?<=\bby )half\b)"
)
_FOLD = re.compile(
    r"\b(?:halv(?:e|es|ing)|doubl(?:e|es|ing)|trebl(?:e|es|ing)|tripl(?:e|es|ing))\b", re.IGNORECASE
)
FOLDS = {"halv": Fraction(50), "doub": Fraction(100), "treb": Fraction(200), "trip": Fraction(200)}
"""Changes in percent that a verb means: to halve is a fall of 50 %."""
_CHINESE = re.compile(
    rf"(?<![第\d百千万亿几数{CHINESE_NUMERAL[1:-2]}每唯统同单专])(?P<low>{CHINESE_NUMERAL})"
    rf"(?:{_DASH}(?P<high>{CHINESE_NUMERAL}))?"
)
_ENGLISH = re.compile(rf"\b(?P<low>{ENGLISH_NUMERAL})\b(?= )", re.IGNORECASE)
_GRADE = re.compile(
    r"(?P<worse>劣)?(?P<roman>[ⅠⅡⅢⅣⅤ]|(?<![A-Za-z])(?:IV|V|I{1,3})(?![A-Za-z]))"
    r"(?:[-—–~至][ⅠⅡⅢⅣⅤIV]+)?(?P<kind>类|级)(?:水质|标准|水体|水)?"
)
_ROMAN = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ", "V": "Ⅴ"}
MEASURE_WORDS = (
    "个 家 处 条 座 口 项 次 篇 名 人 户 台 套 辆 艘 件 份 所 支 只 头 种 张 期 批 部 门 场 公里 千米 公顷 亩 吨 "
    "元 万 亿 平方米 平方公里 村 镇 乡 县 倍"
).split()
"""Words after a Chinese numeral that make it an amount."""
COUNTED = "item"
"""Unit of things that are counted without a measure word."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text with its unit: values, spelling of the unit, span.

    `high` is the end of a range; `unit` is empty for a number without one. `rounded`: 余, 多 follow
    the number. `noun` is what an English sentence counts.
    """

    start: int
    end: int
    low: Fraction
    high: Fraction | None
    unit: str
    kind: AmountKind = "amount"
    grade: str = ""
    rounded: bool = False
    in_words: bool = False
    noun: str = ""

    @property
    def text(self) -> str:
        """The amount as a ruleset writes it."""
        return self.grade or self.written(self.low)

    @property
    def bare(self) -> int | Decimal:
        """The value without its unit, as a ruleset writes an index."""
        text = number_of(self.low)
        return Decimal(text) if "." in text else int(text)

    def written(self, value: Fraction) -> str:
        """Return a value with the unit of this amount."""
        return f"{number_of(value)} {self.unit}".strip()

    @property
    def dimension(self) -> str:
        """The dimension of the unit, empty without one."""
        unit = unit_of(self.unit) if self.unit else None
        return unit.dimension if unit is not None else ""

    @property
    def unit_kind(self) -> str:
        """The kind of the unit, such as share, point, count or money."""
        unit = unit_of(self.unit) if self.unit else None
        return str(unit.kind) if unit is not None else ""


def amounts_in(text: str) -> list[Amount]:
    """Return the amounts of a text in order; none overlaps another."""
    found: list[Amount] = []
    taken: set[int] = set()
    for amount in (*_grades(text), *_in_words(text), *_in_digits(text)):
        span = range(amount.start, amount.end)
        if not taken.intersection(span):
            found.append(amount)
            taken.update(span)
    return sorted(found, key=lambda amount: amount.start)


def _grades(text: str) -> Iterator[Amount]:
    for match in _GRADE.finditer(text):
        roman = _ROMAN.get(match["roman"], match["roman"])
        grade = ("劣" if match["worse"] else "") + roman
        end = match.end("kind")
        yield Amount(match.start(), end, Fraction(0), None, "", "grade", f"{grade}{match['kind']}")


def _in_words(text: str) -> Iterator[Amount]:
    for match in _PER_CENT.finditer(text):
        value = chinese_value(match["number"])
        if value is not None:
            yield _word(match, value, "%")
    for match in _PARTS.finditer(text):
        above, below = chinese_value(match["above"]), chinese_value(match["below"])
        if above and below and match["below"] != "百":
            share = above * 100 / below
            if share.denominator in (1, 2, 4, 5):
                yield _word(match, share, "%")
    for match in _TENTHS.finditer(text):
        value = chinese_value(match["number"])
        if value is not None:
            yield _word(match, value * 10 + (5 if match["half"] else 0), "%")
    for match in _HALF.finditer(text):
        yield _word(match, Fraction(50), "%")
    for match in _FOLD.finditer(text):
        yield _word(match, FOLDS[match.group().lower()[:4]], "%")
    yield from _numerals(text)


def _word(match: re.Match[str], value: Fraction, unit: str, end: int = 0) -> Amount:
    return Amount(match.start(), end or match.end(), value, None, unit, in_words=True)


def _numerals(text: str) -> Iterator[Amount]:
    for match in _CHINESE.finditer(text):
        after = text[match.end() :]
        if not any(after.startswith(word) for word in MEASURE_WORDS):
            continue
        low = chinese_value(match["low"])
        high = chinese_value(match["high"]) if match["high"] else None
        if not _counts(text, match):
            continue
        unit = unit_at(text, match.end())
        if low is None or unit is None or (match["high"] and high is None):
            continue
        yield replace(_word(match, low, unit[0], unit[1]), high=high)
    for match in _ENGLISH.finditer(text):
        value = english_value(match["low"])
        unit = unit_at(text, match.end())
        if value is None:
            continue
        if unit is not None:
            yield _word(match, value, unit[0], unit[1])
        elif noun := _noun(text, match.end()):
            yield replace(_word(match, value, COUNTED), noun=noun)


_COUNTING = re.compile(
    r"(?:不[少低]于|至少|达到?|超过|不超过|突破|每[年季月][^，。；]{0,10}?|不得少于|最多|以上)[^，。；]{0,4}$"
)


def _counts(text: str, match: re.Match[str]) -> bool:
    """Return whether a Chinese numeral counts something that is promised, and is not in a name."""
    if not re.search("[一二两三四五六七八九]", match["low"]):
        return False
    after = text[match.end() + 1 : match.end() + 3]
    return bool(_COUNTING.search(text[: match.start()])) or after == "以上"


def _in_digits(text: str) -> Iterator[Amount]:
    spot = 0
    while match := _NUMBER.search(text, spot):
        amount = _digit_amount(text, match)
        spot = max(amount.end if amount is not None else match.end("low"), match.start() + 1)
        if amount is not None:
            yield amount


def _digit_amount(text: str, match: re.Match[str]) -> Amount | None:
    low = digits_value(match["low"])
    high_text = match["high"]
    end = match.end("low")
    if high_text is not None and not _one_range(text, match):
        high_text = None
        rest = _MULTIPLE_AFTER.match(text, end)
        times, more = (rest["times"] or "", rest["more"] or "") if rest else ("", "")
        end_number = rest.end() if rest else end
    else:
        times, more = (match["times"] or match["short"] or "").strip(), match["more"] or ""
        end_number = match.end()
    high = digits_value(high_text) if high_text else None
    money = (match["money"] or "").strip()
    return _with_unit(text, match, low, high, money, times, more, end_number)


_POWER = re.compile(r" ?[×x] ?10(?P<power>[⁰¹⁴⁵⁶⁷⁸⁹]+) ")
_TENS = {"⁴": "万", "⁵": "十万", "⁶": "百万", "⁷": "千万", "⁸": "亿", "⁹": "十亿", "¹²": "万亿"}
_MULTIPLE_AFTER = re.compile(
    rf"(?P<times>{_MULTIPLE})?(?P<short>(?:bn|m|k)(?![A-Za-z0-9/]))?(?P<more>余|多(?![种式元层方样功]))?"
)


def _one_range(text: str, match: re.Match[str]) -> bool:
    """Return whether `a—b` is one range: ascending numbers, not parts of a name or of a date."""
    low, high = digits_value(match["low"]), digits_value(match["high"])
    unit = match["low_unit"] or ""
    if unit and unit not in ("%", "‰") and unit_of(unit) is None and unit not in ("万", "亿"):
        return False
    dated = re.match("年(?!一遇)|[月日-]", text[match.end("high") :])
    return low < high and dated is None


def _with_unit(
    text: str, match: re.Match[str], low: Fraction, high: Fraction | None, money: str,
    times: str, more: str, end: int,
) -> Amount | None:  # fmt: skip
    start = match.start()
    if money:
        factor = _TIMES.get(times, 1)
        name = {10**6: "million ", 10**9: "billion ", 10**3: "thousand ", 10**12: "trillion "}
        symbol = {"£": "GBP", "$": "USD", "€": "EUR", "¥": "yuan"}[money]
        unit = f"{name.get(factor, '').strip()} {symbol}".strip() if factor in name else symbol
        if unit_of(unit) is None:
            unit = f"{symbol} {name.get(factor, '').strip()}".strip()
        return Amount(start, end, low, high, unit)
    power = _POWER.match(text, end)
    if power and (scaled := unit_at(text, power.end() - 1)) is not None:
        ten = _TENS.get(power["power"], "?") + scaled[0]
        if unit_of(ten) is not None:
            return Amount(start, scaled[1], low, high, ten)
    found = unit_at(text, match.end("more") if more else _before_times(match, times, end))
    if found is not None:
        rounded = bool(more)
        spelled = (
            f"{times}{found[0]}" if more and times and unit_of(f"{times}{found[0]}") else found[0]
        )
        return Amount(start, found[1], low, high, spelled, rounded=rounded)
    factor = _TIMES.get(times, 1)
    noun = _noun(text, end)
    if factor > 1 and unit_of(f"{times}个") is not None:
        return Amount(start, end, low, high, f"{times}个", rounded=bool(more))
    if noun:
        return Amount(start, end, low * factor, high * factor if high else None, COUNTED, noun=noun)
    return Amount(start, end, low * factor, high * factor if high else None, "", "bare")


def _before_times(match: re.Match[str], times: str, end: int) -> int:
    """Return where the unit begins: before a multiple, which is part of it."""
    return end - len(times) if times and not match["more"] and _is_tail(match, times, end) else end


def _is_tail(match: re.Match[str], times: str, end: int) -> bool:
    return match.string[max(0, end - len(times)) : end] == times


_ENGLISH_NOUN = re.compile(
    r" ((?:(?:new|additional|more|extra|further|existing|social|public|affordable|local|national|"
    r"[a-z]+(?:-[a-z]+)*) ){0,3}[a-z]{3,}s)\b"
)
_NO_NOUN = {
    "years",
    "months",
    "days",
    "weeks",
    "hours",
    "levels",
    "minutes",
    "pages",
    "its",
    "this",
}


def _noun(text: str, end: int) -> str:
    """Return the plural noun that an English sentence counts: `new homes`."""
    found = _ENGLISH_NOUN.match(text, end)
    if found is None or found[1].split()[-1] in _NO_NOUN:
        return ""
    words = found[1].split()
    stops = {"of", "in", "by", "and", "or", "to", "the", "for", "with", "on", "from", "at", "is"}
    return "" if stops & set(words) else found[1]
