"""Every promise of a text, document by document.

Layer: drafting. Input: a text. Output: DraftedDocuments with proposals and what is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from targetcheck.drafting.grammar.exclusion_terms import HEADING, PAST
from targetcheck.drafting.outline.clause_outline import Clause, clauses_of
from targetcheck.drafting.outline.issued_documents import IssuedDocument, issued_documents
from targetcheck.drafting.outline.paragraphs import MARKER, is_chinese, paragraphs_of
from targetcheck.drafting.outline.row_tables import RowCells, rows_of
from targetcheck.drafting.proposals.deed_proposals import deed_proposals
from targetcheck.drafting.proposals.duty_choice import Duties
from targetcheck.drafting.proposals.proposal import Proposal, SetAside
from targetcheck.drafting.proposals.sentence_frame import frame_of
from targetcheck.drafting.proposals.sentence_proposals import sentence_proposals
from targetcheck.drafting.proposals.table_proposals import row_proposals


@dataclass(slots=True)
class DraftedDocument:
    """A document with its proposals, in the order of the text, and the numbers set aside."""

    document: IssuedDocument
    chinese: bool
    proposals: list[Proposal] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the document."""
        return self.document.clauses


def drafted_documents(
    text: str, levels: dict[int, int] | None = None, pages: Sequence[int] = ()
) -> list[DraftedDocument]:
    """Return the documents of a text with their proposals."""
    chinese = is_chinese(text)
    clauses = clauses_of(paragraphs_of(text, levels, pages))
    return [
        _drafted(document, chinese)
        for document in issued_documents(clauses, chinese)
        if document.clauses
    ]


def _drafted(document: IssuedDocument, chinese: bool) -> DraftedDocument:
    made = DraftedDocument(document, chinese)
    duties = Duties(document.clauses, chinese)
    rows = {row.index: row for row in rows_of(document.clauses)}
    for index, clause in enumerate(document.clauses):
        for found in _found(index, clause, document, duties, rows, chinese):
            if isinstance(found, SetAside):
                made.set_aside.append(found)
            elif _past(found, document):
                made.set_aside.append(SetAside(clause, found.spot, found.name, PAST))
            else:
                made.proposals.append(found)
    made.proposals.sort(key=lambda proposal: proposal.spot)
    return made


def _past(found: Proposal, document: IssuedDocument) -> bool:
    """Return whether a promise was due before the document was issued, so that it is a fact."""
    mark = found.marks.get("due")
    near = mark is not None and mark.found in ("quote", "sentence", "column")
    return near and document.day is not None and found.due is not None and found.due < document.day


def _found(
    index: int, clause: Clause, document: IssuedDocument, duties: Duties,
    rows: dict[int, RowCells], chinese: bool,
) -> Iterator[Proposal | SetAside]:  # fmt: skip
    if clause.paragraph.is_row:
        if index in rows:
            yield from row_proposals(rows[index], document, duties.at(index, 0), chinese)
        return
    if clause.text.count("·") > 1 and not clause.heads:
        return
    if clause.text.startswith("“") and clause.text.endswith("”"):
        return
    hidden = duties.masked(index, clause.text)
    marker = MARKER.match(hidden)
    if marker is not None:
        hidden = "§" * marker.end() + hidden[marker.end() :]
    frame = frame_of(clause.text, hidden, document.year, chinese)
    for found in sentence_proposals(clause, frame, document, partial(duties.at, index)):
        tally = clause.is_heading and clause.rank < 99
        if tally and isinstance(found, Proposal) and not found.marks["comparison"].words:
            yield SetAside(clause, found.spot, found.name, HEADING)
        else:
            yield found
    if not clause.is_heading:
        yield from deed_proposals(clause, frame, document, partial(duties.at, index))
