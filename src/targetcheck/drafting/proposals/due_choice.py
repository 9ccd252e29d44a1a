"""Due date of a promise: from its own segment outwards to the document, the nearest first.

Layer: drafting. Input: a clause and the span of an amount. Output: DueChoice with its mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from targetcheck.drafting.grammar.date_scanner import DueDate, dates_in, is_baseline
from targetcheck.drafting.outline.clause_outline import Clause
from targetcheck.drafting.outline.issued_documents import IssuedDocument
from targetcheck.drafting.proposals.proposal import Found, Mark, Sure

_RECURRING_ZH = (
    (re.compile(r"每两年|每2年|两年一次"), "2 years"),
    (re.compile(r"每个?季度?|按季度?|季(?:调度|通报)|各季度"), "quarter"),
    (re.compile(r"每个?月(?!均)|按月|逐月|月调度|当月"), "month"),
    (re.compile(r"每半年|半年(?:通报|报)"), "half"),
    (
        re.compile(
            r"每年度?|每一年|逐年|年均(?!浓度|值|水平|气温|降)|年度(?=履约|交易)|年评估|(?<![\d今本当])一年(?=\d|[一二三四五六七八九两])"
        ),
        "year",
    ),
    (re.compile(r"每周"), "week"),
)
_RECURRING_EN = (
    (re.compile(r"\b(?:every two years|biennial(?:ly)?|every other year)\b", re.IGNORECASE), "2 years"),
    (re.compile(r"\b(?:each|every|per) quarter\b|\bquarterly\b", re.IGNORECASE), "quarter"),
    (re.compile(r"\b(?:each|every|per) month\b|\bmonthly\b", re.IGNORECASE), "month"),
    (re.compile(r"\b(?:each|every|per|a) (?:year|annum)\b|\bannual(?:ly)?\b|\byearly\b", re.IGNORECASE), "year"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueChoice:
    """A due date, the first day of its span if one is named, its mark, the quote that carries it."""

    due: date
    since: date | None
    mark: Mark
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """The segment of an amount in a paragraph: between commas, sentence, and span of the amount."""

    start: int
    end: int
    sentence: int
    sentence_end: int
    at: int
    amount_end: int


def recurrence(text: str, chinese: bool) -> tuple[str, str] | None:
    """Return (recurrence, its words) of a segment, or None."""
    for pattern, every in _RECURRING_ZH if chinese else _RECURRING_EN:
        found = pattern.search(text)
        if found:
            return every, found.group()
    return None


def choose_due(
    clause: Clause, segment: Segment, document: IssuedDocument, chinese: bool,
    dates: Sequence[DueDate], bracket: str = "",
) -> DueChoice | None:  # fmt: skip
    """Return the due date of an amount, or None if neither text nor document has one.

    dates: the dates of the paragraph that are not baselines, in order. bracket: the words of the
    departments that answer for the amount, which may name a date too.
    """
    dates = [d for d in dates if _open(clause.text, d, segment.at)]
    own = [d for d in dates if segment.start <= d.at < segment.end]
    before = [d for d in own if d.end <= segment.at]
    after = [d for d in own if d.at >= segment.amount_end]
    if before and (chinese or not after):
        return _chosen(clause, before[-1], "quote", "certain")
    near = [d for d in dates if segment.sentence <= d.at < segment.start]
    if after and (not chinese or not near):
        return _chosen(clause, after[0], "quote", "certain" if not chinese else "likely")
    if near:
        gap = clause.text[near[-1].end : segment.at]
        sure: Sure = "certain" if _near(gap) and near[-1].exact else "likely"
        return _chosen(clause, near[-1], "sentence", sure)
    if not chinese:
        later = [d for d in dates if segment.end <= d.at < segment.sentence_end]
        if later:
            return _chosen(clause, later[0], "sentence", "likely")
    if re.search(r"时限|时间|期限|deadline|by ", bracket, re.IGNORECASE):
        named = dates_in(bracket, document.year, chinese)
        if named:
            words = bracket[named[-1].at : named[-1].end]
            return DueChoice(named[-1].due, named[-1].since, Mark("certain", words, "bracket"))
    issued = document.day
    earlier = [d for d in dates if d.at < segment.sentence and (issued is None or d.due >= issued)]
    if earlier:
        return _chosen(clause, earlier[-1], "clause", "likely")
    return _outside(clause, document, chinese)


def _open(text: str, due: DueDate, spot: int) -> bool:
    """Return whether no bracket that holds a date closes before the amount, or the reverse."""
    low, high = min(due.at, spot), max(due.at, spot)
    depth = 0
    for char in text[low:high]:
        depth += (char in "(（[") - (char in ")）]")
        if depth < 0 and due.at < spot:
            return False
    return depth <= 0 or due.at < spot or text[spot:high].count("(") == 0 or depth == 1


def _near(gap: str) -> bool:
    """Return whether nothing but further items of one list stand between a date and an amount."""
    return "；" not in gap and ";" not in gap and len(gap) < 60


def _chosen(clause: Clause, due: DueDate, found: Found, sure: Sure) -> DueChoice:
    words = clause.text[due.at : due.end]
    if not due.exact or not due.dated:
        sure = "likely" if sure == "certain" else sure
    return DueChoice(due.due, due.since, Mark(sure, words, found), (due.at, due.end))


def _outside(clause: Clause, document: IssuedDocument, chinese: bool) -> DueChoice | None:
    for head in reversed(clause.heads[:-1] if clause.rank < 99 else clause.heads):
        dates = [
            d for d in dates_in(head.title, document.year, chinese)
            if not is_baseline(head.title, d, chinese)
        ]  # fmt: skip
        if dates:
            words = head.title[dates[-1].at : dates[-1].end]
            return DueChoice(dates[-1].due, dates[-1].since, Mark("likely", words, "section"))
    if document.term.value:
        sure: Sure = "likely" if document.term.sure == "likely" else "guess"
        due = date.fromisoformat(document.term.value)
        return DueChoice(due, None, Mark(sure, document.term.words, "document"))
    return None
