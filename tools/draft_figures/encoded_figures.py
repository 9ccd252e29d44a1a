"""Figures of a ruleset, each at its position in the text of the document.

Layer: tools. Input: a Ruleset, its Coverage, the text. Output: EncodedFigures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from targetcheck.drafting.outline.quote_positions import quote_spans
from targetcheck.errors import TargetcheckError
from targetcheck.lint.claims.stated_amounts import StatedAmount, stated_amounts
from targetcheck.periods.period_parser import parse_period
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.loading.coverage_file import Coverage, bare, covered_part
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target, citations

_DIGITS = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
_TIMES = (1, 10**2, 10**3, 10**4, 10**6, 10**7, 10**8, 10**12)


@dataclass(frozen=True, slots=True)
class EncodedFigure:
    """A figure of a target that a quote writes in digits; `spots` are its offsets in the text."""

    spots: tuple[int, ...]
    ruleset: str
    target: str
    comparison: str
    amount: Quantity | Grade
    due: date | None
    lead: tuple[str, ...]
    strength: str


@dataclass(frozen=True, slots=True)
class EncodedText:
    """The figures of a ruleset, and the spans of its text and quotes."""

    figures: tuple[EncodedFigure, ...]
    elsewhere: int
    start: int
    end: int


def encoded_text(ruleset: Ruleset, coverage: Coverage, text: str) -> EncodedText:
    """Return the figures of a ruleset with their positions in a text.

    `elsewhere` counts the amounts that no quote writes in digits: words, Chinese numerals, readings.
    """
    part, _ = covered_part(coverage, text)
    begin = text.find(part)
    places = [n for n, char in enumerate(part) if not char.isspace()]
    plain = bare(part)
    found: list[EncodedFigure] = []
    elsewhere = 0
    amounts = stated_amounts(ruleset)
    for number, target in enumerate(ruleset.targets):
        quotes = [bare(cite.quote) for _, cite in citations(number, target)]
        spans = [span for group in quote_spans(quotes, plain) for span in group]
        for stated in amounts[number]:
            if stated.role in ("baseline", "condition") or stated.interpreted:
                continue
            spots = list(_spots(stated.amount, spans, plain))
            elsewhere += not spots
            if spots:
                where = tuple(begin + places[spot] for spot in spots)
                found.append(_figure(where, stated, target, ruleset))
    return EncodedText(tuple(found), elsewhere, begin, begin + len(part))


def _spots(amount: Quantity | Grade, spans: list[tuple[int, int]], plain: str) -> Iterator[int]:
    """Yield the positions at which quotes write an amount."""
    for start, end in spans:
        if isinstance(amount, Grade):
            roman = amount.text.lstrip("劣")[:1]
            place = plain.find(roman, start, end) if roman in "ⅠⅡⅢⅣⅤIV" else -1
            if place >= 0:
                yield place
            continue
        for match in _DIGITS.finditer(plain, start, end):
            if plain[match.end() : match.end() + 1] in ("年", "月", "日") and not _timed(amount):
                continue
            value = Fraction(match.group().replace(",", "") or 0)
            worth = abs(amount.value)
            if any(value == worth * t or value * t == worth for t in _TIMES):
                yield match.start()


def _timed(amount: Quantity) -> bool:
    return amount.unit.dimension in ("calendar", "time", "[calendar]", "[time]", "age")


def _figure(
    spots: tuple[int, ...], stated: StatedAmount, target: Target, ruleset: Ruleset
) -> EncodedFigure:
    path = [str(step) for step in stated.path]
    due = target.due
    strength = target.strength
    if "tranches" in path:
        due = _end(path[-1])
        comparison = "at_least"
    else:
        comparison = ".".join(p for p in path[-2:] if p in _KEYS or p in ("rise", "fall"))
    if "milestones" in path:
        milestone = target.milestones[int(path[path.index("milestones") + 1])]
        due, strength = milestone.due, milestone.strength or target.strength
    action = ruleset.actions.get(target.action or "")
    lead = target.lead or (action.lead if action is not None else ())
    return EncodedFigure(
        spots, ruleset.id, target.id, comparison, stated.amount, due, lead, strength
    )


_KEYS = {"at_least", "at_most", "above", "below", "about", "equals", "between"}


def _end(label: str) -> date | None:
    try:
        return parse_period(label).period.end
    except TargetcheckError:
        return None


def same_amount(first: Any, second: Any) -> bool:
    """Return whether two amounts have the same value in the same dimension."""
    if isinstance(first, Grade) or isinstance(second, Grade):
        return str(first).rstrip("类级") == str(second).rstrip("类级")
    return (
        first.unit.dimension == second.unit.dimension
        and first.value * first.unit.factor == second.value * second.unit.factor
    ) or ({first.unit.kind, second.unit.kind} <= {"share", "point"} and first.value == second.value)
