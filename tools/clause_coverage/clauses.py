"""Clauses of a text, each with the marks that require an account.

Layer: tools. Input: the text of a document, or a part of it. Output: Clauses, with positions in the
text without white space, in which quotes are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[。；;！!？?\n\t|]")
_DIGITS = "一二两三四五六七八九十"
_ENUMERATOR = re.compile(
    rf"(?:^|(?<=[\n。；;：:|\t]))[ \u3000*#>-]*"
    rf"([（(]?(?:\d{{1,2}}|[{_DIGITS}]{{1,3}})[）).．、](?!\d)|[—–-]+ *\d{{1,3}} *[—–-]+(?=\n|$))"
)
_NAME = re.compile(
    r"[〔\[（(]\d{4}[〕\]）)]第?\d+号|第\d+号|(?:附件|附表|附图|专栏)\d+"
    r"|(?:GB|HJ|DB|SL|NY|CJ|CJJ|JT|JTG|JGJ|TD|LY|HG|ISO|IEC)(?:/?[TZ])?\d+(?:[.\-—–]\d+)*"
)
_MEASURES = (
    "个 家 处 条 座 口 项 次 篇 名 人 户 台 套 辆 艘 件 份 年 天 月 日 周 季度 倍 成 位 所 支 只 "
    "头 种 类 级 张 期 批 轮 米 公里 公顷 平方 亩 吨 元 村 镇 乡 县 市 分之"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.．])\d+(?:[.．]\d+)?[%％‰]?"
    rf"|(?<![第\d百千万亿{_DIGITS}])(?!一批|一次性)[{_DIGITS}百千万亿〇零半]+[余多]?(?={'|'.join(_MEASURES.split())})"
    rf"|第[{_DIGITS}\d]+[位名]"
)
_WORD = re.compile(
    r"全部|全面|全覆盖|全员|全数|(?<![平人年])均(?![衡等价])|各|每|逐一|逐个|所有|应\w尽\w"
    r"|零(?![售散星部工])|百分之百|不得|严禁|一律|禁止|杜绝|不准|不新增|不增加|不减少|不降低|不萎缩"
    r"|不反弹|清零|一票否决"
    r"|以上|以下|以内|不低于|不少于|不高于|不超过|不大于|不小于|至少|最多|超过|高于|低于|多于|少于"
    r"|大于|小于|达到|突破|控制在|稳定在|保持在|优于|劣于|左右|翻番|同比|负增长"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number, or a word that commits like a number; `end` is the position after it."""

    start: int
    end: int
    text: str
    number: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or a table cell, with its first line and its marks."""

    text: str
    line: int
    start: int
    end: int
    marks: tuple[Mark, ...]


def bare(text: str) -> str:
    """Return a text without white space, which line and page breaks add anywhere."""
    return "".join(text.split())


def clauses_of(text: str, first_line: int = 1) -> tuple[Clause, ...]:
    """Return the clauses of a text in order, each with its marks, if any.

    Marks are searched in the text without white space, so that a page break inside a word hides
    none; a mark that a clause boundary splits marks both sides.
    """
    places = [n for n, char in enumerate(text) if not char.isspace()]
    at = {raw: n for n, raw in enumerate(places)}
    plain = "".join(text[raw] for raw in places)
    marks = _marks(plain, _enumerators(text, at))
    found: list[Clause] = []
    for start, end in _spans(text):
        inside = [at[n] for n in range(start, end) if n in at]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        own = tuple(mark for mark in marks if mark.start < last and first < mark.end)
        line = first_line + text.count("\n", 0, places[first])
        found.append(Clause(" ".join(text[start:end].split()), line, first, last, own))
    return tuple(found)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence, line or cell."""
    start = 0
    for match in _END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _enumerators(text: str, at: dict[int, int]) -> set[int]:
    """Return the positions of numbers that only count paragraphs or pages."""
    return {
        at[n]
        for match in _ENUMERATOR.finditer(text)
        for n in range(match.start(1), match.end(1))
        if n in at
    }


def _marks(plain: str, enumerators: set[int]) -> tuple[Mark, ...]:
    names = {n for match in _NAME.finditer(plain) for n in range(match.start(), match.end())}
    skipped = enumerators | names
    numbers = [
        Mark(m.start(), m.end(), m.group() + _unit(plain, m.end()), number=True)
        for m in _NUMBER.finditer(plain)
        if not skipped.issuperset(range(m.start(), m.end()))
    ]
    words = [Mark(m.start(), m.end(), m.group(), number=False) for m in _WORD.finditer(plain)]
    return tuple(sorted([*numbers, *words], key=lambda mark: mark.start))


def _unit(plain: str, end: int) -> str:
    """Return the word after a number, for printing it; empty for a percent sign or 第一位."""
    if plain[end - 1] in "%％‰位名":
        return ""
    found = re.match(r"[万亿]?(?:平方公里|公里|公顷|毫克/升|[\u4e00-\u9fff])", plain[end:])
    return found.group() if found else ""
