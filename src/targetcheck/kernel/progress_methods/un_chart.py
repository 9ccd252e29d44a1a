"""Growth ratio in the five bands of the United Nations SDG Progress Chart.

Layer: kernel. The ratio is that of cagr.py, R = d · CAGR so far / |CAGR required|.

Bands: R ≥ 0.95 on track; 0.50–0.95 fair progress; 0.10–0.50 marginal progress; −0.10–0.10
stagnation; below −0.10 regression. Later editions merge the two middle ones into limited or no
progress; `labels` does the same. Without a target amount, the bands are growth of 1 %, 0.5 % and 0
% a year. The chart also shows the current level: `way_gone` is progress from the start as a share
of the required change, and decides nothing. Source: United Nations, *Sustainable Development Goals
Progress Chart*, technical note.

Inputs and refusals as in cagr.py.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.progress_assessment import Assessment, Course, band_of, banded, better
from targetcheck.kernel.progress_methods import cagr

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.growth_methods import UnChart

REASONS = (
    "pace_suffices",
    "pace_too_slow",
    "pace_far_too_slow",
    "standing_still",
    "moving_away",
)


def assess(course: Course, settings: UnChart) -> Assessment:
    """Return growth so far ÷ growth required in five bands, and the share of the change achieved."""
    found = cagr.assess(course, settings)
    if found.pacing is None:
        return found
    pacing, ratio = replace(found.pacing, method="un_chart"), found.pacing.ratio
    if ratio is None:
        return replace(found, pacing=pacing)
    cuts = (settings.on_track, settings.serious, settings.still, -settings.still)
    pacing = replace(
        pacing, figures=(*pacing.figures, *_way_gone(course)), cuts=tuple(map(Fraction, cuts))
    )
    judged = banded(_band(ratio, settings), REASONS, settings, pacing)
    return replace(judged, flags=found.flags)


def _band(ratio: Fraction, settings: UnChart) -> str:
    still = Fraction(settings.still)
    if not better(ratio, -still, "better"):
        return "away"
    if not better(ratio, still, "better"):
        return "still"
    return band_of(ratio, settings.on_track, settings.serious, settings)


def _way_gone(course: Course) -> tuple[tuple[str, Fraction], ...]:
    start = course.start
    if start is None or start[1] == course.goal:
        return ()
    gone = (course.latest.value - start[1]) / (course.goal - start[1])
    return (("way_gone", gone),)
