"""Points of an item that takes another score: by its share, its bands or its grade.

Layer: evaluation. Input: a score, whose points may be open. Output: the points of the item, with
their ends.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from targetcheck.evaluation.scores.place_score import Ends, ItemScore, Score
from targetcheck.kernel.derived_values.formula_interval import formula_ends
from targetcheck.kernel.derived_values.stated_values import EVER
from targetcheck.kernel.outcome import Point
from targetcheck.kernel.value_vs_bound import AS_IT_IS, compare
from targetcheck.plan.bound_from_comparison import bound_of
from targetcheck.ruleset.fields.field_types import NUMBER
from targetcheck.ruleset.indicators.formula import calculate
from targetcheck.ruleset.profile import Profile
from targetcheck.ruleset.scoring_scheme import Item, PointBand


def by_score(item: Item, score: Score, empty: ItemScore, profile: Profile) -> ItemScore:
    """Return the points of another score, by bands of its points, by its grade, or as a share."""
    least, most = score.ends
    unknown = replace(empty, missing=score.missing or (score.id,))
    if least is None or most is None or score.points is None:
        return unknown
    if item.coefficients:
        if score.grade is None:
            return unknown
        return replace(empty, points=empty.full * Fraction(item.coefficients.get(score.grade, 0)))
    if item.bands:
        points = _banded(item, (score.points, score.points), profile)[0]
        ends = _banded(item, (least, most), profile) if score.open else (points, points)
    elif score.full:
        points = empty.full * score.points / score.full
        ends = empty.full * least / score.full, empty.full * most / score.full
    else:
        return empty
    if points is None or ends[0] is None or ends[1] is None:
        return unknown
    missing = unknown.missing if ends[0] != ends[1] else ()
    return replace(empty, points=points, points_least=ends[0], points_most=ends[1], missing=missing)


def _banded(item: Item, ends: tuple[Fraction, Fraction], profile: Profile) -> Ends:
    """Return the least and the greatest points of every band that may be the first to hold."""
    low, high = ends
    point = Point(EVER, low if low == high else None, low, high)
    found: list[Ends] = []
    for band in item.bands:
        bound = bound_of(band, NUMBER, None, tolerance=profile.tolerance_share)
        holds = compare(point, bound, AS_IT_IS).result
        if holds is not False:
            found.append(_points(band, low, high))
        if holds:
            break
    else:
        found.append((Fraction(0), Fraction(0)))
    known = [(a, b) for a, b in found if a is not None and b is not None]
    if len(known) < len(found):
        return None, None
    return min(a for a, _ in known), max(b for _, b in known)


def _points(band: PointBand, low: Fraction, high: Fraction) -> Ends:
    if not isinstance(band.points, str):
        return Fraction(band.points), Fraction(band.points)
    if low == high:
        points = calculate(band.points, {"x": low})
        return points, points
    return formula_ends(band.points, {"x": (low, high)})
