"""Clauses of a text and the parts of their sentences, each with the marks that require an account.

Layer: drafting. Input: the text of a document, or a part of it. Output: Clauses, with positions in the
text without white space, in which quotes are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_END = re.compile(r"[。；;！!？?\n\t|]")
_PART_END = re.compile(r"[，,：:]")
_DIGITS = "一二两三四五六七八九十"
_ENUMERATOR = re.compile(
    rf"(?:^|(?<=[\n。；;：:|\t>]))[ \u3000*#>-]*"
    rf"([（(]?(?:\d{{1,2}}|[{_DIGITS}]{{1,3}})[）).．、](?!\d)|[—–-]+ *\d{{1,3}} *[—–-]+(?=\n|$))"
    r"|(?:^|(?<=\n))(\d{1,3})(?=\t)"
)
_NAME = re.compile(
    r"[〔\[（(]\d{4}[〕\]）)]第?\d+号|第\d+号|(?:附件|附表|附图|专栏)\d+"
    r"|（\d{4}）(?=》)|\dG(?![A-Za-z])|IPv\d|12345(?=”)|[A-Z]\d{3}(?=[^\d]|$)"
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
    r"全部|全面|全覆盖|全员|(?<!健)全数|(?<![平人年])均(?![衡等价])|各(?![类级界])|每|逐一|逐个|所有|应\w尽\w"
    r"|零(?![售散星部工])|百分之百|不得|严禁|一律|禁止|杜绝|不准|不新增|不增加|不减少|不降低|不萎缩"
    r"|不反弹|清零|一票否决"
    r"|以上|以下|以内|不低于|不少于|不高于|不超过|不大于|不小于|至少|最多|超过|高于|低于|多于|少于"
    r"|大于|小于|达到|突破(?=[\d全])|控制在|稳定在|保持在|优于|劣于|左右|翻番|同比|负增长"
)
_RESULT = re.compile(
    r"(?<!已)完成(?!情况|进度|时限)|建成(?![后区])|建立|制定(?!依据)|(?<!机构)编制(?!部门|内|外|纳入|启用|指南|大纲|审查)|出台"
    r"|(?<!批准)(?<![依宣])成立|设立|组建(?!原则)|签订|报送(?!单位)|上报|报备|备案|公示(?!栏)|公布(?![的之])"
    r"|(?<!息)公开(?!招聘)|纳入|(?<!核)查处|取消|免收|免征|免缴|免费"
)
_DUTY = re.compile(
    r"(?<![供响适相对效反感答因理回])应当?(?![用急对变答邀运收付缴纳届力税激链尽]|\w尽)|必?须"
    r"|(?<![重主需必首摘概纪提简扼关不将紧纲只还机])要(?![求素点闻道件害领职么塞])"
    r"|确保|健全|(?<!机)构建|(?<![有])明确(?!规定|为)|(?<!抓)落实(?!情况|见效|推进)|开展|(?<!正式)实施"
    r"(?!单位|方案|期限|办法|意见|主体|的|之|、|。|，|,|机构|规程|细则)"
)

Kind = Literal["figure", "bound", "result", "duty"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that promises; `end` is the position after it.

    A `figure` is a number or a date, a `bound` a word that commits like a number (全部, 不得), a
    `result` a verb whose object can be shown (制定, 完成), a `duty` a word that obliges (应, 确保).
    """

    start: int
    end: int
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a clause up to a comma or a colon, with its marks: at most one promise is meant."""

    text: str
    start: int
    end: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or a table cell, with its first line, its marks and its parts."""

    text: str
    line: int
    start: int
    end: int
    marks: tuple[Mark, ...]
    parts: tuple[Part, ...]


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
        line = first_line + text.count("\n", 0, places[first])
        said = " ".join(text[start:end].split())
        parts = tuple(_parts(plain, first, last, marks))
        found.append(Clause(said, line, first, last, _within(first, last, marks), parts))
    return tuple(found)


def marks_of(text: str) -> tuple[Mark, ...]:
    """Return the marks of a text by itself, such as a quote."""
    return tuple(mark for clause in clauses_of(text) for mark in clause.marks)


def _parts(plain: str, first: int, last: int, marks: tuple[Mark, ...]) -> Iterator[Part]:
    """Yield the parts of a clause; a comma inside a mark, as in 12,5, ends none."""
    inside = {n for mark in marks for n in range(mark.start, mark.end - 1)}
    ends = [m.end() for m in _PART_END.finditer(plain, first, last) if m.start() not in inside]
    start = first
    for end in [*ends, last]:
        if end > start:
            yield Part(plain[start:end], start, end, _within(start, end, marks))
        start = end


def _within(first: int, last: int, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.start < last and first < mark.end)


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
        for n in range(*match.span(match.lastindex or 1))
        if n in at
    }


def _marks(plain: str, enumerators: set[int]) -> tuple[Mark, ...]:
    counted = "".join("\0" if n in enumerators else char for n, char in enumerate(plain))
    names = {n for match in _NAME.finditer(counted) for n in range(match.start(), match.end())}
    numbers = [
        Mark(m.start(), m.end(), m.group() + _unit(plain, m.end()), "figure")
        for m in _NUMBER.finditer(counted)
        if not names.issuperset(range(m.start(), m.end()))
    ]
    kinds: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_WORD, "bound"),
        (_RESULT, "result"),
        (_DUTY, "duty"),
    )
    words = [
        Mark(m.start(), m.end(), m.group(), kind)
        for pattern, kind in kinds
        for m in pattern.finditer(plain)
    ]
    return tuple(sorted([*numbers, *words], key=lambda mark: mark.start))


def _unit(plain: str, end: int) -> str:
    """Return the word after a number, for printing it; empty for a percent sign or 第一位."""
    if plain[end - 1] in "%％‰位名":
        return ""
    found = re.match(r"[万亿]?(?:平方公里|公里|公顷|毫克/升|[\u4e00-\u9fff])", plain[end:])
    return found.group() if found else ""
