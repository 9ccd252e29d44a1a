"""Checks of the reasons in `coverage.yaml`: what a reason says must be true of the words it quotes.

Layer: tools. Input: a Coverage. Output: Doubts, each an entry and what is wrong with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from targetcheck.drafting.outline.marked_clauses import Mark, marks_of
from targetcheck.ruleset.loading.coverage_file import Coverage, Unencoded, bare

_SUPPORT = re.compile(r"鼓励|支持|探索|允许|引导|倡导|争取|推荐|可(?!持续|靠|视|以看)|参照|结合")
_SENTENCE = re.compile(r"[。；;！？]")
_LOOSE = {"各", "每", "均", "全面", "所有", "全员", "左右"}
_ROW = re.compile(r"第\d+行(?!（.+）)")
_OWN_NOTE = {"fact", "external_value", "benefit_amount", "inexpressible"}
_CHECKED = {"qualitative", "procedure", "support"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry of `not_encoded` by its index, and what is wrong with it, in English and Chinese."""

    index: int
    entry: Unencoded
    en: str
    zh: str


def doubts(coverage: Coverage) -> Iterator[Doubt]:
    """Yield what is wrong with the reasons of a coverage, in the order of the file."""
    notes = Counter(
        entry.note for entry in coverage.not_encoded if entry.why in _CHECKED and entry.note
    )
    for index, entry in enumerate(coverage.not_encoded):
        for en, zh in _wrong(entry, notes):
            yield Doubt(index, entry, en, zh)


def _wrong(entry: Unencoded, notes: Counter[str]) -> Iterator[tuple[str, str]]:
    row = _ROW.search(entry.clause)
    if row:
        yield f"`{row.group()}` lacks the title of its row", f"“{row.group()}”缺少该行的标题"
    if entry.why in _OWN_NOTE and not entry.note:
        yield f"`{entry.why}` needs a note", f"“{entry.why}”须写明理由"
    if entry.why not in _CHECKED:
        return
    if len([part for part in _SENTENCE.split(bare(entry.quote)) if part]) > 1:
        yield "it quotes more than one sentence", "引文不止一句"
    if entry.note and notes[entry.note] > 1:
        yield (
            f"{notes[entry.note]} entries have the same note `{entry.note}`",
            f"有{notes[entry.note]}条理由同为“{entry.note}”",
        )
    open_marks = [mark.text for mark in unexplained(entry)]
    if open_marks:
        said = "、".join(dict.fromkeys(open_marks))
        yield (
            f"`{entry.why}` says nothing of: {said}",
            f"理由“{entry.why}”未说明“{said}”为什么不是目标",
        )


def unexplained(entry: Unencoded) -> Iterator[Mark]:
    """Yield the marks of a quote that contradict its reason and that its note does not name.

    A figure, a bound and a result contradict the reason that nothing is measured. In a sentence
    that encourages, explores or allows, only those before that word do.
    """
    words = bare(entry.quote)
    said = bare(entry.note or "")
    for mark in marks_of(words):
        if mark.kind == "duty" or mark.text in _LOOSE or mark.text in said:
            continue
        start = max((m.end() for m in _SENTENCE.finditer(words, 0, mark.start)), default=0)
        if entry.why == "support" and _SUPPORT.search(words, start, mark.start):
            continue
        yield mark
