"""`text-changed`: a text whose hash is not `document.sha256`.

Layer: lint. Input: document and the text. Output: a finding at `document.sha256`.
"""

from __future__ import annotations

from targetcheck.lint.quote_lock import sha256_of
from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("text-changed", "error", needs=Needs.TEXT)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding if the text is not the one that the quotes were checked against."""
    expected, actual = ruleset.document.sha256, sha256_of(given.text)
    if expected is not None and expected.strip().lower() != actual:
        yield RULE.finding(
            ("document", "sha256"),
            (
                f"the text has the hash {actual[:12]}…, not {expected[:12]}…",
                f"文本的校验码为{actual[:12]}…，与所记{expected[:12]}…不符",
            ),
            (
                f"check the quotes against this text, then write `sha256: {actual}`",
                f"请对照该文本核对引文，再写 sha256: {actual}",
            ),
        )
