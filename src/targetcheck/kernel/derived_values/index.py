"""Indices read off a broken line, as the sub-indices of air quality are.

Floor: kernel. HJ 633, for a value C between the break points Clo and Chi:

    I = (Ihi − Ilo) / (Chi − Clo) · (C − Clo) + Ilo

Beyond the last point its index holds. HJ 633 rounds sub-indices up to whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from targetcheck.kernel.outcome import Point
from targetcheck.plan.plan import BrokenLine, IndexPlan


def index_points(spec: IndexPlan, points: Sequence[Point]) -> Iterator[Point]:
    """Yield the index of every value for whose day a line is in force."""
    for point in points:
        line = _in_force(spec, point)
        if line is None or point.value is None or not line.points:
            continue
        value = read_off(line.points, point.value)
        value = spec.rounding.of(value) if spec.rounding is not None else value
        yield Point(point.period, value, value, value, facts=point.facts, flags=("derived",))


def read_off(line: Sequence[tuple[Fraction, Fraction]], value: Fraction) -> Fraction:
    """Give the index of a value; before the first point the index of the first."""
    if value <= line[0][0]:
        return line[0][1]
    for (x0, y0), (x1, y1) in pairwise(line):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return line[-1][1]


def _in_force(spec: IndexPlan, point: Point) -> BrokenLine | None:
    lines = [line for line in spec.lines if line.start <= point.period.end]
    return lines[-1] if lines else None
