"""Compiler from requirements to checks, each a comparison of one measure with one bound.

Layer: plan. Input: a target's requirement, a place, the first day that counts. Output: a tree of
Checks and Folds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.bound import Bound, DatedBound, MovingBound, PlanCondition
from targetcheck.plan.bound_from_comparison import bound_of, change_bound, change_kind, in_unit
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.indicators.condition_compiler import moving_bound, plan_condition
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.plan import Base, Check, CheckKind, Fold, Judge, Measure, PlanChange
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.quantity import Quantity, number_text
from targetcheck.quantities.unit import Unit, find_unit
from targetcheck.ruleset.comparison import Baseline, Change, Compare, StartBaseline, Test
from targetcheck.ruleset.fields.field_types import NUMBER, Grade
from targetcheck.ruleset.fields.plain_values import FIRST_REPORT, is_relative, window_of
from targetcheck.ruleset.indicators.indicator import Indicator, LimitEntry, of_test
from targetcheck.ruleset.profile import Profile
from targetcheck.ruleset.requirement_tree import AllOf, AnyOf, Done, Requirement, Words
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target
from targetcheck.ruleset.validation.amount_checks import named_amounts


@dataclass
class Lowering:
    """Context of the compilation: ruleset, profile, places and indicators."""

    ruleset: Ruleset
    profile: Profile
    tree: PlaceTree
    indicators: Mapping[str, IndicatorPlan]

    def tree_of(
        self, target: Target, requirement: Requirement, place: str, start: date | None
    ) -> Check | Fold:
        """Return the checks of a requirement at a place."""
        if isinstance(requirement, AnyOf):
            parts = requirement.any
            return Fold("any", tuple(self.tree_of(target, p, place, start) for p in parts))
        if isinstance(requirement, AllOf):
            parts = requirement.all
            return Fold("all", tuple(self.tree_of(target, p, place, start) for p in parts))
        if isinstance(requirement, Test):
            return self.test(target, requirement, place, start)
        indicator = self.indicators[target.indicator]
        measure = Measure("value", target.indicator, place)
        words = requirement.words if isinstance(requirement, Words) else ""
        return Check(
            kind="done" if isinstance(requirement, Done) else "words",
            measure=measure,
            nature=indicator.nature,
            unit=indicator.unit,
            better=indicator.better,
            judge=self.judge(target, target.indicator),
            irreversible=indicator.irreversible,
            words=words,
            own_reading=target.reading or "",
            requirement=(("done", ""),) if isinstance(requirement, Done) else (("words", words),),
        )

    def test(self, target: Target, test: Test, place: str, start: date | None) -> Check:
        """Return the check of one comparison."""
        name = test.of or target.indicator
        indicator = self.indicators[name]
        place = test.at or place
        unit, better = indicator.unit, indicator.better
        if test.share_of:
            measure = self.share(test, name, place)
            unit, better = find_unit("percent"), "higher"
        elif test.rank_among:
            measure = Measure(
                "rank",
                name,
                place,
                members=self.tree.candidates(test.rank_among),
                members_from_data=self.tree.from_data(test.rank_among),
            )
            unit, better = NUMBER, "lower"
        else:
            summed = indicator.nature == "flow" and start is not None
            total = summed and test.reported_within is None
            measure = Measure("total" if total else "value", name, place, start if total else None)
        plain = measure.kind in ("value", "total")
        scale = indicator.scale if plain else None
        measured = of_test(test, self.declared[name])
        moving = moving_bound(test, measured, self.ruleset)
        kind, bound, change = self.compared(test, unit, scale, better, moving)
        begin = _start(target, plain and name == target.indicator)
        if begin is None and target.baseline is None and change is None:
            begin = self.first_report
        limit = self.ruleset.all_limits().get(test.within) if test.within else None
        return Check(
            kind="limit" if limit else kind,
            measure=measure,
            nature=indicator.nature if plain else "share" if test.share_of else "count",
            unit=unit,
            better=better,
            judge=self.judge(target, name),
            bound=bound,
            change=change,
            limits=tuple(
                DatedBound(e.start, _limit(e, test, unit, scale) if _has_amount(e) else None)
                for e in sorted(limit.entries, key=lambda e: e.start)
            )
            if limit
            else (),
            base=self.base(begin, unit, scale),
            frequency=indicator.frequency if plain else None,
            irreversible=indicator.irreversible and plain,
            scale=scale,
            permitted=test.permitted,
            own_reading=test.reading or target.reading or "",
            written_unit=_written_unit(test, unit),
            requirement=_written(test),
            moving=moving,
            reported_within=window_of(test.reported_within or ""),
        )

    def compared(
        self,
        test: Test,
        unit: Unit | None,
        scale: Scale | None,
        better: str,
        moving: MovingBound | None,
    ) -> tuple[CheckKind, Bound | None, PlanChange | None]:
        """Return the kind of a comparison, its bound, and the change that it limits."""
        since = test.since()
        if since is not None:
            base = self.base(since[1], unit, scale)
            assert base is not None
            strict = since[0] == "better_than"
            zero = Bound(high=Fraction(0), high_open=strict, digits=None)
            if better == "higher" and scale is None:
                zero = Bound(low=Fraction(0), low_open=strict, digits=None)
            return "change", zero, PlanChange("absolute", False, base)
        for change, downward in ((test.rise, False), (test.fall, True)):
            if isinstance(change, Change):
                base = self.base(change.since, unit, scale)
                assert base is not None
                kind = change_kind(change, unit)
                bound = change_bound(change, kind, unit)
                return "change", bound, PlanChange(kind, downward, base)
        if test.within is not None:
            return "limit", None, None
        if test.permitted is not None:
            return "permitted", None, None
        if test.reported_within is not None:
            return "reporting", None, None
        if moving is not None:
            return "bound", None, None
        tolerance, upward = self.profile.tolerance_share, better == "higher"
        return "bound", bound_of(test, unit, scale, upward=upward, tolerance=tolerance), None

    def share(self, test: Test, name: str, place: str) -> Measure:
        """Return the measure of a share of members."""
        assert test.share_of is not None
        return Measure(
            "share_of",
            name,
            place,
            members=self.tree.candidates(test.share_of),
            where=tuple(self.condition(n, c) for n, c in test.where.items()),
            weight=test.weight,
            members_from_data=self.tree.from_data(test.share_of),
        )

    def condition(self, name: str, compare: Compare) -> PlanCondition:
        """Return a condition on an indicator."""
        return plan_condition(name, compare, self.ruleset, self.profile.tolerance_share)

    def base(
        self, baseline: Baseline | None, unit: Unit | None, scale: Scale | None
    ) -> Base | None:
        """Return a baseline with its cited value in the unit of the measure."""
        if baseline is None:
            return None
        if baseline.period == FIRST_REPORT:
            return Base(FIRST_REPORT, None, since=self.ruleset.document.issued)
        last = parse_period(baseline.latest).period.end if baseline.latest else None
        if baseline.first_since is not None:
            first = parse_period(baseline.first_since).period
            return Base(baseline.label, None, since=first.start, first=first, last=last)
        moving = is_relative(baseline.period)
        period = None if moving else parse_period(baseline.period).period
        value = None
        if isinstance(baseline.value, Quantity):
            value = in_unit(baseline.value, unit)
        elif isinstance(baseline.value, Grade):
            value = Fraction(scale.rank(baseline.value.text)) if scale else None
        or_next = baseline.otherwise == "next"
        return Base(baseline.period, period, value, or_next=or_next, last=last)

    def at_least(
        self, target: Target, place: str, start: date, total: Fraction, written: Quantity
    ) -> Check:
        """Return the check of a tranche: the sum since `start` is at least `total`."""
        indicator = self.indicators[target.indicator]
        flow = indicator.nature == "flow"
        per_unit = in_unit(Quantity(Fraction(1), written.unit, "", 0), indicator.unit)
        return Check(
            kind="bound",
            measure=Measure(
                "total" if flow else "value", target.indicator, place, start if flow else None
            ),
            nature=indicator.nature,
            unit=indicator.unit,
            better=indicator.better,
            judge=self.judge(target, target.indicator),
            bound=Bound(low=total, digits=written.digits, per_unit=per_unit),
            frequency=indicator.frequency,
            irreversible=indicator.irreversible,
            own_reading=target.reading or "",
            written_unit=written.unit,
            requirement=(("at_least", _cumulated(total, per_unit, written)),),
        )

    def judge(self, target: Target, name: str) -> Judge:
        """Return the settings of a check: from the target, else its indicator, else the profile."""
        own, lent = target.judge, self.declared[name].judge
        rounding = own.round or lent.round or self.profile.round
        return Judge(
            accept=own.accept or lent.accept or self.profile.accept,
            compare=own.compare or lent.compare or self.profile.compare,
            decimals=rounding.decimals if rounding else None,
            significant=rounding.significant if rounding else None,
            to=Fraction(rounding.to) if rounding and rounding.to is not None else None,
            rule=rounding.rule if rounding else "half_even",
            pace=own.pace or lent.pace,
            stance=self.profile.stance,
            confidence=self.profile.confidence,
        )

    @cached_property
    def first_report(self) -> StartBaseline | None:
        """The first observation as start of a schedule, if the profile allows it."""
        return StartBaseline(period=FIRST_REPORT) if self.profile.baseline else None

    @cached_property
    def declared(self) -> Mapping[str, Indicator]:
        """Indicators as the ruleset declares them."""
        return self.ruleset.all_indicators()

    @cached_property
    def same_promise(self) -> dict[str, tuple[Target, ...]]:
        """Targets linked by `restates` that require the same of an indicator at the same place."""
        by_id = {target.id: target for target in self.ruleset.targets}
        links: dict[str, set[str]] = {}
        for target in self.ruleset.targets:
            for other in target.restates:
                links.setdefault(target.id, set()).add(other)
                links.setdefault(other, set()).add(target.id)
        found: dict[str, tuple[Target, ...]] = {}
        for name in links:
            reached, ahead = {name}, [name]
            while ahead:
                new = links.get(ahead.pop(), set()) - reached
                reached |= new
                ahead += new
            own = by_id[name]
            found[name] = tuple(
                by_id[other]
                for other in sorted(reached - {name})
                if (by_id[other].indicator, by_id[other].place) == (own.indicator, own.place)
                and by_id[other].start == own.start
            )
        return found

    def unit(self, target: Target) -> Unit | None:
        """Return the unit of a target's indicator."""
        return self.indicators[target.indicator].unit


def _start(target: Target, own: bool) -> Baseline | None:
    """Return the start of the schedule; a value stated for the indicator applies to no other measure."""
    start = target.baseline
    return start if own or start is None or start.value is None else None


def _limit(entry: LimitEntry, test: Test, unit: Unit | None, scale: Scale | None) -> Bound:
    """Return the bound of an entry of a dated limit, on an end of an interval if the test says so."""
    return replace(bound_of(entry, unit, scale), end=test.end or "")


def _has_amount(entry: object) -> bool:
    return any(getattr(entry, n) is not None for n in ("at_least", "at_most", "above", "below"))


def _written(test: Test) -> tuple[tuple[str, str], ...]:
    """Return the requirement as (key, amount) pairs, for the sentence of the verdict."""
    said: list[tuple[str, str]] = []
    for prefix, compare in (("", test), ("rise.", test.rise), ("fall.", test.fall)):
        if not isinstance(compare, Compare):
            continue
        moving = compare.moving()
        for name in compare.given():
            value = getattr(compare, name)
            text = "–".join(map(str, value)) if isinstance(value, tuple) else str(value)
            if name in moving:
                text = ""
            said.append((f"{prefix}{name}", text))
        if isinstance(compare, Change):
            said.append((f"{prefix}from", compare.since.label))
    since = test.since()
    if since is not None:
        said.append((since[0], since[1].label))
    if test.permitted is not None:
        said.append(("permitted", str(test.permitted)))
    said += [
        (key, getattr(test, key))
        for key in ("end", "within", "reported_within", "share_of", "rank_among")
        if getattr(test, key) is not None
    ]
    return tuple(said)


def _written_unit(test: Test, unit: Unit | None) -> Unit | None:
    """Return the unit in which the clause writes a level; changes use the unit of the measure."""
    for _, amount in named_amounts(test):
        if isinstance(amount, Quantity) and amount.unit is not NUMBER:
            return amount.unit
    return unit


def _cumulated(total: Fraction, per_unit: Fraction, written: Quantity) -> str:
    """Return a total in the unit of the tranche, for example `103.2 公顷`."""
    unit = str(written).split(maxsplit=1)[-1] if " " in str(written) else written.unit.zh
    return f"{number_text(total / per_unit)} {unit}"
