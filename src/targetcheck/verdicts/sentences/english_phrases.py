"""English phrases about one verdict: what was reported, and how far it is from what is required.

Layer: verdicts. Input: verdicts. Output: phrases for sentences, without a full stop. A limit that is
exceeded is `too much`, never `short`.
"""

from __future__ import annotations

from datetime import date

from targetcheck.kernel.outcome import Outcome
from targetcheck.periods.period import Period
from targetcheck.verdicts.requirement_text import point_text, published_text
from targetcheck.verdicts.sentences.amount_text import (
    amount,
    compared_value,
    decimals,
    difference,
    judged,
)
from targetcheck.verdicts.verdict_data import VerdictData

_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def day(when: date) -> str:
    """Return a day: 31 December 2024."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def period(found: Period) -> str:
    """Return a period; a day in words."""
    return day(found.start) if found.start == found.end else found.text("en")


def found(verdict: VerdictData) -> str:
    """Return what was reported, of a fold what was reported of each part; else who judged it."""
    outcome = verdict.outcome
    if verdict.judged_by_person:
        return judged(verdict, day, "en")
    if not outcome.parts:
        return _found(outcome, verdict)
    told = [_found(part, verdict) for part in outcome.parts if part.point is not None]
    return ", ".join(dict.fromkeys(told)) or "nothing reported"


def _found(outcome: Outcome, verdict: VerdictData) -> str:
    point, check = outcome.point, outcome.check
    if point is None or check is None:
        return "nothing reported"
    if check.kind == "done":
        as_of = verdict.provenance.as_of
        if point.value != 1:
            return f"not done by {day(point.period.end)}"
        if point.completed is not None and point.completed > as_of:
            return f"not done by {day(as_of)}"  # a day that has not come is no deed
        if point.completed is None:
            return f"done by {day(point.period.end)}"
        late = (point.completed - verdict.due).days
        days = f", {late} day{'' if late == 1 else 's'} late" if late > 0 else ""
        return f"done on {day(point.completed)}{days}"
    if point.excused:
        return f"{period(point.period)}: {_value(outcome)}"
    if point.value is None and point.interval is None:
        return f"{period(point.period)}: not enough to decide"
    told = _value(outcome)
    return (
        f"{told} in {period(point.period)}"
        if _long(point.period)
        else f"{told} on {period(point.period)}"
    )


def _value(outcome: Outcome) -> str:
    point, check = outcome.point, outcome.check
    assert point is not None
    assert check is not None
    if point.excused:
        return "not reported, for a stated reason"
    if point.value is None:
        return published_text(point, check, "en")
    told = amount(point.value, outcome, "en")
    if point.interval is not None:
        told += f" ({published_text(point, check, 'en')})"
    if check.measure.kind == "rank":
        return f"rank {told}"
    if point.counts is not None:
        told += f" ({decimals(point.counts[0])}/{decimals(point.counts[1])})"
    return told


def _long(found: Period) -> bool:
    return found.start != found.end


def compared(verdict: VerdictData) -> str:
    """Return how a value stands to what is required; nothing where no number is compared."""
    outcome = verdict.outcome
    check, bound, margin, point = outcome.check, outcome.bound, outcome.margin, outcome.point
    value = compared_value(outcome)
    if outcome.parts or check is None or bound is None or point is None or value is None:
        return ""
    if check.scale is not None:
        if bound.high is None or value <= bound.high:
            return ""
        off = decimals(value - bound.high)
        return f"{off} grade{'' if off == '1' else 's'} below"
    if margin is None or check.kind == "done" or (not margin and bound.high == 0):
        return ""
    if check.measure.kind == "rank":
        return f"{decimals(-margin)} place{'' if margin == -1 else 's'} short" if margin < 0 else ""
    low = bound.low is not None and (bound.high is None or value < bound.low)
    if not margin:
        opened = bound.low_open if low else bound.high_open
        return "on the limit, which is excluded" if opened else "exactly as required"
    size = difference(margin, outcome, "en")
    if margin < 0:
        return f"{size} short" if low else f"{size} too much" if bound.high else ""
    about = any(key == "about" for key, _ in check.requirement)
    if about or (bound.low is not None and bound.high is not None):
        return "within the range"
    return f"{size} above the requirement" if low else f"{size} below the limit"


def value(outcome: Outcome) -> str:
    """Return the value that was reported, with its counts or its rank."""
    point, check = outcome.point, outcome.check
    if point is None or check is None:
        return "nothing reported"
    silent = point.value is None and not point.excused
    return point_text(point, check, "en") if silent else _value(outcome)
