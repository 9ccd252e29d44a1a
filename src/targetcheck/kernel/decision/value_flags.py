"""Flags on statistics and computed classes.

Layer: kernel. Input: a point and its bound. Output: flags that depend on both.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from targetcheck.kernel.outcome import Point
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Judge

NEAR = Fraction(9, 10)
"""Share of a class limit above which the worst item counts as close to it."""


def notes(point: Point, bound: Bound | None, judge: Judge) -> tuple[str, ...]:
    """Return the flags of a point against its bound."""
    if bound is None:
        return ()
    flags = []
    raw = raw_result(point, bound, judge)
    if raw is not None and raw is not compare(point, bound, judge).result:
        flags.append("exclusion_sensitive")
    if point.graded and bound.high is not None and _near(point, int(bound.high)):
        flags.append("near_class_limit")
    return tuple(flags)


def raw_result(point: Point, bound: Bound, judge: Judge) -> bool | None:
    """Return the result of the statistic without exclusions; None if nothing was excluded."""
    if point.sampled is None or point.sampled.raw is None:
        return None
    raw = point.sampled.raw
    as_if = replace(
        point, value=raw, low=raw, high=raw, counts=None, claims=(), unbounded=False,
        sampled=replace(point.sampled, exact=None), substituted=None,
    )  # fmt: skip
    return compare(as_if, bound, judge).result


def _near(point: Point, rank: int) -> bool:
    for item in point.graded:
        limit = item.bounds[rank].high if rank < len(item.bounds) else None
        one_sided = limit is not None and item.bounds[rank].low is None
        if one_sided and item.value is not None and NEAR * limit < item.value <= limit:  # type: ignore[operator]
            return True
    return False


def exceedance_multiple(value: Fraction, bound: Bound) -> Fraction | None:
    """Return (C − S)/S of a value above its limit; None for ranges and lower limits."""
    if bound.low is not None or bound.high is None or bound.high == 0 or value <= bound.high:
        return None
    return (value - bound.high) / bound.high
