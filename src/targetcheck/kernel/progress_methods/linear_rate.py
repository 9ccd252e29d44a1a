"""Recent rate of change ÷ required rate of change, both linear (SDSN).

Layer: kernel. Notation as in schedule.py; the window starts at (tw, yw), by default at the start.

    R = d · [(y − yw) / (t − tw)] / |(yT − y0) / (tT − t0)|

With `needed_from: latest` the required rate is (yT − y) / (tT − t). A window whose first value is
missing has the flag `window_shortened`. Bands: R ≥ 1 on track, 0.50–1
moderately improving, 0–0.50 stagnating, below 0 decreasing. Source: *Sustainable Development
Report*, annex on methods: recent linear rate against the rate required from 2015 to 2030; targets
already met are not assessed here. Exact.

Needs: two points in the window, and a start unless the window gives one; else `not_due`. Without a
target amount, no better than the start is at risk. Undefined for grades, and if no change is
required (`undetermined/method_undefined`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    NO_BASELINE,
    UNDEFINED,
    Assessment,
    Course,
    band_of,
    banded,
    no_better,
    too_few,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.trend_methods import LinearRate

REASONS = ("pace_suffices", "pace_too_slow", "pace_far_too_slow", "moving_away")


def assess(course: Course, settings: LinearRate) -> Assessment:
    """Return the rate over the window as a share of the required rate."""
    if course.ordinal:
        return UNDEFINED
    if course.start is None and settings.window_years is None:
        return NO_BASELINE
    series = course.series(settings.window_years)
    if not course.points or len(series) < settings.min_points:
        return too_few(course)
    if course.broken and (settings.window_years is None or settings.needed_from == "start"):
        return too_few(course)
    (tw, yw), (t, y) = series[0], series[-1]
    t0, y0 = course.start or series[0]
    whence = (t0, y0) if settings.needed_from == "start" else (t, y)
    needed = (course.goal - whence[1]) / course.elapsed(whence[0], course.due)
    if course.open_ended:
        return no_better(course)
    if course.sign * needed <= 0:
        return UNDEFINED
    so_far = (y - yw) / course.elapsed(tw, t)
    ratio = so_far / needed
    left = course.elapsed(t, course.due)
    pacing = Pacing(
        asked=y0 + (course.goal - y0) * course.elapsed(t0, t) / course.elapsed(t0, course.due),
        ratio=ratio,
        so_far=course.per_day(so_far),
        needed=course.per_day(needed),
        catch_up=needed / so_far if so_far != 0 else None,
        start=t0,
        start_value=y0,
        path=course.path,
        method="linear_rate",
        projection=course.possible(y + so_far * left),
        window=(tw, t),
        n=len(series),
    )
    band = "away" if ratio < 0 else band_of(ratio, settings.on_track, settings.serious, settings)
    found = banded(band, REASONS, settings, pacing)
    return replace(found, flags=course.shortened(settings.window_years))
