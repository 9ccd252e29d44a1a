"""Exceedances: number of samples outside a limit, and their share of the valid samples.

Layer: kernel. Input: samples. Output: counts.

    count = #{x : x exceeds}        share = count / n, in percent; n counts valid samples only

So 274 good days of 358 valid ones are 76.5 %. A sample whose detection limit exceeds the limit may
or may not exceed it; the count is then an interval. Of a dated limit the entry in force on the
sample's own day applies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from targetcheck.kernel.outcome import Point
from targetcheck.kernel.statistics.samples import Sample
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.plan.bound import Bound, DatedBound
from targetcheck.plan.indicator_plan import Sampling
from targetcheck.plan.plan import Judge

_FULL = Judge(accept=(), compare="full")


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers of samples that exceed, of undecidable samples, and of valid samples."""

    certain: int
    unknown: int
    valid: int


def exceedances(samples: Sequence[Sample], spec: Sampling) -> Counted:
    """Return the numbers of exceeding samples; samples without a limit in force are not valid."""
    points = [sample.point for sample in samples]
    return tally(
        [is_counted(p, spec.exceeds, outside=spec.outside) for p in points if _valid(p, spec)]
    )


def tally(results: Sequence[bool | None]) -> Counted:
    """Return the numbers of counted, undecidable and valid values."""
    return Counted(results.count(True), results.count(None), len(results))


def _valid(point: Point, spec: Sampling) -> bool:
    return in_force(point, spec.exceeds) is not None


def is_counted(point: Point, entries: Sequence[DatedBound], *, outside: bool) -> bool | None:
    """Return whether a value exceeds, by the entry in force; None if it is undecidable."""
    bound = in_force(point, entries)
    if bound is None:
        return False
    result = compare(point, bound, _FULL).result
    return None if result is None else result is not outside


def in_force(point: Point, entries: Sequence[DatedBound]) -> Bound | None:
    """Return the bound in force on the last day of a value, or None."""
    found = [entry for entry in entries if entry.start <= point.period.end]
    return found[-1].bound if found else None
