"""Accounts of clauses: the targets of each, or the reason why it has none.

Layer: tools. Input: a Ruleset, its Coverage, the text of its document. Output: Accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clause_coverage.clauses import Clause, bare, clauses_of
from clause_coverage.listed import Coverage, Unencoded, covered_part
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import citations

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """A clause, the targets that quote it, the reasons given for it.

    `bare_figures` are numbers of a clause outside all quotes, although other parts of it are
    quoted.
    """

    clause: Clause
    targets: tuple[str, ...]
    reasons: tuple[Unencoded, ...]
    bare_figures: tuple[str, ...] = ()

    @property
    def accounted(self) -> bool:
        """Return whether the clause is a target, is excluded, or needs neither."""
        return bool(self.targets or self.reasons or not self.clause.marks)


def account(ruleset: Ruleset, coverage: Coverage, text: str) -> tuple[Account, ...]:
    """Return every clause that has a mark or is quoted by a target, in the document's order.

    Raises TargetcheckError if the section of the text cannot be found.
    """
    part, line = covered_part(coverage, text)
    plain = bare(part)
    quoted = [(name, span) for name, spans in _quoted(ruleset, plain) for span in spans]
    listed = [
        (entry, span)
        for entry in coverage.not_encoded
        for span in _everywhere(bare(entry.quote), plain)
    ]
    found = (_account(clause, quoted, listed) for clause in clauses_of(part, line))
    return tuple(item for item in found if item.clause.marks or item.targets)


def uncovered(ruleset: Ruleset, coverage: Coverage, text: str) -> list[Clause]:
    """Return the clauses that are neither targets nor excluded."""
    return [a.clause for a in account(ruleset, coverage, text) if not a.accounted]


def astray(ruleset: Ruleset, coverage: Coverage, text: str) -> tuple[str, ...]:
    """Return the owners of quotes that are not in the covered part: `target` or `clause`."""
    plain = bare(covered_part(coverage, text)[0])
    found = [name for name, spans in _quoted(ruleset, plain) if not spans]
    found += [e.clause for e in coverage.not_encoded if bare(e.quote) not in plain]
    return tuple(dict.fromkeys(found))


def repeated(ruleset: Ruleset, coverage: Coverage, text: str) -> tuple[str, ...]:
    """Return the owners of quotes that occur in several clauses and count in each of them."""
    plain = bare(covered_part(coverage, text)[0])
    found = [name for name, spans in _quoted(ruleset, plain) if len(spans) > 1]
    found += [e.clause for e in coverage.not_encoded if plain.count(bare(e.quote)) > 1]
    return tuple(dict.fromkeys(found))


def _account(
    clause: Clause, quoted: list[tuple[str, Span]], listed: list[tuple[Unencoded, Span]]
) -> Account:
    here = [(name, span) for name, span in quoted if _meet(clause, span)]
    why = [(entry, span) for entry, span in listed if _meet(clause, span)]
    spans = [span for _, span in (*here, *why)]
    figures = tuple(
        mark.text
        for mark in clause.marks
        if mark.number and not any(s < mark.end and mark.start < e for s, e in spans)
    )
    return Account(
        clause,
        tuple(dict.fromkeys(name for name, _ in here)),
        tuple(dict.fromkeys(entry for entry, _ in why)),
        figures if spans else (),
    )


def _meet(clause: Clause, span: Span) -> bool:
    return span[0] < clause.end and clause.start < span[1]


def _quoted(ruleset: Ruleset, plain: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the name and the positions of each quote of each target and sum."""
    for number, target in enumerate(ruleset.targets):
        quotes = [bare(cite.quote) for _, cite in citations(number, target)]
        for spans in _in_order(quotes, plain):
            yield target.id, spans
    for item in ruleset.sums:
        if item.cite is not None:
            yield f"sum {item.id}", _everywhere(bare(item.cite.quote), plain)


def _in_order(quotes: list[str], plain: str) -> list[tuple[Span, ...]]:
    """Return the positions of each quote of a target.

    Words that occur in many clauses, such as a deadline, mean the occurrence after the quote before
    them, or before the quote after them; without such a quote they mean every occurrence.
    """
    found = [_everywhere(quote, plain) for quote in quotes]
    for number, spans in enumerate(found):
        if len(spans) < 2:
            continue
        before = next((f[0][1] for f in found[:number][::-1] if len(f) == 1), None)
        after = next((f[0][0] for f in found[number + 1 :] if len(f) == 1), None)
        near: tuple[Span, ...] = ()
        if before is not None:
            near = tuple(span for span in spans if span[0] >= before)[:1]
        elif after is not None:
            near = tuple(span for span in spans if span[1] <= after)[-1:]
        found[number] = near or spans
    return found


def _everywhere(quote: str, plain: str) -> tuple[Span, ...]:
    found: list[Span] = []
    start = plain.find(quote) if quote else -1
    while start >= 0:
        found.append((start, start + len(quote)))
        start = plain.find(quote, start + 1)
    return tuple(found)
