"""Passages of a document that repeat each other, and the figure in which they do not.

Layer: lint. A list of the year's work often repeats the goals of the main text under an earlier
date. An earlier stage may ask less; but where one clause repeats other figures of another clause as
they are, a figure that it changes is in doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import combinations

from targetcheck.lint.claims.claim import Claim
from targetcheck.lint.claims.claim_subject import ClaimSubject

Said = tuple[ClaimSubject, Hashable, Hashable]


def passage_conflicts(claims: tuple[Claim, ...]) -> Iterator[tuple[Claim, Claim]]:
    """Yield pairs of differing figures for one subject, by dates that the clauses do not share."""
    by_clause: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.lasting and claim.steady:
            for clause in sorted(claim.clauses):
                by_clause[clause].append(claim)
    shared: dict[tuple[str, str], set[ClaimSubject]] = defaultdict(set)
    for subject, clauses in _repeated(by_clause):
        for pair in combinations(clauses, 2):
            shared[pair].add(subject)
    for (one, two), repeated in sorted(shared.items(), key=lambda item: item[0]):
        for subject in {c.subject: None for c in by_clause[one]}:
            if subject not in repeated:
                first = [c for c in by_clause[one] if c.subject == subject]
                second = [c for c in by_clause[two] if c.subject == subject]
                yield from _apart(first, second)


def _repeated(by_clause: dict[str, list[Claim]]) -> Iterator[tuple[ClaimSubject, list[str]]]:
    """Yield every subject of which several clauses give the same figure, with these clauses."""
    said: dict[Said, set[str]] = defaultdict(set)
    for clause, claims in by_clause.items():
        for claim in claims:
            said[_said(claim)].add(clause)
    for (subject, *_), clauses in said.items():
        if len(clauses) > 1:
            yield subject, sorted(clauses)


def _said(claim: Claim) -> Said:
    return claim.subject, claim.kind, claim.interval


def _apart(first: list[Claim], second: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    months = [{(c.due.year, c.due.month) for c in side} for side in (first, second)]
    if not second or months[0] & months[1]:
        return
    one, two = (max(side, key=lambda c: c.due) for side in (first, second))
    if one.interval is None or two.interval is None or one.number == two.number:
        return
    alike = one.kind == two.kind and one.strength == two.strength
    if alike and one.interval.sides == two.interval.sides:
        yield (one, two) if one.number < two.number else (two, one)
