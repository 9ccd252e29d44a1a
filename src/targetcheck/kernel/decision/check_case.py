"""One check on one as-of date: its values, baseline, planned path and bound.

Layer: kernel. Steps 1 and 2 of the order of decision: choose observations; resolve the limit in
force, the baseline and the bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from targetcheck.first_use import cached_property, on_first_use
from targetcheck.kernel.decision.baseline_and_previous_period import (
    base_name,
    base_point,
    base_value,
)
from targetcheck.kernel.derived_values.bound_in_force import bound_in_force
from targetcheck.kernel.derived_values.missing_data import lacking, next_to_report
from targetcheck.kernel.observation_choice import by_end, complete
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import BaseValue, BoundInForce, Compared, Point, without_excused
from targetcheck.kernel.running_total import Piece, gaps, joint_totals, joint_values, totals
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound
from targetcheck.plan.bound_from_comparison import apply_change
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.plan import Check, Question

if TYPE_CHECKING:
    from targetcheck.kernel import rank_among_members, share_of_members
    from targetcheck.kernel.statistics import sample_failure_limit, samples
else:
    rank_among_members = on_first_use("targetcheck.kernel.rank_among_members")
    sample_failure_limit = on_first_use("targetcheck.kernel.statistics.sample_failure_limit")
    share_of_members = on_first_use("targetcheck.kernel.share_of_members")
    samples = on_first_use("targetcheck.kernel.statistics.samples")


@dataclass
class CheckCase:
    """A check of a target instance on a view; its properties are computed once."""

    question: Question
    check: Check
    view: View

    @property
    def due(self) -> date:
        """Due date of the requirement."""
        return self.question.due

    @property
    def is_due(self) -> bool:
        """Whether the as-of date is on or after the due date."""
        return self.view.as_of >= self.due

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Values of the measure, sorted by period."""
        return complete(self.all_points)

    @property
    def reported(self) -> tuple[Point, ...]:
        """Values of the indicator itself, not summed."""
        measure, accept = self.check.measure, self.check.judge.accept
        return self.view.points(measure.indicator, measure.place, accept)

    @cached_property
    def partial(self) -> dict[date, Point]:
        """Incomplete values, for each day on which no complete value ends."""
        plain = self.check.measure.kind == "value"
        found = by_end(self.all_points, self.check.frequency if plain else None)
        return {day: point for day, point in found.items() if point.partial}

    @cached_property
    def all_points(self) -> tuple[Point, ...]:
        """Values of the measure, including incomplete ones."""
        measure, judge = self.check.measure, self.check.judge
        if measure.kind == "share_of":
            return share_of_members.shares(measure, self.view, judge)
        if measure.kind == "rank":
            return rank_among_members.ranks(measure, self.view, judge)
        if measure.kind == "total":
            assert measure.start is not None
            return self.totals_from(measure.start)
        if measure.members and self.children:
            return joint_values([child.points for child in self.children])
        return self.view.all_points(measure.indicator, measure.place, judge.accept)

    def totals_from(self, start: date) -> tuple[Point, ...]:
        """Return the totals since a day; a parent's total is the sum over its children.

        Each child's observations are summed first, so a year of one child combines with quarters of
        another.
        """
        if not self.children:
            return totals(self.reports, start)
        spec = self.view.plan.indicators[self.check.measure.indicator]
        series = [child.totals_from(start) for child in self.children]
        mean = spec.aggregate == "mean" and not self.check.measure.members
        return joint_totals(series, mean=mean)

    @cached_property
    def children(self) -> tuple[CheckCase, ...]:
        """The same check at each place that this value aggregates; () if it is observed itself."""
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
    def reports(self) -> tuple[Piece, ...]:
        """Observations that count, or values of a derived indicator; for a sum, its children's."""
        if self.children:
            return tuple(observation for child in self.children for observation in child.reports)
        measure, accept = self.check.measure, self.check.judge.accept
        own = self.view.pieces(measure.indicator, measure.place, accept)
        rule = self.view.plan.indicators[measure.indicator].non_detect
        if rule is None:
            return tuple(own)
        return tuple(f if isinstance(f, Point) else samples.standing_for(f, rule) for f in own)

    @cached_property
    def at(self) -> dict[date, Point]:
        """Values by last day, of the declared frequency; the longest period if several end together."""
        plain = self.check.measure.kind == "value"
        return by_end(self.points, self.check.frequency if plain else None)

    @cached_property
    def any_at(self) -> dict[date, Point]:
        """Values by last day, of every frequency; for progress before a yearly value exists."""
        if self.check.frequency is None or self.check.measure.kind != "value":
            return self.at
        return by_end(self.points)

    @cached_property
    def gaps(self) -> tuple[tuple[date, date], ...]:
        """Spans without observation from the first day of a total to the as-of or due date."""
        start = self.check.measure.start
        if self.check.measure.kind != "total" or start is None:
            return ()
        if self.children:
            return tuple(sorted({gap for child in self.children for gap in child.gaps}))
        return gaps(self.reports, start, min(self.due, self.view.as_of))

    @cached_property
    def reports_inside(self) -> tuple[Piece, ...]:
        """Observations of a total that end within its window."""
        start = self.check.measure.start
        return tuple(f for f in self.reports if start is None or start <= f.period.end <= self.due)

    @property
    def at_the_end(self) -> bool:
        """Whether a total has an observation ending on the due date, even with a gap before."""
        return not self.children and any(
            observation.period.end == self.due for observation in self.reports
        )

    @cached_property
    def _until_due(self) -> dict[date, Point]:
        """Values up to the due date, since the start of the target, by last day."""
        start = self.question.start or date.min
        return {day: p for day, p in self.any_at.items() if start <= day <= self.due}

    def before_due(self) -> list[Point]:
        """Return the values up to the due date, oldest first, since the start of the target.

        For a change, values up to its baseline are excluded.
        """
        base, found = self.change_base, without_excused(self._until_due.values())
        return found if base is None else [p for p in found if p.period.end > base.period.end]

    @cached_property
    def excuses(self) -> dict[date, Point]:
        """Excused periods up to the due date, since the start of the target, by last day."""
        return {day: p for day, p in self._until_due.items() if p.excused}

    @cached_property
    def change_base(self) -> BaseValue | None:
        """The baseline of a change."""
        return base_value(self, self.check.change.base) if self.check.change else None

    @cached_property
    def start(self) -> BaseValue | None:
        """Start of the planned path: 0 for a flow, else the declared baseline or that of the change.

        Without any, the value observed for an earlier milestone of the same target.
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
        """Earlier milestones (day, value); those of a change are relative to its baseline."""
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
        """Label of the baseline that is not known, to name it: of the path, else of the change."""
        base, change = self.check.base, self.check.change
        path_unknown = base is not None and self.change_base is not None and self.start is None
        if change is not None and not path_unknown:
            base = change.base
        return base_name(self, base) if base is not None else ""

    def bound(self, point: Point | None) -> Bound | None:
        """Return the bound for a value: fixed, dated by its last day, or relative to the baseline.

        None if no limit is in force or the baseline is unknown. A relative change of a baseline
        that is not positive is undefined and gives None.
        """
        check = self.check
        if check.kind == "permitted":
            return sample_failure_limit.permitted(check, point)
        if check.kind == "limit":
            day = point.period.end if point else self.due
            entries = [entry for entry in check.limits if entry.start <= day]
            return entries[-1].bound if entries else None
        if check.moving is not None:
            bounds = self.in_force(point).bounds
            return bounds[0] if len(bounds) == 1 else None
        if check.change is None:
            return check.bound
        base = self.change_base
        assert check.bound is not None
        if base is None or check.change.undefined_from(base.value):
            return None
        return apply_change(check.bound, check.change.kind, check.change.downward, base.value)

    def limit_changed(self, point: Point) -> bool:
        """Return whether a dated limit changed within the period of a value."""
        limits, period = self.check.limits, point.period
        return bool(limits) and any(period.start < e.start <= period.end for e in limits)

    def compare(self, point: Point) -> Compared:
        """Compare a value with the bound that applies to it."""
        if self.check.moving is not None:
            return self._by_limit(point)
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

    def in_force(self, point: Point | None) -> BoundInForce:
        """Return the bounds of a limit that is a value; for no value, those on the due date."""
        moving, measure = self.check.moving, self.check.measure
        if moving is None:
            return BoundInForce()
        plan, accept = self.view.plan, self.check.judge.accept
        read = partial(self.view.all_points, accept=accept)
        period = point.period if point is not None else Period(self.due, self.due)
        return bound_in_force(moving, plan, read, measure.place, period)

    def _by_limit(self, point: Point) -> Compared:
        """Compare with a limit that is a value; a limit known as an interval may not decide."""
        limit = self.in_force(point)
        found = [compare(point, b, self.check.judge) for b in limit.bounds]
        if not found:
            reason = "limit_unknown" if limit.missing else "no_limit"
            return Compared(None, "full", point.value, reason=reason)
        if len({each.result for each in found}) == 1:
            return found[0]
        return replace(found[0], result=None, reason="limit_unknown")

    def claimed_bounds(self) -> tuple[Bound, ...]:
        """Return the bounds that follow from conflicting observations of the baseline."""
        change, bound = self.check.change, self.check.bound
        if change is None or bound is None or change.base.value is not None:
            return ()
        point = base_point(self, change.base)
        claims = point.claims if point is not None else ()
        return tuple(apply_change(bound, change.kind, change.downward, c) for c in claims)

    def upward(self, bound: Bound) -> bool:
        """Return whether a value reaches the bound by rising.

        Ranks of grades fall, unless a grade or a worse one is required.
        """
        if self.check.scale is not None:
            return bound.high is None
        if bound.low is None:
            return False
        return bound.high is None or self.check.better == "higher"

    def wanted(self, period: date | str | None = None) -> tuple[str, ...]:
        """Return the data that would decide, as `indicator@place period`; default: the due date."""
        measure = self.check.measure
        asked = period or self.due
        label = str(asked)
        named = self.silent(asked) or self.lacking(asked, label)
        if named:
            return named
        if measure.kind == "share_of" and measure.members and not measure.members_from_data:
            return tuple(
                f"{c.indicator}@{m} {label}" for m in measure.members for c in measure.where
            )
        return (f"{measure.indicator}@{measure.place} {label}",)

    def wanted_now(self) -> tuple[str, ...]:
        """Return the data of the as-of date: of the declared frequency, the next ones to report."""
        today, frequency, measure = self.view.as_of, self.check.frequency, self.check.measure
        if frequency is None or measure.kind != "value" or self.children:
            return self.wanted(today)
        period = next_to_report(today, frequency, self.at)
        return lacking(self.view.plan, measure.indicator, measure.place, period)

    def named_gaps(self, spans: tuple[tuple[date, date], ...]) -> tuple[str, ...]:
        """Return spans without observation as missing data; for a sum, those of its children."""
        if any(child.reports for child in self.children):
            return tuple(
                datum
                for child in self.children
                for datum in child.named_gaps(tuple(gap for gap in child.gaps if gap in spans))
            )
        measure, plan = self.check.measure, self.view.plan
        if is_made(plan.indicators[measure.indicator]):
            labels = (Period(a, b, f"{a}/{b}") for a, b in spans)
            named = (lacking(plan, measure.indicator, measure.place, label) for label in labels)
            return tuple(dict.fromkeys(datum for each in named for datum in each))
        return tuple(f"{measure.indicator}@{measure.place} {a}/{b}" for a, b in spans)

    def silent(self, day: date | str) -> tuple[str, ...]:
        """Return the data missing from non-reporting children; () if no child has an observation.

        The period expected of each child is the longest one that any child reports up to that day.
        A child with an observation of only a part of it counts as non-reporting.
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
        """Return the missing parts of a formula, on a day or for a period."""
        measure = self.check.measure
        if measure.kind not in ("value", "rank"):
            return ()
        if isinstance(period, date):
            newest = max((day for day in self.any_at if day <= period), default=date.min)
            later = [day for day in self.partial if newest < day <= period]
            if later:
                return self.partial[max(later)].missing
        spec = self.view.plan.indicators[measure.indicator]
        if not is_made(spec) or spec.members is not None:
            return ()
        wanted = label if isinstance(period, str) else Period(period, period, label)
        return lacking(self.view.plan, measure.indicator, measure.place, wanted)

    def itself(self, period: Period) -> tuple[str, ...]:
        """Return the name of the measure's own datum for a period."""
        return (f"{self.check.measure.indicator}@{self.check.measure.place} {period.label}",)
