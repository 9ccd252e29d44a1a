"""Statistic of all samples of a window of years, months … together.

Layer: kernel. Input: a Sampling with a window, and its samples by period. Output: a Point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from targetcheck.kernel.derivation_evidence import Shortfall
from targetcheck.kernel.outcome import Point, without_excused
from targetcheck.kernel.statistics.sample_statistic import naming_parts, of_period
from targetcheck.periods.period import Period
from targetcheck.plan.derivation_plans import Sampling


def of_window(
    spec: Sampling,
    chain: Sequence[Period],
    samples: Mapping[Period, Sequence[Point]],
    place: str,
    as_of: date,
) -> Point:
    """Return the statistic of the samples of a window of years, months …, all together.

    Every period of it needs a sample, unless `complete` asks for a number of samples or of years.
    """
    whole = Period(chain[0].start, chain[-1].end)
    whole = replace(whole, label=whole.text("en"))
    found = [point for period in chain for point in samples.get(period, ())]
    silent = [period for period in chain if not samples.get(period)]
    needs = (
        ("samples", len(without_excused(found)), spec.complete.samples),
        (
            "years",
            sum(any(without_excused(samples.get(p, ()))) for p in chain),
            spec.complete.years,
        ),
    )
    asked = [(rule, have, need) for rule, have, need in needs if need is not None]
    short = tuple(Shortfall(r, whole, have, Fraction(n)) for r, have, n in asked if have < n)
    if not asked:
        short = tuple(Shortfall("samples", period, 0, Fraction(1)) for period in silent)
    made = of_period(spec, whole, found, place, as_of, short)
    made = naming_parts(made, spec, place, found) if made.missing else made
    if made.value is not None and silent and spec.kind != "count":
        return replace(made, flags=tuple(dict.fromkeys((*made.flags, "parts_missing"))))
    if short and made.missing:
        named = [p.text("en") for p in silent] or [whole.text("en")]
        return replace(made, missing=tuple(f"{spec.of}@{place} {label}" for label in named))
    return made
