"""Findings about a ruleset that can be read: what is missing, what disagrees, what cannot be.

Layer: lint. Input: Ruleset (or the document that it is made of). Output: Diagnostics.
"""

from targetcheck.lint.linter import diagnose, lint_ruleset
from targetcheck.lint.quote_lock import make_lock
from targetcheck.lint.rule import CODES

__all__ = ["CODES", "diagnose", "lint_ruleset", "make_lock"]
