"""`draft-guess`: a field of a draft that is still marked as a guess, without a question beside it.

Layer: lint. Input: `draft` of the ruleset and of its targets. Output: findings at the mark.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("draft-guess", "error", of_a_piece=True)
HINT = (
    "check the field against the text, then delete the mark",
    "请对照原文核对该字段，再删去标注",
)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each guess whose question was deleted while the mark was kept."""
    for field, mark in ruleset.draft.items():
        if mark.sure == "guess" and field not in ruleset.todo:
            yield RULE.finding(
                ("draft", field),
                (f"`{field}` is marked as a guess", f"“{field}”仍标注为推测"),
                HINT,
            )
    for number, target in enumerate(ruleset.targets):
        for field, mark in target.draft.items():
            if mark.sure == "guess" and field not in target.todo:
                yield RULE.finding(
                    ("targets", number, "draft", field),
                    (
                        f"`{field}` of `{target.id}` is marked as a guess",
                        f"目标“{target.id}”的 {field} 仍标注为推测",
                    ),
                    HINT,
                )
