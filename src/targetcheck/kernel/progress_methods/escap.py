"""Current status and anticipated progress (UN ESCAP and the other UN regional commissions).

Layer: kernel. Notation as in schedule.py; ŷ(T) is the value on a weighted least squares line
through the values since the start, with weights wi = 1 / (tT − ti), or all equal.

    current status        CS  = 10 · d · (y − y0) / |yT − y0|      0 at the start, 10 at the target
    anticipated gap       gap = d · (yT − ŷ(T)) / |yT − y0|        0 or less: it will be met

Bands: gap ≤ 10 % maintain; up to 100 % accelerate; above (no better than the start) reverse.
Source: ESCAP, *Progress Assessment Methodology*, which publishes both indices, the regression
weighted towards late values and the three classes; the formula of CS is checked against public
program code; neither the weights nor the 10 % are published in full. For values that should be
equal (parity) the distance from both sides counts there; a range does not here. Exact.

Needs: a start and `min_points` values, the start counted, with no break between; else `not_due` or
`undetermined/series_break`. A start that already meets the target, and grades:
`undetermined/method_undefined`. A projection is clamped to the possible values.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    NO_BASELINE,
    UNDEFINED,
    Assessment,
    Course,
    banded,
    better,
    no_better,
    too_few,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.trend_methods import Escap

REASONS = ("projected_to_meet", "projected_short", "projected_far_short", "moving_away")


def assess(course: Course, settings: Escap) -> Assessment:
    """Return the anticipated gap on the due date as a share of the required change."""
    if course.ordinal:
        return UNDEFINED
    if course.start is None:
        return NO_BASELINE
    series = course.series()
    if course.broken or not course.points or len(series) < settings.min_points:
        return too_few(course)
    (t0, y0), latest = course.start, course.latest
    if course.open_ended:
        return no_better(course)
    required = course.sign * (course.goal - y0)
    if required <= 0 or latest.end >= course.due:
        return UNDEFINED
    weights = [_weight(left, settings) for left in _left(course)]
    days = [course.elapsed(t0, day) for day, _ in series]
    line = _line(days, [value for _, value in series], weights)
    expected = course.possible(line[0] + line[1] * course.elapsed(t0, course.due))
    gap = course.sign * (course.goal - expected) / required
    status = 10 * course.sign * (latest.value - y0) / required
    pacing = Pacing(
        so_far=course.per_day((latest.value - y0) / course.elapsed(t0, latest.end)),
        needed=course.per_day(
            (course.goal - latest.value) / course.elapsed(latest.end, course.due)
        ),
        start=t0,
        start_value=y0,
        path=course.path,
        method="escap",
        projection=expected,
        window=(t0, latest.end),
        n=len(series),
        figures=(("current_status", status), ("anticipated_gap", max(gap, Fraction(0)))),
    )
    return banded(_band(gap, settings), REASONS, settings, pacing)


def _left(course: Course) -> list[Fraction]:
    return [course.elapsed(day, course.due) for day, _ in course.series()]


def _weight(left: Fraction, settings: Escap) -> Fraction:
    return Fraction(1) if settings.weights == "equal" else 1 / left


def _line(
    days: list[Fraction], values: list[Fraction], weights: list[Fraction]
) -> tuple[Fraction, Fraction]:
    """Return intercept at the start and slope of the weighted least squares line."""
    whole = sum(weights, Fraction(0))
    middle_x = sum((w * x for w, x in zip(weights, days, strict=True)), Fraction(0)) / whole
    middle_y = sum((w * y for w, y in zip(weights, values, strict=True)), Fraction(0)) / whole
    rows = list(zip(weights, days, values, strict=True))
    joint = sum((w * (x - middle_x) * (y - middle_y) for w, x, y in rows), Fraction(0))
    spread = sum((w * (x - middle_x) ** 2 for w, x, _ in rows), Fraction(0))
    slope = joint / spread
    return middle_y - slope * middle_x, slope


def _band(gap: Fraction, settings: Escap) -> str:
    if better(-gap, -Fraction(settings.on_track), settings.ties.on_track):
        return "on_track"
    return "behind" if better(-gap, -Fraction(settings.serious), settings.ties.serious) else "away"
