"""Every clause of a document that no drafted target quotes, with the reason.

Layer: drafting. Input: a DraftedDocument and the text. Output: plain data of `coverage.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from targetcheck.drafting.grammar.exclusion_terms import Exclusion
from targetcheck.drafting.outline.clause_outline import Clause
from targetcheck.drafting.outline.marked_clauses import Clause as MarkedClause
from targetcheck.drafting.outline.marked_clauses import clauses_of
from targetcheck.drafting.outline.quote_positions import Span, quote_spans
from targetcheck.drafting.proposals.document_proposals import DraftedDocument
from targetcheck.ruleset.loading.coverage_file import bare

Data = dict[str, object]
_BACKGROUND = re.compile(
    r"^(?:为|根据|按照|经|《|以习近平|坚持以|深入贯彻|全面贯彻|现印发|现将)|(?:制定本|结合我|现提出)"
)
_PROCEDURE = re.compile(
    r"(?:应当?|可以?|须|负责|督[导查办]|通报|考核|追责|审[批核查]|申请|办理|监督|组织|指导|报送|按规定|责任)"
)
_FACT = re.compile(r"已|目前|现有|截至|以来|was |were |has been|have been")
_HEADING = re.compile(r"^[\d\s年月日号〔〕\[\]()（）第期页.．、:：\-—]*$|通知$|^附件|^抄送")


def coverage_data(drafted: DraftedDocument, text: str, *, whole: bool) -> Data:
    """Return the clauses that are not targets, each with a reason that a person may correct.

    whole: the document is the whole text, so that no section is named.
    """
    document = drafted.document
    part = text if whole else text[document.start : _line_end(text, document.end)]
    offset = 0 if whole else document.start
    plain = bare(part)
    spans = [
        span
        for made in drafted.proposals
        for group in quote_spans([bare(quote) for quote in made.quotes], plain)
        for span in group
    ]
    aside = {item.spot: item.why for item in drafted.set_aside}
    labels = _labels(drafted)
    places = [n for n, char in enumerate(part) if not char.isspace()]
    entries: list[Data] = []
    for clause in clauses_of(part):
        for start, end, words in _left(clause, spans):
            low, high = offset + places[start], offset + places[end - 1]
            known = [w for spot, w in aside.items() if low <= spot <= high]
            why = _reason(words, known, drafted)
            entry: Data = {"clause": _label(labels, low) or "正文", "quote": words, "why": why.why}
            if why.zh:
                entry["note"] = why.zh if drafted.chinese else why.en
            entries.append(entry)
    data: Data = {}
    if not whole:
        data["section"] = _section(drafted, text, part)
    data["not_encoded"] = entries
    return data


def _left(clause: MarkedClause, spans: list[Span]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, words) of what no target quotes: a whole clause, or its parts one by one."""
    if not clause.marks or clause.end <= clause.start:
        return
    if not any(start < clause.end and clause.start < end for start, end in spans):
        yield clause.start, clause.end, clause.text
        return
    for part in clause.parts:
        quoted = any(start < part.end and part.start < end for start, end in spans)
        left = [
            mark
            for mark in part.marks
            if (mark.kind == "figure" or not quoted)
            and not any(start < mark.end and mark.start < end for start, end in spans)
        ]
        if left:
            yield part.start, part.end, part.text


def _labels(drafted: DraftedDocument) -> list[tuple[int, str]]:
    found = [
        (c.paragraph.plain.spots[0], c.label) for c in drafted.clauses if c.paragraph.plain.spots
    ]
    return sorted(found)


def _label(labels: list[tuple[int, str]], spot: int) -> str:
    return next((label for start, label in reversed(labels) if start <= spot), "")


def _reason(text: str, known: list[Exclusion], drafted: DraftedDocument) -> Exclusion:
    if known:
        return known[0]
    if _HEADING.search(text) or len(text) < 16:
        return Exclusion("heading", "标题、文号或日期", "a heading, number or date")
    if _BACKGROUND.search(text):
        return Exclusion("background", "依据或背景", "reasons and wider plans")
    if _FACT.search(text):
        return Exclusion("fact", "已有的事实", "a fact of the past")
    if _PROCEDURE.search(text):
        return Exclusion(
            "procedure", "工作方法或职责，没有数量和时限", "procedure without a figure or date"
        )
    return Exclusion("qualitative", "没有数量或时限", "words without a figure or date")


def _line_end(text: str, spot: int) -> int:
    end = text.find("\n", spot)
    return len(text) if end < 0 else end


def _section(drafted: DraftedDocument, text: str, part: str) -> Data:
    """Return the first and last words of a document that stands among others."""
    first = drafted.clauses[0]
    plain = bare(text)
    start = _once(drafted.clauses, plain) or first.text
    return {"from": start, "to": bare(part)[-40:]}


def _once(clauses: tuple[Clause, ...], plain: str) -> str:
    """Return the first words of a document that occur in the text once."""
    for clause in clauses[:6]:
        words = clause.paragraph.plain.quote(0, len(clause.text))
        if plain.count(bare(words)) == 1:
            return words
    return ""
