"""Seasonal Kendall trend test: each month or quarter is compared with the same one of other years.

Layer: kernel. For each season s (a month of the year, or a quarter) with values over the years:

    S = Σ Ss,  Var = Σ Vars    score and variance of rank_tests.py within each season
    Z = (S ∓ 1) / √Var         against the normal distribution, one-sided
    slope = median of the slopes of all pairs within their seasons
    ŷs(T) = median over the season of yi + slope · (T − xi)

`projects: season` reads ŷ for the season that ends on the due date; `projects: year` takes the mean
of ŷ over the seasons of the year that ends there, weighted by days. A significant trend in the
wrong direction is at risk, and so is a projection that misses. A projection that reaches the target
is on track with a significant trend; without one only if the target would be met with slope 0
(`level_suffices`). Source: Hirsch, Slack and Smith, *Techniques of trend analysis for monthly water
quality data*, 1982; months are treated as independent. Exact except for the normal distribution.

Needs: values of whole months (quarters) since the last series break, with at least `min_years` in
every season that is observed at all, and half of the seasons of a year (all of them for `projects:
year`); else `not_due/too_few_points`. Undefined for grades.
"""

from __future__ import annotations

from datetime import date
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
    Value,
    better,
    elapsed,
    too_few,
)
from targetcheck.kernel.rank_tests import score, slopes, standardised, variance
from targetcheck.periods.period import month_period

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.trend_methods import SeasonalKendall

LENGTH = {"month": 1, "quarter": 3}
Seasons = dict[int, list[Stage]]


def assess(course: Course, settings: SeasonalKendall) -> Assessment:
    """Return whether the seasonal projection reaches the target, and the p-value of the trend."""
    if course.ordinal:
        return UNDEFINED
    months = LENGTH[settings.season]
    values = _values(course, months)
    seasons = _by_season(values)
    if not course.points or not _enough(seasons, settings, course.due):
        return too_few(course)
    slope = median([s for series in seasons.values() for s in slopes(series, "months")])
    found = sum(score(_plain(series)) for series in seasons.values())
    spread = sum((variance(_plain(series)) for series in seasons.values()), Fraction(0))
    statistic, critical = standardised(found, spread), normal_above(1 - settings.alpha)
    expected = course.possible(_expected(seasons, slope, course.due, settings))
    level = course.possible(_expected(seasons, Fraction(0), course.due, settings))
    pacing = Pacing(
        start=values[0].end,
        start_value=values[0].value,
        path=course.path,
        method="seasonal_kendall",
        projection=expected,
        window=(values[0].start, values[-1].end),
        n=len(values),
        figures=(
            ("slope_per_year", slope * 12),
            ("mann_kendall", statistic),
            ("chance_of_no_trend", 1 - normal(abs(statistic))),
            ("critical_value", critical),
        ),
    )
    towards = better(course.sign * statistic, critical, settings.ties)
    if better(-course.sign * statistic, critical, settings.ties):
        return Assessment("at_risk", "moving_away", pacing)
    if not course.holds(expected):
        return Assessment("at_risk", "trend_falls_short", pacing)
    if towards:
        return Assessment("on_track", "trend_reaches", pacing)
    if course.holds(level):
        return Assessment("on_track", "level_suffices", pacing)
    return Assessment("at_risk", "no_clear_trend", pacing)


def _values(course: Course, months: int) -> list[Value]:
    """Return the values of whole seasons since the last break, oldest first."""
    found: list[Value] = []
    for value in sorted(course.whole, key=lambda v: (v.end, v.start)):
        if value.end > course.due or not _is_season(value, months):
            continue
        found = [] if value.breaks else found
        found.append(value)
    return found


def _is_season(value: Value, months: int) -> bool:
    first = month_period(value.end.year, (value.end.month - 1) // months * months + 1)
    last = month_period(value.end.year, (value.end.month - 1) // months * months + months)
    return (value.start, value.end) == (first.start, last.end)


def _by_season(values: list[Value]) -> Seasons:
    found: Seasons = {}
    for value in values:
        found.setdefault(value.end.month, []).append((value.end, value.value))
    return found


def _plain(series: list[Stage]) -> list[Fraction]:
    return [value for _, value in series]


def _enough(seasons: Seasons, settings: SeasonalKendall, due: date) -> bool:
    whole = 12 // LENGTH[settings.season]
    asked = whole if settings.projects == "year" else -(-whole // 2)
    there = settings.projects == "year" or _season_of(due, settings) in seasons
    fewest = min(map(len, seasons.values()), default=0)
    return there and len(seasons) >= asked and fewest >= settings.min_years


def _season_of(due: date, settings: SeasonalKendall) -> int:
    """Return the month in which the season of a day ends."""
    months = LENGTH[settings.season]
    return -(-due.month // months) * months


def _expected(seasons: Seasons, slope: Fraction, due: date, settings: SeasonalKendall) -> Fraction:
    """Return the projection: of the season of the due date, or the mean of its year by days."""
    if settings.projects == "season":
        return _at(seasons[_season_of(due, settings)], slope, due)
    months = LENGTH[settings.season]
    total, days = Fraction(0), 0
    for month, series in sorted(seasons.items()):
        year = due.year if month <= due.month else due.year - 1
        end = month_period(year, month).end
        length = (end - month_period(year, month - months + 1).start).days + 1
        total += _at(series, slope, end) * length
        days += length
    return total / days


def _at(series: list[Stage], slope: Fraction, day: date) -> Fraction:
    return median([value + slope * elapsed(when, day, "months") for when, value in series])
