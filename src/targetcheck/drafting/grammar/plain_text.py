"""Text in a plain form of equal meaning, with the position of each character in the document.

Layer: drafting. Input: a part of a text. Output: PlainText. Full-width digits and letters become
ASCII and white space that a line break added is left out, so that patterns need one spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_KEPT = set("，；：。！？（）【】、《》“”‘’—–…")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—–…]")


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text in plain form; `spots` holds the offset of each character in `source`."""

    text: str
    spots: tuple[int, ...]
    source: str

    def quote(self, start: int, end: int) -> str:
        """Return the words of the document behind a span, white space of line breaks left out."""
        start, end = max(start, 0), min(end, len(self.text))
        while start < end and self.text[start] in " ，、；。：;,":
            start += 1
        while end > start and self.text[end - 1] in " ，、；。：;,":
            end -= 1
        if start >= end:
            return ""
        raw = self.source[self.spots[start] : self.spots[end - 1] + 1]
        return _joined(raw)

    def unbroken(self, start: int, end: int, spot: int) -> tuple[int, int]:
        """Return the part of a span around `spot` that stands in the source without a break.

        A page number or another line between two halves of a paragraph is such a break.
        """
        low, high = max(start, 0), min(end, len(self.text))
        for place in range(max(low, 1), high):
            between = self.source[self.spots[place - 1] + 1 : self.spots[place]]
            if between.strip() and not _TAG.fullmatch(between.strip()):
                if place <= spot:
                    low = place
                else:
                    high = place
                    break
        return low, high

    def part(self, start: int, end: int) -> PlainText:
        """Return a part as a text of its own."""
        return PlainText(self.text[start:end], self.spots[start:end], self.source)


def plain_text(source: str, spans: Sequence[tuple[int, int]]) -> PlainText:
    """Return the plain form of parts of a text that belong together."""
    text: list[str] = []
    spots: list[int] = []
    for start, end in spans:
        hidden = {
            place
            for tag in _TAG.finditer(source, start, end)
            for place in range(tag.start(), tag.end())
        }
        for spot in range(start, end):
            char = " " if spot in hidden else _plain_char(source[spot])
            if char == " " and not _keeps_space(text, source, spot, end):
                continue
            text.append(char)
            spots.append(spot)
        if text and text[-1] != " " and text[-1].isascii():
            text.append(" ")
            spots.append(max(end - 1, spots[-1]))
    while text and text[-1] == " ":
        text.pop()
        spots.pop()
    return PlainText("".join(text), tuple(spots), source)


def _plain_char(char: str) -> str:
    if char.isspace() or char in "\u200b\ufeff\u200c":
        return " "
    if char in _KEPT:
        return char
    if char in "²³":
        return "2" if char == "²" else "3"
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and char not in "°·½¼¾⅓⅔㎡⁰¹⁴⁵⁶⁷⁸⁹" else char


def _keeps_space(before: Sequence[str], source: str, spot: int, end: int) -> bool:
    """Return whether white space separates two words of Latin script."""
    if not before or before[-1] == " " or _CJK.match(before[-1]):
        return False
    rest = spot
    while rest < end and source[rest].isspace():
        rest += 1
    tight = before[-1] == "/" or (rest < end and source[rest] in "²³/%％")
    return rest < end and not tight and not _CJK.match(source[rest])


def _joined(raw: str) -> str:
    """Return words with the white space of line breaks removed between Chinese characters."""
    words = _TAG.sub(" ", raw).split()
    found = words[0] if words else ""
    for word in words[1:]:
        tight = word[0] in "²³%％" or _CJK.match(found[-1]) or _CJK.match(word[0])
        found += word if tight else " " + word
    return found
