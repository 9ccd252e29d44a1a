"""Statistics over parts: values of several indicators, or of the members of a place, in one period.

Layer: kernel. Input: a PartsPlan and the parts of one meeting. Output: a value, or the interval that
the parts without a value leave open.

    complete not asked      every part is required; the ends of the interval are the statistic of the
                            lower and of the upper ends of the parts
    complete reached        parts without a value are left out, and so are their weights
    complete not reached    no value

A weight that is unknown makes its part unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Point
from targetcheck.kernel.statistics.exceedance import has_limit, is_counted
from targetcheck.kernel.statistics.mean_and_percentile import End, of_kind
from targetcheck.kernel.statistics.samples import stood_for
from targetcheck.plan.derivation_plans import PartsPlan
from targetcheck.quantities.quantity import Quantity

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators.statistic import Complete

Ends = tuple[Fraction | None, Fraction | None]
_OPEN: Ends = (None, None)


@dataclass(frozen=True, slots=True)
class PartValue:
    """A part: its value or interval in the unit of the statistic, and its weight if there are any.

    `counted`: whether it satisfies the condition of an exceedance; None if that is undecided.
    """

    point: Point | None
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    weight: Fraction | None = None
    weighed: bool = True
    counted: bool | None = None
    valid: bool = True

    @property
    def known(self) -> bool:
        """Whether the part has a value and, if it needs one, a weight."""
        return self.value is not None and self.weighed


def part_value(
    spec: PartsPlan, indicator: str, point: Point | None, ends: Ends, weight: Fraction | None
) -> PartValue:
    """Return a part; `ends`: its interval by its point or its nature, in its own unit."""
    factor = spec.per_unit[indicator]
    value = None
    if point is not None and not point.partial:
        value = point.value if point.value is not None else stood_for(point, spec.non_detect)
    low, high = (value, value) if value is not None else ends
    value, low, high = (_read(spec, factor, end) for end in (value, low, high))
    bounds = (spec.exceeds or {}).get(indicator, ())
    counted = None
    if point is not None and not point.partial and (bounds or point.against is not None):
        counted = is_counted(point, bounds, outside=spec.outside)
    weights = spec.weights is not None or spec.weigh_by is not None
    limited = point is not None and (bool(bounds) or point.against is not None)
    valid = point is None or not limited or has_limit(point, bounds)
    weighed = weight is not None or not weights
    return PartValue(point, value, low, high, weight, weighed, counted, valid)


def in_unit_of(spec: PartsPlan, indicator: str, point: Point) -> Point:
    """Return a part with the ends that its non-detects leave open, in the unit of the statistic."""
    factor = spec.per_unit[indicator]
    low, high = (None if e is None else e * factor for e in (point.low, point.high))
    made = point.substituted.scaled(factor) if point.substituted is not None else None
    return replace(point, low=low, high=high, substituted=made)


def _read(spec: PartsPlan, factor: Fraction, end: Fraction | None) -> Fraction | None:
    """Return a value or an end, rounded as a sample is, in the unit of the statistic."""
    if end is None:
        return None
    return (spec.of_samples.of(end) if spec.of_samples is not None else end) * factor


def unknown(point: Point) -> bool:
    """Return whether a part is silent; a value below or above a limit is not."""
    return point.partial or (point.value is None and point.reason != "censored")


def enough(complete: Complete, have: int, parts: int) -> tuple[bool, Fraction]:
    """Return whether so many parts suffice, and how many are required."""
    rule = complete.parts
    if isinstance(rule, Quantity):
        need = rule.value * rule.unit.factor * parts
    else:
        need = Fraction(rule if isinstance(rule, int) else parts)
    return have >= need, need


def exact(spec: PartsPlan, parts: Sequence[PartValue]) -> Fraction | None:
    """Return the statistic of known parts, before its rounding; None if it has too few."""
    if spec.exceeds is not None:
        low, high = counted_ends(spec, parts)
        return low if low == high else None
    found = of_kind(spec, [p.value for p in parts if p.value is not None], _weights(spec, parts))
    return found if isinstance(found, Fraction) else None


def open_ends(spec: PartsPlan, parts: Sequence[PartValue]) -> Ends:
    """Return the interval of a statistic of which a part or a weight is unknown."""
    if spec.exceeds is not None:
        return counted_ends(spec, parts)
    lows: list[End] = [-inf if p.low is None else p.low for p in parts]
    highs: list[End] = [inf if p.high is None else p.high for p in parts]
    if any(not p.weighed for p in parts):
        # A weighted mean lies among its values, whatever the weights are.
        return (_end(min(lows)), _end(max(highs))) if spec.kind == "mean" else _OPEN
    weights = _weights(spec, parts)
    if spec.kind == "variance":
        return _OPEN
    return _end(of_kind(spec, lows, weights)), _end(of_kind(spec, highs, weights))


def counted_ends(spec: PartsPlan, parts: Sequence[PartValue]) -> Ends:
    """Return the least and the greatest number, or share, of parts that satisfy the condition."""
    valid = [p for p in parts if p.valid]
    share = spec.kind == "exceedance_share"
    if share and (not valid or any(not p.weighed for p in valid)):
        return (Fraction(0), 100 * _per(spec)) if valid else _OPEN
    each = [p.weight if p.weight is not None else Fraction(1) for p in valid]
    pairs = list(zip(valid, each, strict=True))
    low = sum((w for p, w in pairs if p.counted), Fraction(0))
    high = low + sum((w for p, w in pairs if p.counted is None), Fraction(0))
    scale = 100 * _per(spec) / sum(each, Fraction(0)) if share else Fraction(1)
    return low * scale, high * scale


def _per(spec: PartsPlan) -> Fraction:
    """Return the factor from percent to the unit of a share; it is that of every part."""
    return next(iter(spec.per_unit.values()))


def _weights(spec: PartsPlan, parts: Sequence[PartValue]) -> list[Fraction] | None:
    if spec.weights is None and spec.weigh_by is None:
        return None
    return [p.weight for p in parts if p.weight is not None]


def _end(end: End | None) -> Fraction | None:
    return end if isinstance(end, Fraction) else None
