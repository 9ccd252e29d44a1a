"""Lead and co-operating departments of a promise, from brackets, lines and headings.

Layer: drafting. Input: the clauses of a document. Output: DutyChoice for a position in a clause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from targetcheck.drafting.grammar.department_scanner import (
    DutyWords,
    charged_in,
    duties_in,
    duty_line,
)
from targetcheck.drafting.outline.clause_outline import Clause
from targetcheck.drafting.proposals.proposal import Mark, Proposal, Sure


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """The departments of a promise with the mark of the lead."""

    duty: DutyWords
    mark: Mark


_BEFORE = (
    "本句之后没有牵头单位，暂按前一括号",
    "no lead is named after this sentence; the one before it is taken",
)
_OF_DOCUMENT = (
    "原文未写本项的牵头单位，暂按负责统筹或解释本文件的单位",
    "no lead is named for this; the body that coordinates or interprets the document is taken",
)
DutyFinder = Callable[[int], DutyChoice | None]
"""Returns the departments for a position of a clause."""


def assign(made: Proposal, duty: DutyChoice | None) -> None:
    """Put departments into a promise; without a label the first leads and the others share."""
    if duty is None:
        return
    kept = len(duty.duty.lead) if duty.duty.labelled else 1
    made.lead, made.support = duty.duty.lead[:kept], duty.duty.support
    made.by = (*duty.duty.lead[kept:], *duty.duty.by)
    made.marks["lead"] = duty.mark
    if duty.mark.sure == "guess":
        made.todo["lead"] = _OF_DOCUMENT if duty.mark.found == "document" else _BEFORE


class Duties:
    """The departments named in the clauses of a document, by clause."""

    def __init__(self, clauses: Sequence[Clause], chinese: bool) -> None:
        self.clauses = clauses
        self.found: list[list[DutyWords]] = []
        self.alone: list[bool] = []
        for clause in clauses:
            line = None if clause.paragraph.is_row else duty_line(clause.text, chinese)
            inside = [] if clause.paragraph.is_row else duties_in(clause.text, chinese)
            self.found.append([line] if line is not None else inside)
            self.alone.append(line is not None or _only(clause, inside))
        charged = charged_in([clause.text for clause in clauses], chinese)
        self.charged: DutyChoice | None = None
        if charged is not None:
            self.charged = DutyChoice(charged, Mark("guess", charged.words, "document"))

    def masked(self, index: int, text: str) -> str:
        """Return the text of a clause with its departments blanked out."""
        for duty in self.found[index]:
            text = text[: duty.start] + "§" * (duty.end - duty.start) + text[duty.end :]
        return text

    def at(self, index: int, spot: int) -> DutyChoice | None:
        """Return who answers for the words at a position of a clause."""
        after = [duty for duty in self.found[index] if duty.start >= spot]
        if after:
            sure: Sure = "certain" if after[0].labelled else "likely"
            return DutyChoice(after[0], Mark(sure, after[0].words, "bracket"))
        below = self._following(index)
        if below is not None:
            return below
        if self.found[index]:
            last = self.found[index][-1]
            return DutyChoice(last, Mark("guess", last.words, "clause"))
        return self._above(index) or self._around(index) or self.charged

    def _around(self, index: int) -> DutyChoice | None:
        """Return the departments named most often under the same top heading, if one prevails."""
        heads = self.clauses[index].heads
        if not heads:
            return None
        top = heads[0].paragraph
        near = Counter(
            (duty.lead, duty.words)
            for clause, found in zip(self.clauses, self.found, strict=True)
            if clause.heads and clause.heads[0].paragraph is top
            for duty in found
        )
        leads: Counter[str] = Counter()
        for (lead, _), count in near.items():
            leads[lead[0]] += count
        if not leads:
            return None
        best, count = leads.most_common(1)[0]
        if not count or heads[0].rank > 1:
            return None
        words = next(words for (lead, words) in near if lead[0] == best)
        duty = DutyWords(0, 0, (best,), (), (), words, labelled=False)
        return DutyChoice(duty, Mark("guess", words, "section"))

    def _following(self, index: int) -> DutyChoice | None:
        """Return the departments of a bracket that ends the item after further paragraphs."""
        own = self.clauses[index]
        below = False
        rank = min((head.rank for head in own.heads[-1:]), default=99)
        for later in range(index + 1, min(index + 40, len(self.clauses))):
            clause = self.clauses[later]
            if clause.paragraph.is_row:
                return None
            sibling = rank >= 7 and clause.rank == rank and not self.found[later]
            if clause.rank <= rank and clause.rank < 99 and not sibling:
                return None
            below = below or clause.rank < 99
            if self.found[later]:
                duty = self.found[later][0]
                alone = self.alone[later]
                near = later == index + 1 or alone
                if below and not alone:
                    return None
                sure: Sure = "certain" if alone and duty.labelled and near else "likely"
                return DutyChoice(duty, Mark(sure, duty.words, "bracket"))
        return None

    def _above(self, index: int) -> DutyChoice | None:
        heads = [head.paragraph for head in self.clauses[index].heads]
        for earlier in range(index - 1, -1, -1):
            clause = self.clauses[earlier]
            paragraph = clause.paragraph
            headed = paragraph in heads and clause.is_heading
            under = (
                self.alone[earlier]
                and clause.heads
                and clause.heads[-1].paragraph in heads
                and clause.rank == 99
            )
            if (headed or under) and self.found[earlier]:
                duty = self.found[earlier][-1]
                return DutyChoice(duty, Mark("likely", duty.words, "section"))
        return None


def _only(clause: Clause, duties: Sequence[DutyWords]) -> bool:
    """Return whether a paragraph holds nothing but one bracket of departments."""
    if len(duties) != 1:
        return False
    rest = clause.text[: duties[0].start] + clause.text[duties[0].end :]
    return len(rest.strip(" 。.")) == 0
