"""One check on one day: its values, its baseline, its bound.

Layer: kernel. Step 1 and 2 of the order of decision: choose observations; bind the limit in force,
the baseline and the bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from targetcheck.kernel.decision.baseline import base_period, base_point, base_value
from targetcheck.kernel.derived_values.formula_and_sum import lacking
from targetcheck.kernel.derived_values.permitted_failures import by_chance, by_table
from targetcheck.kernel.derived_values.samples import standing_for
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import BaseValue, Compared, Point
from targetcheck.kernel.rank_among_members import ranks
from targetcheck.kernel.running_total import gaps, joint_totals, joint_values, totals
from targetcheck.kernel.share_of_members import shares
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.observations.observation import Observation
from targetcheck.periods.period_parser import Period
from targetcheck.plan.bound_compiler import apply_change
from targetcheck.plan.plan import Bound, Check, Question


@dataclass
class CheckCase:
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
        found = self.all_points
        return tuple(p for p in found if not p.partial) if any(p.partial for p in found) else found

    @cached_property
    def partial(self) -> dict[date, Point]:
        """What is known of a value that lacks a part, for each day on which nothing else ends."""
        plain = self.check.measure.kind == "value"
        found = by_end(self.all_points, self.check.frequency if plain else None)
        return {day: point for day, point in found.items() if point.partial}

    @cached_property
    def all_points(self) -> tuple[Point, ...]:
        """Values of the measure, and what is known of those that lack a part."""
        measure, judge = self.check.measure, self.check.judge
        if measure.kind == "share_of":
            return shares(measure, self.view, judge)
        if measure.kind == "rank":
            return ranks(measure, self.view, judge)
        if measure.kind == "total":
            assert measure.start is not None
            return self.totals_from(measure.start)
        if measure.members and self.children:
            return joint_values([child.points for child in self.children])
        return self.view.all_points(measure.indicator, measure.place, judge.accept)

    def totals_from(self, start: date) -> tuple[Point, ...]:
        """Return the totals since a day; a parent's are those of its children, added up.

        Each child adds up its own reports, so that quarters of one and a year of another join.
        """
        if not self.children:
            return totals(self.reports, start)
        spec = self.view.plan.indicators[self.check.measure.indicator]
        series = [child.totals_from(start) for child in self.children]
        mean = spec.aggregate == "mean" and not self.check.measure.members
        return joint_totals(series, mean=mean)

    @cached_property
    def children(self) -> tuple[CheckCase, ...]:
        """The same check at each place whose reports make up this one's; none where it reports."""
        measure, accept = self.check.measure, self.check.judge.accept
        made = self.view.plan.children.get(measure.indicator, {}).get(measure.place, ())
        kids = measure.members or made
        if not kids or measure.kind not in ("value", "total"):
            return ()
        if self.view.visible(measure.indicator, measure.place, accept):
            return ()
        alone = (replace(measure, place=kid, members=()) for kid in kids)
        checks = (replace(self.check, measure=own) for own in alone)
        return tuple(CheckCase(self.question, check, self.view) for check in checks)

    @cached_property
    def reports(self) -> tuple[Observation, ...]:
        """Reports of the measure's own indicator and place that count; children's for a sum."""
        if self.children:
            return tuple(observation for child in self.children for observation in child.reports)
        measure, accept = self.check.measure, self.check.judge.accept
        own = self.view.visible(measure.indicator, measure.place, accept)
        rule = self.view.plan.indicators[measure.indicator].non_detect
        return tuple(own) if rule is None else tuple(standing_for(f, rule) for f in own)

    @cached_property
    def at(self) -> dict[date, Point]:
        """The longest period's value for each day on which one ends, of the right frequency."""
        plain = self.check.measure.kind == "value"
        return by_end(self.points, self.check.frequency if plain else None)

    @cached_property
    def any_at(self) -> dict[date, Point]:
        """The same of every frequency: what paces a yearly figure before its year is over."""
        if self.check.frequency is None or self.check.measure.kind != "value":
            return self.at
        return by_end(self.points)

    @cached_property
    def gaps(self) -> tuple[tuple[date, date], ...]:
        """Spans without a report between the first day of a total and the as-of or due date."""
        start = self.check.measure.start
        if self.check.measure.kind != "total" or start is None:
            return ()
        if self.children:
            return tuple(sorted({gap for child in self.children for gap in child.gaps}))
        return gaps(self.reports, start, min(self.due, self.view.as_of))

    @cached_property
    def reports_inside(self) -> tuple[Observation, ...]:
        """Reports of a total that end within its window."""
        start = self.check.measure.start
        return tuple(f for f in self.reports if start is None or start <= f.period.end <= self.due)

    @property
    def at_the_end(self) -> bool:
        """Whether a total has a report that ends on the due date, even if it cannot be joined."""
        return not self.children and any(
            observation.period.end == self.due for observation in self.reports
        )

    def before_due(self) -> list[Point]:
        """Return the values up to the due date, oldest first, from the first day that counts on.

        The baseline of a change, and what came before it, tells nothing of the change.
        """
        start, base = self.question.start, self.change_base
        after = base.period.end if base is not None else date.min
        return [
            p
            for day, p in self.any_at.items()
            if after < day <= self.due and (start is None or day >= start)
        ]

    @cached_property
    def change_base(self) -> BaseValue | None:
        """The baseline that a change is counted from."""
        return base_value(self, self.check.change.base) if self.check.change else None

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
            return base_value(self, check.base)
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

    @property
    def base_period(self) -> str:
        """Label of the baseline, for naming it where it is missing."""
        base = self.check.change.base if self.check.change else self.check.base
        if base is None:
            return ""
        period = base_period(self, base)
        return period.label if period else base.label

    def bound(self, point: Point | None) -> Bound | None:
        """Return the bound for a value: fixed, in force on its last day, or from the baseline.

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
        """Return whether another entry of a dated limit came into force within the value's period."""
        return any(point.period.start < e.start <= point.period.end for e in self.check.limits)

    def compare(self, point: Point) -> Compared:
        """Compare a value with the bound that holds for it."""
        bound = self.bound(point)
        if bound is None:
            unbound = {"permitted": "outside_table", "limit": "no_limit"}
            reason = unbound.get(self.check.kind, "no_baseline")
            return Compared(None, "full", point.value, reason=reason)
        found = compare(point, bound, self.check.judge)
        for other in self.claimed_bounds():
            if compare(point, other, self.check.judge).result is found.result:
                continue
            return replace(found, result=None, reason="inconsistent_report")
        return found

    def claimed_bounds(self) -> tuple[Bound, ...]:
        """Return the bounds that follow from what other reports say of the baseline."""
        change, bound = self.check.change, self.check.bound
        if change is None or bound is None or change.base.value is not None:
            return ()
        point = base_point(self, change.base)
        claims = point.claims if point is not None else ()
        return tuple(apply_change(bound, change.kind, change.downward, c) for c in claims)

    def upward(self, bound: Bound) -> bool:
        """Return whether the bound is reached from below.

        Ranks of grades are reached from above, unless a grade or a worse one is required.
        """
        if self.check.scale is not None:
            return bound.high is None
        if bound.low is None:
            return False
        return bound.high is None or self.check.better == "higher"

    def wanted(self, period: date | str | None = None) -> tuple[str, ...]:
        """Name the data that would decide, as `indicator@place period`; by default for the due date."""
        measure = self.check.measure
        label = str(period or self.due)
        silent = self.silent(period or self.due)
        if silent:
            return silent
        lacking = self.lacking(period or self.due, label)
        if lacking:
            return lacking
        if measure.kind == "share_of" and measure.members and not measure.members_from_data:
            return tuple(
                f"{c.indicator}@{m} {label}" for m in measure.members for c in measure.where
            )
        return (f"{measure.indicator}@{measure.place} {label}",)

    def named_gaps(self, spans: tuple[tuple[date, date], ...]) -> tuple[str, ...]:
        """Name spans without a report as data that would decide; a parent's where children gap."""
        if any(child.reports for child in self.children):
            return tuple(
                datum
                for child in self.children
                for datum in child.named_gaps(tuple(gap for gap in child.gaps if gap in spans))
            )
        measure = self.check.measure
        return tuple(f"{measure.indicator}@{measure.place} {a}/{b}" for a, b in spans)

    def silent(self, day: date | str) -> tuple[str, ...]:
        """Name the children that lack what their fellows report; none where all are silent.

        What the others report is their longest period that ends on the day, else on the last day
        that any reports; a child that reports a part of it is silent for the whole.
        """
        if isinstance(day, str) or not self.children or self.check.measure.kind != "value":
            return ()
        ends = [child.any_at for child in self.children]
        known = sorted({end for points in ends for end in points if end <= day})
        if not known:
            return ()
        last = known[-1]
        periods = [points[last].period for points in ends if last in points]
        asked = min(periods, key=lambda period: period.start)
        return tuple(
            datum
            for child in self.children
            if all(point.period != asked for point in child.points)
            for datum in child.silent(last) or child.itself(asked)
        )

    def lacking(self, period: date | str, label: str) -> tuple[str, ...]:
        """Name the parts of a formula that lack, for a day those of the period that ends there."""
        measure = self.check.measure
        if measure.kind != "value":
            return ()
        if isinstance(period, date):
            newest = max((day for day in self.any_at if day <= period), default=date.min)
            later = [day for day in self.partial if newest < day <= period]
            if later:
                return self.partial[max(later)].missing
        spec = self.view.plan.indicators[measure.indicator]
        if spec.formula is None and spec.index is None and spec.change is None:
            return ()
        return lacking(self.view.plan, measure.indicator, measure.place, label)

    def itself(self, period: Period) -> tuple[str, ...]:
        """Name the measure for a period."""
        return (f"{self.check.measure.indicator}@{self.check.measure.place} {period.label}",)


def permitted(check: Check, point: Point | None) -> Bound | None:
    """Return how large the share of failing samples may be for so many samples; None by no table."""
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
