"""Compiler of conditions on indicators, and of bounds with an end that is a value.

Layer: plan. Input: a Compare of a valid Ruleset. Output: PlanCondition or MovingBound.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.plan.bound import Bound, MovingBound, PlanCondition, ReferencePlan, StatedPlan
from targetcheck.plan.bound_from_comparison import bound_of, bound_on, in_unit, scale_of
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import Grade, Reference
from targetcheck.ruleset.indicators.indicator import Measured, of_indicator
from targetcheck.ruleset.ruleset import Ruleset

if TYPE_CHECKING:
    from targetcheck.plan.indicators import reference_compiler
else:
    reference_compiler = on_first_use("targetcheck.plan.indicators.reference_compiler")

_LOWER = ("at_least", "above", "equals")
_UPPER = ("at_most", "below", "equals")


def plan_condition(
    name: str, compare: Compare, ruleset: Ruleset, tolerance: Fraction
) -> PlanCondition:
    """Return the plan of a condition on an indicator; `tolerance` is that of the profile for 左右."""
    measured = of_indicator(ruleset.all_indicators()[name])
    moving = moving_bound(compare, measured, ruleset)
    if moving is not None:
        return PlanCondition(name, Bound(), moving)
    return PlanCondition(name, bound_on(compare, measured, ruleset, tolerance))


def moving_bound(compare: Compare, measured: Measured, ruleset: Ruleset) -> MovingBound | None:
    """Return the bound of a comparison with a value from elsewhere; None if its amounts are fixed.

    Ranks of grades count from the best, so at least a grade is at most its rank.
    """
    written = compare.moving()
    if not written:
        return None
    fixed = compare.model_copy(update=dict.fromkeys(written))
    graded = measured.scale is not None
    bound = bound_of(fixed, measured.unit, scale_of(measured.scale, ruleset))
    low = high = None
    for key, amount in written.items():
        end = _end(amount, measured, ruleset)
        low = end if key in (_UPPER if graded else _LOWER) else low
        high = end if key in (_LOWER if graded else _UPPER) else high
    above, below = compare.above is not None, compare.below is not None
    bound = replace(
        bound,
        low_open=below if graded else above,
        high_open=above if graded else below,
        digits=_digits(compare),
        per_unit=_per_unit(compare, measured),
    )
    return MovingBound(bound, low, high)


def _end(
    amount: Reference | dict[str, Quantity | Grade], measured: Measured, ruleset: Ruleset
) -> ReferencePlan | StatedPlan:
    if isinstance(amount, Reference):
        return reference_compiler.reference_plan(amount, measured, ruleset)
    return reference_compiler.stated_plan(amount, measured, ruleset)


def _written(compare: Compare) -> list[Quantity]:
    """Return every amount of a comparison, those by place as well."""
    values = [getattr(compare, name) for name in compare.given()]
    amounts = [a for v in values for a in (v.values() if isinstance(v, dict) else (v,))]
    return [a for a in amounts if isinstance(a, Quantity)]


def _digits(compare: Compare) -> int | None:
    """Return the decimals of the clause; None if a limit is the value of an indicator."""
    if any(isinstance(value, Reference) for value in compare.moving().values()):
        return None
    return max((amount.digits for amount in _written(compare)), default=0)


def _per_unit(compare: Compare, measured: Measured) -> Fraction:
    """Return the factor of the unit of the clause; 1 if it is written in several units."""
    units = [amount.unit for amount in _written(compare)]
    if len({unit.name for unit in units}) != 1 or measured.unit is None:
        return Fraction(1)
    return in_unit(Quantity(Fraction(1), units[0], "", 0), measured.unit)
