"""Accounts of clauses: the targets of each, or the reason why it has none.

Layer: tools. Input: a Ruleset, its Coverage, the text of its document. Output: Accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from targetcheck.drafting.outline.marked_clauses import Clause, Mark, Part, clauses_of
from targetcheck.drafting.outline.quote_positions import Span, everywhere, quote_spans
from targetcheck.ruleset.loading.coverage_file import Coverage, Unencoded, bare, covered_part
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import citations


@dataclass(frozen=True, slots=True)
class PartAccount:
    """A part of a sentence with marks, and whether quotes of targets or reasons carry it.

    `bare` are marks that nothing carries: every figure must be quoted by itself, and so must every
    mark of a part that no target quotes.
    """

    part: Part
    encoded: bool
    bare: tuple[Mark, ...]

    @property
    def accounted(self) -> bool:
        """Return whether nothing of the part is left."""
        return not self.bare


@dataclass(frozen=True, slots=True)
class Account:
    """A clause, the targets that quote it, the reasons given for it, its parts that have marks."""

    clause: Clause
    targets: tuple[str, ...]
    reasons: tuple[Unencoded, ...]
    parts: tuple[PartAccount, ...]

    @property
    def left(self) -> tuple[PartAccount, ...]:
        """The parts that are unaccounted for."""
        return tuple(part for part in self.parts if not part.accounted)

    @property
    def accounted(self) -> bool:
        """Return whether every part is a target, is excluded, or needs neither."""
        return not self.left


def account(ruleset: Ruleset, coverage: Coverage, text: str) -> tuple[Account, ...]:
    """Return every clause that has a mark or is quoted by a target, in the document's order.

    Raises TargetcheckError if the section of the text cannot be found.
    """
    part, line = covered_part(coverage, text)
    plain = bare(part)
    quoted = [(name, span) for name, spans in quoted_spans(ruleset, plain) for span in spans]
    listed = [
        (entry, span)
        for entry in coverage.not_encoded
        for span in everywhere(bare(entry.quote), plain)
    ]
    found = (_account(clause, quoted, listed) for clause in clauses_of(part, line))
    return tuple(item for item in found if item.clause.marks or item.targets)


def uncovered(ruleset: Ruleset, coverage: Coverage, text: str) -> list[Account]:
    """Return the accounts of the clauses of which a part is neither a target nor excluded."""
    return [a for a in account(ruleset, coverage, text) if not a.accounted]


def astray(ruleset: Ruleset, coverage: Coverage, text: str) -> tuple[str, ...]:
    """Return the owners of quotes that are not in the covered part: `target` or `clause`."""
    plain = bare(covered_part(coverage, text)[0])
    found = [name for name, spans in quoted_spans(ruleset, plain) if not spans]
    found += [e.clause for e in coverage.not_encoded if bare(e.quote) not in plain]
    return tuple(dict.fromkeys(found))


def repeated(ruleset: Ruleset, coverage: Coverage, text: str) -> tuple[str, ...]:
    """Return the owners of quotes that occur in several clauses and count in each of them."""
    plain = bare(covered_part(coverage, text)[0])
    found = [name for name, spans in quoted_spans(ruleset, plain) if len(spans) > 1]
    found += [e.clause for e in coverage.not_encoded if plain.count(bare(e.quote)) > 1]
    return tuple(dict.fromkeys(found))


def _account(
    clause: Clause, quoted: list[tuple[str, Span]], listed: list[tuple[Unencoded, Span]]
) -> Account:
    here = [(name, span) for name, span in quoted if _meet(clause, span)]
    why = [(entry, span) for entry, span in listed if _meet(clause, span)]
    encoded = [span for _, span in here]
    carried = [*encoded, *(span for _, span in why)]
    return Account(
        clause,
        tuple(dict.fromkeys(name for name, _ in here)),
        tuple(dict.fromkeys(entry for entry, _ in why)),
        tuple(_part_account(part, encoded, carried) for part in clause.parts if part.marks),
    )


def _part_account(part: Part, encoded: list[Span], carried: list[Span]) -> PartAccount:
    quoted = any(_meet(part, span) for span in encoded)
    bare = (
        mark
        for mark in part.marks
        if (mark.kind == "figure" or not quoted) and not any(_meet(mark, s) for s in carried)
    )
    return PartAccount(part, quoted, tuple(bare))


def _meet(piece: Clause | Part | Mark, span: Span) -> bool:
    return span[0] < piece.end and piece.start < span[1]


def quoted_spans(ruleset: Ruleset, plain: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the name and the positions of each quote of each target and sum."""
    for number, target in enumerate(ruleset.targets):
        quotes = [bare(cite.quote) for _, cite in citations(number, target)]
        for spans in quote_spans(quotes, plain):
            yield target.id, spans
    for item in ruleset.sums:
        if item.cite is not None:
            yield f"sum {item.id}", everywhere(bare(item.cite.quote), plain)
