"""Paragraphs and table rows of a text whose lines may be broken anywhere.

Layer: drafting. Input: lines of a document. Output: Paragraphs in order, with line and page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from targetcheck.drafting.grammar.plain_text import PlainText, plain_text

_PAGE_NUMBER = re.compile(
    r"\s*(?:[—–-]+\s*\d{1,4}\s*[—–-]+|第?\s*\d{1,3}\s*页(?:\s*[/共].*)?|page \d+(?: of \d+)?|"
    r"\d{1,3}\s*/\s*\d{1,3}|[·•]\s*\d{1,3}\s*[·•])\s*",
    re.IGNORECASE,
)
_LONE_NUMBER = re.compile(r"\s*\d{1,3}\s*")
MARKER = re.compile(
    r"(?P<annex>附件\s*[\d一二三四五六七八九十]*|附录\s*[A-Z\d]*|"
    r"(?:Annex|Appendix|Schedule)\b ?[A-Z\d]{0,2})(?=[:：\s]|$|[^\d、，。和至中所（(的])"
    r"|(?P<box>(?:专栏|附表|表)\s*\d+)(?=[^\d.。，、和至中]|$)"
    r"|(?P<part>第[一二三四五六七八九十\d]+[章编部分篇节]+|(?:Chapter|Part|Section|Goal|Pillar|Priority|Objective|Theme|Mission|Outcome)\s+(?:\d+|[IVX]+)\b[:.]?)"
    r"|(?P<one>[一二三四五六七八九十]{1,3}、)"
    r"|(?P<two>[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?P<nested>\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s))"
    r"|(?P<three>\d{1,3}\s?[.．、](?!\d)|(?<!\d)\d{1,2}(?=\s+[A-Z\u4e00-\u9fff]))"
    r"|(?P<four>[（(]\d{1,2}[）)])"
    r"|(?P<five>[①-⑳])"
    r"|(?P<mark>#{1,6})(?=[^#])"
    r"|(?P<letter>[（(][a-z]{1,3}[）)]|[a-z][).]\s)"
    r"|(?P<bullet>[•●◦▪■·*–—-](?=\s))"
)
_FULL_STOP = tuple("。！？；：:!?;.）)】]”")
_OPENING, _CLOSING = "（([【〔", "）)]】〕"
_TITLE = re.compile(
    r"(?:通知|公告|方案|计划|意见|办法|规定|规划|纲要|清单|措施|分工|细则|要点|指标|报告|决定|条例|人民政府|办公[厅室]|委员会|分工表|一览表|任务表|统计表)$"
)
_OWN_LINE = re.compile(
    r"[\u4e00-\u9fff]{1,14}[〔\[(（﹝［]\s?(?:19|20)\d\d\s?[〕\])）﹞］]\s?(?:第\s?)?\d{1,5}\s?号"
    r"|20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日.{0,4}"
)
"""Lines that never continue a paragraph: a document number, a date."""
_LABEL = re.compile(r"(?:Lead|Owner|Responsib\w+|Support|Partners?|Deadline)[\w ]{0,24}: ?")
_MARKERS = re.compile(rf"^(?:#+\s*)?(?:{MARKER.pattern})?")
_SHORT = 22
"""A line of fewer characters that ends without a stop is a title, not the first half of one."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a row of a table with its cells, as it stands in a text.

    `level` is the heading level that the file format declares, 0 without one.
    """

    plain: PlainText
    line: int
    page: int = 0
    level: int = 0
    cells: tuple[PlainText, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph in plain form."""
        return self.plain.text

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table."""
        return bool(self.cells)


@dataclass(slots=True)
class _Open:
    """A paragraph while its lines are read."""

    line: int
    spans: list[tuple[int, int]]
    level: int
    gap: bool = False
    words: str = field(default="")


def paragraphs_of(
    text: str, levels: dict[int, int] | None = None, pages: Sequence[int] = ()
) -> list[Paragraph]:
    """Return the paragraphs of a text.

    levels: heading levels by line, from 1. pages: offsets at which pages begin.
    """
    return list(_Paragraphs(text, levels or {}, pages).all())


class _Paragraphs:
    def __init__(self, text: str, levels: dict[int, int], pages: Sequence[int]) -> None:
        self.text = text
        self.levels = levels
        self.pages = pages
        self.latin = _is_latin(text)
        self.open: _Open | None = None

    def all(self) -> Iterator[Paragraph]:
        start = 0
        for number, line in enumerate(self.text.splitlines(keepends=True), start=1):
            end = start + len(line)
            yield from self._line(line, start, end, number)
            start = end
        yield from self._close()

    def _line(self, line: str, start: int, end: int, number: int) -> Iterator[Paragraph]:
        words = line.strip()
        if not words:
            if self.open is not None:
                self.open.gap = True
            return
        if _PAGE_NUMBER.fullmatch(words) or (
            _LONE_NUMBER.fullmatch(words) and (self.open is None or self.open.gap)
        ):
            if self.open is not None:
                self.open.gap = True
            return
        cells = self._cells(line, start)
        if cells is not None and sum(bool(cell.text) for cell in cells) == 1 and "|" not in line:
            cells = None
        if cells is not None:
            yield from self._close()
            if any(cell.text for cell in cells):
                yield Paragraph(
                    plain_text(self.text, [(start, end)]), number, self._page(start), 0, cells
                )
            return
        lead = len(line) - len(line.lstrip())
        level = self.levels.get(number, 0)
        if self.open is not None and not level and self._continues(words):
            self.open.spans.append((start + lead, end))
            self.open.words += ("" if not self.latin else " ") + words
            self.open.gap = False
            return
        yield from self._close()
        self.open = _Open(number, [(start + lead, end)], level, words=words)

    def _close(self) -> Iterator[Paragraph]:
        if self.open is not None:
            found = self.open
            self.open = None
            plain = plain_text(self.text, found.spans)
            for part in _pieces(plain):
                yield Paragraph(part, found.line, self._page(part.spots[0]), found.level)

    def _continues(self, words: str) -> bool:
        """Return whether a line goes on with the open paragraph."""
        before = self.open
        assert before is not None
        if before.level:
            return False
        depth = sum(before.words.count(c) for c in _OPENING) - sum(
            before.words.count(c) for c in _CLOSING
        )
        marked = MARKER.match(words)
        if depth > 0 and len(before.words) < 4000 and not (marked and marked["one"]):
            return True
        if marked or _OWN_LINE.fullmatch(words):
            return False
        if self.latin:
            return self._continues_latin(before, words)
        if before.words.endswith(_FULL_STOP):
            return False
        last = before.words[-200:]
        head = _MARKERS.sub("", last)
        if len(head) < _SHORT and not re.search(r"[，、,]", head):
            return False
        return not (_TITLE.search(last) and not re.search("[，。；]", last))

    def _continues_latin(self, before: _Open, words: str) -> bool:
        if _LABEL.match(words.lstrip("([")) or before.words.endswith(("]", "”")):
            return False
        ended = before.words.endswith((".", ":", "?", "!", ";"))
        if before.gap:
            return not ended and words[:1].islower() and len(before.words) > 40
        return len(before.words) > 25 and not (ended and len(before.words.split()) < 12)

    def _cells(self, line: str, start: int) -> tuple[PlainText, ...] | None:
        """Return the cells of a row between tabs or bars; None for any other line."""
        mark = "\t" if "\t" in line.strip() else "|" if line.strip().startswith("|") else ""
        if not mark:
            return None
        cells: list[PlainText] = []
        spot = start
        body = line.rstrip("\n\r")
        for piece in body.split(mark):
            cells.append(plain_text(self.text, [(spot, spot + len(piece))]))
            spot += len(piece) + 1
        if mark == "|":
            cells = cells[1:-1] if body.rstrip().endswith("|") else cells[1:]
            if all(re.fullmatch(r":?-{2,}:?|", cell.text) for cell in cells):
                return (plain_text(self.text, []),)
        return tuple(cells) if len(cells) > 1 else None

    def _page(self, spot: int) -> int:
        return sum(1 for begin in self.pages if begin <= spot)


_LONGEST = 6_000
"""Characters of a paragraph beyond which it is taken apart at the ends of sentences."""


def _pieces(plain: PlainText) -> Iterator[PlainText]:
    start = 0
    while len(plain.text) - start > _LONGEST:
        stops = [m.end() for m in re.finditer(r"[。；;]|\. ", plain.text[start : start + _LONGEST])]
        end = start + (stops[-1] if stops else _LONGEST)
        yield plain.part(start, end)
        start = end
    if plain.text[start:]:
        yield plain.part(start, len(plain.text))


def _is_latin(text: str) -> bool:
    """Return whether a text is written in Latin script for the most part."""
    sample = text[:20_000]
    letters = sum(c.isascii() and c.isalpha() for c in sample)
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in sample)
    return letters > 3 * chinese


def is_chinese(text: str) -> bool:
    """Return whether a text is Chinese for the most part."""
    return not _is_latin(text)
