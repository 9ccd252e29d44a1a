"""What became of the rows that came in, for standard error: nothing is dropped without a word.

Floor: reports. Comes in: a Result. Goes out: lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Diagnostic, Language
from targetcheck.evaluation import Result
from targetcheck.reports.cells import printable
from targetcheck.reports.sections import rows_text
from targetcheck.reports.standing import illustrative_text

MOST = 20
"""Rows that are listed one by one; the rest is counted."""


def intake_lines(result: Result, lang: Language, most: int = MOST) -> list[str]:
    """Give the count of rows, whether they are illustrative, then those set aside and the notes."""
    warning = illustrative_text(result, lang)
    said = [f"⚠ {printable(warning)}"] if warning else []
    return [rows_text(result, lang), *said, *_listed(result, lang, most)]


def _listed(result: Result, lang: Language, most: int) -> Iterator[str]:
    groups: dict[str, list[Diagnostic]] = {}
    for found in (*(aside.why for aside in result.set_aside), *result.notes):
        groups.setdefault(found.code, []).append(found)
    left = most
    for code, found_here in sorted(groups.items(), key=lambda item: _gravity(item[1])):
        yield f"{code} × {len(found_here)}"
        for found in found_here[: max(left, 0)]:
            yield f"  {printable(_line(found, lang))}"
        unsaid = len(found_here) - max(left, 0)
        left -= len(found_here)
        if unsaid > 0:
            yield f"  … 另有 {unsaid} 条" if lang == "zh" else f"  … and {unsaid} more"


def _gravity(alike: list[Diagnostic]) -> tuple[int, int]:
    """Give the order of a group: a blank form must not hide the one figure that is wrong."""
    return ("error", "warning", "note").index(alike[0].severity), -len(alike)


def _line(found: Diagnostic, lang: Language) -> str:
    """Give a finding without its code, which stands above it."""
    text = found.text(lang)
    return text.replace(f"{found.code}: ", "", 1)
