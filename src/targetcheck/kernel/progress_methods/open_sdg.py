"""Growth ratio with the Open SDG score from −5 to 5.

Layer: kernel. The ratio R, or the growth g without a target amount, are those of cagr.py with 0.001
for zero and thresholds shrunk by C near a natural limit. The score is linear between the
thresholds, so that 2.5 is substantial, 0 moderate, −2.5 limited progress, below it deterioration:

    with a target      R ≥ 0.60    50/7 · R − 30/7, 5 at most
                       else        25/6 · R − 5/2, −5 at least
    without a target   g < 0       125 · g − 2.5, −5 at least
                       C = 0       5: the limit was reached, and is kept
                       g ≥ 0.015 C or g < 0.005 C    500 · g/C − 5, 5 at most, or 500 · g/C − 2.5
                       between     250 · g/C − 1.25

The Open SDG program writes 7.1429, 4.2857 and 4.1667 for the fractions. Its score of 5 for a target
already met is `met_early` here. It averages the scores of several series; an average hides members
that fail, so here each verdict keeps its own. Source: Open SDG, *Progress Measurement Methodology*.
A negative start is refused unless the settings say `negative: base_sign`; the program reverses the
sign of its growth.

Inputs and refusals as in cagr.py.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.progress_assessment import Assessment, Course
from targetcheck.kernel.progress_methods import cagr

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.growth_methods import OpenSdg

HIGH, MIDDLE = Fraction("0.015"), Fraction("0.005")
TOP = Fraction(5)


def assess(course: Course, settings: OpenSdg) -> Assessment:
    """Return the growth ratio in its bands, and its score."""
    found = cagr.assess(course, settings)
    if found.pacing is None:
        return found
    figures = dict(found.pacing.figures)
    if course.open_ended:
        rate = course.sign * figures["growth_so_far"]
        points = by_growth(rate, figures["cut_offs_shrunk_to"])
    elif found.pacing.ratio is None:
        return replace(found, pacing=replace(found.pacing, method="open_sdg"))
    else:
        points = by_ratio(found.pacing.ratio)
    figured = (*found.pacing.figures, ("score", points))
    return replace(found, pacing=replace(found.pacing, method="open_sdg", figures=figured))


def by_ratio(ratio: Fraction) -> Fraction:
    """Return the score (−5 to 5) of a growth ratio."""
    if ratio >= Fraction("0.6"):
        return min((50 * ratio - 30) / 7, TOP)
    return max(Fraction(25, 6) * ratio - Fraction(5, 2), -TOP)


def by_growth(rate: Fraction, shrink: Fraction) -> Fraction:
    """Return the score (−5 to 5) of annual growth in the wanted direction."""
    if rate < 0:
        return max(125 * rate - Fraction(5, 2), -TOP)
    if shrink <= 0:
        return TOP
    near = rate / shrink
    if near >= HIGH:
        return min(500 * near - 5, TOP)
    if near >= MIDDLE:
        return 250 * near - Fraction(5, 4)
    return 500 * near - Fraction(5, 2)
