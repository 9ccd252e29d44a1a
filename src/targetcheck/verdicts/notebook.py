"""A verdict as a notebook shows it.

Floor: verdicts. Comes in: an Answer. Goes out: HTML; every text is escaped.
"""

from __future__ import annotations

from html import escape

from targetcheck.errors import Language
from targetcheck.verdicts.explanation_text import explain
from targetcheck.verdicts.verdict_data import Answer


def verdict_html(verdict: Answer, lang: Language) -> str:
    """Give the account of a verdict, its first line in bold."""
    first, _, rest = explain(verdict, lang).partition("\n")
    style = "white-space:pre-wrap;margin:0;font-family:inherit"
    return f"<p><strong>{escape(first)}</strong></p><pre style='{style}'>{escape(rest)}</pre>"
