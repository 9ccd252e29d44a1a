"""Ordinary least squares: prediction interval on the due date, probability of meeting the target.

Layer: kernel. Over n points (xi, yi) in time, b the slope, s² = Σ residual² / (n − 2):

    ŷ(T)     = ȳ + b · (T − x̄)
    se²      = s² · (1 + 1/n + (T − x̄)² / Sxx)
    interval = ŷ(T) ± t(level, n − 2) · se
    P(meet)  = Student t with n − 2 degrees of freedom, at d · (ŷ(T) − yT) / se

Bands: P ≥ 0.8 on track, 0.2–0.8 uncertain, below 0.2 unlikely; these thresholds are this project's.
Line and variance are exact; only the root and the distribution are rounded, to 12 decimals.
Projection and interval are clamped to the possible values.

A latest value better than the line of the others raises the line and widens the interval too;
beyond some value the probability falls again. A verdict must not get worse because a value gets
better, so the maximum probability over the values up to the observed one decides (flag
`better_than_trend`). The printed probability is the plain one.

Needs: three points since the last series break, the start counted if there is one; below five the
result has the flag `low_confidence` (t is 12.7 and 4.3 at 95 %). Undefined for grades.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.distributions import student_t, student_t_above
from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    UNDEFINED,
    Assessment,
    Course,
    Stage,
    band_of,
    banded,
    root_of,
    too_few,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.trend_methods import Ols

REASONS = ("likely", "uncertain", "unlikely", "moving_away")
Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class FittedLine:
    """A fitted line at the due date: value, slope, sum of squared residuals, leverage."""

    n: int
    expected: Fraction
    slope: Fraction
    residual: Fraction
    leverage: Fraction

    @property
    def variance(self) -> Fraction:
        """Prediction variance of a value on the due date."""
        return self.residual / (self.n - 2) * (1 + self.leverage)


def assess(course: Course, settings: Ols) -> Assessment:
    """Return the probability that the line meets the target on the due date."""
    if course.ordinal:
        return UNDEFINED
    series = course.series(settings.window_years)
    if not course.points or len(series) < settings.min_points:
        return too_few(course)
    points, due = _numbered(series, course)
    line = fit(points, due)
    plain = chance(line, course)
    deciding = envelope(points, due, course)
    reach = student_t_above((1 + settings.level) / 2, line.n - 2) * root_of(line.variance)
    pacing = Pacing(
        start=series[0][0],
        start_value=series[0][1],
        path=course.path,
        method="ols",
        projection=course.possible(line.expected),
        low=course.possible(line.expected - reach),
        high=course.possible(line.expected + reach),
        window=(series[0][0], series[-1][0]),
        n=line.n,
        figures=(("chance", plain), ("slope_per_year", line.slope * course.per_year)),
    )
    band = band_of(deciding, settings.on_track, settings.serious, settings)
    found = banded(band, REASONS, settings, pacing)
    flags = ["low_confidence"] if line.n < settings.sure_from else []
    same = band == band_of(plain, settings.on_track, settings.serious, settings)
    flags += [] if same else ["better_than_trend"]
    flags += course.shortened(settings.window_years)
    return Assessment(found.status, found.reason, found.pacing, tuple(flags))


def _numbered(series: tuple[Stage, ...], course: Course) -> tuple[list[Point], Fraction]:
    origin = series[0][0]
    points = [(course.elapsed(origin, day), value) for day, value in series]
    return points, course.elapsed(origin, course.due)


def fit(points: list[Point], due: Fraction) -> FittedLine:
    """Return the least squares line through points, evaluated on the due date."""
    n = len(points)
    middle_x = sum((x for x, _ in points), Fraction(0)) / n
    middle_y = sum((y for _, y in points), Fraction(0)) / n
    spread = sum(((x - middle_x) ** 2 for x, _ in points), Fraction(0))
    slope = sum(((x - middle_x) * (y - middle_y) for x, y in points), Fraction(0)) / spread
    residual = sum(((y - middle_y - slope * (x - middle_x)) ** 2 for x, y in points), Fraction(0))
    ahead = due - middle_x
    leverage = Fraction(1, n) + ahead * ahead / spread
    return FittedLine(n, middle_y + slope * ahead, slope, residual, leverage)


def chance(line: FittedLine, course: Course) -> Fraction:
    """Return the probability (0 to 1) that a value on the due date meets the target."""
    distance = course.sign * (line.expected - course.goal)
    return _chance(distance, line.variance, line.n, course.holds(line.expected))


def _chance(distance: Fraction, variance: Fraction, n: int, met: bool) -> Fraction:
    if variance == 0:
        return Fraction(1) if met or distance > 0 else Fraction(int(distance == 0), 2)
    return student_t(distance / root_of(variance), n - 2)


def envelope(points: list[Point], due: Fraction, course: Course) -> Fraction:
    """Return the probability that decides, non-decreasing as the latest value improves.

    With u, the distance of the latest value from the line of the others, the statistic is (A + w·u)
    / √(B + K·u²), which has its maximum at u* = w·B / (A·K). Beyond u* the maximum is used.
    """
    line = fit(points, due)
    (x, latest), others = points[-1], points[:-1]
    on_line = fit(others, x).expected
    level = fit([*others, (x, on_line)], due)
    distance = course.sign * (level.expected - course.goal)
    surprise = course.sign * (latest - on_line)
    if surprise == 0 or (distance == 0 and level.variance == 0 and surprise > 0):
        return max(chance(level, course), chance(line, course))
    if distance == 0:
        return chance(line, course)
    weight = course.sign * (line.expected - level.expected) / surprise
    widening = (line.variance - level.variance) / surprise**2
    turn = weight * level.variance / (distance * widening)
    past = surprise > turn if distance > 0 else surprise < turn
    if not past:
        return chance(line, course)
    at_turn = level.variance + widening * turn * turn
    return _chance(distance + weight * turn, at_turn, line.n, distance > 0)
