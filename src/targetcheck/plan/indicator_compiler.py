"""Compiler of derived indicators: statistics, computed classes, indices, members and changes.

Layer: plan. Input: a valid Ruleset. Output: Sampling, Grading, IndexPlan, MembersPlan and
ChangePlan, with unit factors and sets of places resolved; the engine derives points from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from targetcheck.periods.period_input import parse_period
from targetcheck.plan.bound_compiler import bound_of, in_unit
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.plan import (
    Bound,
    BrokenLine,
    ChangePlan,
    DatedBound,
    Excluded,
    GradedItem,
    Grading,
    IndexPlan,
    MembersPlan,
    PlanCondition,
    Sampling,
)
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.rounding import Rounding
from targetcheck.quantities.unit import Unit, factor, find_unit
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import NUMBER, RELATIVE, Grade
from targetcheck.ruleset.indicators.grading_and_index import (
    ALL,
    Graded,
    GradeTable,
    Index,
    ItemLimits,
)
from targetcheck.ruleset.indicators.indicator import (
    ChangeOf,
    Indicator,
    LimitEntry,
    Measured,
    Members,
    of_indicator,
)
from targetcheck.ruleset.indicators.statistic import RoundTo, Statistic
from targetcheck.ruleset.profile import Profile
from targetcheck.ruleset.ruleset import Ruleset

_EVER = date.min


@dataclass(frozen=True, slots=True)
class Derivations:
    """How the values of an indicator are derived; at most one field is set."""

    sampling: Sampling | None
    grading: Grading | None
    index: IndexPlan | None
    members: MembersPlan | None
    change: ChangePlan | None


def derivations(
    name: str, indicator: Indicator, ruleset: Ruleset, profile: Profile | None = None
) -> Derivations:
    """Return how the values of an indicator are derived; a profile may set its own statistic."""
    statistic = profile.statistics.get(name) if profile is not None else None
    statistic = statistic or indicator.statistic
    return Derivations(
        sampling(name, statistic, ruleset) if statistic else None,
        grading(name, indicator.graded, ruleset) if indicator.graded else None,
        index_plan(indicator, indicator.index, ruleset) if indicator.index else None,
        members_plan(indicator, indicator.members, ruleset) if indicator.members else None,
        change_plan(indicator, indicator.change, ruleset) if indicator.change else None,
    )


def members_plan(indicator: Indicator, spec: Members, ruleset: Ruleset) -> MembersPlan:
    """Return the plan of a share or number of members, with the members of every place."""
    own = of_indicator(indicator)
    share = own.nature == "share"
    return MembersPlan(
        share,
        tuple(PlanCondition(name, _condition(name, c, ruleset)) for name, c in spec.where.items()),
        members_at(spec.across, ruleset),
        PlaceTree(ruleset).from_data(spec.across),
        factor(find_unit("percent"), own.unit) if share and own.unit else Fraction(1),
    )


def members_at(across: str, ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """Return a mapping from place to the members of a group or kind of place inside it."""
    tree = PlaceTree(ruleset)
    found: dict[str, list[str]] = {}
    for member in tree.candidates(across) if tree.from_data(across) else tree.members(across):
        above, steps = tree.places[member].within, 0
        while above in tree.places and steps < 100:
            found.setdefault(above, []).append(member)
            above, steps = tree.places[above].within, steps + 1
    return {place: tuple(members) for place, members in found.items()}


def change_plan(indicator: Indicator, spec: ChangeOf, ruleset: Ruleset) -> ChangePlan:
    """Return the plan of a change, with the factor into its own unit."""
    source, own = of_indicator(ruleset.all_indicators()[spec.of]), of_indicator(indicator)
    per_unit = Fraction(1)
    if spec.relative and own.unit is not None:
        per_unit = factor(find_unit("percent"), own.unit)
    elif source.unit is not None and own.unit is not None and source.unit.kind == "share":
        per_unit = source.unit.factor * 100 / own.unit.factor
    elif source.scale is None:
        per_unit = _per_unit(source.unit, own.unit)
    base = None if spec.since in RELATIVE else parse_period(spec.since).period
    return ChangePlan(
        spec.of, spec.since, base, spec.relative, source.nature == "class", per_unit, spec.yearly
    )


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
        per_unit=Fraction(1) if counted else _per_unit(samples.unit, own.unit),
        ph=samples.unit is not None and samples.unit.name == "pH",
    )


def _counted(spec: Statistic, samples: Measured, ruleset: Ruleset) -> tuple[DatedBound, ...]:
    scale = _scale(samples.scale, ruleset)
    if spec.exceeds is not None:
        return (DatedBound(_EVER, bound_of(spec.exceeds, samples.unit, scale)),)
    limit = ruleset.all_limits().get(spec.limit or "")
    if limit is None:
        return ()
    return tuple(
        DatedBound(entry.start, bound_of(entry, samples.unit, scale) if _has(entry) else None)
        for entry in sorted(limit.entries, key=lambda entry: entry.start)
    )


def grading(name: str, spec: Graded, ruleset: Ruleset) -> Grading:
    """Return the plan of a computed class."""
    scale = _scale(ruleset.all_indicators()[name].scale, ruleset)
    assert scale is not None
    worst = len(scale.grades) - 1
    table = ruleset.all_tables().get(spec.table or "")
    if table is not None:
        return _by_table(spec, table, worst, ruleset)
    if spec.of is not None:
        source = of_indicator(ruleset.all_indicators()[spec.of])
        item = GradedItem(spec.of, _bands(spec, source.unit, _scale(source.scale, ruleset)))
        return Grading("worst_item", (item,), (spec.of,), worst, decides=spec.decides)
    if spec.rules:
        return _by_rules(spec, worst, ruleset)
    names = spec.worst_of or spec.two_worst
    items = tuple(GradedItem(each, ()) for each in names)
    kind = "worst_of" if spec.worst_of else "two_worst"
    return Grading(kind, items, names, worst, decides=spec.decides)  # type: ignore[arg-type]


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


def _by_table(spec: Graded, table: GradeTable, worst: int, ruleset: Ruleset) -> Grading:
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
                keep if limits.decimals is not None else None,
                replace(sampling(name, average, ruleset), of=name) if average else None,
                _otherwise(limits, _scale(table.scale, ruleset), ruleset),
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


def _by_rules(spec: Graded, worst: int, ruleset: Ruleset) -> Grading:
    rules = tuple(
        tuple(
            PlanCondition(name, _condition(name, compare, ruleset))
            for name, compare in rule.items()
        )
        for rule in spec.rules
    )
    names = tuple(dict.fromkeys(c.indicator for rule in rules for c in rule))
    items = tuple(GradedItem(name, ()) for name in names)
    return Grading("rules", items, names, worst, decides=spec.decides, rules=rules)


def _otherwise(
    limits: ItemLimits, scale: Scale | None, ruleset: Ruleset
) -> tuple[tuple[int, tuple[PlanCondition, ...]], ...]:
    assert scale is not None
    return tuple(
        (
            scale.rank(grade),
            tuple(
                PlanCondition(name, _condition(name, c, ruleset)) for name, c in conditions.items()
            ),
        )
        for grade, conditions in limits.otherwise.items()
    )


def _condition(name: str, compare: Compare, ruleset: Ruleset) -> Bound:
    measured = of_indicator(ruleset.all_indicators()[name])
    return bound_of(compare, measured.unit, _scale(measured.scale, ruleset))


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


def _bands(spec: Graded, unit: Unit | None, scale: Scale | None) -> tuple[Bound, ...]:
    """Return the bands of a scale; on a four-colour scale the mid-point separates bands 2 and 3."""
    if spec.thresholds is None:
        return tuple(bound_of(band, unit, scale) for band in spec.bands)
    best, worst = (in_unit(a, unit) for a in spec.thresholds if isinstance(a, Quantity))
    edges = (best, (best + worst) / 2, worst)
    return tuple(Bound(low=e) if best > worst else Bound(high=e) for e in edges)


def index_plan(indicator: Indicator, spec: Index, ruleset: Ruleset) -> IndexPlan:
    """Return the plan of an index, with break points in the units of value and index."""
    unit, own = of_indicator(ruleset.all_indicators()[spec.of]).unit, of_indicator(indicator).unit
    lines = tuple(
        BrokenLine(
            entry.start,
            tuple(
                (in_unit(x, unit), in_unit(y, own))
                for x, y in entry.through
                if isinstance(x, Quantity) and isinstance(y, Quantity)
            ),
        )
        for entry in sorted(spec.entries, key=lambda entry: entry.start)
    )
    return IndexPlan(spec.of, lines, rounding(spec.round))


def _scale(name: str | None, ruleset: Ruleset) -> Scale | None:
    spec = ruleset.all_scales().get(name or "")
    return Scale(name or "", spec.grades, spec.aliases) if spec else None


def _per_unit(samples: Unit | None, own: Unit | None) -> Fraction:
    if samples is None or own is None or NUMBER in (samples, own):
        return Fraction(1)
    return factor(samples, own)


def _has(entry: LimitEntry | Compare) -> bool:
    return any(
        getattr(entry, n, None) is not None for n in ("at_least", "at_most", "above", "below")
    )
