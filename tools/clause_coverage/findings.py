"""Everything that is wrong with the coverage of a ruleset, one line each.

Layer: tools. Input: a Ruleset, its Coverage, the text of its document. Output: sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from clause_coverage.account import astray, uncovered
from clause_coverage.reasons import doubts
from clause_coverage.unit_lists import unit_gaps, unknown_units
from targetcheck.ruleset.loading.coverage_file import Coverage
from targetcheck.ruleset.ruleset import Ruleset


def reason_findings(ruleset: Ruleset, coverage: Coverage) -> Iterator[str]:
    """Yield what is wrong with the reasons themselves, for which no text is needed."""
    for doubt in doubts(coverage):
        yield f"not_encoded[{doubt.index}] {doubt.entry.clause}: {doubt.en}"
    for entry, units in unknown_units(ruleset, coverage):
        yield f"{entry.clause}: no target has the unit {units} of `{_short(entry.quote)}`"


def text_findings(ruleset: Ruleset, coverage: Coverage, text: str) -> Iterator[str]:
    """Yield what the text shows: parts left, quotes outside it, units that a target lacks."""
    for found in uncovered(ruleset, coverage, text):
        for left in found.left:
            marks = "、".join(mark.text for mark in left.bare)
            yield f"line {found.clause.line} unaccounted for: {left.part.text} ({marks})"
    for owner in astray(ruleset, coverage, text):
        yield f"the quote of {owner} does not stand in this part of the text"
    for gap in unit_gaps(ruleset, coverage, text):
        yield f"{gap.target} lacks a unit of the list after it: {gap.units}"


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"
