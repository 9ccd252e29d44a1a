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

from targetcheck.kernel.statistics.samples import Sample
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.plan.bound import Bound
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
    certain = unknown = valid = 0
    for sample in samples:
        bound = _in_force(sample, spec)
        if bound is None:
            continue
        valid += 1
        result = compare(sample.point, bound, _FULL).result
        if result is None:
            unknown += 1
        elif result is not spec.outside:
            certain += 1
    return Counted(certain, unknown, valid)


def _in_force(sample: Sample, spec: Sampling) -> Bound | None:
    day = sample.point.period.end
    entries = [entry for entry in spec.exceeds if entry.start <= day]
    return entries[-1].bound if entries else None
