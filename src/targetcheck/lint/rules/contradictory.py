"""`contradictory`: requirements that no value can meet together.

Layer: lint. Input: claims and their pairs. Output: findings at a requirement, a warning if the
targets are declared to disagree.
"""

from __future__ import annotations

from targetcheck.lint.claims.claim import Claim, DeclaredRelations, claims_of
from targetcheck.lint.claims.claim_pairs import claim_pairs
from targetcheck.lint.rule import Finding, Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("contradictory", "error")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each claim that no value meets, and each pair that excludes itself."""
    for claim in given.once(claims_of, ruleset):
        if claim.interval is not None and claim.interval.empty:
            yield RULE.finding(
                claim.path,
                (
                    f"no value can meet {claim.en} of `{claim.target.id}`",
                    f"目标“{claim.target.id}”的要求{claim.zh}没有任何数值能够满足",
                ),
                ("correct the bounds", "请修正上下限"),
            )
    declared = given.once(DeclaredRelations, ruleset)
    for kind, first, second in given.once(claim_pairs, ruleset):
        if kind == "contradiction":
            yield _pair(first, second, declared.apart(first.target.id, second.target.id))


def _pair(first: Claim, second: Claim, declared: bool) -> Finding:
    one, two = first.target.id, second.target.id
    return RULE.finding(
        second.path,
        (
            f"`{two}` requires {second.en} and `{one}` requires {first.en} by {first.due}; "
            "both cannot hold",
            f"“{two}”要求{second.zh}，“{one}”要求{first.zh}，时限均为{first.due}，不能同时成立",
        ),
        (
            "correct one of them, or declare it under `disagrees`",
            "请修正其一，或在 disagrees 中说明",
        ),
        also=(first.number,),
        severity="warning" if declared else "error",
    )
