"""The codes of lint, each with its usual severity; docs/reference/lint/ has a page for every one.

Layer: lint.
"""

from __future__ import annotations

from targetcheck.errors import Severity

CODES: dict[str, Severity] = {
    # what a target leaves unsaid, or says of itself
    "cite-missing": "error",
    "lead-missing": "warning",
    "own-reading": "note",
    "words-with-number": "warning",
    "superseded": "note",
    # quotes against the figures, and against the text
    "quote-number-unused": "error",
    "target-number-unquoted": "warning",
    "quote-not-in-text": "error",
    "text-changed": "error",
    "quote-not-locked": "error",
    # figures against each other
    "contradictory": "error",
    "disagreement": "warning",
    "restated-not-linked": "note",
    "milestone-weaker-later": "warning",
    "tranches-miss-total": "error",
    "sum-disagrees": "error",
    # figures against what can be
    "alternative-impossible": "warning",
    "requirement-impossible": "error",
    "count-not-whole": "error",
    "share-above-hundred": "error",
    "due-before-issue": "warning",
    # pieces that nothing uses
    "indicator-unused": "warning",
    "group-unused": "warning",
    "action-unused": "warning",
    # exceptions
    "ignore-unknown": "error",
    "ignore-unused": "warning",
}

ON_TEXT = frozenset({"quote-not-in-text", "text-changed"})
"""Codes that can only be found with the text of the document at hand."""

ON_LOCK = frozenset({"quote-not-locked"})
"""Codes that can only be found with the lock of the quotes at hand."""
