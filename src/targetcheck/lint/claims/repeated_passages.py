"""Passages of a document that repeat each other but for one amount.

Layer: lint. Input: claims. Output: pairs of claims. A list of annual tasks often repeats the targets
of the main text with an earlier date. An earlier milestone may be weaker; but if one clause repeats
other amounts of another clause unchanged, an amount that it changes is probably a slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import combinations

from targetcheck.lint.claims.claim import Claim
from targetcheck.lint.claims.claim_subject import ClaimSubject


def passage_conflicts(claims: tuple[Claim, ...]) -> Iterator[tuple[Claim, Claim]]:
    """Yield pairs of different amounts for one subject in two passages, due in different months."""
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
                yield from _different(first, second)


def _repeated(by_clause: dict[str, list[Claim]]) -> Iterator[tuple[ClaimSubject, list[str]]]:
    """Yield each subject on which several clauses require the same, with these clauses."""
    required: dict[tuple[ClaimSubject, Hashable, Hashable], set[str]] = defaultdict(set)
    for clause, claims in by_clause.items():
        for claim in claims:
            required[claim.subject, claim.kind, claim.interval].add(clause)
    for (subject, *_), clauses in required.items():
        if len(clauses) > 1:
            yield subject, sorted(clauses)


def _different(first: list[Claim], second: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield the last claim of each of two clauses if they differ in amount only."""
    months = [{(c.due.year, c.due.month) for c in side} for side in (first, second)]
    if not second or months[0] & months[1]:
        return
    one, two = (max(side, key=lambda c: c.due) for side in (first, second))
    if one.interval is None or two.interval is None or one.number == two.number:
        return
    alike = one.kind == two.kind and one.strength == two.strength
    if alike and one.interval.sides == two.interval.sides:
        yield (one, two) if one.number < two.number else (two, one)
