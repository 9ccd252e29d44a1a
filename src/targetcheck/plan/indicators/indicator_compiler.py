"""Compiler of derived indicators: statistics, computed classes, indices, members and changes.

Layer: plan. Input: a valid Ruleset. Output: Sampling, Grading, IndexPlan, MembersPlan and
ChangePlan, with unit factors and sets of places resolved; the engine derives points from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.bound import ReferencePlan, StatedPlan
from targetcheck.plan.bound_from_comparison import in_unit, per_unit_of
from targetcheck.plan.indicators.condition_compiler import plan_condition
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.unit import factor, find_unit
from targetcheck.ruleset.fields.plain_values import is_relative
from targetcheck.ruleset.indicators.indicator import (
    ChangeOf,
    Indicator,
    Members,
    of_indicator,
)
from targetcheck.ruleset.profile import Profile
from targetcheck.ruleset.ruleset import Ruleset

if TYPE_CHECKING:
    from targetcheck.plan import derivation_plans
    from targetcheck.plan.indicators import (
        grading_compiler,
        members_inside,
        reference_compiler,
        statistic_compiler,
        steps_compiler,
    )
    from targetcheck.ruleset.indicators.grading_and_index import Index
else:
    grading_compiler = on_first_use("targetcheck.plan.indicators.grading_compiler")
    members_inside = on_first_use("targetcheck.plan.indicators.members_inside")
    reference_compiler = on_first_use("targetcheck.plan.indicators.reference_compiler")
    statistic_compiler = on_first_use("targetcheck.plan.indicators.statistic_compiler")
    steps_compiler = on_first_use("targetcheck.plan.indicators.steps_compiler")
    derivation_plans = on_first_use("targetcheck.plan.derivation_plans")


@dataclass(frozen=True, slots=True)
class Derivations:
    """How the values of an indicator are derived; at most one field is set."""

    sampling: derivation_plans.Sampling | None = None
    grading: derivation_plans.Grading | None = None
    index: derivation_plans.IndexPlan | None = None
    members: derivation_plans.MembersPlan | None = None
    change: derivation_plans.ChangePlan | None = None
    parts: derivation_plans.PartsPlan | None = None
    steps: derivation_plans.StepsPlan | None = None
    reference: ReferencePlan | None = None
    stated: StatedPlan | None = None


REPORTED = Derivations()
_settings = attrgetter(
    "statistic", "graded", "index", "members", "change", "steps", "reference", "stated"
)


def derivations(name: str, indicator: Indicator, ruleset: Ruleset, profile: Profile) -> Derivations:
    """Return how the values of an indicator are derived; a profile may set its own statistic."""
    if name not in profile.statistics and not any(_settings(indicator)):
        return REPORTED
    statistic = profile.statistics.get(name) or indicator.statistic
    tolerance = profile.tolerance_share
    own = of_indicator(indicator)
    over_time = statistic is not None and not statistic.listed and statistic.across is None
    unrounded = indicator.judge.compare == "full" or profile.tables == "full"
    graded, members, steps = indicator.graded, indicator.members, indicator.steps
    return Derivations(
        statistic_compiler.sampling(name, statistic, ruleset, tolerance)
        if statistic and over_time
        else None,
        grading_compiler.grading(name, graded, ruleset, tolerance, unrounded=unrounded)
        if graded
        else None,
        index_plan(indicator, indicator.index, ruleset) if indicator.index else None,
        members_plan(indicator, members, ruleset, tolerance) if members else None,
        change_plan(indicator, indicator.change, ruleset) if indicator.change else None,
        statistic_compiler.parts_plan(name, statistic, ruleset, tolerance)
        if statistic and not over_time
        else None,
        steps_compiler.steps_plan(indicator, steps, ruleset, tolerance) if steps else None,
        reference_compiler.reference_plan(indicator.reference, own, ruleset)
        if indicator.reference
        else None,
        reference_compiler.stated_plan(indicator.stated, own, ruleset)
        if indicator.stated
        else None,
    )


def members_plan(
    indicator: Indicator, spec: Members, ruleset: Ruleset, tolerance: Fraction
) -> derivation_plans.MembersPlan:
    """Return the plan of a share or number of members, with the members of every place."""
    own = of_indicator(indicator)
    share = own.nature == "share"
    return derivation_plans.MembersPlan(
        share,
        tuple(plan_condition(name, c, ruleset, tolerance) for name, c in spec.where.items()),
        members_inside.members_at(spec.across, ruleset),
        PlaceTree(ruleset).from_data(spec.across),
        factor(find_unit("percent"), own.unit) if share and own.unit else Fraction(1),
    )


def change_plan(
    indicator: Indicator, spec: ChangeOf, ruleset: Ruleset
) -> derivation_plans.ChangePlan:
    """Return the plan of a change, with the factor into its own unit."""
    source, own = of_indicator(ruleset.all_indicators()[spec.of]), of_indicator(indicator)
    per_unit = Fraction(1)
    if spec.relative and own.unit is not None:
        per_unit = factor(find_unit("percent"), own.unit)
    elif source.unit is not None and own.unit is not None and source.unit.kind == "share":
        per_unit = source.unit.factor * 100 / own.unit.factor
    elif source.scale is None:
        per_unit = per_unit_of(source.unit, own.unit)
    base = None if is_relative(spec.since) else parse_period(spec.since).period
    return derivation_plans.ChangePlan(
        spec.of, spec.since, base, spec.relative, source.nature == "class", per_unit, spec.yearly
    )


def index_plan(indicator: Indicator, spec: Index, ruleset: Ruleset) -> derivation_plans.IndexPlan:
    """Return the plan of an index, with break points in the units of value and index."""
    unit, own = of_indicator(ruleset.all_indicators()[spec.of]).unit, of_indicator(indicator).unit
    lines = tuple(
        derivation_plans.BrokenLine(
            entry.start,
            tuple(
                (in_unit(x, unit), in_unit(y, own))
                for x, y in entry.through
                if isinstance(x, Quantity) and isinstance(y, Quantity)
            ),
        )
        for entry in sorted(spec.entries, key=lambda entry: entry.start)
    )
    return derivation_plans.IndexPlan(spec.of, lines, statistic_compiler.rounding(spec.round))
