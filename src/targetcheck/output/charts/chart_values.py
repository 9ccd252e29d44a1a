"""Values of verdicts as floats for charts.

Layer: output. Input: verdicts. Output: floats in the unit of the clause, for drawing only; printed
numbers come from the exact values.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.output.verdict_columns import status_text
from targetcheck.printable_text import printable
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.rounding import binary
from targetcheck.verdicts.verdict import Verdict


def drawable(verdict: Verdict) -> bool:
    """Return whether a verdict has a number and a bound to draw."""
    outcome = verdict.outcome
    check, bound = outcome.check, outcome.bound
    if check is None or bound is None or check.scale is not None or check.kind == "done":
        return False
    return bool(bound.edges()) and verdict.value is not None


def goal(verdict: Verdict) -> Fraction | None:
    """Return the end of the bound that the value has to reach or keep, in the unit of the clause."""
    bound, check = verdict.outcome.bound, verdict.outcome.check
    if bound is None or check is None:
        return None
    edges = bound.edges()
    chosen = bound.low if bound.low is not None else bound.high
    if len(edges) > 1 and check.better == "lower":
        chosen = bound.high
    return verdict.in_unit(chosen)


_FAR = 1e300


def plain(value: Fraction | None) -> float | None:
    """Return a value as a float; out-of-range values are clamped to the float range."""
    return None if value is None else min(max(binary(value), -_FAR), _FAR)


def unit_text(verdict: Verdict, lang: Language) -> str:
    """Return the unit of the clause as printed."""
    return printable(verdict.unit.label(lang)) if verdict.unit is not None else ""


def number_label(
    verdict: Verdict, value: Fraction | None, lang: Language, *, exact: bool = False
) -> str:
    """Return a short label of a number with unit; `exact` if rounding would mislead."""
    from targetcheck.output.verdict_columns import short_number

    if value is None:
        return ""
    text = number_text(value) if exact else short_number(value)
    unit = verdict.unit
    return printable(unit.after(text, lang)) if unit is not None and unit.label(lang) else text


def name_of(verdict: Verdict, lang: Language, most: int = 200) -> str:
    """Return title and place, the place once if the title names it; a long title is shortened."""
    title, place = printable(verdict.title(lang)), short(printable(verdict.place_name(lang)), 10)
    if place in title:
        return short(title, most)
    return f"{short(title, max(most - len(place) - 1, 6))} · {place}"


def short(text: str, most: int = 24) -> str:
    """Return a text shortened to a width, with an ellipsis; wide characters count twice."""
    room, kept = most * 2, ""
    for character in text:
        room -= 2 if ord(character) > 0x2E7F else 1
        if room < 0:
            return kept.rstrip() + "…"
        kept += character
    return kept


def said(statuses: Sequence[str], lang: Language) -> list[str]:
    """Return statuses with their symbols and names."""
    return [status_text(status, lang) for status in statuses]
