"""One check on one day: its values, its baseline, its bound.

Floor: kernel. Step 1 and 2 of the order of decision: choose observations; bind the limit in force,
the baseline and the bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from dateutil.relativedelta import relativedelta

from targetcheck.ground.periods import Period
from targetcheck.kernel.compare import compare
from targetcheck.kernel.members import ranks, shares
from targetcheck.kernel.methods.permitted_failures import by_chance, by_table
from targetcheck.kernel.outcome import BaseValue, Compared, Point
from targetcheck.kernel.statistics.samples import standing_for
from targetcheck.kernel.totals import gaps, totals
from targetcheck.kernel.view import View, by_end
from targetcheck.plan.bounds import apply_change
from targetcheck.plan.facts import Fact
from targetcheck.plan.plan import Base, Bound, Check, Question


@dataclass
class Case:
    """A check of a question under a view; everything that deciding asks of it, computed once."""

    question: Question
    check: Check
    view: View

    @property
    def due(self) -> date:
        """Day on which the requirement falls due."""
        return self.question.due

    @property
    def is_due(self) -> bool:
        """Whether the as-of date has reached the due date; the due day itself counts."""
        return self.view.as_of >= self.due

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Values of the measure, sorted by period."""
        measure, judge = self.check.measure, self.check.judge
        if measure.kind == "share_of":
            return shares(measure, self.view, judge)
        if measure.kind == "rank":
            return ranks(measure, self.view, judge)
        if measure.kind == "total":
            assert measure.start is not None
            return tuple(map(self._unpooled, totals(self.reports, measure.start)))
        return self.view.points(measure.indicator, measure.place, judge.accept)

    @cached_property
    def _parts(self) -> dict[Period, tuple[Fact, ...]]:
        """The children's reports behind each period of a parent's sum."""
        measure = self.check.measure
        points = self.view.points(measure.indicator, measure.place, self.check.judge.accept)
        return {point.period: point.facts for point in points if "summed" in point.flags}

    def _unpooled(self, point: Point) -> Point:
        """Give a total with the reports that it was made from, and not their sums, as evidence."""
        facts: list[Fact] = []
        for fact in point.facts:
            facts += self._parts.get(fact.period, (fact,)) if "summed" in fact.flags else (fact,)
        return replace(point, facts=tuple(facts))

    @cached_property
    def reports(self) -> tuple[Fact, ...]:
        """Reports of the measure's own indicator and place that count; children's for a sum."""
        measure, accept = self.check.measure, self.check.judge.accept
        own = self.view.visible(measure.indicator, measure.place, accept)
        kids = self.view.plan.children.get(measure.indicator, {}).get(measure.place, ())
        if own or not kids:
            rule = self.view.plan.indicators[measure.indicator].non_detect
            return tuple(own) if rule is None else tuple(standing_for(f, rule) for f in own)
        return tuple(
            fact
            for point in self.view.points(measure.indicator, measure.place, accept)
            for fact in (_pooled(point),)
        )

    @cached_property
    def at(self) -> dict[date, Point]:
        """The longest period's value for each day on which one ends, of the right frequency."""
        plain = self.check.measure.kind == "value"
        return by_end(self.points, self.check.frequency if plain else None)

    @cached_property
    def any_at(self) -> dict[date, Point]:
        """The same of every frequency: what paces a yearly figure before its year is over."""
        return by_end(self.points)

    @cached_property
    def gaps(self) -> tuple[tuple[date, date], ...]:
        """Spans without a report between the first day of a total and the as-of or due date."""
        start = self.check.measure.start
        if self.check.measure.kind != "total" or start is None:
            return ()
        return gaps(self.reports, start, self.due)

    @cached_property
    def reports_inside(self) -> tuple[Fact, ...]:
        """Reports of a total that end within its window."""
        start = self.check.measure.start
        return tuple(f for f in self.reports if start is None or start <= f.period.end <= self.due)

    def before_due(self) -> list[Point]:
        """Give the values up to the due date, oldest first, from the first day that counts on."""
        start = self.question.start
        return [
            p
            for day, p in self.any_at.items()
            if day <= self.due and (start is None or day >= start)
        ]

    @cached_property
    def change_base(self) -> BaseValue | None:
        """The baseline that a change is counted from."""
        return self.base(self.check.change.base) if self.check.change else None

    @cached_property
    def start(self) -> BaseValue | None:
        """Where the schedule starts: 0 for a flow, else the stated baseline or that of the change.

        Without any, the value reported for an earlier stage of the same promise serves.
        """
        check = self.check
        first = check.measure.start or self.question.start
        if check.nature == "flow" and first is not None:
            day = first - timedelta(days=1)
            return BaseValue(Period(day, day, str(day)), Fraction(0), "zero")
        if check.base is not None:
            return self.base(check.base)
        if check.change is not None:
            return self.change_base
        for day, _ in reversed(check.path):
            point = self.any_at.get(day)
            if point is not None and point.value is not None:
                return BaseValue(point.period, point.value, "reported")
        return None

    @property
    def path(self) -> tuple[tuple[date, Fraction], ...]:
        """Earlier stages as values: those of a change are counted from its baseline."""
        change, base = self.check.change, self.change_base
        if change is None or base is None:
            return self.check.path
        asked = [
            (day, apply_change(Bound(low=x), change.kind, change.downward, base.value).edges())
            for day, x in self.check.path
        ]
        return tuple((day, edge) for day, edges in asked for edge in edges)

    def base(self, base: Base) -> BaseValue | None:
        """Give a baseline's value: the cited one, else the report of that period.

        For a total it is the total of that period.
        """
        period = self.period_of(base)
        if period is not None and base.value is not None:
            return BaseValue(period, base.value, "stated")
        point = self.base_point(base)
        if point is None or point.value is None:
            return None
        return BaseValue(point.period, point.value, "reported")

    def base_point(self, base: Base) -> Point | None:
        """Give what is reported of a baseline."""
        period = self.period_of(base)
        if period is None:
            return self.previous()
        known, plain = self.points, self.check.measure.kind == "value"
        if self.check.measure.kind == "total":
            known = totals(self.reports, period.start)
        exact = next((p for p in known if p.period == period), None)
        return exact or by_end(known, self.check.frequency if plain else None).get(period.end)

    def period_of(self, base: Base) -> Period | None:
        """Give the period of a baseline, None for the last value before the due date.

        One that moves along a total is the same window a year before, or the window just before.
        """
        start = self.check.measure.start
        if base.period is not None or start is None:
            return base.period or _moving(base.label, self.due)
        after = self.due + timedelta(days=1)
        window = relativedelta(after, start)
        back = relativedelta(years=1) if base.label == "previous_year" else window
        period = Period(start - back, after - back - timedelta(days=1))
        return replace(period, label=period.text())

    def previous(self) -> Point | None:
        """Give the last value before the due date."""
        before = [p for day, p in self.any_at.items() if day < self.due]
        return before[-1] if before else None

    @property
    def base_period(self) -> str:
        """Label of the baseline, for naming it where it is missing."""
        base = self.check.change.base if self.check.change else self.check.base
        if base is None:
            return ""
        period = self.period_of(base)
        return period.label if period else base.label

    def bound(self, point: Point | None) -> Bound | None:
        """Give the bound for a value: fixed, in force on its last day, or from the baseline.

        None where a limit is not in force or the baseline is unknown. A relative change on a
        baseline that is not positive has no meaning and gives None.
        """
        check = self.check
        if check.kind == "permitted":
            return permitted(check, point)
        if check.kind == "limit":
            day = point.period.end if point else self.due
            entries = [entry for entry in check.limits if entry.start <= day]
            return entries[-1].bound if entries else None
        if check.change is None:
            return check.bound
        base = self.change_base
        assert check.bound is not None
        if base is None or (check.change.kind == "relative" and base.value <= 0):
            return None
        return apply_change(check.bound, check.change.kind, check.change.downward, base.value)

    def limit_changed(self, point: Point) -> bool:
        """Say whether another entry of a dated limit came into force within the value's period."""
        return any(point.period.start < e.start <= point.period.end for e in self.check.limits)

    def compare(self, point: Point) -> Compared:
        """Compare a value with the bound that holds for it."""
        bound = self.bound(point)
        if bound is None:
            unbound = {"permitted": "outside_table", "limit": "no_limit"}
            reason = unbound.get(self.check.kind, "no_baseline")
            return Compared(None, "full", point.value, reason=reason)
        found = compare(point, bound, self.check.judge)
        others = (compare(point, b, self.check.judge).result for b in self.claimed_bounds())
        if any(result is not found.result for result in others):
            return replace(found, result=None, reason="inconsistent_report")
        return found

    def claimed_bounds(self) -> tuple[Bound, ...]:
        """Give the bounds that follow from what other reports say of the baseline."""
        change, bound = self.check.change, self.check.bound
        if change is None or bound is None or change.base.value is not None:
            return ()
        point = self.base_point(change.base)
        claims = point.claims if point is not None else ()
        return tuple(apply_change(bound, change.kind, change.downward, c) for c in claims)

    def upward(self, bound: Bound) -> bool:
        """Say in which direction the bound is reached from outside; ranks of grades go down."""
        if self.check.scale is not None:
            return False
        if bound.low is None:
            return False
        return bound.high is None or self.check.better == "higher"

    def wanted(self, period: date | str | None = None) -> tuple[str, ...]:
        """Name the data that would decide, as `indicator@place period`; by default for the due date."""
        measure = self.check.measure
        label = str(period or self.due)
        if measure.kind == "share_of" and measure.members and not measure.members_from_data:
            return tuple(
                f"{c.indicator}@{m} {label}" for m in measure.members for c in measure.where
            )
        return (f"{measure.indicator}@{measure.place} {label}",)


def permitted(check: Check, point: Point | None) -> Bound | None:
    """Give how large the share of failing samples may be for so many samples; None by no table."""
    if point is None or point.counts is None or check.unit is None:
        return None
    samples, rule = point.counts[1], check.permitted
    if samples.denominator != 1 or samples < 1:
        return None
    allowed: int | None
    if rule is not None and rule.failing is not None and rule.confidence is not None:
        allowed = by_chance(int(samples), Fraction(rule.failing), Fraction(rule.confidence))
    else:
        allowed = by_table(int(samples))
    if allowed is None:
        return None
    return Bound(high=allowed / samples / check.unit.factor, digits=None)


def _moving(label: str, due: date) -> Period | None:
    if label != "previous_year":
        return None
    last = due - relativedelta(years=1)
    return Period(
        date(last.year, 1, 1), last, str(last.year) if last.month == 12 else last.isoformat()
    )


def _pooled(point: Point) -> Fact:
    """Give a summed point as one report, so that totals of a parent add up like any other's."""
    first = point.facts[0]
    assert point.value is not None
    return replace(
        first,
        period=point.period,
        basis="period",
        value=point.value,
        low=point.value,
        high=point.value,
        flags=(*first.flags, "summed"),
    )
