"""`todo-open`: a question of a draft that no person has settled.

Layer: lint. Input: `todo` of the ruleset and of its targets. Output: findings at the question.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("todo-open", "error", of_a_piece=True)
HINT = (
    "settle the field, then delete the question and its mark under `draft`",
    "核定该字段后，删去此问题及 draft 中的标注",
)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each open question."""
    for field, question in ruleset.todo.items():
        yield RULE.finding(
            ("todo", field),
            (f"`{field}` is open: {question}", f"“{field}”待核定：{question}"),
            HINT,
        )
    for number, target in enumerate(ruleset.targets):
        for field, question in target.todo.items():
            yield RULE.finding(
                ("targets", number, "todo", field),
                (
                    f"`{field}` of `{target.id}` is open: {question}",
                    f"目标“{target.id}”的 {field} 待核定：{question}",
                ),
                HINT,
            )
