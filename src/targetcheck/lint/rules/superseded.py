"""`superseded`: a document that replaces or amends another one.

Layer: lint. Input: document. Output: findings at `document.supersedes` and `document.amends`.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("superseded", "note")


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each older document that this one replaces or amends."""
    for key, verb, zh in (("supersedes", "replaces", "取代"), ("amends", "amends", "修订")):
        for older in getattr(ruleset.document, key):
            yield RULE.finding(
                ("document", key),
                (f"this document {verb} `{older}`", f"本文件{zh}“{older}”"),
                (
                    "use the older document only for dates before this one was issued",
                    "旧文件只适用于本文件印发之前",
                ),
            )
