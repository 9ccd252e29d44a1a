"""Rank of a place among members.

Layer: kernel. Input: measure, view, judge. Output: points, one rank for each period.
"""

from __future__ import annotations

from fractions import Fraction

from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import Point, split_excused
from targetcheck.kernel.share_of_members import reporting_members
from targetcheck.plan.plan import Judge, Measure


def ranks(measure: Measure, view: View, judge: Judge) -> tuple[Point, ...]:
    """Return the rank of a place among the members, 1 the best; ties share the better rank."""
    spec = view.plan.indicators[measure.indicator]
    sign = -1 if spec.better == "lower" or spec.scale is not None else 1
    members = dict.fromkeys((measure.place, *reporting_members(measure, view, judge)))
    points = {m: view.all_points(measure.indicator, m, judge.accept) for m in members}
    series = {m: by_end(p) for m, p in points.items()}
    same = {m: {p.period: p for p in ps} for m, ps in points.items()}
    found: list[Point] = []
    for end, own in series[measure.place].items():
        if own.excused:
            found.append(own)
        if own.value is None:
            continue
        # A sum over a quarter is not compared with one over a year.
        others = {
            m: same[m].get(own.period) if spec.nature == "flow" else series[m].get(end)
            for m in members
            if m != measure.place
        }
        others, silences = split_excused(others)
        results = {m: _is_better(p, own.value, sign) for m, p in others.items()}
        better = list(results.values()).count(True)
        unknown = [m for m, result in results.items() if result is None]
        low, high = Fraction(1 + better), Fraction(1 + better + len(unknown))
        observations = tuple(
            f for p in (own, *others.values()) if p is not None for f in p.observations
        )
        found.append(
            Point(
                own.period,
                low if low == high else None,
                low,
                high,
                observations=observations,
                missing=tuple(f"{measure.indicator}@{m} {end}" for m in unknown),
                reason="incomplete" if unknown else "",
                flags=(
                    *(("population_from_data",) if measure.members_from_data else ()),
                    *(("excused",) if silences else ()),
                ),
            )
        )
    return tuple(found)


def _is_better(other: Point | None, own: Fraction, sign: int) -> bool | None:
    """Return whether another member is better; None if the data cannot decide."""
    if other is None or (other.value is None and other.unbounded):
        return None
    low, high = (other.value, other.value) if other.value is not None else (other.low, other.high)
    results = {None if end is None else end * sign > own * sign for end in (low, high)}
    return results.pop() if len(results) == 1 else None
