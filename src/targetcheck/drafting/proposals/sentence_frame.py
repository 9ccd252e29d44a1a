"""A paragraph prepared for the grammar: names blanked out, sentences, segments, dates, amounts.

Layer: drafting. Input: a text in plain form. Output: SentenceFrame.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from targetcheck.drafting.grammar.amount_scanner import Amount, amounts_in
from targetcheck.drafting.grammar.comparator_terms import suffix_length
from targetcheck.drafting.grammar.date_scanner import DueDate, dates_in, is_baseline, is_start
from targetcheck.drafting.grammar.exclusion_terms import masked
from targetcheck.drafting.proposals.due_choice import Segment

_SENTENCE_ZH = re.compile(r"[。！？!?]")
_SENTENCE_EN = re.compile(r"[.!?](?=\s+[\"“'(]?[A-Z0-9])|[!?;]")
_SEGMENT_ZH = re.compile(r"[，；;。：！？]|,(?!\d{3})|:(?!\d)")
_SEGMENT_EN = re.compile(r"[;:]|[.!?](?=\s|$)|,(?!\d{3})")
_YEAR = re.compile(
    r"(?<![\d.])(?:19|20)\d\d(?=年|[-—–~至]20\d\d|/\d\d\b|\b)(?![.,]?\d)(?!\s?(?:万|亿|%|个|家|户|人|亩|公里|吨|条|处|项|座|平方|元|台|辆|名|套|所|千瓦|公顷|米))"
)
_LISTED = re.compile(r"[、和与及]")
_BLANK = "§"


@dataclass(frozen=True, slots=True)
class SentenceFrame:
    """A paragraph with its names blanked out, its dates and its amounts."""

    text: str
    masked: str
    dates: tuple[DueDate, ...]
    amounts: tuple[Amount, ...]
    starts: tuple[DueDate, ...]
    chinese: bool

    def segment(self, amount: Amount) -> Segment:
        """Return the segment and the sentence of an amount."""
        breaks = _SEGMENT_ZH if self.chinese else _SEGMENT_EN
        stops = _SENTENCE_ZH if self.chinese else _SENTENCE_EN
        start = max((m.end() for m in breaks.finditer(self.masked, 0, amount.start)), default=0)
        end_mark = breaks.search(self.masked, amount.end)
        end = end_mark.start() if end_mark else len(self.text)
        sentence = max((m.end() for m in stops.finditer(self.masked, 0, amount.start)), default=0)
        last = stops.search(self.masked, amount.end)
        close = last.end() if last else len(self.text)
        return Segment(min(start, amount.start), end, sentence, close, amount.start, amount.end)

    def before(self, amount: Amount, segment: Segment) -> tuple[int, str]:
        """Return (position, words) of a segment before an amount, from the amount before it on.

        In a list after 分别 (分别减少5%和8%) the words before the first amount stand for each.
        """
        start = segment.start
        end = amount.start
        for other in self.amounts:
            if not (start <= other.start and other.end <= amount.start):
                continue
            after = other.end + suffix_length(self.masked[other.end :], self.chinese)
            listed = self.masked.find("分别", start, end) >= 0
            if listed and _LISTED.fullmatch(self.masked, after, amount.start):
                end = min(end, other.start)
            else:
                start, end = after, amount.start
        return start, self.masked[start:end]

    def earlier(self, segment: Segment) -> str:
        """Return the segment before a segment, empty at the head of a sentence."""
        breaks = _SEGMENT_ZH if self.chinese else _SEGMENT_EN
        end = max(segment.start - 1, segment.sentence)
        start = max((m.end() for m in breaks.finditer(self.masked, 0, end)), default=0)
        return self.masked[max(start, segment.sentence) : end]


def frame_of(text: str, hidden: str, year: int | None, chinese: bool) -> SentenceFrame:
    """Return the frame of a paragraph; `hidden`: the text with its departments blanked out."""
    names = masked(hidden, chinese)
    dates = dates_in(hidden if chinese else names, year, chinese)
    starts = tuple(d for d in dates if is_start(names, d))
    kept = tuple(d for d in dates if d not in starts and not is_baseline(names, d, chinese))
    blank = list(names)
    for date in dates:
        blank[date.at : date.end] = _BLANK * (date.end - date.at)
    numbers = _YEAR.sub(lambda m: _BLANK * len(m.group()), "".join(blank))
    return SentenceFrame(text, names, kept, tuple(amounts_in(numbers)), starts, chinese)
