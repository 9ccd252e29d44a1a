"""`quote-not-locked`: a quote that the lock file does not list.

Layer: lint. Input: quotes and the lock file. Output: findings at `quote` of a citation.
"""

from __future__ import annotations

from targetcheck.lint.quote_lock import is_locked, quotes_of
from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("quote-not-locked", "error", needs=Needs.LOCK)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each quote that was never found in the text."""
    for quote in quotes_of(ruleset):
        if not is_locked(quote, given.lock):
            yield RULE.finding(
                quote.path,
                (
                    f"the quote of `{quote.owner_id}` has not been checked against the document: "
                    f"`{quote.excerpt}`",
                    f"“{quote.owner_id}”的引文未经原文核对：{quote.excerpt}",
                ),
                (
                    "run `lint --text FILE --write-lock` with the text of the document",
                    "请用 lint --text 原文 --write-lock 核对并更新锁定文件",
                ),
            )
