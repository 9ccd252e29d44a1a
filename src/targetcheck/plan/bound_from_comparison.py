"""Compiler from comparisons to bounds: exact intervals in the unit of the measure.

Layer: plan. Input: Comparison, unit of the measure. Output: Bound. The bound is converted to the
unit of the measure, never the reported value, so a value equal to the limit compares as equal.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import ChangeKind
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.unit import Unit, factor
from targetcheck.ruleset.fields.plain_values import COMPARISONS, NUMBER, Grade

if TYPE_CHECKING:
    from targetcheck.ruleset.comparison import Change, Compare
    from targetcheck.ruleset.indicators.indicator import LimitEntry, Measured
    from targetcheck.ruleset.ruleset import Ruleset

ONE = Fraction(1)


def in_unit(amount: Quantity, unit: Unit | None) -> Fraction:
    """Return an amount in the unit of the measure, exactly."""
    if unit is None or amount.unit is unit or amount.unit is NUMBER or unit is NUMBER:
        return amount.value
    if amount.unit.kind == "point" and unit.kind == "share":
        return amount.value * amount.unit.factor * Fraction(1, 100) / unit.factor
    return amount.value * factor(amount.unit, unit)


def bound_of(
    compare: Compare | LimitEntry,
    unit: Unit | None,
    scale: Scale | None,
    *,
    upward: bool = True,
    tolerance: Fraction = Fraction(0),
) -> Bound:
    """Return the bound that a comparison sets.

    `upward`: higher is better. 左右 then accepts a value that falls short of the amount by at most
    `tolerance` (a share of the amount); otherwise it accepts one that exceeds it by at most that.
    """
    end: Literal["", "lower", "upper"] = getattr(compare, "end", None) or ""
    if scale is not None:
        return _grades(compare, scale)
    low = high = None
    written: list[Quantity] = []
    for name in COMPARISONS:
        amount = getattr(compare, name, None)
        if amount is None:
            continue
        amounts = amount if isinstance(amount, tuple) else (amount,)
        written += [a for a in amounts if isinstance(a, Quantity)]
        values = [in_unit(a, unit) for a in amounts if isinstance(a, Quantity)]
        if name in ("at_least", "above", "equals", "between"):
            low = values[0]
        if name in ("at_most", "below", "equals", "between"):
            high = values[-1]
        if name == "about":
            low = values[0] * (1 - tolerance) if upward else None
            high = None if upward else values[0] * (1 + tolerance)
    return Bound(
        low,
        high,
        low_open=compare.above is not None,
        high_open=compare.below is not None,
        digits=max((q.digits for q in written), default=0),
        per_unit=_worth(written[0].unit, unit) if written else ONE,
        end=end,
    )


def _worth(written: Unit, unit: Unit | None) -> Fraction:
    return ONE if written is unit else in_unit(Quantity(ONE, written, "", 0), unit)


def _grades(compare: Compare | LimitEntry, scale: Scale) -> Bound:
    """Return the ranks that satisfy a comparison; 以上 means this grade or a better (lower) rank."""

    def rank(amount: object) -> Fraction | None:
        return Fraction(scale.rank(str(amount))) if isinstance(amount, Quantity | Grade) else None

    if (here := rank(getattr(compare, "equals", None))) is not None:
        return Bound(here, here)
    if between := getattr(compare, "between", None):
        ends = sorted(r for r in map(rank, between) if r is not None)
        return Bound(ends[0], ends[-1])
    return Bound(
        low=rank(compare.at_most) if compare.at_most is not None else rank(compare.below),
        high=rank(compare.at_least) if compare.at_least is not None else rank(compare.above),
        low_open=compare.below is not None,
        high_open=compare.above is not None,
    )


def change_kind(change: Change, unit: Unit | None) -> ChangeKind:
    """Return the kind of a change: `relative` to its baseline, `points`, or `absolute`."""
    amount = next(a for a in (getattr(change, n) for n in change.given()) if a is not None)
    amount = amount[0] if isinstance(amount, tuple) else amount
    if isinstance(amount, Quantity) and amount.unit.kind == "point":
        return "points"
    of_share = unit is not None and unit.kind == "share"
    return "relative" if change.in_percent(of_share) else "absolute"


def change_bound(change: Change, kind: ChangeKind, unit: Unit | None) -> Bound:
    """Return the bound on the change itself: a share for `relative`, else in the measure's unit."""
    if kind != "relative":
        return bound_of(change, unit, None)
    share = bound_of(change, Unit("one", "share", "share", Fraction(1), "", ""), None)
    return replace(share, digits=None)


def apply_change(bound: Bound, kind: ChangeKind, downward: bool, base: Fraction) -> Bound:
    """Return the bound on the value that a bound on the change implies, given the baseline value.

    rise: value = base·(1 + x) or base + x; fall: value = base·(1 − x) or base − x. A negative
    baseline would reverse the direction of a relative change; callers refuse it. The bound is in
    the unit of the measure and has no `digits`, since those of the change do not apply to the
    value.
    """

    def at(edge: Fraction | None) -> Fraction | None:
        if edge is None:
            return None
        signed = -edge if downward else edge
        return base * (1 + signed) if kind == "relative" else base + signed

    low, high = at(bound.low), at(bound.high)
    if not downward:
        return Bound(low, high, bound.low_open, bound.high_open, digits=None)
    return Bound(high, low, bound.high_open, bound.low_open, digits=None)


def bound_on(compare: Compare, measured: Measured, ruleset: Ruleset, tolerance: Fraction) -> Bound:
    """Return the bound that a comparison sets on a measure, in its unit and its direction."""
    scale, upward = scale_of(measured.scale, ruleset), measured.better == "higher"
    return bound_of(compare, measured.unit, scale, upward=upward, tolerance=tolerance)


def scale_of(name: str | None, ruleset: Ruleset) -> Scale | None:
    """Return a scale by its id, or None."""
    spec = ruleset.all_scales().get(name or "")
    return spec.scale(name or "") if spec else None


def per_unit_of(samples: Unit | None, own: Unit | None) -> Fraction:
    """Return the factor from the unit of the samples to that of the indicator."""
    if samples is None or own is None or NUMBER in (samples, own):
        return Fraction(1)
    return factor(samples, own)
