"""Compound annual growth rate so far ÷ rate required (Eurostat; base of two other methods).

Layer: kernel. Notation as in schedule.py; years count whole months if both days end one.

    CAGR so far    = (y / y0)^(1 / (t − t0)) − 1
    CAGR required  = (yT / y0)^(1 / (tT − t0)) − 1
    R              = d · CAGR so far / |CAGR required|

With `window_years` t0 is the first day in the window for both. `needed_from: start` requires the
growth from the baseline, (yT / yB)^(1 / (tT − tB)) − 1, `latest` that from the latest value. A
window whose first value is missing has the flag `window_shortened`.

Bands: R ≥ 0.95 significant, 0.60–0.95 moderate, 0–0.60 insufficient, below 0 moving away. Without a
target amount (`better_than`) the bands apply to d · CAGR so far: 1.5 % / 0.5 % / 0 % a year
(Statistics Canada, Open SDG) or 1 % / 0 % (Eurostat), shrunk near a natural limit l by C = 1 − (y0
/ l)^4.44, for l < y0 < 2l by 1 − ((2l − y0) / l)^4.44. Sources: Eurostat, *Sustainable development
in the European Union*; Open SDG, *Progress Measurement Methodology*.

Needs: a start, or two points in the window; else `not_due`. Growth is undefined for a start or
target of zero, for negative values and for grades: `undetermined/method_undefined`, unless
`replace_zero` gives a substitute for zero (flag `zero_replaced`). With `negative: base_sign` a
series that is negative throughout has growth, with the sign reversed: −10 → −5 is +50 %. The ratio favours series that
rise from a low level: 20 → 50 → 80 gives 1.39 where the schedule ratio is 1.00. Roots are computed
to 50 decimal digits, the ratio is kept to 20.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    EXACT,
    NO_BASELINE,
    UNDEFINED,
    Assessment,
    Course,
    Stage,
    band_of,
    banded,
    decimal_of,
    fraction_of,
    too_few,
    years_between,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.growth_methods import Growth

REASONS = ("pace_suffices", "pace_too_slow", "pace_far_too_slow", "moving_away")
OPEN_REASONS = ("improving", "improving_slowly", "hardly_improving", "moving_away")
STEEPNESS = Decimal("4.44")
READABLE = Fraction(10) ** 18


def assess(course: Course, settings: Growth) -> Assessment:
    """Return growth so far ÷ growth required, or growth itself if there is no target amount."""
    if course.ordinal:
        return UNDEFINED
    anchored = settings.window_years is None or settings.needed_from == "start"
    if course.start is None and anchored:
        return NO_BASELINE
    series = course.series(settings.window_years)
    if course.broken and anchored:
        return too_few(course)
    if not course.points or len(series) < settings.min_points:
        return too_few(course)
    (first, last), goal = (series[0], series[-1]), course.goal
    base, wanted, zero = _without_zero(first[1], goal, settings)
    sign = -1 if settings.negative == "base_sign" and base < 0 else 1
    if sign * base <= 0 or sign * wanted <= 0 or sign * last[1] < 0:
        return UNDEFINED
    so_far = sign * growth((first[0], base), last)
    pacing = Pacing(
        start=first[0],
        start_value=first[1],
        path=course.path,
        method="cagr",
        n=len(series),
        window=(first[0], last[0]),
        projection=_carried_on(course, last, sign * so_far),
        figures=(("growth_so_far", so_far),),
    )
    if course.open_ended:
        found = _without_target(course, base, so_far, settings, pacing)
    else:
        whence, replaced = _whence(course, (first[0], base), settings)
        zero = zero or replaced
        if sign * whence[1] <= 0:
            return UNDEFINED
        found = _with_target(course, whence, wanted, so_far, settings, pacing)
    flags = ("zero_replaced",) if zero else ()
    return replace(found, flags=(*flags, *course.shortened(settings.window_years)))


def _whence(course: Course, first: Stage, settings: Growth) -> tuple[Stage, bool]:
    """Return the value from which growth is required, and whether it stands for a zero."""
    if settings.needed_from == "window":
        return first, False
    last = course.latest
    day, value = (last.end, last.value) if settings.needed_from == "latest" else course.path[0]
    stand_in, _, zero = _without_zero(value, Fraction(1), settings)
    return (day, stand_in), zero


def _without_zero(
    base: Fraction, goal: Fraction, settings: Growth
) -> tuple[Fraction, Fraction, bool]:
    """Return base and goal with the substitute for zero, and whether it was needed."""
    if settings.replace_zero is None:
        return base, goal, False
    stand_in = Fraction(settings.replace_zero)
    return base or stand_in, goal or stand_in, base == 0 or goal == 0


def growth(a: Stage, b: Stage) -> Fraction:
    """Return the compound annual growth from one value to a later one of its sign, as a share."""
    years = decimal_of(1 / years_between(a[0], b[0]))
    ratio = decimal_of(b[1] / a[1])
    if ratio == 0:
        return Fraction(-1)
    return fraction_of(EXACT.subtract(EXACT.power(ratio, years), Decimal(1)))


def _with_target(
    course: Course,
    base: Stage,
    wanted: Fraction,
    so_far: Fraction,
    settings: Growth,
    pacing: Pacing,
) -> Assessment:
    sign = 1 if base[1] > 0 else -1
    needed = sign * growth(base, (course.due, wanted))
    pacing = replace(pacing, figures=(*pacing.figures, ("growth_needed", needed)))
    if needed == 0:
        # It starts at the goal and the latest value does not meet it.
        return banded("away", REASONS, settings, pacing)
    ratio = fraction_of(decimal_of(course.sign * so_far / abs(needed)))
    passed = years_between(base[0], course.latest.end)
    asked = _grown(base[1], sign * needed, passed) if passed > 0 else None
    pacing = replace(pacing, ratio=ratio, asked=asked)
    band = "away" if ratio < 0 else band_of(ratio, settings.on_track, settings.serious, settings)
    return banded(band, REASONS, settings, pacing)


def _without_target(
    course: Course, base: Fraction, so_far: Fraction, settings: Growth, pacing: Pacing
) -> Assessment:
    rate, shrink = course.sign * so_far, nearness(course, base, settings)
    cuts = settings.without_target
    scaled = [decimal_of(Fraction(cut) * shrink) for cut in (cuts.on_track, cuts.serious)]
    band = "away" if rate < 0 else band_of(rate, scaled[0], scaled[1], settings)
    figures = (*pacing.figures, ("cut_offs_shrunk_to", shrink))
    ends = tuple(Fraction(cut) * shrink for cut in (cuts.on_track, cuts.serious))
    pacing = replace(pacing, figures=figures, cuts=ends)
    return banded(band, OPEN_REASONS, settings, pacing)


def nearness(course: Course, base: Fraction, settings: Growth) -> Fraction:
    """Return C, the factor on the thresholds if the base is near the limit of possible values."""
    limit = course.ceiling if course.upward else course.floor
    if settings.without_target.limit == "none" or limit is None or not 0 < base < 2 * abs(limit):
        return Fraction(1)
    limit = abs(limit)
    near = base / limit if base <= limit else (2 * limit - base) / limit
    return 1 - fraction_of(EXACT.power(decimal_of(near), STEEPNESS))


def _carried_on(course: Course, last: Stage, rate: Fraction) -> Fraction | None:
    value = _grown(last[1], rate, years_between(last[0], course.due))
    return None if value is None or abs(value) > READABLE else course.possible(value)


def _grown(value: Fraction, rate: Fraction, years: Fraction) -> Fraction | None:
    """Return a value after years of growth; None if it is too large to be meaningful."""
    if rate <= -1:
        return Fraction(0)
    factor = EXACT.power(EXACT.add(Decimal(1), decimal_of(rate)), decimal_of(years))
    return value * fraction_of(factor) if factor < Decimal(10) ** 18 else None
