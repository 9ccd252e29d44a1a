"""`quote-not-in-text`: a quote that the text of the document does not contain.

Layer: lint. Input: quotes and the text. Output: findings at `quote` of a citation.
"""

from __future__ import annotations

from targetcheck.lint.quote_lock import quotes_of, without_space
from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("quote-not-in-text", "error", needs=Needs.TEXT)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each quote that the text does not contain, white space left out."""
    text = without_space(given.text)
    for quote in quotes_of(ruleset):
        if without_space(quote.text) not in text:
            yield RULE.finding(
                quote.path,
                (
                    f"the quote of `{quote.owner_id}` is not in the document: `{quote.excerpt}`",
                    f"“{quote.owner_id}”的引文不见于原文：{quote.excerpt}",
                ),
                ("copy the fragment verbatim from the text", "请从原文逐字摘录"),
            )
