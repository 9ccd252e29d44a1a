"""Value required over the rest of the period, against the same rest of last year.

Layer: kernel. For a mean over N days with ȳ over the first n, and for a sum Y so far:

    r = (yT · N − ȳ · n) / (N − n)          r = yT − Y

The reference is last year's value over the same remaining days: observed, combined from its parts,
or the difference of its whole and its first part, (ȳ' · N' − ȳ1' · n') / (N' − n'). At risk if r is
harder to reach than the reference, or if the year to date misses the target (`miss_counts`). The
projection assumes last year's value for the rest. The other end of its interval scales last year by
the year-to-date ratio and decides nothing. Source: practice of Chinese air-quality bulletins; Hubei
PM2.5 after four months of 2023: 24.7 required against 30.1 in the same months of 2022. Days are
counted, including 29 February. Exact.

Needs: values that cover the year to date without gap; else `not_due/too_few_points`. Without last
year's months the year to date is compared with the target, flag `no_seasonal_reference`: a seasonal
mean is never extrapolated. Undefined for grades.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    ONE_DAY,
    UNDEFINED,
    Assessment,
    Course,
    better,
    too_few,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Remaining


def assess(course: Course, settings: Remaining) -> Assessment:
    """Return the value required over the rest, against last year's rest."""
    if course.ordinal:
        return UNDEFINED
    last = max((v.end for v in course.whole if course.first <= v.end <= course.as_of), default=None)
    so_far = None if last is None else over(course, course.first, last)
    if last is None or so_far is None or last >= course.due:
        return too_few(course)
    n, whole = (last - course.first).days + 1, (course.due - course.first).days + 1
    needed = course.goal - so_far
    if not course.adds:
        needed = (course.goal * whole - so_far * n) / (whole - n)
    reference = _last_year(course, last + ONE_DAY, course.due)
    flags = () if reference is not None else ("no_seasonal_reference",)
    reason = _reason(course, settings, so_far, needed, reference, Fraction(n, whole))
    pacing = _pacing(course, last, so_far, needed, reference)
    well = reason in ("rest_within_reach", "year_to_date_within")
    return Assessment("on_track" if well else "at_risk", reason, pacing, flags)


def _reason(
    course: Course,
    settings: Remaining,
    so_far: Fraction,
    needed: Fraction,
    reference: Fraction | None,
    gone: Fraction,
) -> str:
    """Return the reason: the year to date, or the value required over the rest."""
    share = course.goal * gone if course.adds else course.goal
    short = course.sign * (so_far - share) < 0
    if reference is None:
        return "year_to_date_beyond" if short else "year_to_date_within"
    if not better(-course.sign * needed, -course.sign * reference, settings.ties):
        return "rest_too_hard"
    # A seasonal sum is behind its share of days for half the year; only a mean can miss early.
    if short and settings.miss_counts and not course.adds:
        return "year_to_date_beyond"
    return "rest_within_reach"


def _pacing(
    course: Course, last: date, so_far: Fraction, needed: Fraction, reference: Fraction | None
) -> Pacing:
    n, whole = (last - course.first).days + 1, (course.due - course.first).days + 1
    figures = [("year_to_date", so_far), ("rest_needed", needed)]
    projection = other = None
    if reference is not None:
        figures.append(("rest_last_year", reference))
        rest = so_far + reference
        projection = rest if course.adds else (so_far * n + reference * (whole - n)) / whole
        other = _by_ratio(course, last, so_far)
    ends = [course.possible(end) for end in (projection, other) if end is not None]
    return Pacing(
        start=course.first,
        path=((course.first, course.goal), (course.due, course.goal))
        if not course.adds
        else course.path,
        method="remaining",
        projection=course.possible(projection) if projection is not None else None,
        low=min(ends, default=None) if other is not None else None,
        high=max(ends, default=None) if other is not None else None,
        window=(course.first, last),
        n=n,
        figures=tuple(figures),
    )


def _by_ratio(course: Course, last: date, so_far: Fraction) -> Fraction | None:
    """Return last year's whole value, scaled by the year-to-date ratio of this year to last."""
    whole = _last_year(course, course.first, course.due)
    before = _last_year(course, course.first, last)
    if whole is None or before is None or before <= 0:
        return None
    return so_far * whole / before


def _last_year(course: Course, first: date, last: date) -> Fraction | None:
    """Return the value over the same days a year earlier; a month's end stays a month's end."""
    year = relativedelta(years=1)
    end = last - year
    if (last + ONE_DAY).day == 1:
        end = (last + ONE_DAY) - year - ONE_DAY
    return over(course, first - year, end)


def over(course: Course, first: date, last: date) -> Fraction | None:
    """Return the mean or sum over a span: observed, combined, or a difference of longer spans."""
    joined = _joined(course, first, last)
    if joined is not None:
        return joined
    for outer in sorted(course.whole, key=lambda v: (v.end, v.start), reverse=True):
        if outer.end == last and outer.start < first:
            inner = _joined(course, outer.start, first - ONE_DAY)
            if inner is not None:
                days = (last - first).days + 1
                if course.adds:
                    return outer.value - inner
                return (outer.value * outer.days - inner * (outer.days - days)) / days
    return None


def _joined(course: Course, first: date, last: date) -> Fraction | None:
    """Return the value of adjoining observations that fill a span, with the fewest pieces."""
    reached: dict[date, tuple[int, Fraction]] = {first - ONE_DAY: (0, Fraction(0))}
    for value in sorted(course.whole, key=lambda v: (v.end, v.start)):
        before = reached.get(value.start - timedelta(days=1))
        if before is None or value.end > last:
            continue
        weight = 1 if course.adds else value.days
        longer = (before[0] + 1, before[1] + value.value * weight)
        if value.end not in reached or longer[0] < reached[value.end][0]:
            reached[value.end] = longer
    if last not in reached:
        return None
    days = 1 if course.adds else (last - first).days + 1
    return reached[last][1] / days
