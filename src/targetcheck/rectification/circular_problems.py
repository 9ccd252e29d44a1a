"""The problem list in a circular: its counts, what is overdue or found again, its annex.

Layer: rectification. Input: a ProblemList. Output: CircularProblems, which a circular takes as it
takes needs and measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.ledger.run_store import Ledger
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.printable_text import printable
from targetcheck.rectification.problem_item import ProblemItem
from targetcheck.rectification.problem_list import ProblemList, newest_list


@dataclass(frozen=True, slots=True)
class CircularProblems:
    """What a circular says of a problem list."""

    as_of: date
    counts: Mapping[str, int]
    overdue: tuple[str, ...]
    reopened: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def problems_by(ledger: Ledger, result: Result, lang: Language) -> CircularProblems | None:
    """Return what the newest problem list by the day of a result says; None without a list."""
    made = newest_list(ledger, result.ruleset.id, result.provenance.profile, result.as_of)
    return circular_problems(made, lang) if made is not None else None


def circular_problems(made: ProblemList, lang: Language) -> CircularProblems:
    """Return what a circular says of a list; the longest overdue first."""
    late = [item for item in made.items if item.is_overdue]
    late.sort(key=lambda item: item.written.by or date.max)
    again = [item for item in made.items if item.is_reopened and not item.is_overdue]
    return CircularProblems(
        made.run.as_of,
        made.counts(),
        tuple(_overdue(item, lang) for item in late),
        tuple(_reopened(item, lang) for item in again),
        tuple(_row(item, lang) for item in made.items),
    )


def _overdue(item: ProblemItem, lang: Language) -> str:
    said, by = sentences_in(lang), item.written.by
    assert by is not None
    days = (item.as_of - by).days
    if lang == "zh":
        told = f"整改期限{said.day(by)}，逾期{days}天"
    else:
        told = f"to be solved by {said.day(by)}, {days} day{'' if days == 1 else 's'} late"
    sentence: str = said.ended(said.with_lead(item.verdict), told)
    return sentence


def _reopened(item: ProblemItem, lang: Language) -> str:
    said, opened = sentences_in(lang), item.life.opened
    assert opened is not None
    told = f"{said.day(opened)}再次列入" if lang == "zh" else f"found again on {said.day(opened)}"
    sentence: str = said.ended(said.with_lead(item.verdict), told)
    return sentence


def _row(item: ProblemItem, lang: Language) -> dict[str, str]:
    return {name: printable(text) for name, text in item.texts(lang).items()}
