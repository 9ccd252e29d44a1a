"""Exceedances: number of samples outside a limit, and their share of the valid samples.

Layer: kernel. Input: samples. Output: counts.

    count = #{x : x exceeds}        share = count / n, in percent; n counts valid samples only

So 274 good days of 358 valid ones are 76.5 %. A sample whose detection limit exceeds the limit may
or may not exceed it; the count is then an interval. Of a dated limit the entry in force on the
sample's own day applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from targetcheck.kernel.outcome import Point
from targetcheck.kernel.statistics.samples import Sample
from targetcheck.kernel.value_vs_bound import AS_IT_IS, compare
from targetcheck.plan.bound import Bound, DatedBound
from targetcheck.plan.derivation_plans import Sampling


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
    return has_limit(point, spec.exceeds)


def has_limit(point: Point, entries: Sequence[DatedBound]) -> bool:
    """Return whether a limit is in force for a value, or will be once its own value is known."""
    if point.against is not None:
        return bool(point.against.bounds or point.against.missing)
    return in_force(point, entries) is not None


def is_counted(point: Point, entries: Sequence[DatedBound], *, outside: bool) -> bool | None:
    """Return whether a value exceeds, by the entry in force; None if it is undecidable."""
    if not has_limit(point, entries):
        return False
    results = {compare(point, bound, AS_IT_IS).result for bound in _bounds(point, entries)}
    result = results.pop() if len(results) == 1 else None
    return None if result is None else result is not outside


def undecided(point: Point, spec: Sampling) -> bool:
    """Return whether a sample may exceed or not."""
    return is_counted(point, spec.exceeds, outside=spec.outside) is None


def _bounds(point: Point, entries: Sequence[DatedBound]) -> tuple[Bound, ...]:
    if point.against is not None:
        return point.against.bounds
    bound = in_force(point, entries)
    return () if bound is None else (bound,)


def open_limits(points: Iterable[Point]) -> tuple[str, ...]:
    """Return the data of limits that are not known, of values that are."""
    found = (p.against.missing for p in points if p.against is not None and p.value is not None)
    return tuple(dict.fromkeys(datum for missing in found for datum in missing))


def in_force(point: Point, entries: Sequence[DatedBound]) -> Bound | None:
    """Return the bound in force on the last day of a value, or None."""
    found = [entry for entry in entries if entry.start <= point.period.end]
    return found[-1].bound if found else None
