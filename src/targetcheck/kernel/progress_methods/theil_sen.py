"""Theil–Sen median slope, with a rank test for a trend.

Layer: kernel. Over n points (xi, yi) in time:

    slope         = median of (yj − yi) / (xj − xi), i < j
    ŷ(T)          = median of yi + slope · (T − xi)
    Mann–Kendall  S, Var, Z and exact p-values as in rank_tests.py
    Spearman      r = 1 − 6 · Σ (rank of yi − i)² / (n³ − n), equal values sharing their mean rank

From `kendall_from` points (10) on Mann–Kendall tests: by exact p-value below ten points, by the
normal distribution from ten on. Below it Spearman tests with the critical values of HJ 663-2013,
Annex B (one-sided 5 %): 5 points 0.900, 6 0.829, 7 0.714, 8 0.643, 9 0.600, 10 0.564. A significant
trend away from the target is at risk; a line that reaches the target is on track if the trend is
significant, else at risk as `no_clear_trend`; a line that falls short is at risk. Slope,
projection, S, r and p-values below ten points are exact.

Needs: `min_points` points since the last series break, the start counted if there is one, else
`not_due`. Four points reach 5 % one-sided (1 of 24 orders) and never two-sided. Undefined for
grades.
"""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from targetcheck.kernel.distributions import normal, normal_above
from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    UNDEFINED,
    Assessment,
    Course,
    Stage,
    better,
    too_few,
)
from targetcheck.kernel.rank_tests import (
    chance_of_rise,
    mann_kendall,
    median_slope,
    score,
    spearman,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.trend_methods import TheilSen

CRITICAL = {
    5: Fraction("0.900"),
    6: Fraction("0.829"),
    7: Fraction("0.714"),
    8: Fraction("0.643"),
    9: Fraction("0.600"),
    10: Fraction("0.564"),
}
"""Critical values of Spearman's coefficient by number of points, one-sided 5 %."""
NORMAL_FROM = 10
"""Number of values from which the normal distribution replaces the exact distribution of S."""
Tested = tuple[tuple[tuple[str, Fraction], ...], bool, bool]
"""Figures of a test, and whether it shows a significant rise or fall."""


def assess(course: Course, settings: TheilSen) -> Assessment:
    """Return whether the median line reaches the target, and the significance of the trend."""
    if course.ordinal:
        return UNDEFINED
    series = course.series(settings.window_years)
    if not course.points or len(series) < settings.min_points:
        return too_few(course)
    slope = median_slope(series, course.time)
    expected = median(y + slope * course.elapsed(day, course.due) for day, y in series)
    figures, rising, falling = _test(series, settings)
    towards, away = (rising, falling) if course.upward else (falling, rising)
    pacing = Pacing(
        start=series[0][0],
        start_value=series[0][1],
        path=course.path,
        method="theil_sen",
        projection=course.possible(expected),
        window=(series[0][0], series[-1][0]),
        n=len(series),
        figures=(("slope_per_year", slope * course.per_year), *figures),
    )
    flags = course.shortened(settings.window_years)
    if away:
        return Assessment("at_risk", "moving_away", pacing, flags)
    if not course.holds(course.possible(expected)):
        return Assessment("at_risk", "trend_falls_short", pacing, flags)
    if not towards:
        return Assessment("at_risk", "no_clear_trend", pacing, flags)
    return Assessment("on_track", "trend_reaches", pacing, flags)


def _test(series: tuple[Stage, ...], settings: TheilSen) -> Tested:
    """Return the figures of the rank test, and the direction of a significant trend."""
    values = [value for _, value in series]
    if len(values) < settings.kendall_from:
        return _by_table(values, settings)
    if len(values) < NORMAL_FROM:
        return _by_counting(values, settings)
    statistic, critical = mann_kendall(values), normal_above(1 - settings.alpha)
    figures = (
        ("mann_kendall", statistic),
        ("chance_of_no_trend", 1 - normal(abs(statistic))),
        ("critical_value", critical),
    )
    rises, falls = (better(s, critical, settings.ties) for s in (statistic, -statistic))
    return figures, rises, falls


def _by_table(values: list[Fraction], settings: TheilSen) -> Tested:
    statistic, critical = spearman(values), CRITICAL[len(values)]
    rises, falls = (better(s, critical, settings.ties) for s in (statistic, -statistic))
    return (("spearman", statistic), ("critical_value", critical)), rises, falls


def _by_counting(values: list[Fraction], settings: TheilSen) -> Tested:
    """Return the exact test: the share of orders that rise, or fall, at least as much."""
    rise, fall = chance_of_rise(values), chance_of_rise([-value for value in values])
    figures = (
        ("kendall_score", Fraction(score(values))),
        ("chance_of_no_trend", min(rise, fall)),
        ("chance_allowed", Fraction(settings.alpha)),
    )
    rises, falls = (better(-p, -Fraction(settings.alpha), settings.ties) for p in (rise, fall))
    return figures, rises, falls
