"""Exceedances: how many samples lie outside a limit, and their share of the valid samples.

Layer: kernel.

    count = #{x : x exceeds}        share = count / n, in percent; n counts valid samples only

So 274 good days of 358 valid ones are 76.5 %. A sample whose detection limit lies above the limit
may or may not exceed it: the count then lies between two ends. A dated limit is that of the
sample's own day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from targetcheck.kernel.derived_values.samples import Sample
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.plan.plan import Bound, Judge, Sampling

_FULL = Judge(accept=(), compare="full")


@dataclass(frozen=True, slots=True)
class Counted:
    """Samples that exceed, samples of which it is not known, and valid samples."""

    certain: int
    unknown: int
    valid: int


def exceedances(samples: Sequence[Sample], spec: Sampling) -> Counted:
    """Return how many samples exceed; those without a limit in force are no valid ones."""
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
