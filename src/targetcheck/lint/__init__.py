"""Findings about a ruleset: what is missing, contradictory, impossible or not used.

Layer: lint. Input: Ruleset, or the YAML source that it is loaded from. Output: Diagnostics.
"""

from targetcheck.lint.linter import diagnose, lint_ruleset
from targetcheck.lint.quote_lock import make_lock
from targetcheck.lint.rules import CODES

__all__ = ["CODES", "diagnose", "lint_ruleset", "make_lock"]
