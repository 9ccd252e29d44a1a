"""Compiler of computed classes: tables of limits, bands, rules.

Layer: plan. Input: a Graded of a valid Ruleset. Output: Grading.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from targetcheck.plan.bound import Bound, ChoiceRule, Conditions, PlanCondition
from targetcheck.plan.bound_from_comparison import bound_on, in_unit, scale_of
from targetcheck.plan.derivation_plans import GradedItem, Grading
from targetcheck.plan.indicators.condition_compiler import plan_condition
from targetcheck.plan.indicators.members_inside import members_at
from targetcheck.plan.indicators.statistic_compiler import sampling
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.rounding import Rounding
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.indicators.choice_rules import Branch, result_of
from targetcheck.ruleset.indicators.grading_and_index import (
    ALL,
    Graded,
    GradeTable,
    ItemLimits,
)
from targetcheck.ruleset.indicators.indicator import Measured, of_indicator
from targetcheck.ruleset.ruleset import Ruleset


def grading(
    name: str, spec: Graded, ruleset: Ruleset, tolerance: Fraction, *, unrounded: bool
) -> Grading:
    """Return the plan of a computed class; `unrounded` leaves out the decimals of its table.

    `tolerance` is that of the profile for 左右, as a share.
    """
    scale = scale_of(ruleset.all_indicators()[name].scale, ruleset)
    assert scale is not None
    worst = len(scale.grades) - 1
    table = ruleset.all_tables().get(spec.table or "")
    if table is not None:
        return _by_table(spec, table, worst, ruleset, tolerance, unrounded)
    if spec.of is not None and any(band.moving() or band.end for band in spec.bands):
        return _by_moving_bands(spec, worst, ruleset, tolerance)
    if spec.of is not None:
        source = of_indicator(ruleset.all_indicators()[spec.of])
        item = GradedItem(spec.of, _bands(spec, source, ruleset, tolerance))
        return Grading("worst_item", (item,), (spec.of,), worst, decides=spec.decides)
    if spec.rules:
        return _by_rules(spec, scale, worst, ruleset, tolerance)
    names = spec.worst_of or spec.two_worst
    items = tuple(GradedItem(each, ()) for each in names)
    kind: Literal["worst_of", "two_worst"] = "worst_of" if spec.worst_of else "two_worst"
    return Grading(kind, items, names, worst, decides=spec.decides, complete=spec.complete)


def chosen_items(spec: Graded, table: GradeTable) -> tuple[str, ...]:
    """Return the items to grade: those named, or all items with limits in the table."""
    named = spec.items or tuple(table.items)
    left = _resolved(spec.leaving_out, table)
    return tuple(
        name
        for name in _resolved(named, table)
        if name not in left and name in table.items and limits_of(table.items[name], spec.water)
    )


def limits_of(
    item: ItemLimits, water: str | None
) -> tuple[tuple[str, tuple[Quantity | Grade, ...]], ...]:
    """Return (comparison, limits by class) of an item for a kind of water; () if it has none."""
    found = []
    for key in ("at_most", "at_least"):
        variants = getattr(item, key)
        if variants:
            amounts = variants.get(water or ALL) or variants.get(ALL)
            found += [(key, amounts)] if amounts else []
    if item.between is not None:
        found.append(("between", item.between))
    return tuple(found)


def _resolved(names: tuple[str, ...], table: GradeTable) -> tuple[str, ...]:
    each = (name for written in names for name in table.sets.get(written, (written,)))
    return tuple(dict.fromkeys(each))


def _by_table(
    spec: Graded,
    table: GradeTable,
    worst: int,
    ruleset: Ruleset,
    tolerance: Fraction,
    unrounded: bool,
) -> Grading:
    indicators = ruleset.all_indicators()
    items = []
    for name in chosen_items(spec, table):
        limits, unit = table.items[name], of_indicator(indicators[name]).unit
        keep = Rounding(limits.decimals, keep_one=table.keep_one_figure)
        average = spec.average
        items.append(
            GradedItem(
                name,
                _item_bounds(limits, spec.water, unit, worst),
                keep if limits.decimals is not None and not unrounded else None,
                replace(sampling(name, average, ruleset, tolerance), of=name) if average else None,
                _otherwise(limits, scale_of(table.scale, ruleset), ruleset, tolerance),
            )
        )
    names = tuple(item.indicator for item in items)
    required = _resolved(spec.required, table) if spec.required else names
    return Grading(
        "worst_item",
        tuple(items),
        tuple(name for name in required if name in names),
        worst,
        table.start,
        spec.decides,
        across=members_at(spec.across, ruleset) if spec.across else None,
    )


def _by_rules(
    spec: Graded, scale: Scale, worst: int, ruleset: Ruleset, tolerance: Fraction
) -> Grading:
    rules = []
    for number, rule in enumerate(spec.rules):
        grade = result_of(rule, "grade")
        rank = number if grade is None else scale.rank(str(grade))
        rules.append(ChoiceRule(conditions_of(rule, ruleset, tolerance), Fraction(rank)))
    rest = worst if spec.rest is None else scale.rank(spec.rest)
    rules.append(ChoiceRule(Conditions(()), Fraction(rest)))
    names = tuple(dict.fromkeys(name for rule in rules for name in rule.conditions.names()))
    items = tuple(GradedItem(name, ()) for name in names)
    return Grading("rules", items, names, worst, decides=spec.decides, rules=tuple(rules))


def _by_moving_bands(spec: Graded, worst: int, ruleset: Ruleset, tolerance: Fraction) -> Grading:
    """Return bands with a limit that is a value as rules, one for each grade but the worst."""
    assert spec.of is not None
    rules = [
        ChoiceRule(Conditions((plan_condition(spec.of, band, ruleset, tolerance),)), Fraction(rank))
        for rank, band in enumerate(spec.bands)
    ]
    rules.append(ChoiceRule(Conditions(()), Fraction(worst)))
    items = (GradedItem(spec.of, ()),)
    return Grading("rules", items, (spec.of,), worst, decides=spec.decides, rules=tuple(rules))


def conditions_of(rule: Branch, ruleset: Ruleset, tolerance: Fraction) -> Conditions:
    """Return the conditions of a rule with their bounds."""
    each = tuple(
        plan_condition(name, compare, ruleset, tolerance)
        for name, compare in rule.items()
        if isinstance(compare, Compare)
    )
    either, also = (
        tuple(conditions_of(branch, ruleset, tolerance) for branch in entry)
        if isinstance(entry, tuple)
        else ()
        for entry in (rule.get("any"), rule.get("all"))
    )
    return Conditions(each, either, also)


def _otherwise(
    limits: ItemLimits, scale: Scale | None, ruleset: Ruleset, tolerance: Fraction
) -> tuple[tuple[int, tuple[PlanCondition, ...]], ...]:
    assert scale is not None
    return tuple(
        (
            scale.rank(grade),
            tuple(plan_condition(name, c, ruleset, tolerance) for name, c in conditions.items()),
        )
        for grade, conditions in limits.otherwise.items()
    )


def _item_bounds(
    item: ItemLimits, water: str | None, unit: Unit | None, worst: int
) -> tuple[Bound, ...]:
    bounds = [Bound()] * worst
    for key, amounts in limits_of(item, water):
        values = [in_unit(a, unit) for a in amounts if isinstance(a, Quantity)]
        if key == "between":
            bounds = [Bound(values[0], values[1])] * worst
        elif key == "at_most":
            bounds = [replace(b, high=v) for b, v in zip(bounds, values, strict=True)]
        else:
            bounds = [replace(b, low=v) for b, v in zip(bounds, values, strict=True)]
    return tuple(bounds)


def _bands(
    spec: Graded, source: Measured, ruleset: Ruleset, tolerance: Fraction
) -> tuple[Bound, ...]:
    """Return the bands of a scale; on a four-colour scale the mid-point separates bands 2 and 3."""
    if spec.thresholds is None:
        return tuple(bound_on(band, source, ruleset, tolerance) for band in spec.bands)
    best, worst = (in_unit(a, source.unit) for a in spec.thresholds if isinstance(a, Quantity))
    edges = (best, (best + worst) / 2, worst)
    return tuple(Bound(low=e) if best > worst else Bound(high=e) for e in edges)
