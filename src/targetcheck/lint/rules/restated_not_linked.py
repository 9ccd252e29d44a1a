"""`restated-not-linked`: two targets with the same content and no `restates` between them.

Layer: lint. Input: pairs of claims. Output: findings at a requirement.
"""

from __future__ import annotations

from targetcheck.lint.claims.claim_pairs import claim_pairs
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("restated-not-linked", "note")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each pair of targets with the same content."""
    for kind, first, second in given.once(claim_pairs, ruleset):
        if kind == "restatement":
            one, two = first.target.id, second.target.id
            yield RULE.finding(
                second.path,
                (
                    f"`{two}` repeats `{one}`: {second.en} by {second.due}",
                    f"“{two}”与“{one}”内容相同：{second.due}前{second.zh}",
                ),
                (f"add `restates: {one}` to `{two}`", f"请在“{two}”中写 restates: {one}"),
                also=(first.number,),
            )
