"""Numbered clauses of a document: headings, labels, items.

Layer: drafting. Input: Paragraphs. Output: Clauses, each with the headings above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from targetcheck.drafting.outline.paragraphs import MARKER, Paragraph

RANKS = {
    "annex": 1, "box": 6, "part": 2, "one": 3, "two": 4, "three": 5, "nested": 5, "four": 7, "letter": 7,
    "five": 8, "bullet": 9,
}  # fmt: skip
_LONG_HEADING = 48
_STOP = re.compile(r"[。：；!?]|\.(?=\s|$)|:(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its rank (a lower rank is above), its marker and its title."""

    rank: int
    marker: str
    title: str
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Clause:
    """A paragraph or row with its place in the outline.

    `heads` are the headings above it from the top, its own included; `rank` is that of its own
    marker, 99 without one; `body` the position at which the text after the heading begins.
    """

    paragraph: Paragraph
    heads: tuple[Heading, ...]
    rank: int
    body: int
    label: str

    @property
    def text(self) -> str:
        """The paragraph in plain form."""
        return self.paragraph.text

    @property
    def is_heading(self) -> bool:
        """Whether the paragraph is a heading and nothing more."""
        return self.body >= len(self.text)


def clauses_of(paragraphs: Iterable[Paragraph]) -> list[Clause]:
    """Return every paragraph with its place in the outline."""
    heads: list[Heading] = []
    found: list[Clause] = []
    for paragraph in paragraphs:
        if paragraph.is_row:
            found.append(Clause(paragraph, tuple(heads), 99, 0, label_of(heads)))
            continue
        rank, marker, title, body = _heading(paragraph)
        if rank < 99:
            while heads and heads[-1].rank >= rank:
                heads.pop()
            heads.append(Heading(rank, marker, title, paragraph))
        found.append(Clause(paragraph, tuple(heads), rank, body, label_of(heads)))
    return found


def _heading(paragraph: Paragraph) -> tuple[int, str, str, int]:
    """Return rank, marker and title of a paragraph, and where its body begins."""
    text = paragraph.text
    found = MARKER.match(text)
    if found is None:
        if paragraph.level:
            return 1 + paragraph.level, "", text, len(text)
        return 99, "", "", 0
    kind = found.lastgroup or "three"
    marker = found.group().strip()
    rank = 1 + len(marker) if kind == "mark" else RANKS[kind]
    if kind == "nested":
        rank = 5 + marker.strip(".").count(".")
    if paragraph.level and kind != "bullet":
        rank = 1 + paragraph.level
    rest = text[found.end() :]
    hollow = re.sub(r"[（(][^（）()]*[）)]", lambda m: "§" * len(m.group()), rest)
    stop = _STOP.search(hollow)
    if stop is None:
        whole = len(rest) <= (_LONG_HEADING if not rest.isascii() else 120)
        whole = whole or len(hollow.replace("§", "")) <= _LONG_HEADING
        if whole and kind != "bullet" and not re.search(r"[，,]", hollow):
            return rank, marker, _plain_title(rest), len(text)
        return rank, marker, _short(rest), found.end()
    head = rest[: stop.start()].strip()
    bare = hollow[: stop.start()].replace("§", "")
    if len(bare) <= _LONG_HEADING and not re.search(r"\d|[，,]", bare):
        return rank, marker, _plain_title(head), found.end() + stop.end()
    return rank, marker, _short(head), found.end()


def _plain_title(text: str) -> str:
    return re.sub(r"\s*[（(](?:牵头|责任|配合|[Ll]ead)[^（）()]*[）)]\s*$", "", text).strip()


def _short(text: str) -> str:
    plain = re.split(r"[，,；;（(]", text.strip())[0]
    return plain if len(plain) <= 30 else plain[:30]


def label_of(heads: Iterable[Heading]) -> str:
    """Return the name of a clause as citations write it: 附件1 二、主要任务（一）1."""
    label = ""
    for head in heads:
        if head.rank >= 9:
            continue
        marker = head.marker.replace("(", "（").replace(")", "）") if _is_zh(head) else head.marker
        marker = marker.strip("#").strip()
        titled = head.rank <= 3 or not marker
        piece = (
            f"{marker}{head.title}" if marker.endswith("、") else f"{marker} {head.title}".strip()
        )
        piece = piece if titled else marker.rstrip(".．、")
        space = "" if not label or piece.startswith("（") else " "
        label += space + piece
    return label[:80]


def _is_zh(head: Heading) -> bool:
    return not head.paragraph.text.isascii()
