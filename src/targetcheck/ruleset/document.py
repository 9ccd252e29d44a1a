"""The document of a ruleset: metadata, sections, sums, and citations of clauses.

Layer: ruleset.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from targetcheck.ruleset.fields.field_types import (
    Amount,
    Due,
    Named,
    Names,
    Part,
    TextField,
)


class Document(Part):
    """The policy document that contains the commitments."""

    number: str
    title: TextField | None = None
    issuer: str
    issued: Due
    sha256: str | None = Field(None, description="hash of the text that the quotes were checked in")
    amends: Names = Field((), description="numbers of documents that this one changes")
    supersedes: Names = Field((), description="numbers of documents that this one replaces")

    def dated(self) -> date:
        """Return the day of issue."""
        return self.issued


class Action(Named):
    """A section of the document with targets; its departments apply to them by default."""

    lead: Names = ()
    support: Names = Field((), alias="with")
    by: Names = ()


class Sum(Part):
    """Amounts of the document that must agree: the parts add up to the total."""

    id: str
    total: Amount
    parts: tuple[Amount, ...] = Field(min_length=2)
    cite: Citation | None = None


class DraftMark(Part):
    """How sure a drafted field is, the words it came from, and where they stand."""

    sure: Literal["certain", "likely", "guess"]
    words: str = ""
    found: str = Field("", alias="in", description="quote, sentence, clause, section, column …")


DraftMarks = dict[str, DraftMark]


class Citation(Part):
    """Clause and verbatim quote that a number rests on."""

    clause: str
    quote: str
