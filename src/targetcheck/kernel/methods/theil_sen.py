"""Median slope, with a rank test of whether there is a trend at all.

Floor: kernel. Over n points (xi, yi) in days:

    slope         = median of (yj − yi) / (xj − xi), i < j
    ŷ(T)          = median of yi + slope · (T − xi)
    Mann–Kendall  S = Σ sign(yj − yi), Var = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18 over ties of t
                  Z = (S ∓ 1) / √Var, against the normal distribution
    Spearman      r = 1 − 6 · Σ (rank of yi − i)² / (n³ − n), equal values sharing their mean rank

From ten points on Mann–Kendall tests, below it Spearman with the critical values of HJ 663-2013,
Annex B (one-sided 5 %): 5 points 0.900, 6 0.829, 7 0.714, 8 0.643, 9 0.600, 10 0.564. A clear trend
away from the target is at risk; a line that reaches the target is on track when the trend is clear,
and at risk as `no_clear_trend` when chance could have made it; a line that falls short is at risk.
Slope, projection, S and r are exact.

Needs: five points since the last series break, the start counted where there is one, else
`not_due`; four points cannot reach 5 %. Not defined for grades.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import median

from targetcheck.kernel.methods.chance import normal, normal_above
from targetcheck.kernel.methods.course import (
    UNDEFINED,
    YEAR,
    Assessment,
    Course,
    Stage,
    better,
    root_of,
    too_few,
)
from targetcheck.kernel.outcome import Pacing
from targetcheck.model.pace import TheilSen

CRITICAL = {
    5: Fraction("0.900"),
    6: Fraction("0.829"),
    7: Fraction("0.714"),
    8: Fraction("0.643"),
    9: Fraction("0.600"),
    10: Fraction("0.564"),
}
"""Critical values of Spearman's coefficient by number of points, one-sided 5 %."""


def assess(course: Course, settings: TheilSen) -> Assessment:
    """Give whether the median line reaches the target, and whether chance could have made it."""
    if course.ordinal:
        return UNDEFINED
    series = course.series(settings.window_years)
    if not course.points or len(series) < settings.min_points:
        return too_few(course)
    slope = median_slope(series)
    expected = median(y + slope * (course.due - day).days for day, y in series)
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
        figures=(("slope_per_year", slope * YEAR), *figures),
    )
    if away:
        return Assessment("at_risk", "moving_away", pacing)
    if not course.holds(course.possible(expected)):
        return Assessment("at_risk", "trend_falls_short", pacing)
    if not towards:
        return Assessment("at_risk", "no_clear_trend", pacing)
    return Assessment("on_track", "trend_reaches", pacing)


def median_slope(series: tuple[Stage, ...]) -> Fraction:
    """Give the median of the slopes between all pairs of points, per day."""
    slopes = [
        (b - a) / (later - earlier).days
        for n, (earlier, a) in enumerate(series)
        for later, b in series[n + 1 :]
    ]
    return median(slopes)


def _test(
    series: tuple[Stage, ...], settings: TheilSen
) -> tuple[tuple[tuple[str, Fraction], ...], bool, bool]:
    """Give the figures of the rank test, and whether it shows a rise or a fall."""
    values = [value for _, value in series]
    figures: tuple[tuple[str, Fraction], ...]
    if len(values) < settings.kendall_from:
        statistic, critical = spearman(values), CRITICAL[len(values)]
        figures = (("spearman", statistic),)
    else:
        statistic, critical = mann_kendall(values), normal_above(1 - settings.alpha)
        figures = (("mann_kendall", statistic), ("chance_of_no_trend", 1 - normal(abs(statistic))))
    figures = (*figures, ("critical_value", critical))
    rises, falls = (better(s, critical, settings.ties) for s in (statistic, -statistic))
    return figures, rises, falls


def spearman(values: list[Fraction]) -> Fraction:
    """Give Spearman's coefficient of values in order of time; equals share their mean rank."""
    n = len(values)
    ranks = [
        Fraction(sum(v < value for v in values) * 2 + sum(v == value for v in values) + 1, 2)
        for value in values
    ]
    squares = sum(((rank - place) ** 2 for place, rank in enumerate(ranks, start=1)), Fraction(0))
    return 1 - 6 * squares / (n**3 - n)


def mann_kendall(values: list[Fraction]) -> Fraction:
    """Give Z of the Mann–Kendall test with its term for ties; 0 where all values are equal."""
    n = len(values)
    score = sum(
        (later > earlier) - (later < earlier)
        for i, earlier in enumerate(values)
        for later in values[i + 1 :]
    )
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = Fraction(n * (n - 1) * (2 * n + 5) - ties, 18)
    if score == 0 or variance == 0:
        return Fraction(0)
    return (score - (1 if score > 0 else -1)) / root_of(variance)
