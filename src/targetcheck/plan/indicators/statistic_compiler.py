"""Compiler of statistics of samples.

Layer: plan. Input: a Statistic of a valid Ruleset. Output: Sampling.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from targetcheck.plan.bound import DatedBound
from targetcheck.plan.bound_compiler import bound_of
from targetcheck.plan.indicator_plan import (
    Excluded,
    Sampling,
)
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.rounding import Rounding
from targetcheck.quantities.unit import Unit, factor
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import NUMBER
from targetcheck.ruleset.indicators.indicator import (
    LimitEntry,
    Measured,
    of_indicator,
)
from targetcheck.ruleset.indicators.statistic import RoundTo, Statistic
from targetcheck.ruleset.ruleset import Ruleset

_EVER = date.min


def rounding(spec: RoundTo | None) -> Rounding | None:
    """Return the plan of a declared rounding."""
    if spec is None:
        return None
    to = Fraction(spec.to) if spec.to is not None else None
    return Rounding(spec.decimals, spec.significant, spec.rule, to=to)


def sampling(name: str, spec: Statistic, ruleset: Ruleset) -> Sampling:
    """Return the plan of a statistic; `name` is the id of the indicator that declares it."""
    of = spec.of or name
    samples = of_indicator(ruleset.all_indicators()[of])
    own = of_indicator(ruleset.all_indicators()[name])
    counted = spec.kind in ("exceedance_count", "exceedance_share")
    return Sampling(
        kind=spec.kind,
        of=of,
        over=spec.over,
        complete=spec.complete,
        p=Fraction(spec.p) / 100 if spec.p is not None else None,
        n=spec.n,
        years=spec.years,
        exceeds=_counted(spec, samples, ruleset),
        outside=spec.limit is not None,
        excluded=tuple(Excluded(e.start, e.until, e.reason) for e in spec.exclude),
        rounding=rounding(spec.round),
        of_samples=rounding(spec.round_samples),
        ranked=spec.ranked,
        non_detect=spec.non_detect,
        per_unit=Fraction(1) if counted else per_unit_of(samples.unit, own.unit),
        ph=samples.unit is not None and samples.unit.name == "pH",
    )


def _counted(spec: Statistic, samples: Measured, ruleset: Ruleset) -> tuple[DatedBound, ...]:
    scale = scale_of(samples.scale, ruleset)
    if spec.exceeds is not None:
        return (DatedBound(_EVER, bound_of(spec.exceeds, samples.unit, scale)),)
    limit = ruleset.all_limits().get(spec.limit or "")
    if limit is None:
        return ()
    return tuple(
        DatedBound(entry.start, bound_of(entry, samples.unit, scale) if _has(entry) else None)
        for entry in sorted(limit.entries, key=lambda entry: entry.start)
    )


def scale_of(name: str | None, ruleset: Ruleset) -> Scale | None:
    """Return a scale by its id, or None."""
    spec = ruleset.all_scales().get(name or "")
    return Scale(name or "", spec.grades, spec.aliases) if spec else None


def per_unit_of(samples: Unit | None, own: Unit | None) -> Fraction:
    """Return the factor from the unit of the samples to that of the indicator."""
    if samples is None or own is None or NUMBER in (samples, own):
        return Fraction(1)
    return factor(samples, own)


def _has(entry: LimitEntry | Compare) -> bool:
    return any(
        getattr(entry, n, None) is not None for n in ("at_least", "at_most", "above", "below")
    )
