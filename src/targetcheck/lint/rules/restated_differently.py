"""`restated-differently`: targets linked by `restates` whose dates, amounts or strengths differ.

Layer: lint. Input: claims of targets linked by `restates`. Output: findings at `restates`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from targetcheck.lint.claims.claim import Claim, claims_of
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.periods.period_sequence import periods_between
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("restated-differently", "warning")
WORDING = {
    "due": ("due dates", "时限"),
    "amount": ("amounts", "数值"),
    "strength": ("strengths", "属性"),
}


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each link whose targets differ and do not say so in `disagrees`."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in given.once(claims_of, ruleset):
        claims[claim.target.id].append(claim)
    declared = {
        frozenset((target.id, other.target))
        for target in ruleset.targets
        for other in target.disagrees
    }
    numbers = {target.id: number for number, target in enumerate(ruleset.targets)}
    for number, target in enumerate(ruleset.targets):
        for name in target.restates:
            if name not in numbers or frozenset((target.id, name)) in declared:
                continue
            differ = _differences(claims[target.id], claims[name])
            if differ:
                en, zh = zip(*(WORDING[what] for what in differ), strict=True)
                yield RULE.finding(
                    ("targets", number, "restates"),
                    (
                        f"`{target.id}` restates `{name}`, but their {' and '.join(en)} differ",
                        f"“{target.id}”写明重申“{name}”，但两者的{'、'.join(zh)}不同",
                    ),
                    (
                        f"state it in `disagrees: [{{target: {name}, on: …}}]`, or correct one",
                        f"请在 disagrees: [{{target: {name}, on: …}}] 中说明，或修正其一",
                    ),
                    also=(numbers[name],),
                )


def _differences(ones: list[Claim], others: list[Claim]) -> tuple[str, ...]:
    """Return in what two targets differ; nothing if the last claim of either is in the other.

    A target may restate one stage of another: a milestone, a tranche or one of its periods.
    """
    if not ones or not others:
        return ()
    found = [
        _between(last, claim)
        for last, claims in ((max(ones, key=_rank), others), (max(others, key=_rank), ones))
        for claim in _stages(claims, last)
    ]
    return min(found, key=len, default=())


def _rank(claim: Claim) -> tuple[object, ...]:
    """Order claims of a target by date, the total after its tranches."""
    return claim.due, "tranches" not in claim.path


def _stages(claims: list[Claim], last: Claim) -> Iterator[Claim]:
    """Yield claims, a recurring one for each period unless the other recurs as well."""
    for claim in claims:
        start, every = claim.target.start, claim.target.every
        if every is None or start is None or last.target.every is not None:
            yield claim
        else:
            for period in periods_between(start, claim.due, every):
                yield replace(claim, due=period.end)


def _between(one: Claim, other: Claim) -> tuple[str, ...]:
    kinds = {one.kind[0], other.kind[0]}
    worded = kinds <= {"words", "done"}
    amounts = one.subject.measure != other.subject.measure or not one.says_as(other)
    differ = {
        "due": one.due != other.due,
        "amount": not worded and amounts,
        "strength": one.strength != other.strength,
    }
    return tuple(what for what, differs in differ.items() if differs)
