"""Terms for times that are relative: a baseline, a window, a datum without a fixed period.

Layer: verdicts. Input: a label such as `5 years ago` or `before 2020`, or a window. Output: phrases.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from targetcheck.errors import Language
from targetcheck.periods.period import Period
from targetcheck.periods.period_parser import parse_period
from targetcheck.ruleset.fields.plain_values import Window, distance_of, is_relative
from targetcheck.verdicts.code_terms import Words, word

LENGTH: Words = {
    "year": ("年", "year"),
    "half": ("个半年", "half-year"),
    "quarter": ("个季度", "quarter"),
    "month": ("个月", "month"),
    "week": ("周", "week"),
    "day": ("天", "day"),
    "report": ("期", "report"),
}
PREVIOUS: Words = {
    "previous_year": ("上年", "the year before"),
    "previous_period": ("上期", "the period before"),
}
_BEFORE = "before "


def since_text(label: str, lang: Language) -> str:
    """Return when a relative baseline is, such as 5 years earlier; another label as it is."""
    first, window, last = label.partition("/")
    if window and lang == "zh":
        first, last = (f"{each}年" if each.isdecimal() else each for each in (first, last))
        return f"{first}至{last}的首次报告" if last else f"{first}以来的首次报告"
    if window:
        return (
            f"the first report of {first} to {last}" if last else f"the first report since {first}"
        )
    distance = distance_of(label)
    if distance is None:
        return word(PREVIOUS, label, lang)
    return window_text(distance, lang) + ("前" if lang == "zh" else " earlier")


def unfixed_text(label: str, lang: Language) -> str:
    """Return when a datum without a fixed period is, such as before 2020; "" for a period."""
    if label.startswith(_BEFORE):
        named = label.removeprefix(_BEFORE)
        return f"{f'{named}年' if named.isdecimal() else named}以前" if lang == "zh" else label
    return since_text(label, lang) if is_relative(label) else ""


def missing_when(
    label: str, due: date, lang: Language, period_text: Callable[[Period], str]
) -> str:
    """Return when a missing datum is, as a circular writes periods; "" if that is the due date."""
    unfixed = unfixed_text(label, lang) if label else ""
    if unfixed or not label:
        return unfixed
    when = parse_period(label).period
    return "" if when.start == when.end == due else period_text(when)


def window_text(window: Window, lang: Language) -> str:
    """Return a number of periods or reports, such as 3 years."""
    unit = word(LENGTH, window.unit, lang)
    if lang == "zh":
        return f"{window.count}{unit}"
    return f"{window.count} {unit}{'s' if window.count > 1 else ''}"
