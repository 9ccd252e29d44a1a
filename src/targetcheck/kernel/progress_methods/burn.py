"""Share of an allowance used ÷ share of time elapsed; early decision by arithmetic.

Layer: kernel. For an allowance B over N days, cases or months, with `used` of it after n:

    burn = (used / B) / (n / N)

Time is counted in months if every observation covers whole months, and in days if the allowance
itself is in days. At risk if burn is above 1; with `short_days` only if the last days alone burn
above 1 too. Source: error budgets and their alarms over a long and a short window (*The Site
Reliability Workbook*); its thresholds are for 30 days of minutes, and 1 suits a yearly policy
budget. Exact.

With a known number N of events, n of them elapsed (`total`), and an allowance of B failures, B =
floor(limit · N), or N − ceil(p · N) if at least p must succeed:

    failures > B            failed, whatever follows (`locked_out`)
    failures + (N − n) ≤ B  passed, whatever follows (`locked_in`)

This decides about elapsed days and samples. It is wrong for events that can be reversed, and
therefore requires `total` to be declared.

Needs: a total since the first day, or counts with `total`; else `undetermined/method_undefined`.
More events than `total` says is `undetermined/total_exceeded`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import UNDEFINED, Assessment, Course, better, too_few

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Burn


def assess(course: Course, settings: Burn) -> Assessment:
    """Return the burn rate of the allowance, or the early decision."""
    if course.ordinal:
        return UNDEFINED
    if course.adds:
        return _used(course, settings)
    if course.counted is None or course.share is None or settings.total is None:
        return UNDEFINED
    return _events(course, settings, course.counted, course.share)


def _used(course: Course, settings: Burn) -> Assessment:
    """Return the assessment of a sum against its allowance by the due date."""
    if not course.points:
        return too_few(course)
    used, allowance = course.latest.value, course.goal
    gone, whole = _days(course)
    if not course.holds(used):
        return Assessment("fail", "budget_exceeded")
    if settings.total == "days" and course.days and course.holds(used + whole - gone):
        return Assessment("pass", "locked_in")
    if allowance <= 0:
        return Assessment("on_track", "within_budget")
    if course.time == "months" and not course.days:
        gone, whole = _months(course)
    return _burning(course, settings, used / allowance, gone, whole)


def _days(course: Course) -> tuple[Fraction, Fraction]:
    gone = (course.latest.end - course.first).days + 1
    return Fraction(gone), Fraction((course.due - course.first).days + 1)


def _months(course: Course) -> tuple[Fraction, Fraction]:
    before = course.first - timedelta(days=1)
    return course.elapsed(before, course.latest.end), course.elapsed(before, course.due)


def _events(
    course: Course, settings: Burn, counted: tuple[Fraction, Fraction], share: Fraction
) -> Assessment:
    """Return the assessment of counted events against the number of failures allowed."""
    hits, over = counted
    total = known_total(course, settings)
    if over > total:
        return Assessment("undetermined", "total_exceeded")
    bad = over - hits if course.upward else hits
    allowed = allowance(course, total, share)
    figures = (("bad", bad), ("allowed", Fraction(allowed)), ("events_left", total - over))
    if bad > allowed:
        return Assessment("fail", "locked_out", Pacing(method="burn", figures=figures))
    if bad + total - over <= allowed:
        return Assessment("pass", "locked_in", Pacing(method="burn", figures=figures))
    if allowed == 0 or over == 0:
        return Assessment("on_track", "within_budget", Pacing(method="burn", figures=figures))
    return _burning(course, settings, bad / allowed, over, total, figures)


def known_total(course: Course, settings: Burn) -> Fraction:
    """Return the number of events of the period: declared, or its days or months."""
    if isinstance(settings.total, int):
        return Fraction(settings.total)
    end = course.due + timedelta(days=1)
    if settings.total == "months":
        months = (end.year - course.first.year) * 12 + end.month - course.first.month
        return Fraction(months)
    return Fraction((end - course.first).days)


def allowance(course: Course, total: Fraction, share: Fraction) -> int:
    """Return how many of `total` events may fail; a strict bound allows one less at its end."""
    if course.upward:
        least = ceil(share * total)
        strict = share * total == least and not course.holds(course.goal)
        return int(total) - least - strict
    most = floor(share * total)
    return most - (share * total == most and not course.holds(course.goal))


def _burning(
    course: Course,
    settings: Burn,
    used: Fraction,
    gone: Fraction,
    whole: Fraction,
    figures: tuple[tuple[str, Fraction], ...] = (),
) -> Assessment:
    burn = used / (gone / whole)
    short = _short(course, settings, whole) if course.adds else None
    figures += (("burn_short", short),) if short is not None else ()
    fast = all(
        not better(-rate, -Fraction(settings.limit), settings.ties)
        for rate in (burn, short)
        if rate is not None
    )
    pacing = _pacing(course, burn, gone, whole, figures)
    pacing = replace(pacing, cuts=(Fraction(settings.limit),))
    if fast:
        return Assessment("at_risk", "burning_fast", pacing)
    return Assessment("on_track", "within_budget", pacing)


def _short(course: Course, settings: Burn, whole: Fraction) -> Fraction | None:
    """Return the burn rate of the last days alone, from the latest total before them."""
    if settings.short_days is None:
        return None
    latest = course.latest
    before = latest.end - timedelta(days=settings.short_days)
    earlier = [p for p in course.points if p.end <= before]
    if not earlier:
        return None
    used = (latest.value - earlier[-1].value) / course.goal
    between = latest.end - earlier[-1].end
    gone = Fraction(between.days) if course.days else course.elapsed(earlier[-1].end, latest.end)
    return used / (gone / whole)


def _pacing(
    course: Course,
    burn: Fraction,
    gone: Fraction,
    whole: Fraction,
    figures: tuple[tuple[str, Fraction], ...],
) -> Pacing:
    if not course.adds:
        return Pacing(ratio=burn, method="burn", start=course.first, figures=figures)
    used, allowed = course.latest.value, course.goal
    day_before = course.first - timedelta(days=1)
    per_day = (lambda speed: speed) if course.days else course.per_day
    return Pacing(
        asked=allowed * gone / whole,
        ratio=burn,
        so_far=per_day(used / gone),
        needed=per_day((allowed - used) / (whole - gone)) if whole > gone else None,
        start=course.first,
        start_value=Fraction(0),
        path=((day_before, Fraction(0)), (course.due, allowed)),
        method="burn",
        n=(course.latest.end - day_before).days,
        figures=figures,
    )
