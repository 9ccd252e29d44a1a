"""Amounts whose indicator the sentence leaves open: lists after 分别, parts of a total, unit unnamed.

Layer: drafting. Input: an amount in its frame, a Proposal. Output: the Proposal with lower marks and
a question.
"""

from __future__ import annotations

import re

from targetcheck.drafting.grammar.amount_scanner import Amount
from targetcheck.drafting.proposals.due_choice import Segment
from targetcheck.drafting.proposals.place_words import place_words
from targetcheck.drafting.proposals.proposal import Mark, Proposal
from targetcheck.drafting.proposals.sentence_frame import SentenceFrame
from targetcheck.drafting.proposals.subject_name import subject_zh

_JOINT_ZH = "分别"
_JOINT_EN = re.compile(r"\brespectively\b", re.IGNORECASE)
_PART_ZH = re.compile(r"其中|包括|[（(](?=[^）)]*$)")
_QUANTITY = re.compile(r"(?:产值|收入|投资|税收|面积|里程|数量|总量|产量|用量|用水量|规模)$")


def is_joint(frame: SentenceFrame, amount: Amount, segment: Segment) -> bool:
    """Return whether an amount is one of several that belong to several subjects, in order."""
    if not frame.chinese:
        words = frame.masked[segment.sentence : segment.sentence_end]
        inside = [a for a in frame.amounts if segment.sentence <= a.start < segment.sentence_end]
        return len(inside) > 1 and bool(_JOINT_EN.search(words))
    at = frame.masked.rfind(_JOINT_ZH, segment.start, amount.start)
    return at >= 0 and sum(at < a.start < segment.end for a in frame.amounts) > 1


def total_of(frame: SentenceFrame, amount: Amount, segment: Segment) -> Amount | None:
    """Return the amount of the same sentence of which an amount is a part, None without one."""
    for total in frame.amounts if frame.chinese else ():
        if not segment.sentence <= total.start < amount.start or not total.unit:
            continue
        between = frame.masked[total.end : amount.start]
        alike = total.unit_kind == amount.unit_kind != "share"
        alike = alike and total.dimension == amount.dimension
        if alike and _PART_ZH.search(between) and not re.search("[；;]", between):
            return total
    return None


def ask_indicator(made: Proposal, frame: SentenceFrame, amount: Amount, segment: Segment) -> None:
    """Mark the indicator as a guess, with the question, if the sentence leaves it open.

    A part of a total that is named by its place only measures what the total measures.
    """
    total = total_of(frame, amount, segment)
    if is_joint(frame, amount, segment):
        _doubt(made, (
            "一句列出多个数值，请核定本数值属于哪一项",
            "the sentence lists several amounts; decide what this one measures",
        ))  # fmt: skip
        _lower(made)
    elif total is not None:
        if made.name == place_words(frame.masked[segment.start : amount.start]):
            words = frame.before(total, frame.segment(total))[1]
            made.name = subject_zh(words, "", "", total).name
        _doubt(made, (
            "本数值是前一总数的一部分，请核定是否单列",
            "a part of the total before it; decide whether it is a target of its own",
        ))  # fmt: skip
        _lower(made)
    elif made.unit == "指数" and amount.unit:
        _doubt(made, (
            "原文未写该指标的计量单位，暂作“指数”",
            "the text does not name the unit of the indicator; an index is taken",
        ))  # fmt: skip
    elif made.unit == "%" and amount.unit == "%" and _QUANTITY.search(made.name):
        _doubt(made, (
            f"“{made.name}”不是比例，请核定百分比的含义",
            f"`{made.name}` is not a share; decide what the percentage means",
        ))  # fmt: skip


def _doubt(made: Proposal, question: tuple[str, str]) -> None:
    made.marks["indicator"] = Mark("guess", made.name, "quote")
    made.todo["indicator"] = question


def _lower(made: Proposal) -> None:
    """Let no field that depends on the subject stay certain."""
    for field in ("require", "comparison"):
        mark = made.marks[field]
        if mark.sure == "certain":
            made.marks[field] = Mark("likely", mark.words, mark.found)
