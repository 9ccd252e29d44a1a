"""Combination of items and parts to one score, its grade and its rank.

Layer: evaluation. Input: points with their full points and weights. Output: points, a grade, ranks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from targetcheck.evaluation.scores.place_score import Score
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.scoring_scheme import GradeFrom, ScoreSpec

_ZERO = Fraction(0)


def counted_parts(
    spec: ScoreSpec, parts: Sequence[Score]
) -> list[tuple[Fraction | None, Fraction, Fraction]]:
    """Return (points, full, weight) of the parts that count, by what silent ones do to the score."""
    weighed = [(p.points, p.full, Fraction(spec.weights.get(p.id, 1))) for p in parts]
    if spec.unknown == "zero":
        return [(points or _ZERO, full, weight) for points, full, weight in weighed]
    known = [piece for piece in weighed if piece[0] is not None]
    if spec.unknown == "leave_out" and known and _enough(spec, len(known), len(weighed)):
        return [*known]
    return weighed


def _enough(spec: ScoreSpec, known: int, parts: int) -> bool:
    """Return whether enough parts have points."""
    needed = spec.complete.parts if spec.complete is not None else 1
    if isinstance(needed, Quantity):
        return known >= needed.value * needed.unit.factor * parts
    return not isinstance(needed, int) or known >= needed


def combined(
    spec: ScoreSpec, pieces: list[tuple[Fraction | None, Fraction, Fraction]], whole: Fraction
) -> tuple[Fraction, Fraction | None]:
    """Return (full, points) of (points, full, weight) pieces; weights of omitted items are shared."""
    known = [(points, weight) for points, _, weight in pieces if points is not None]
    fulls = [full for _, full, _ in pieces]
    if not fulls or len(known) < len(pieces):
        return whole or sum((full * weight for _, full, weight in pieces), _ZERO), None
    if spec.combine in ("lower_of", "two_lowest"):
        lowest = sorted(p for p, _ in known)[: 1 if spec.combine == "lower_of" else 2]
        return max(fulls), sum(lowest, _ZERO) / len(lowest)
    full = total(full if weight == 1 else full * weight for _, full, weight in pieces)
    points = total(points if weight == 1 else points * weight for points, weight in known)
    if spec.combine == "mean":
        weights = total(weight for *_, weight in pieces)
        return full / weights, points / weights
    return (whole, points * whole / full) if spec.items and whole != full else (full, points)


def total(numbers: Iterable[Fraction]) -> Fraction:
    """Return a sum over one denominator, reduced once; many items have many denominators."""
    each = [number.as_integer_ratio() for number in numbers]
    over = lcm(*(bottom for _, bottom in each))
    return Fraction(sum(top * (over // bottom) for top, bottom in each), over)


def grade_of_score(spec: ScoreSpec, score: Score) -> str | None:
    """Return the grade of the points, limited by vetoes; None while that is undecided."""
    names = [grade.grade for grade in spec.grades]
    if not names:
        return None
    own = None if score.points is None else _by_points(spec.grades, score.points)
    certain = [names.index(v.grade) for v in score.vetoes if v.certain]
    open_ = [names.index(v.grade) for v in score.vetoes if not v.certain]
    worst = len(names) - 1
    if own is None:
        return names[worst] if worst in certain else None
    rank = max([own, *certain])
    return names[rank] if all(rank >= other for other in open_) else None


def _by_points(grades: Sequence[GradeFrom], points: Fraction) -> int | None:
    for rank, grade in enumerate(grades):
        if grade.at_least is None or points >= Fraction(grade.at_least):
            return rank
    return None


def ranked_scores(spec: ScoreSpec, found: Sequence[Score]) -> tuple[Score, ...]:
    """Return the scores with ranks; ties share the better rank, unknown scores give a range."""
    sign = 1 if spec.best == "higher" else -1
    silent = sum(score.points is None for score in found)
    known = sorted(score.points * sign for score in found if score.points is not None)
    ranked: list[Score] = []
    for score in found:
        if score.points is None:
            ranked.append(score)
            continue
        rank = 1 + len(known) - bisect_right(known, score.points * sign)
        ranked.append(replace(score, rank=rank, rank_worst=rank + silent))
    return tuple(ranked)
