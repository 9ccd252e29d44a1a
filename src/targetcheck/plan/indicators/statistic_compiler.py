"""Compiler of statistics: over time, over places, over indicators.

Layer: plan. Input: a Statistic of a valid Ruleset. Output: Sampling or PartsPlan.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from targetcheck.plan.bound import DatedBound, MovingBound
from targetcheck.plan.bound_from_comparison import bound_of, bound_on, per_unit_of, scale_of
from targetcheck.plan.derivation_plans import Excluded, PartsPlan, Sampling
from targetcheck.plan.indicators.condition_compiler import moving_bound
from targetcheck.plan.indicators.members_inside import members_at
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.quantities.rounding import Rounding
from targetcheck.quantities.unit import factor, find_unit
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.plain_values import window_of
from targetcheck.ruleset.indicators.indicator import (
    LimitEntry,
    Measured,
    of_indicator,
)
from targetcheck.ruleset.indicators.statistic import COUNTED, WINDOWED, RoundTo, Statistic
from targetcheck.ruleset.ruleset import Ruleset

_EVER = date.min


def rounding(spec: RoundTo | None) -> Rounding | None:
    """Return the plan of a declared rounding."""
    if spec is None:
        return None
    to = Fraction(spec.to) if spec.to is not None else None
    return Rounding(spec.decimals, spec.significant, spec.rule, to=to)


def sampling(name: str, spec: Statistic, ruleset: Ruleset, tolerance: Fraction) -> Sampling:
    """Return the plan of a statistic over time; `name` is the id of the indicator that declares it."""
    of = spec.source or name
    samples = of_indicator(ruleset.all_indicators()[of])
    own = of_indicator(ruleset.all_indicators()[name])
    over = spec.span or "year"
    return Sampling(
        kind=spec.kind,
        of=of,
        over=over,
        complete=spec.complete,
        p=Fraction(spec.p) / 100 if spec.p is not None else None,
        n=spec.n,
        years=spec.years,
        exceeds=_counted(spec, samples, ruleset, tolerance),
        moving=_moving(spec, samples, ruleset),
        outside=spec.limit is not None,
        excluded=tuple(Excluded(e.start, e.until, e.reason) for e in spec.exclude),
        rounding=rounding(spec.round),
        of_samples=rounding(spec.round_samples),
        ranked=spec.ranked,
        non_detect=spec.non_detect,
        non_detect_decides=spec.non_detect_decides,
        per_unit=_factor(spec, samples, own),
        ph=samples.unit is not None and samples.unit.name == "pH",
        window=window_of(over),
        same=spec.same,
        pools=_pools(spec, samples),
        season=(spec.season.start, spec.season.until) if spec.season is not None else None,
    )


def _pools(spec: Statistic, samples: Measured) -> bool:
    """Return whether a window may be of samples: a flow has totals, a run and a change need steps."""
    window = window_of(spec.over or "")
    steps = spec.kind in WINDOWED or spec.same is not None
    return window is not None and window.unit != "report" and not steps and samples.nature != "flow"


def parts_plan(name: str, spec: Statistic, ruleset: Ruleset, tolerance: Fraction) -> PartsPlan:
    """Return the plan of a statistic over indicators or over places."""
    indicators = ruleset.all_indicators()
    own = of_indicator(indicators[name])
    parts = spec.listed or (spec.source or name,)
    measured = {part: of_indicator(indicators[part]) for part in parts}
    over_time = replace_round(spec) if spec.over is not None else None
    first = sampling(name, over_time, ruleset, tolerance) if over_time is not None else None
    plain = {part: Fraction(1) for part in parts}
    return PartsPlan(
        kind=spec.kind,
        parts=parts,
        per_unit=plain if first else {p: _factor(spec, m, own) for p, m in measured.items()},
        complete=spec.complete,
        at=members_at(spec.across, ruleset) if spec.across else None,
        from_data=spec.across is not None and PlaceTree(ruleset).from_data(spec.across),
        sampling=first,
        weights={part: Fraction(w) for part, w in spec.weights.items()}
        if isinstance(spec.weights, dict)
        else None,
        weigh_by=spec.weights if isinstance(spec.weights, str) else None,
        p=Fraction(spec.p) / 100 if spec.p is not None else None,
        n=spec.n,
        exceeds={part: _counted(spec, m, ruleset, tolerance) for part, m in measured.items()}
        if spec.kind in COUNTED
        else None,
        moving=_moving_parts(spec, measured, ruleset),
        outside=spec.limit is not None,
        rounding=rounding(spec.round),
        of_samples=None if first else rounding(spec.round_samples),
        ranked=spec.ranked,
        non_detect=spec.non_detect,
        non_detect_decides=spec.non_detect_decides,
        ph=all(m.unit is not None and m.unit.name == "pH" for m in measured.values()),
    )


def replace_round(spec: Statistic) -> Statistic:
    """Return a statistic without its rounding, which applies after the last stage."""
    return spec.model_copy(update={"round": None})


def _factor(spec: Statistic, samples: Measured, own: Measured) -> Fraction:
    """Return the factor of a value, or of a share in percent, into the unit of the indicator."""
    if spec.kind == "exceedance_share":
        return factor(find_unit("percent"), own.unit) if own.unit else Fraction(1)
    if spec.kind in ("exceedance_count", "count", "run"):
        return Fraction(1)
    return per_unit_of(samples.unit, own.unit)


def _counted(
    spec: Statistic, samples: Measured, ruleset: Ruleset, tolerance: Fraction
) -> tuple[DatedBound, ...]:
    if spec.kind not in COUNTED:
        return ()
    if spec.exceeds is not None and spec.exceeds.moving():
        return ()
    if spec.exceeds is not None:
        return (DatedBound(_EVER, bound_on(spec.exceeds, samples, ruleset, tolerance)),)
    scale = scale_of(samples.scale, ruleset)
    limit = ruleset.all_limits().get(spec.limit or "")
    if limit is None:
        return ()
    return tuple(
        DatedBound(entry.start, bound_of(entry, samples.unit, scale) if _has(entry) else None)
        for entry in sorted(limit.entries, key=lambda entry: entry.start)
    )


def _moving(spec: Statistic, samples: Measured, ruleset: Ruleset) -> MovingBound | None:
    """Return the bound of values to count, if an end of it is a value; None if it is fixed."""
    return None if spec.exceeds is None else moving_bound(spec.exceeds, samples, ruleset)


def _moving_parts(
    spec: Statistic, measured: dict[str, Measured], ruleset: Ruleset
) -> dict[str, MovingBound] | None:
    """Return the moving bound of each part; None if there is none."""
    found = {part: _moving(spec, m, ruleset) for part, m in measured.items()}
    return {part: bound for part, bound in found.items() if bound is not None} or None


def _has(entry: LimitEntry | Compare) -> bool:
    return any(
        getattr(entry, n, None) is not None for n in ("at_least", "at_most", "above", "below")
    )
