"""Promises with a figure in the sentences of a paragraph.

Layer: drafting. Input: a clause, its frame. Output: Proposals and what is set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from targetcheck.drafting.grammar.amount_scanner import COUNTED, Amount
from targetcheck.drafting.grammar.change_terms import ChangeWords, change_en, change_zh
from targetcheck.drafting.grammar.comparator_terms import (
    Comparison,
    comparison_en,
    comparison_zh,
    is_exact,
    suffix_length,
)
from targetcheck.drafting.grammar.exclusion_terms import Exclusion, exclusion_en, exclusion_zh
from targetcheck.drafting.grammar.numeral import number_of
from targetcheck.drafting.grammar.strength_terms import strength_behind, strength_en, strength_zh
from targetcheck.drafting.outline.clause_outline import Clause
from targetcheck.drafting.outline.issued_documents import IssuedDocument
from targetcheck.drafting.outline.paragraphs import MARKER
from targetcheck.drafting.proposals.doubtful_amounts import ask_indicator
from targetcheck.drafting.proposals.due_choice import Segment, choose_due, recurrence
from targetcheck.drafting.proposals.duty_choice import DutyChoice, DutyFinder, assign
from targetcheck.drafting.proposals.place_words import place_words
from targetcheck.drafting.proposals.proposal import Mark, Proposal, SetAside, Sure
from targetcheck.drafting.proposals.sentence_frame import SentenceFrame
from targetcheck.drafting.proposals.subject_name import Subject, rate_of, subject_en, subject_zh

POINT = "percentage_point"
_EACH_WORD = re.compile(
    r"每个?[\u4e00-\u9fff（）()、]{0,8}?(?:县|市|区|乡镇|镇|街道|村)|各县|\b(?:each|every) "
    r"(?:county|district|region|local authority|municipality|state|province|council)\b"
)


@dataclass(frozen=True, slots=True)
class Amounted:
    """An amount with its segment and the words on both sides."""

    amount: Amount
    segment: Segment
    before: str
    begin: int
    after: str
    tail: str = ""


def sentence_proposals(
    clause: Clause, frame: SentenceFrame, document: IssuedDocument, duty_at: DutyFinder
) -> Iterator[Proposal | SetAside]:
    """Yield a proposal for each amount that is promised, and each amount set aside."""
    for number in frame.amounts:
        segment = frame.segment(number)
        begin, before = frame.before(number, segment)
        amount = replace(number, unit=rate_of(number, before))
        after = frame.masked[amount.end : max(segment.end, amount.end)]
        if not frame.chinese:
            after = frame.masked[amount.end : segment.sentence_end]
        tail = frame.masked[max(segment.end, amount.end) : segment.sentence_end]
        item = Amounted(amount, segment, before, begin, after, tail if frame.chinese else "")
        why = _exclusion(item, frame)
        if why is not None:
            spot = clause.paragraph.plain.spots[amount.start]
            yield SetAside(clause, spot, frame.text[amount.start : amount.end], why)
            continue
        yield _proposal(clause, frame, document, item, duty_at(amount.start))


def _exclusion(item: Amounted, frame: SentenceFrame) -> Exclusion | None:
    sentence = frame.masked[item.segment.sentence : item.segment.sentence_end]
    if frame.chinese:
        rest = frame.masked[item.amount.end : item.segment.sentence_end]
        return exclusion_zh(item.amount, item.before, item.after, sentence, rest)
    lead = frame.masked[item.segment.sentence : item.amount.start]
    return exclusion_en(item.amount, lead, item.after, sentence)


def _proposal(
    clause: Clause, frame: SentenceFrame, document: IssuedDocument, item: Amounted,
    duty: DutyChoice | None,
) -> Proposal:  # fmt: skip
    amount, segment = item.amount, item.segment
    sentence = frame.masked[segment.sentence : amount.start]
    if frame.chinese:
        words = frame.text[item.begin : item.begin + len(item.before)]
        subject = subject_zh(words, item.after, frame.earlier(segment), amount)
        comparison = comparison_zh(
            item.before,
            item.after,
            benefit=amount.unit_kind in ("money", "share", "index"),
            context=sentence,
        )
        change = change_zh(item.before, amount.unit_kind, sentence)
        strength = strength_zh(
            frame.masked[max(segment.start, _clause_start(frame, segment)) : amount.start],
            frame.masked[_clause_start(frame, segment) : segment.start],
        )
    else:
        subject = subject_en(sentence, item.after, amount)
        comparison = comparison_en(sentence, item.after)
        change = change_en(
            sentence, item.after, amount.unit_kind, frame.text[amount.start : amount.end]
        )
        close = frame.masked[segment.start : segment.end]
        strength = strength_en(close, sentence)
    plain = clause.paragraph.plain
    made = Proposal(
        clause, plain.spots[amount.start], *_quote_span(frame, item, comparison), subject.name,
        subject.nature, subject.unit, subject.better, amount,
    )  # fmt: skip
    behind = strength_behind(frame.masked[amount.end : segment.sentence_end])
    strength = behind or strength
    made.strength = strength.strength
    made.marks["strength"] = Mark(
        "certain" if strength.explicit else "likely", strength.words,
        "quote" if strength.explicit else "sentence" if strength.words else "usage",
    )  # fmt: skip
    end = amount.end + suffix_length(item.after, frame.chinese)
    said = frame.text[max(segment.start, amount.start - 24) : end].strip()
    _require(made, item, comparison, change, subject, said, is_exact(sentence))
    ask_indicator(made, frame, amount, segment)
    _when(made, clause, frame, item, document, duty.duty.words if duty is not None else "")
    _who(made, frame, item, duty)
    _quote(made, frame)
    return made


def _clause_start(frame: SentenceFrame, segment: Segment) -> int:
    """Return where the part of a sentence between semicolons begins."""
    last = [m.end() for m in re.finditer("[；;]", frame.masked[: segment.start])]
    return max([segment.sentence, *last])


def _quote_span(frame: SentenceFrame, item: Amounted, comparison: Comparison) -> tuple[int, int]:
    """Return the smallest span that carries the amount with its subject."""
    amount, segment = item.amount, item.segment
    end = amount.end + suffix_length(item.after, frame.chinese)
    if frame.chinese:
        start = item.begin
        rest = item.after[suffix_length(item.after, True) :]
        tail = re.match(r"(?:的)?[\u4e00-\u9fffA-Za-z“”]{1,20}", rest)
        others = [a.start for a in frame.amounts if a.start >= amount.end]
        if tail and len(item.before.strip()) < 12:
            end = min(end + tail.end(), *others) if others else end + tail.end()
        return start, end
    start = max(segment.start, amount.start - len(item.before[-120:]))
    years = [m.end() for m in re.finditer(r"(?:19|20)\d\d", frame.text[start : amount.start])]
    start += max(years, default=0)
    words = re.match(
        r"(?:[ -]?(?:[A-Za-z'’%-]+|(?:19|20)\d\d(?= levels?| baseline))){0,12}", frame.text[end:]
    )
    return start, min(end + (words.end() if words else 0), max(segment.end, end))


def _require(
    made: Proposal,
    item: Amounted,
    comparison: Comparison,
    change: ChangeWords | None,
    subject: Subject,
    words: str,
    exact: bool,
) -> None:
    amount = item.amount
    value: object = amount.text
    key: str = comparison.key
    if amount.unit == COUNTED:
        value = amount.written(amount.low).replace(COUNTED, "items")
    if amount.kind == "bare":
        value = amount.bare
    sure: Sure = "certain" if comparison.explicit else "likely"
    if amount.high is not None and change is None:
        sure = "likely"
        bounded = re.search(r"补[助贴]|奖励|给予|标准|\bbetween\b", item.before[-24:])
        if bounded or re.match("之间", item.after) or exact:
            key, value = "between", [amount.written(amount.low), amount.written(amount.high)]
    if change is not None:
        made.require = {change.kind: _change(made, amount, key, change)}
        if any(POINT in str(value) for value in made.require[change.kind].values()):  # type: ignore[attr-defined]
            made.nature, made.unit = "share", "%"
        elif made.nature == "share" and not _is_share(subject.name):
            made.nature, made.unit = "level", "指数"
    else:
        made.require = {key: value}
    if change is None:
        made.better = "lower" if key in ("at_most", "below") else "higher"
    else:
        made.better = "lower" if change.kind == "fall" else "higher"
    made.marks["require"] = Mark(_value_sure(item, comparison), words, "quote")
    made.marks["comparison"] = Mark(
        sure if change is None or change.since else "likely",
        comparison.words,
        "quote" if comparison.words else "usage",
    )
    made.marks["indicator"] = Mark(subject.sure, subject.name, "quote")
    kept = re.match(r"(?:以[上下]|左右)?[，,] ?(?:保持|kept)", item.after + item.tail)
    if (comparison.held or kept) and change is None:
        made.mode = "maintain"


def _value_sure(item: Amounted, comparison: Comparison) -> Sure:
    if item.amount.in_words or item.amount.kind == "bare" or item.amount.unit == COUNTED:
        return "likely"
    return "certain" if comparison.explicit else "likely"


def _is_share(name: str) -> bool:
    return bool(
        re.search(
            r"率|比例|比重|占比|份额|覆盖面|\b(?:rate|share|proportion|percentage|coverage)\b", name
        )
    )


def _change(made: Proposal, amount: Amount, key: str, change: ChangeWords) -> dict[str, object]:
    unit = POINT if amount.unit_kind == "point" or amount.unit == POINT else amount.unit
    if unit == "%" and _is_share(made.name):
        unit = POINT
        made.todo["require"] = (
            "百分比的变化按百分点还是相对变化，请核定",
            "decide whether the change of a share is in percentage points or relative",
        )
    since: str = change.since or "previous_year"
    if change.since is None:
        made.todo["baseline"] = (
            "原文未写比较基期，暂按上年", "the text names no baseline; the year before is taken",
        )  # fmt: skip
    made.marks["baseline"] = Mark(
        "likely" if change.since else "guess",
        change.since_words,
        "sentence" if change.since else "usage",
    )
    period: object = int(since) if since.isdecimal() else since
    return {
        "from": period,
        key if key != "between" else "at_least": f"{number_of(amount.low)} {unit}",
    }


def _when(
    made: Proposal, clause: Clause, frame: SentenceFrame, item: Amounted,
    document: IssuedDocument, bracket: str,
) -> None:  # fmt: skip
    choice = choose_due(clause, item.segment, document, frame.chinese, frame.dates, bracket)
    if choice is None:
        made.marks["due"] = Mark("guess", "", "usage")
        made.todo["due"] = ("原文没有时限", "the text has no due date")
    else:
        made.take_due(choice.due, choice.since, choice.mark)
        if choice.mark.found == "bracket":
            made.quotes.append(choice.mark.words)
        within = choice.span is not None and item.segment.start <= choice.span[0] < item.segment.end
        if within and choice.span is not None and not frame.chinese:
            made.start = min(made.start, choice.span[0])
            made.end = max(made.end, choice.span[1])
        if choice.span is not None and not item.segment.start <= choice.span[0] < item.segment.end:
            made.quotes.append(clause.paragraph.plain.quote(*choice.span))
    for start in frame.starts:
        if item.segment.sentence <= start.at < item.segment.sentence_end:
            made.since = start.due
            made.marks["from"] = Mark("certain", frame.text[start.at : start.end], "sentence")
    words = frame.masked[max(item.segment.start, item.amount.start - 30) : item.segment.end]
    every = recurrence(words, frame.chinese)
    if every is not None and made.nature in ("flow", "count", "share", "level"):
        made.every = every[0]
        made.marks["every"] = Mark("likely", every[1], "quote")


def _who(made: Proposal, frame: SentenceFrame, item: Amounted, duty: DutyChoice | None) -> None:
    assign(made, duty)
    words = frame.masked[item.segment.start : item.amount.start]
    each = _EACH_WORD.search(words)
    made.each = each.group() if each else ""
    made.place_words = place_words(words)
    made.lead_in = frame.text[_clause_start(frame, item.segment) : item.amount.start]


def _quote(made: Proposal, frame: SentenceFrame) -> None:
    plain = made.clause.paragraph.plain
    spot = plain.spots.index(made.spot) if made.spot in plain.spots else made.start
    marker = MARKER.match(frame.text)
    start = max(made.start, marker.end() if marker is not None else 0)
    low, high = plain.unbroken(min(start, spot), made.end, spot)
    made.start, made.end = low, high
    made.quotes.append(plain.quote(low, high))
