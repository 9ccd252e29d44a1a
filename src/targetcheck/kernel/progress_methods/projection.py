"""Mean change of the last points, extrapolated to the due date (Germany).

Layer: kernel. Notation as in schedule.py; the window of the last N points starts at (tw, yw).

    ŷ(tT)  = y + (tT − t) · (y − yw) / (t − tw)
    missed = d · (yT − ŷ(tT)) / |yT − y|

Bands: reached, or missed by less than 5 % of the gap between latest value and target: sun; 5 % to
20 %: sun with clouds; more, but in the right direction: clouds; no change or the wrong direction:
thunderstorm. Source: German Sustainable Development Strategy, Federal Statistical Office, *Status
of indicators – Methodology*: the mean of the last five yearly changes from the last six points, at
least four. Exact.

Needs: `min_points` points since the last series break, the start counted if there is one; else
`not_due`, or `undetermined/series_break` if a break removed them. A projection is clamped to the
possible values (a share to 100 %). Undefined for grades.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    ORDER,
    UNDEFINED,
    Assessment,
    Course,
    banded,
    better,
    too_few,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.trend_methods import Projection

REASONS = ("projected_to_meet", "projected_short", "projected_far_short", "moving_away")


def assess(course: Course, settings: Projection) -> Assessment:
    """Return the projected miss as a share of the gap between latest value and target."""
    if course.ordinal:
        return UNDEFINED
    series = course.series()[-settings.points :]
    if not course.points or len(series) < settings.min_points:
        return too_few(course)
    (tw, yw), (t, y) = series[0], series[-1]
    left = course.elapsed(t, course.due)
    rate = (y - yw) / course.elapsed(tw, t)
    expected = course.possible(y + rate * left)
    gap = course.sign * (course.goal - y)
    missed = max(Fraction(0), course.sign * (course.goal - expected)) / gap if gap > 0 else None
    needed = (course.goal - y) / left if left > 0 else None
    pacing = Pacing(
        so_far=course.per_day(rate),
        needed=None if needed is None else course.per_day(needed),
        catch_up=needed / rate if needed is not None and rate != 0 else None,
        start=course.path[0][0] if course.start else tw,
        start_value=course.path[0][1] if course.start else yw,
        path=course.path,
        method="projection",
        projection=expected,
        window=(tw, t),
        n=len(series),
        figures=(("missed_share", missed),) if missed is not None else (),
    )
    return banded(_band(course.sign * rate, missed, settings), REASONS, settings, pacing)


def _band(rate: Fraction, missed: Fraction | None, settings: Projection) -> str:
    if rate <= 0:
        return ORDER[-1]
    if missed is None:
        return ORDER[0]
    cuts = (settings.on_track, settings.ties.on_track), (settings.serious, settings.ties.serious)
    for name, (cut, tie) in zip(ORDER, cuts, strict=False):
        if better(-missed, -Fraction(cut), tie):
            return name
    return ORDER[2]
