"""Distance to the target in standard deviations of the peers (OECD).

Layer: kernel. With s the standard deviation of the peers' values for the same period:

    D = max(0, d · (yT − y)) / s

Bands: up to 0.5 near, up to 1.5 some distance, beyond it far; the thresholds are this project's.
The method describes the current position, not the trend; a projecting method complements it.
Source: OECD, *Measuring Distance to the SDG Targets*, a modified z-score relative to the target and
0 once it is met. There the spread is that of all members; here it is that of the others (n in the
divisor), because a place that moves closer to its peers would otherwise reduce the spread and
appear farther away. The root is computed to 50 digits.

Needs: `min_peers` other places of the same kind that report for a period with the same last day;
else `not_due/too_few_peers`. Peers that are all equal, and grades: `undetermined/method_undefined`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import (
    UNDEFINED,
    Assessment,
    Course,
    banded,
    better,
    root_of,
)

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.position_methods import Distance

REASONS = ("near_target", "some_way_off", "far_off", "far_off")


def assess(course: Course, settings: Distance) -> Assessment:
    """Return the distance of the latest value from the target in standard deviations of the peers."""
    if course.ordinal:
        return UNDEFINED
    if not course.points:
        return Assessment("not_due", "no_data")
    peers = course.peers
    if len(peers) < settings.min_peers:
        return Assessment("not_due", "too_few_peers")
    spread = deviation(peers)
    if spread == 0:
        return UNDEFINED
    away = max(Fraction(0), course.sign * (course.goal - course.latest.value)) / spread
    pacing = Pacing(
        path=course.path,
        start=course.path[0][0],
        method="distance",
        figures=(
            ("distance", away),
            ("spread_of_peers", spread),
            ("peers", Fraction(len(peers))),
        ),
    )
    return banded(_band(away, settings), REASONS, settings, pacing)


def deviation(values: tuple[Fraction, ...]) -> Fraction:
    """Return the standard deviation of values, with their number n in the divisor."""
    n = len(values)
    mean = sum(values, Fraction(0)) / n
    return root_of(sum(((v - mean) ** 2 for v in values), Fraction(0)) / n)


def _band(away: Fraction, settings: Distance) -> str:
    if better(-away, -Fraction(settings.on_track), settings.ties.on_track):
        return "on_track"
    near = better(-away, -Fraction(settings.serious), settings.ties.serious)
    return "behind" if near else "far_behind"
