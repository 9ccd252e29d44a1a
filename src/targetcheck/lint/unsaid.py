"""What a target leaves unsaid, and what a ruleset says in its own name.

Layer: lint. Output: cite-missing, lead-missing, own-reading, words-with-number, superseded.
"""

from __future__ import annotations

from targetcheck.lint.claims.clause_numbers import numbers_in
from targetcheck.lint.finding import Findings, finding
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.requirement_tree import Words, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target


def check_unsaid(ruleset: Ruleset) -> Findings:
    """Yield what is missing from targets, and what they say beyond their clause."""
    for number, target in enumerate(ruleset.targets):
        yield from _citation(number, target)
        yield from _lead(number, target, ruleset)
        yield from _words(number, target)
    yield from _superseded(ruleset)


def _citation(number: int, target: Target) -> Findings:
    staged = bool(target.milestones) and target.require is None and not target.tranches
    if target.cite or (staged and all(stage.cite for stage in target.milestones)):
        return
    yield finding(
        "cite-missing",
        ("targets", number, "cite"),
        (
            f"the target `{target.id}` does not say where it is written",
            f"目标“{target.id}”没有写明出处",
        ),
        (
            "add `cite: {clause: …, quote: …}` with the smallest fragment that carries the number",
            "请补充 cite: {clause: …, quote: …}，摘录含有该数字的最短原文",
        ),
    )


def _lead(number: int, target: Target, ruleset: Ruleset) -> Findings:
    action = ruleset.actions.get(target.action or "")
    if target.lead or (action is not None and action.lead):
        return
    yield finding(
        "lead-missing",
        ("targets", number, "lead"),
        (
            f"nobody leads on the target `{target.id}`",
            f"目标“{target.id}”没有牵头单位",
        ),
        (
            "add `lead:` to the target, to its action or to `defaults`",
            "请在目标、行动或 defaults 中补充 lead",
        ),
    )


def _words(number: int, target: Target) -> Findings:
    for path, requirement in target.requirements():
        for below, leaf in leaves(requirement):
            place = ("targets", number, *path, *below)
            if isinstance(leaf, Test) and leaf.reading is not None:
                yield finding(
                    "own-reading",
                    (*place, "reading"),
                    (
                        f"the figure of `{target.id}` is the ruleset's own reading: {leaf.reading}",
                        f"目标“{target.id}”的数字是本规则集自己的理解：{leaf.reading}",
                    ),
                    ("state it wherever the verdict is shown", "凡展示该结论处均应说明"),
                )
            if isinstance(leaf, Words) and numbers_in(leaf.words):
                yield finding(
                    "words-with-number",
                    (*place, "words"),
                    (
                        f"the words of `{target.id}` carry a number that nobody compares",
                        f"目标“{target.id}”的 words 中含有未作比较的数字",
                    ),
                    (
                        "write the number as a comparison, such as `at_least`",
                        "请把数字写成比较，如 at_least",
                    ),
                )


def _superseded(ruleset: Ruleset) -> Findings:
    document = ruleset.document
    for key, word, zh in (("supersedes", "replaces", "取代"), ("amends", "amends", "修订")):
        for name in getattr(document, key):
            yield finding(
                "superseded",
                ("document", key),
                (f"this document {word} `{name}`", f"本文件{zh}“{name}”"),
                (
                    "judge by the older document only for dates before this one was issued",
                    "旧文件只适用于本文件印发之前",
                ),
            )
