"""Promises without a number: all or none, dated deliverables, words.

Layer: drafting. Input: a clause, its frame. Output: Proposals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from targetcheck.drafting.grammar.strength_terms import strength_en, strength_zh
from targetcheck.drafting.outline.clause_outline import Clause
from targetcheck.drafting.outline.issued_documents import IssuedDocument
from targetcheck.drafting.proposals.due_choice import Segment, choose_due
from targetcheck.drafting.proposals.duty_choice import DutyFinder, assign
from targetcheck.drafting.proposals.place_words import place_words
from targetcheck.drafting.proposals.proposal import Mark, Nature, Proposal, Sure
from targetcheck.drafting.proposals.sentence_frame import SentenceFrame

_BREAK_ZH = re.compile(r"[，；;。：！？]|,(?!\d{3})")
_BREAK_EN = re.compile(r"[;.!?](?=\s|$)")
_STOP_ZH = re.compile(r"[。！？]")
_ALL_ZH = re.compile(
    r"(?P<all>全覆盖|百分之百|应\w尽\w|全部(?=完成|达标|达到|建成|纳入|消除|整治|实现|配备|覆盖|投入|关停|改造|清零|退出)|全面完成)"
)
_NONE_ZH = re.compile(r"(?P<none>清零|零增长|零排放|零新增|零事故|零发生|全部消除|全面消除|不新增)")
_VAGUE_ZH = re.compile(
    r"(?P<vague>基本(?:完成|消除|建成|实现|形成|建立|达到|解决)|(?:稳步|显著|明显|大幅|持续|有效|进一步)(?:提[高升]|改善|下降|减少|增[强长加]|降低|提升)|稳中有[升进]|全省前列|全国前列|领先)"
)
_DEED_ZH = re.compile(
    r"(?P<deed>完成|建成|编制|制定|出台|印发|发布|成立|组建|建立|启动|开工|竣工|投产|投入使用|投用|上线|通过验收|通车|挂牌|形成|开通|交付|运行|实施完成|构建|创建)"
)
_RESULT_ZH = re.compile(
    r"(?<!已)(?:建成|制定|印发|出台|编制(?!部门)|成立|组建|签订|设立|建立(?!在|的)|发布|完成(?!情况|进度|时限))"
)
"""Deeds whose result can be shown; without a date they are due at the end of the document."""
_OWN_ZH = re.compile(r"本(?:方案|办法|意见|规划|计划|措施|规定)|的通知|现印发|现将")
_ALL_EN = re.compile(
    r"\b(?P<all>all|every|100 per cent|universal(?:ly)?|full(?:y)? (?:coverage|implement\w+|"
    r"phase\w* out)|phase out|end the sale|eliminat\w+|eradicat\w+)\b",
    re.IGNORECASE,
)
_NONE_EN = re.compile(
    r"\b(?P<none>net[- ]zero|zero|no (?:new|more|further)|none|halt(?:ed)?|end(?:ing)? (?:the "
    r"|all )?(?:use|sale|sales|export|burning))\b",
    re.IGNORECASE,
)
_DEED_EN = re.compile(
    r"\b(?:will|shall|must|to|and|we)\s+(?:\w+ly )?(?P<deed>publish|complete|establish|launch|"
    r"introduce|set up|deliver|adopt|create|implement|finali[sz]e|open|commission|legislate|"
    r"review|appoint|issue|roll out|submit|develop|bring forward|consult|build)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment without a number: span in the paragraph, sentence, start of the words that promise."""

    start: int
    end: int
    sentence: int
    sentence_end: int
    at: int
    words: str
    kind: str


def deed_proposals(
    clause: Clause, frame: SentenceFrame, document: IssuedDocument, duty_at: DutyFinder
) -> Iterator[Proposal]:
    """Yield a proposal for each segment that promises all, none, a deed or words by a date."""
    for piece in _pieces(frame, clause.body if clause.rank < 99 else 0):
        segment = Segment(
            piece.start, piece.end, piece.sentence, piece.sentence_end, piece.at, piece.end
        )
        choice = choose_due(clause, segment, document, frame.chinese, frame.dates)
        near = choice is not None and choice.mark.found in ("quote", "sentence")
        own = _OWN_ZH.search(piece.words)
        shown = frame.chinese and clause.heads and not own and _RESULT_ZH.search(piece.words)
        if own and piece.kind == "done":
            continue
        if piece.kind in ("done", "words") and not near and not shown:
            continue
        if choice is None:
            continue
        made = _proposal(clause, frame, piece)
        made.take_due(choice.due, choice.since, choice.mark)
        if choice.span is not None and not piece.start <= choice.span[0] < piece.end:
            made.quotes.insert(0, clause.paragraph.plain.quote(*choice.span))
        assign(made, duty_at(piece.at))
        yield made


def _pieces(frame: SentenceFrame, body: int) -> Iterator[_Piece]:
    """Yield the segments of a paragraph that hold no amount and promise something."""
    breaks = _BREAK_ZH if frame.chinese else _BREAK_EN
    bounds = [body, *(m.end() for m in breaks.finditer(frame.masked, body)), len(frame.masked)]
    for start, end in pairwise(bounds):
        words = frame.masked[start:end].rstrip("，；;。：！？,. ")
        if len(words) < 4 or any(start <= a.start < end for a in frame.amounts):
            continue
        kind, at = _kind(words, frame.chinese)
        if not kind or (not frame.chinese and kind == "words"):
            continue
        stops = _STOP_ZH if frame.chinese else _BREAK_EN
        sentence = max((m.end() for m in stops.finditer(frame.masked, 0, start)), default=0)
        last = stops.search(frame.masked, max(end - 1, start))
        yield _Piece(
            start,
            start + len(words),
            sentence,
            last.end() if last else end,
            start + at,
            words,
            kind,
        )


def _kind(words: str, chinese: bool) -> tuple[str, int]:
    """Return what a segment promises without a number, and where its words begin."""
    patterns = (
        ((_VAGUE_ZH, "words"), (_NONE_ZH, "none"), (_ALL_ZH, "all"), (_DEED_ZH, "done"))
        if chinese
        else ((_NONE_EN, "none"), (_ALL_EN, "all"), (_DEED_EN, "done"))
    )
    for pattern, kind in patterns:
        found = pattern.search(words)
        if found and not re.search(r"已(?:经)?$", words[: found.start()]):
            return kind, found.start(found.lastgroup or 0)
    return "", 0


def _proposal(clause: Clause, frame: SentenceFrame, piece: _Piece) -> Proposal:
    plain = clause.paragraph.plain
    name = _name(frame.text[piece.start : piece.end], frame.chinese)
    spot = plain.spots[piece.at]
    nature: Nature = "share" if piece.kind == "all" else "done"
    low, high = plain.unbroken(piece.start, piece.end, spot)
    made = Proposal(clause, spot, low, high, name, nature)
    words = piece.words[piece.at - piece.start :][:24]
    if piece.kind == "all":
        made.unit = "%"
        made.require = {"at_least": "100 %"}
        made.reading = ""
    elif piece.kind == "done":
        made.require = {"done": True}
    else:
        made.require = {"words": frame.text[piece.at : min(piece.end, piece.at + 24)].strip()}
    sure: Sure = "likely" if piece.kind in ("done", "words") else "guess"
    made.marks["require"] = Mark(sure, words, "quote")
    if sure == "guess":
        made.todo["require"] = (
            f"“{words[:12]}”是否即全部（或为零），请核定",
            f"decide whether `{words[:16]}` means all, or none",
        )
    made.marks["indicator"] = Mark("likely", name, "quote")
    strength = (
        strength_zh(frame.masked[piece.start : piece.at], "")
        if frame.chinese
        else strength_en(piece.words, "")
    )
    made.strength = strength.strength
    made.marks["strength"] = Mark(
        "certain" if strength.explicit else "likely",
        strength.words,
        "quote" if strength.words else "usage",
    )
    made.place_words = place_words(frame.masked[piece.start : piece.at]) if frame.chinese else ""
    made.quotes.append(plain.quote(low, high))
    return made


def _name(text: str, chinese: bool) -> str:
    if not chinese:
        return " ".join(text.split())[:80].strip(" ,;")
    plain = re.sub(r"^(?:到|至)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[底末]?(?:之?前)?", "", text)
    plain = re.sub(r"^(?:确保|力争|努力|要|应|将|其中|并|同时|以)", "", plain.strip("，、 "))
    return plain[:60] or text[:60]
