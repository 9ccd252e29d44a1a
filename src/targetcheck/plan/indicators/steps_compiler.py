"""Compiler of steps: bands, values by grade, rules and two-way tables become rules in order.

Layer: plan. Input: Steps of a valid Ruleset. Output: StepsPlan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from targetcheck.plan.bound import ChoiceRule, Conditions
from targetcheck.plan.bound_from_comparison import in_unit
from targetcheck.plan.derivation_plans import StepsPlan
from targetcheck.plan.indicators.condition_compiler import plan_condition
from targetcheck.plan.indicators.grading_compiler import conditions_of
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.indicators.choice_rules import Steps, step_values
from targetcheck.ruleset.indicators.indicator import Indicator, of_indicator
from targetcheck.ruleset.ruleset import Ruleset


def steps_plan(
    indicator: Indicator, spec: Steps, ruleset: Ruleset, tolerance: Fraction
) -> StepsPlan:
    """Return the rules of an indicator in the order of evaluation, with values in its unit."""
    unit = of_indicator(indicator).unit
    values = [in_unit(a, unit) for _, a in step_values(spec) if isinstance(a, Quantity)]
    conditions = _conditions(spec, ruleset, tolerance)
    rules = tuple(ChoiceRule(c, v) for c, v in zip(conditions, values, strict=True))
    names = dict.fromkeys(name for rule in rules for name in rule.conditions.names())
    return StepsPlan(rules, tuple(names))


def _conditions(spec: Steps, ruleset: Ruleset, tolerance: Fraction) -> Iterator[Conditions]:
    """Yield the conditions of each value; of a table row by row.

    The condition of an empty band is that the value is known.
    """
    if spec.rules:
        yield from (conditions_of(rule, ruleset, tolerance) for rule in spec.rules)
    elif spec.rows is not None and spec.columns is not None:
        for row in spec.rows.bands:
            for column in spec.columns.bands:
                sides = ((spec.rows.of, row), (spec.columns.of, column))
                yield Conditions(
                    tuple(plan_condition(of, band, ruleset, tolerance) for of, band in sides)
                )
    elif spec.of is not None:
        grades: Sequence[str] = tuple(spec.values) if isinstance(spec.values, dict) else ()
        bands: Sequence[Compare] = spec.bands or tuple(
            Compare(equals=Grade(grade)) for grade in grades
        )
        yield from (
            Conditions((plan_condition(spec.of, band, ruleset, tolerance),)) for band in bands
        )
