"""A proposal: one promise of a document, each field with the words it came from.

Layer: drafting. Output: Proposal, Mark, SetAside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from targetcheck.drafting.grammar.amount_scanner import Amount
from targetcheck.drafting.grammar.exclusion_terms import Exclusion
from targetcheck.drafting.outline.clause_outline import Clause

Sure = Literal["certain", "likely", "guess"]
Found = Literal[
    "quote", "sentence", "clause", "section", "bracket", "column", "row", "document", "usage", "given",
]  # fmt: skip
"""Where the words of a field stand, from the nearest to the farthest; `usage`: in no words."""
Nature = Literal["level", "flow", "share", "count", "class", "done"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How sure a field is, the words it came from, and where they stand."""

    sure: Sure
    words: str
    found: Found


@dataclass(slots=True)
class Proposal:
    """One promise: what is measured, what is required, when, of whom, how strongly, where written.

    `spot` is the offset of the amount in the text, `start` and `end` the span of the quote in the
    paragraph. `lead_in` is the sentence up to the amount. `marks` has a mark for each field,
    `todo` an open question for each (zh, en).
    """

    clause: Clause
    spot: int
    start: int
    end: int
    name: str
    nature: Nature
    unit: str = ""
    better: Literal["higher", "lower"] = "higher"
    amount: Amount | None = None
    require: dict[str, object] = field(default_factory=dict)
    due: date | None = None
    since: date | None = None
    every: str | None = None
    mode: str | None = None
    strength: str = "binding"
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    place_words: str = ""
    lead_in: str = ""
    each: str = ""
    quotes: list[str] = field(default_factory=list)
    reading: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)
    todo: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take_due(self, due: date, since: date | None, mark: Mark) -> None:
        """Set the due date and the first day; a guess asks for the date."""
        self.due, self.since = due, since
        self.marks["due"] = mark
        if mark.sure == "guess":
            self.todo["due"] = (
                f"原文未写时限，暂按{due.isoformat()}",
                f"the text gives no due date; {due.isoformat()} is taken",
            )

    @property
    def has_figure(self) -> bool:
        """Whether the text writes a number or a grade for the promise."""
        return self.amount is not None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A number or clause that is not a promise, with the reason."""

    clause: Clause
    spot: int
    words: str
    why: Exclusion
