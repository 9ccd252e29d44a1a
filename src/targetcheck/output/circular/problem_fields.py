"""What a circular says of a problem list: its fields, and the table of its annex.

Layer: output. Input: a problem list, which a layer above hands in. Output: fields and a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from targetcheck.errors import Language
from targetcheck.output.bulletin.blocks import BulletinTable, Cell, heads
from targetcheck.output.bulletin.verdict_lists import NONE
from targetcheck.output.circular_sentences import sentences_in

_PROBLEMS: tuple[tuple[str, str, str, str], ...] = (
    ("target", "目标任务", "Target", "long"),
    ("place", "考核对象", "Place", "text"),
    ("lead", "牵头单位", "Lead", "text"),
    ("due", "时限", "Due", "date"),
    ("found", "实际情况及差距", "Reported, and what is missed", "text"),
    ("cause", "问题原因", "Cause", "text"),
    ("measure", "整改措施", "Measure", "text"),
    ("person", "责任人", "By whom", "status"),
    ("by", "整改期限", "By when", "date"),
    ("state_word", "整改状态", "State", "text"),
    ("closed", "销号日期", "Closed", "date"),
)
"""Columns of the annex: name, heading in Chinese and in English, kind."""


class ProblemsLike(Protocol):
    """A problem list as a circular needs it."""

    @property
    def as_of(self) -> date:
        """The day of the run that the list is made from."""
        ...

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of items, open, overdue, recovering, reopened, unwritten and closed ones."""
        ...

    @property
    def overdue(self) -> Sequence[str]:
        """A sentence for each overdue item."""
        ...

    @property
    def reopened(self) -> Sequence[str]:
        """A sentence for each item that is open again and not overdue."""
        ...

    @property
    def rows(self) -> Sequence[Mapping[str, str]]:
        """The texts of each item by column."""
        ...


def problem_fields(found: ProblemsLike | None, lang: Language) -> dict[str, Any]:
    """Return the fields of a problem list; without one they are empty or 0."""
    kinds = "open overdue recovering reopened unwritten closed".split()
    return {
        "problem_list": found is not None,
        "problems_as_of": sentences_in(lang).day(found.as_of) if found else "",
        "problems": found.counts["items"] if found else 0,
        **{f"problems_{kind}": found.counts[kind] if found else 0 for kind in kinds},
        "overdue_problems": list(found.overdue) if found else [],
        "reopened_problems": list(found.reopened) if found else [],
    }


def problem_tables(found: ProblemsLike | None, lang: Language) -> tuple[BulletinTable, ...]:
    """Return the problem list with what people wrote on it, as the table of an annex."""
    columns = heads(lang, *((zh, en, kind) for _, zh, en, kind in _PROBLEMS))
    rows = tuple(
        tuple(Cell(row[name] or NONE) for name, _, _, _ in _PROBLEMS)
        for row in (found.rows if found else ())
    )
    return (BulletinTable("problems", "", columns, rows),)
