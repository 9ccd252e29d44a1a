"""`own-reading`: an amount that interprets the document and is in none of its clauses.

Layer: lint. Input: requirements. Output: findings at `reading` of a requirement.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import requirement_leaves

RULE = Rule("own-reading", "note", of_a_piece=True)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each requirement with the key `reading`."""
    for number, target in enumerate(ruleset.targets):
        for path, leaf in requirement_leaves(target):
            if isinstance(leaf, Test) and leaf.reading is not None:
                yield RULE.finding(
                    ("targets", number, *path, "reading"),
                    (
                        f"the amount in `{target.id}` is the ruleset author's interpretation: {leaf.reading}",
                        f"目标“{target.id}”的数值系解读：{leaf.reading}",
                    ),
                    ("state it wherever the verdict is shown", "凡展示该结论处均应说明"),
                )
