"""Findings about a ruleset that can be read: what is missing, what disagrees, what cannot be.

Floor: model. Comes in: Ruleset (or the document that it is made of). Goes out: Diagnostics.
"""

from targetcheck.model.lint.codes import CODES
from targetcheck.model.lint.quotes import make_lock
from targetcheck.model.lint.run import diagnose, lint_ruleset

__all__ = ["CODES", "diagnose", "lint_ruleset", "make_lock"]
