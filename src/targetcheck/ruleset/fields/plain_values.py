"""Values of a ruleset that are not models: texts, grades, names of comparisons.

Layer: ruleset. Imports no pydantic, so that a compiled plan can be read without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.quantities.unit import Unit

NUMBER = Unit("number", "index", "number", Fraction(1), "", "")
"""The unit of a bare number; reference_checks.py allows it only if the indicator needs no unit."""

RELATIVE = frozenset({"previous_year", "previous_period"})
"""Baselines relative to the due date."""

FIRST_REPORT = "first_report"
"""Baseline: the first observation since the document was issued."""

COMPARISONS = ("at_least", "at_most", "above", "below", "equals", "between", "about")

SINCE = ("no_worse_than", "better_than")
"""Comparisons with a period, without an amount."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of an ordinal scale as written, such as `Ⅲ类`; its rank is resolved later."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Text:
    """A name in Chinese, English or both; a bare string is Chinese."""

    zh: str = ""
    en: str = ""

    def say(self, lang: Language) -> str:
        """Return the text in `lang`, else in the other language."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)
