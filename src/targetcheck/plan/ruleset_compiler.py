"""Compiler from rulesets to plans: expands places, lists due dates, compiles bounds.

Layer: plan. Input: Ruleset, Profile. Output: Plan.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.periods.period import Period
from targetcheck.periods.period_parser import parse_period
from targetcheck.periods.period_sequence import periods_between
from targetcheck.plan.bound_from_comparison import in_unit, scale_of
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.indicators.indicator_compiler import derivations
from targetcheck.plan.lazy_questions import Batch, Questions
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.plan import HERE, Check, Fold, Plan, Question
from targetcheck.plan.requirement_compiler import Lowering
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.indicators.indicator import Indicator, Range, natural_range, of_indicator
from targetcheck.ruleset.profile import Profile
from targetcheck.ruleset.requirement_tree import Requirement, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Strength, Target

if TYPE_CHECKING:
    from targetcheck.plan import tranche_totals
else:
    tranche_totals = on_first_use("targetcheck.plan.tranche_totals")


def plan_from_model(
    ruleset: Ruleset, profile: Profile | None = None, profile_name: str = "default"
) -> Plan:
    """Return the plan of a valid ruleset under a profile."""
    profile = profile or ruleset.profiles.get(profile_name) or Profile.model_construct()
    tree = PlaceTree(ruleset)
    indicators = {
        name: _indicator(name, i, ruleset, profile) for name, i in ruleset.all_indicators().items()
    }
    lowering = Lowering(ruleset, profile, tree, indicators)
    questions = Questions(
        batch for target in ruleset.targets for batch in _Dues(target, lowering).batches()
    )
    return Plan(ruleset, profile, profile_name, questions, indicators, tree.children(indicators))


_Amounts = list[tuple[Period, Quantity]]


@dataclass
class _Dues:
    """The target instances of one target: one for each place and due date."""

    target: Target
    lowering: Lowering

    def batches(self) -> Iterator[Batch]:
        """Yield batches of target instances, each compiled once for all its places.

        A requirement that names a place with `at` is compiled separately for that place.
        """
        target, places = self.target, self.lowering.tree.bound_by(self.target.place)
        laid_on = {place for place, _, _ in target.tranche_amounts()}
        named = {
            leaf.at
            for _, requirement in target.requirements()
            for _, leaf in leaves(requirement)
            if isinstance(leaf, Test)
        }
        joint = self.joint
        if joint is not None and joint.members:
            yield Batch(tuple(self.staged(joint.at[0], joint.members)), joint.at)
        elif target.every or None not in laid_on:
            left = places if target.every else tuple(p for p in places if p not in laid_on)
            left = left if joint is None else joint.at
            for spot, run in groupby(left, lambda place: place if place in named else HERE):
                several = tuple(run)
                place = spot if len(several) > 1 else several[0]
                ask = self.recurring(place) if target.every else self.staged(place)
                yield Batch(tuple(ask), several)
        if target.tranches:
            yield from self.tranched(places, named)

    @cached_property
    def joint(self) -> tranche_totals.JointTotal | None:
        """Where the total of tranches by place is evaluated; None if it binds each place."""
        if not self.target.tranches:
            return None
        tree = self.lowering.tree
        places = tree.bound_by(self.target.place)
        return tranche_totals.joint_total(
            self.target, places, tree, self.lowering.unit(self.target)
        )

    def question(
        self,
        place: str,
        due: date,
        tree: Check | Fold,
        start: date | None,
        strength: Strength | None = None,
        stage: int | None = None,
    ) -> Question:
        target = self.target
        when = tuple(self.lowering.condition(n, c) for n, c in target.when.items())
        return Question(
            target.id,
            place,
            due,
            start,
            strength or target.strength,
            target.mode,
            tree,
            when,
            bool(target.every),
            stage,
        )

    def staged(self, place: str, members: tuple[str, ...] = ()) -> Iterator[Question]:
        """Yield the milestones and the final due date; earlier milestones form the planned path.

        The total of tranches by place starts with the first of them; with `members` it is their
        total.
        """
        target, start = self.target, self.target.start
        if start is None and self.joint is not None:
            start = min(
                parse_period(label).period.start for _, label, _ in target.tranche_amounts()
            )
        stages: list[tuple[date, Requirement, Strength | None, int | None]] = [
            (m.due, m.require, m.strength, n) for n, m in enumerate(target.milestones)
        ]
        if target.require is not None and target.due is not None:
            stages.append((target.due, target.require, None, None))
        paths: dict[object, tuple[tuple[date, Fraction], ...]] = {}
        for due, require, strength, number in sorted(stages, key=lambda stage: stage[0]):
            tree = self.lowering.tree_of(target, require, place, start)
            tree = _together(tree, target.indicator, place, members) if members else tree
            if isinstance(tree, Check):
                # Only milestones of the same measure, and of the same change, form one path.
                line = (tree.measure, tree.change)
                plain = tree.change is None and tree.measure.kind in ("value", "total")
                path = paths.get(line) or (self.laid_down() if plain else ())
                if path:
                    tree = replace(tree, path=tuple(stage for stage in path if stage[0] < due))
                upward = tree.change is not None or tree.better == "higher"
                goal = tree.bound.goal(upward) if tree.bound else None
                paths[line] = (*path, (due, goal)) if goal is not None else path
            yield self.question(place, due, tree, start, strength, number)

    def laid_down(self) -> tuple[tuple[date, Fraction], ...]:
        """Return the milestones (day, total) that the document sets for the total.

        They come from the tranches of this target or of one that it restates. Tranches of several
        places give the running sum over all of them. () if the document sets none.
        """
        for target in (self.target, *self.lowering.same_promise.get(self.target.id, ())):
            unit = self.lowering.unit(target)
            amounts = sorted(
                (parse_period(label).period.end, in_unit(amount, unit))
                for _, label, amount in target.tranche_amounts()
            )
            if amounts and target.carry:
                sums = accumulate(value for _, value in amounts)
                days = zip(amounts, sums, strict=True)
                return tuple({day: total for (day, _), total in days}.items())
        return ()

    def recurring(self, place: str) -> Iterator[Question]:
        """Yield a target instance for each period between the start and the due date."""
        target = self.target
        assert target.every is not None
        first = target.start or (target.due and date(target.due.year, 1, 1))
        if target.require is None or target.due is None or first is None:
            return
        for period in periods_between(first, target.due, target.every):
            tree = self.lowering.tree_of(target, target.require, place, period.start)
            yield self.question(place, period.end, tree, max(period.start, first))

    def tranched(self, places: tuple[str, ...], named: Container[str | None]) -> Iterator[Batch]:
        """Yield batches for tranches; places with equal amounts are compiled once."""
        by_place: dict[str, _Amounts] = {}
        for place, label, amount in self.target.tranche_amounts():
            for name in (place,) if place is not None else places:
                by_place.setdefault(name, []).append((parse_period(label).period, amount))
        bound, alone = frozenset(places), self.joint is None

        def alike(item: tuple[str, _Amounts]) -> tuple[str, bool, _Amounts]:
            place, amounts = item
            return place if place in named else HERE, place in bound and alone, amounts

        for (spot, whole, amounts), run in groupby(by_place.items(), alike):
            ask = self.tranches(spot, sorted(amounts, key=lambda pair: pair[0]), whole=whole)
            yield Batch(tuple(ask), tuple(place for place, _ in run))

    def tranches(self, place: str, amounts: _Amounts, *, whole: bool) -> Iterator[Question]:
        """Yield a target instance for each tranche of a place; totals carry over unless `carry: false`.

        `whole`: the target binds the place on its own, so its total falls due as well.
        """
        target = self.target
        first = target.start or amounts[0][0].start
        total = Fraction(0)
        path: tuple[tuple[date, Fraction], ...] = ()
        for period, amount in amounts:
            value = in_unit(amount, self.lowering.unit(target))
            total = total + value if target.carry else value
            start = first if target.carry else period.start
            check = self.lowering.at_least(target, place, start, total, amount)
            tree: Check | Fold = replace(check, path=path)
            path = (*path, (period.end, total)) if target.carry else ()
            if period.end == target.due and target.require and whole:
                # The total falls due with the last tranche, in the same verdict.
                total_due = self.in_all(place, first, path[:-1])
                tree = total_due if total_due == tree else Fold("all", (tree, total_due))
            yield self.question(place, period.end, tree, start)
        if target.due and target.require and whole and target.due > amounts[-1][0].end:
            yield self.question(place, target.due, self.in_all(place, first, path), first)

    def in_all(
        self, place: str, first: date, path: tuple[tuple[date, Fraction], ...]
    ) -> Check | Fold:
        """Return the requirement on the total of the tranches, which form its planned path."""
        assert self.target.require is not None
        tree = self.lowering.tree_of(self.target, self.target.require, place, first)
        return replace(tree, path=path) if isinstance(tree, Check) else tree


def _together(
    tree: Check | Fold, indicator: str, place: str, members: tuple[str, ...]
) -> Check | Fold:
    """Return a requirement whose amounts are sums over several places."""
    if isinstance(tree, Fold):
        parts = (_together(part, indicator, place, members) for part in tree.parts)
        return replace(tree, parts=tuple(parts))
    measure = tree.measure
    adds = tree.nature in ("flow", "level", "count") and measure.kind in ("value", "total")
    if not adds or (measure.indicator, measure.place) != (indicator, place):
        return tree
    return replace(tree, measure=replace(measure, members=members))


def _indicator(
    name: str, indicator: Indicator, ruleset: Ruleset, profile: Profile
) -> IndicatorPlan:
    measured = of_indicator(indicator)
    allowed = indicator.range or Range()
    low, high = natural_range(indicator)
    made = derivations(name, indicator, ruleset, profile)
    return IndicatorPlan(
        id=name,
        nature=indicator.nature,
        unit=measured.unit,
        better=indicator.better,
        of=(indicator.of[0], indicator.of[1]) if len(indicator.of) == 2 else None,
        formula=indicator.formula,
        scale=scale_of(indicator.scale, ruleset),
        frequency=indicator.frequency,
        aggregate=indicator.aggregate,
        across=indicator.across,
        low=low if allowed.at_least is None else _edge(allowed.at_least, measured.unit),
        high=high if allowed.at_most is None else _edge(allowed.at_most, measured.unit),
        water=indicator.water,
        irreversible=indicator.irreversible,
        sampling=made.sampling,
        grading=made.grading,
        index=made.index,
        members=made.members,
        change=made.change,
        non_detect=indicator.non_detect,
        above_hundred=indicator.above_hundred,
        ppm=indicator.ppm,
        units=ruleset.declared_units(),
        whole_counts=tuple(_counts_whole(part, ruleset) for part in indicator.of),
        parts=made.parts,
        steps=made.steps,
        reference=made.reference,
        stated=made.stated,
    )


def _counts_whole(name: str, ruleset: Ruleset) -> bool:
    """Return whether the numerator or denominator of a share must be a whole number."""
    part = ruleset.all_indicators().get(name)
    if part is None:
        return False
    unit = of_indicator(part).unit
    return (part.nature == "count" or (unit is not None and unit.whole)) and (
        unit is None or unit.factor == 1
    )


def _edge(amount: object, unit: Unit | None) -> Fraction | None:
    return in_unit(amount, unit) if isinstance(amount, Quantity) else None
