"""Pairs of claims about one subject that contradict, differ from or repeat each other.

Layer: lint. Input: Ruleset. Output: (kind, first claim, second claim).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Literal

from targetcheck.lint.claims.claim import Claim, DeclaredRelations, claims_of
from targetcheck.lint.claims.claim_subject import ClaimSubject
from targetcheck.lint.claims.repeated_passages import passage_conflicts
from targetcheck.ruleset.ruleset import Ruleset

PairKind = Literal["contradiction", "amounts", "dates", "passages", "restatement"]
"""What is wrong with a pair: no value meets both claims; they differ in amount, in date, or in one
amount of two passages that otherwise repeat each other; they are the same and not linked."""
ClaimPair = tuple[PairKind, Claim, Claim]
SERIES = 3
"""Number of equal requirements of one passage from which their dates are meant to differ."""
_DIFFERENCES = frozenset({"amounts", "dates", "passages"})


def claim_pairs(ruleset: Ruleset) -> tuple[ClaimPair, ...]:
    """Return the pairs of a ruleset, targets linked by `restates` counting as one.

    Two targets form at most one contradiction, one restatement and one difference.
    """
    declared = DeclaredRelations(ruleset)
    seen: set[tuple[str, frozenset[str]]] = set()
    pairs = []
    for kind, first, second in _all_pairs(claims_of(ruleset), declared):
        roots = frozenset((declared.root(first.target.id), declared.root(second.target.id)))
        key = ("difference" if kind in _DIFFERENCES else kind, roots)
        if key not in seen:
            seen.add(key)
            pairs.append((kind, first, second))
    return tuple(pairs)


def _all_pairs(claims: tuple[Claim, ...], declared: DeclaredRelations) -> Iterator[ClaimPair]:
    groups: dict[ClaimSubject, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject].append(claim)
    for group in groups.values():
        alike = Counter(_passage(claim) for claim in group)
        for first, second in combinations(group, 2):
            kind = _kind(first, second, declared)
            if kind == "dates" and alike[_passage(second)] >= SERIES:
                kind = None if _passage(first) == _passage(second) else kind
            if kind is not None:
                yield kind, first, second
    for first, second in passage_conflicts(claims):
        names = (first.target.id, second.target.id)
        if not declared.same(*names) and not declared.apart(*names):
            yield "passages", first, second


def _passage(claim: Claim) -> object:
    """Return what a claim requires and the words it cites; None if it cites none."""
    quotes = frozenset((cite.clause, cite.quote) for cite in claim.target.cite)
    return (claim.kind, claim.interval, quotes) if quotes else None


def _kind(first: Claim, second: Claim, declared: DeclaredRelations) -> PairKind | None:
    """Return the kind of a pair of claims about one subject; None: nothing is wrong."""
    names = (first.target.id, second.target.id)
    if first.due == second.due and _exclude(first, second):
        return "contradiction"
    same_month = (first.due.year, first.due.month) == (second.due.year, second.due.month)
    if first.number == second.number or not same_month or declared.apart(*names):
        return None
    if first.due == second.due and first.says_as(second):
        return None if declared.same(*names) else "restatement"
    if first.says_as(second):
        return "dates"
    return "amounts" if _differ(first, second) else None


def _exclude(first: Claim, second: Claim) -> bool:
    """Return whether no value meets both claims."""
    if first.interval is None or second.interval is None:
        return False
    level = first.kind[0] in ("level", "change") and first.kind == second.kind
    return level and not first.interval.meets(second.interval)


def _differ(first: Claim, second: Claim) -> bool:
    """Return whether two claims by one date can only be two versions of one commitment."""
    kinds = {first.kind[0], second.kind[0]}
    if kinds == {"words"} or first.strength != second.strength:
        return False
    if "words" in kinds:
        return "done" not in kinds
    if kinds == {"any"}:
        return True
    if first.interval is None or second.interval is None:
        return False
    if first.kind != second.kind:
        return kinds == {"level"}
    return first.interval.sides == second.interval.sides
