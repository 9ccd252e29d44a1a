"""Schedule ratio (时序进度): has the value gone the share of the way that the calendar asks for?

Floor: kernel. Notation: start (t0, y0), latest (t, y), target (tT, yT), stages between, d = ±1.

    y*(t)  = what the path asks for at t: a line, a step or a season between the stages around t
    R      = (y − y0) / (y*(t) − y0)
    catch-up factor = [(yT − y)/(tT − t)] / [(y − y0)/(t − t0)]

Bands: R ≥ 0.95 on track, 0.60–0.95 behind, 0–0.60 far behind, below 0 moving away. Days are
counted to the end of a period. Source: the ratio is that of earned value (SPI = EV/PV) and of the
时序进度 of Chinese plan reviews; stages are the yearly plans of action plans (10/35/65/100 % of
the air plan's cut in 2014–17); the bands are Eurostat's. Exact.

Needs: a start and one value after it; without a start `not_due/no_baseline`. Where the path does
not ask for progress yet, being no worse than it is on schedule. Nothing is carried on, so that a
break in the series is told and does not stop it. Defined for zero and negative values; not for
grades (`undetermined/method_undefined`).
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from targetcheck.ground.spans import month_period
from targetcheck.kernel.methods.course import (
    NO_BASELINE,
    UNDEFINED,
    Assessment,
    Course,
    Stage,
    band_of,
    banded,
    no_better,
)
from targetcheck.kernel.outcome import Pacing

if TYPE_CHECKING:
    from targetcheck.model.pace import Schedule

REASONS = ("on_schedule", "behind_schedule", "far_behind_schedule", "moving_away")


def assess(course: Course, settings: Schedule) -> Assessment:
    """Give where the latest value stands against the path."""
    if course.ordinal:
        return UNDEFINED
    if course.start is None:
        return NO_BASELINE
    if not course.points:
        return Assessment("not_due", "no_data")
    y0, value = course.start[1], course.latest.value
    path = course.path
    asked = asked_on(path, course.latest.end, settings)
    way = asked - y0
    ratio = (value - y0) / way if course.sign * way > 0 else None
    pacing = _pacing(course, course.start, path, asked, ratio)
    if ratio is None:
        return _nothing_asked(course, asked, pacing, settings)
    band = "away" if ratio < 0 else band_of(ratio, settings.on_track, settings.serious, settings)
    return banded(band, REASONS, settings, pacing)


def _nothing_asked(
    course: Course, asked: Fraction, pacing: Pacing, settings: Schedule
) -> Assessment:
    """Answer where the path asks for no progress: what is no worse than it is on schedule."""
    if course.open_ended:
        return no_better(course, pacing)
    worse = course.sign * (course.latest.value - asked) < 0
    return banded("away" if worse else "on_track", REASONS, settings, pacing)


def _pacing(
    course: Course, start: Stage, path: tuple[Stage, ...], asked: Fraction, ratio: Fraction | None
) -> Pacing:
    (t0, y0), latest = start, course.latest
    gone, left = (latest.end - t0).days, (course.due - latest.end).days
    so_far = (latest.value - y0) / gone
    needed = (course.goal - latest.value) / left if left > 0 else None
    return Pacing(
        asked=asked,
        ratio=ratio,
        so_far=so_far,
        needed=needed,
        catch_up=needed / so_far if needed is not None and so_far != 0 else None,
        start=t0,
        start_value=y0,
        path=path,
        n=2,
        window=(t0, latest.end),
    )


def asked_on(path: tuple[Stage, ...], day: date, settings: Schedule) -> Fraction:
    """Give the value that a path asks for on a day; before and after it its nearest value."""
    if day <= path[0][0]:
        return path[0][1]
    for (t0, y0), (t1, y1) in pairwise(path):
        if day < t1:
            return y0 + (y1 - y0) * _gone(t0, day, t1, settings)
        if day == t1:
            return y1
    return path[-1][1]


def _gone(t0: date, day: date, t1: date, settings: Schedule) -> Fraction:
    """Give the share of a stretch that lies behind, by its shape."""
    if settings.shape == "step":
        return Fraction(0)
    if settings.shape == "line":
        return Fraction((day - t0).days, (t1 - t0).days)
    weights = tuple(map(Fraction, settings.seasons))
    whole = _weight(t0, t1, weights)
    return _weight(t0, day, weights) / whole if whole else Fraction(0)


def _weight(after: date, until: date, weights: tuple[Fraction, ...]) -> Fraction:
    """Add up the weights of the days after one day up to another; a month shares its weight out."""
    total, day = Fraction(0), after + timedelta(days=1)
    while day <= until:
        month = month_period(day.year, day.month)
        last = min(month.end, until)
        total += weights[day.month - 1] * Fraction((last - day).days + 1, month.days)
        day = last + timedelta(days=1)
    return total
