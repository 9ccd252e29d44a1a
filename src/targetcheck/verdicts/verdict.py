"""One verdict: its data and its wording.

Layer: verdicts. Input: VerdictData. Output: Verdict, the public record. Texts are loaded on first
use, since most verdicts are only counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from targetcheck.errors import Language, checked_language
from targetcheck.verdicts.verdict_data import Provenance, Status, VerdictData

__all__ = ["Provenance", "Status", "Verdict"]


@dataclass(frozen=True, repr=False)
class Verdict(VerdictData):
    """The verdict on one target instance: status, reason, evidence and text."""

    def sentence(self, lang: Language = "en") -> str:
        """Return the verdict in one or two sentences."""
        checked_language(lang)
        from targetcheck.verdicts.sentences.verdict_sentence import sentence

        return sentence(self, lang)

    def explain(self, lang: Language = "en") -> str:
        """Return the sentence, the numbers and the clause, line by line."""
        checked_language(lang)
        from targetcheck.verdicts.explanation_text import explain

        return explain(self, lang)

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the verdict as plain data for JSON."""
        checked_language(lang)
        from targetcheck.verdicts.verdict_json import record

        return record(self, lang)

    def _repr_html_(self) -> str:
        """Return the verdict as HTML for a notebook."""
        from targetcheck.ruleset.ruleset_html import notebook_language

        return verdict_html(self, notebook_language())


def verdict_html(verdict: VerdictData, lang: Language) -> str:
    """Return the explanation of a verdict as HTML, its first line in bold."""
    from html import escape

    from targetcheck.verdicts.explanation_text import explain

    first, _, rest = explain(verdict, lang).partition("\n")
    style = "white-space:pre-wrap;margin:0;font-family:inherit"
    return f"<p><strong>{escape(first)}</strong></p><pre style='{style}'>{escape(rest)}</pre>"
