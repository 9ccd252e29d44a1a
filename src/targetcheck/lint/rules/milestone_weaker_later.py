"""`milestone-weaker-later`: a later requirement that is weaker than an earlier one.

Layer: lint. Input: claims. Output: findings at the later requirement.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from targetcheck.lint.claims.claim import Claim, DeclaredRelations, claims_of
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("milestone-weaker-later", "warning")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each claim weaker than the one before it for the same subject."""
    declared = given.once(DeclaredRelations, ruleset)
    series: dict[object, list[Claim]] = defaultdict(list)
    for claim in given.once(claims_of, ruleset):
        if claim.steady:
            series[claim.subject, claim.kind, claim.strength].append(claim)
    for claims in series.values():
        for first, second in pairwise(sorted(claims, key=lambda claim: claim.due)):
            if first.due == second.due or declared.apart(first.target.id, second.target.id):
                continue
            if first.interval and second.interval and second.interval.weaker_than(first.interval):
                yield RULE.finding(
                    second.path,
                    (
                        f"`{second.target.id}` requires {second.en} by {second.due}, less than "
                        f"{first.en} by {first.due}",
                        f"“{second.target.id}”要求{second.due}前{second.zh}，"
                        f"低于{first.due}前的{first.zh}",
                    ),
                    ("check both numbers against the clause", "请与原文核对两个数字"),
                    also=(first.number,),
                )
