"""Combination of items and parts to one score, its grade and its rank.

Layer: evaluation. Input: points with their full points and weights. Output: points, a grade, ranks.
Every combination rises with each of its points, so the ends of open points are combined by
themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from targetcheck.evaluation.scores.place_score import Ends, ItemScore, Score, Vetoed
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.scoring_scheme import GradeFrom, ScoreSpec

_ZERO = Fraction(0)
Piece = tuple[Fraction | None, Fraction, Fraction]
"""Points, full points, weight."""


def of_pieces(
    spec: ScoreSpec, items: Sequence[ItemScore], parts: Sequence[Score]
) -> tuple[Fraction, Fraction | None, Ends]:
    """Return (full, points, ends) of items and parts."""
    whole = total(i.full for i in items)
    counted = [i for i in items if not i.left_out]
    earned = [(each.points, *each.ends) for each in counted]
    earned += [(each.points, *each.ends) for each in parts]
    made = []
    for n in (0, 1, 2):
        points = [each[n] for each in earned]
        pieces = [(p, i.full, Fraction(1)) for p, i in zip(points, counted, strict=False)]
        pieces += _counted_parts(spec, parts, points[len(counted) :])
        made.append(_combined(spec, pieces, whole))
    (full, shown), (_, least), (_, most) = made
    return full, shown, (least, most)


def under_vetoes(
    vetoes: Sequence[Vetoed], points: Fraction | None, ends: Ends
) -> tuple[Fraction | None, Ends]:
    """Return points and their ends after the vetoes that apply, and those that may apply."""
    struck = [v.points for v in vetoes if v.certain and v.points is not None]
    if struck:
        points, ends = min(struck), (min(struck), min(struck))
    least, most = ends
    open_ = [v.points for v in vetoes if not v.certain and v.points is not None]
    if least is None or most is None or not open_:
        return points, ends
    possible = [min([*struck, each]) for each in open_]
    return points, (min([least, *possible]), max([most, *possible]))


def _counted_parts(
    spec: ScoreSpec, parts: Sequence[Score], points: Sequence[Fraction | None]
) -> list[Piece]:
    """Return the parts that count, by what silent ones do to the score."""
    both = zip(points, parts, strict=True)
    weighed = [(each, p.full, Fraction(spec.weights.get(p.id, 1))) for each, p in both]
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


def _combined(
    spec: ScoreSpec, pieces: list[Piece], whole: Fraction
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
    ends = (score.points, *score.ends)
    every = [None if end is None else _by_points(spec.grades, end) for end in ends]
    known = [rank for rank in every if rank is not None]
    certain = [names.index(v.grade) for v in score.vetoes if v.certain]
    open_ = [names.index(v.grade) for v in score.vetoes if not v.certain]
    worst = len(names) - 1
    if len(known) < len(every):
        return names[worst] if worst in certain else None
    ranks = {max([rank, *certain]) for rank in known}
    rank = max(ranks)
    return names[rank] if len(ranks) == 1 and all(rank >= other for other in open_) else None


def _by_points(grades: Sequence[GradeFrom], points: Fraction) -> int | None:
    for rank, grade in enumerate(grades):
        if grade.at_least is None or points >= Fraction(grade.at_least):
            return rank
    return None


def ranked_scores(spec: ScoreSpec, found: Sequence[Score]) -> tuple[Score, ...]:
    """Return the scores with ranks; ties share the better rank, open scores give a range."""
    spans = [_span(spec, score) for score in found]
    known = [span for span in spans if span is not None]
    least, most = (sorted(span[end] for span in known) for end in (0, 1))
    ranked: list[Score] = []
    for score, own in zip(found, spans, strict=True):
        if own is None:
            ranked.append(score)
            continue
        surely_better = len(known) - bisect_right(least, own[1])
        # What is open may be better than its own least points.
        perhaps_better = len(spans) - bisect_right(most, own[0]) - (own[1] > own[0])
        ranked.append(replace(score, rank=1 + surely_better, rank_worst=1 + perhaps_better))
    return tuple(ranked)


def _span(spec: ScoreSpec, score: Score) -> tuple[Fraction, Fraction] | None:
    """Return the ends of the points, the better one last; None if they are not known."""
    least, most = score.ends
    if least is None or most is None:
        return None
    return (least, most) if spec.best == "higher" else (-most, -least)
