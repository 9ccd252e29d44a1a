"""Schedule ratio (时序进度): progress since the baseline ÷ progress planned by that date.

Layer: kernel. Notation: start (t0, y0), latest (t, y), target (tT, yT), milestones between, d = ±1
(+1: higher is better).

    y*(t)  = planned value at t: linear, stepwise or seasonal between the milestones around t
    R      = (y − y0) / (y*(t) − y0)
    catch-up factor = [(yT − y)/(tT − t)] / [(y − y0)/(t − t0)]
    ES     = first time at which the planned value reaches y, with fractions of a day or month
    SPI(t) = (ES − t0) / (t − t0), time earned ÷ time elapsed
    TSPI   = (tT − ES) / (tT − t), time planned for the rest ÷ time left

Bands: R ≥ 0.95 on track, 0.60–0.95 behind, 0–0.60 far behind, below 0 moving away. Time is counted
to the end of a period, in months if every period is of whole months, else in days. Source: the
ratio is that of earned value (SPI = EV/PV) and of the 时序进度 of Chinese plan reviews; milestones are
the yearly plans of action plans (10/35/65/100 % of the air plan's cut in 2014–17); the bands are
Eurostat's. Earned schedule: Lipke, *Schedule is Different* (2003), with days in place of reporting
periods. Exact.

SPI(t) and TSPI are additional figures and decide nothing. They exist if the path has milestones; on
a straight line SPI(t) equals R. A step earns the day of the last milestone reached, a season the
day within its month. A value no better than the start earns 0 days, one beyond the target the whole
time. If the planned value today is already reached, today is earned, so that flat stretches and
steps do not count as delay, and SPI(t) ≥ 1 exactly if R ≥ 1. There are no figures if a milestone is
lower than the one before it, or if a season gives no weight to all days between two milestones; on
the due date there is no TSPI.

Needs: a start and one value after it; without a start `not_due/no_baseline`. While the planned
progress is 0, a value no worse than planned is on schedule. Nothing is extrapolated, so a break in
the series only adds a flag. Defined for zero and negative values; undefined for grades
(`undetermined/method_undefined`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    NO_BASELINE,
    UNDEFINED,
    Assessment,
    Course,
    Stage,
    Time,
    band_of,
    banded,
    elapsed,
    no_better,
)
from targetcheck.periods.period import month_period

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Schedule

REASONS = ("on_schedule", "behind_schedule", "far_behind_schedule", "moving_away")


def assess(course: Course, settings: Schedule) -> Assessment:
    """Return the schedule ratio of the latest value."""
    if course.ordinal:
        return UNDEFINED
    if course.start is None:
        return NO_BASELINE
    if not course.points:
        return Assessment("not_due", "no_data")
    y0, value = course.start[1], course.latest.value
    path = course.path
    asked = asked_on(path, course.latest.end, settings, course.time)
    way = asked - y0
    ratio = (value - y0) / way if course.sign * way > 0 else None
    pacing = None
    if not course.past:
        earned = _earned_figures(course, path, asked, settings)
        pacing = _pacing(course, course.start, path, asked, ratio, earned)
    if ratio is None:
        return _nothing_asked(course, asked, pacing, settings)
    band = "away" if ratio < 0 else band_of(ratio, settings.on_track, settings.serious, settings)
    return banded(band, REASONS, settings, pacing)


def _nothing_asked(
    course: Course, asked: Fraction, pacing: Pacing | None, settings: Schedule
) -> Assessment:
    """Return the assessment while planned progress is 0: no worse than planned is on schedule."""
    if course.open_ended:
        return no_better(course, pacing)
    worse = course.sign * (course.latest.value - asked) < 0
    return banded("away" if worse else "on_track", REASONS, settings, pacing)


def _pacing(
    course: Course,
    start: Stage,
    path: tuple[Stage, ...],
    asked: Fraction,
    ratio: Fraction | None,
    figures: tuple[tuple[str, Fraction], ...],
) -> Pacing:
    (t0, y0), latest = start, course.latest
    gone, left = course.elapsed(t0, latest.end), course.elapsed(latest.end, course.due)
    so_far = (latest.value - y0) / gone
    needed = (course.goal - latest.value) / left if left > 0 else None
    return Pacing(
        asked=asked,
        ratio=ratio,
        so_far=course.per_day(so_far),
        needed=None if needed is None else course.per_day(needed),
        catch_up=needed / so_far if needed is not None and so_far != 0 else None,
        start=t0,
        start_value=y0,
        path=path,
        n=2,
        window=(t0, latest.end),
        figures=figures,
    )


def _earned_figures(
    course: Course, path: tuple[Stage, ...], asked: Fraction, settings: Schedule
) -> tuple[tuple[str, Fraction], ...]:
    """Return SPI(t) and TSPI of a path with milestones."""
    earned = _earned(course, path, asked, settings) if len(path) > 2 else None
    if earned is None:
        return ()
    start, day = path[0][0], course.latest.end
    index = ("schedule_index_time", earned / course.elapsed(start, day))
    if day >= course.due:
        return (index,)
    rest = course.elapsed(start, course.due) - earned
    return (index, ("schedule_index_to_complete", rest / course.elapsed(day, course.due)))


def _earned(
    course: Course, path: tuple[Stage, ...], asked: Fraction, settings: Schedule
) -> Fraction | None:
    """Return the time from the start to ES, or None if ES is undefined."""
    sign, start, day = course.sign, path[0][0], course.latest.end
    towards = [sign * value for _, value in path]
    if towards != sorted(towards) or towards[0] == towards[-1]:
        return None
    reached = min(sign * course.latest.value, towards[-1])
    if reached < towards[0]:
        return Fraction(0)
    passed = bisect_right(towards, reached) - 1
    if settings.shape == "step":
        reached = towards[passed]
    if sign * asked == reached:
        return course.elapsed(start, day)
    if towards[passed] == reached:
        return course.elapsed(start, path[bisect_left(towards, reached)][0])
    (t0, y0), (t1, y1) = path[passed], path[passed + 1]
    further = _time_to((sign * reached - y0) / (y1 - y0), t0, t1, settings, course.time)
    return None if further is None else course.elapsed(start, t0) + further


def _time_to(
    share: Fraction, t0: date, t1: date, settings: Schedule, time: Time
) -> Fraction | None:
    """Return the time after t0 by which `share` (0 to 1) of the change from t0 to t1 is planned.

    The inverse of `_gone`. None if no month in between has weight.
    """
    if settings.shape == "line":
        return share * elapsed(t0, t1, time)
    weights = tuple(map(Fraction, settings.seasons))
    left, day = share * _weight(t0, t1, weights), t0
    while left > 0:
        next_day = day + timedelta(days=1)
        last = min(month_period(next_day.year, next_day.month).end, t1)
        weight = _weight(day, last, weights)
        if weight >= left:
            return elapsed(t0, day, time) + left / weight * elapsed(day, last, time)
        left, day = left - weight, last
    return None


def asked_on(
    path: tuple[Stage, ...], day: date, settings: Schedule, time: Time = "days"
) -> Fraction:
    """Return the planned value on a day, in the unit of the measure.

    It is constant before the first and after the last milestone.
    """
    if day <= path[0][0]:
        return path[0][1]
    for (t0, y0), (t1, y1) in pairwise(path):
        if day < t1:
            return y0 + (y1 - y0) * _gone(t0, day, t1, settings, time)
        if day == t1:
            return y1
    return path[-1][1]


def _gone(t0: date, day: date, t1: date, settings: Schedule, time: Time) -> Fraction:
    """Return the planned share (0 to 1) of a stretch by a day, by the shape of the path."""
    if settings.shape == "step":
        return Fraction(0)
    if settings.shape == "line":
        return elapsed(t0, day, time) / elapsed(t0, t1, time)
    weights = tuple(map(Fraction, settings.seasons))
    whole = _weight(t0, t1, weights)
    return _weight(t0, day, weights) / whole if whole else Fraction(0)


def _weight(after: date, until: date, weights: tuple[Fraction, ...]) -> Fraction:
    """Return the sum of the weights of the days after one day up to another.

    The weight of a month is spread evenly over its days.
    """
    total, day = Fraction(0), after + timedelta(days=1)
    while day <= until:
        month = month_period(day.year, day.month)
        last = min(month.end, until)
        total += weights[day.month - 1] * Fraction((last - day).days + 1, month.days)
        day = last + timedelta(days=1)
    return total
