"""Observations that count on an as-of date, by status and known-at date, as points by period.

Layer: kernel. Input: Observations. Output: Points of single indicators at single places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.derived_values.formula_and_sum import (
    by_counts,
    formula_points,
    joint_points,
)
from targetcheck.kernel.observation_choice import chosen, complete
from targetcheck.kernel.outcome import Point
from targetcheck.observations.observation import Observation, Observations
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Plan, Question

if TYPE_CHECKING:
    from targetcheck.kernel import derived_points
    from targetcheck.observations.judgement import Judgement
else:
    derived_points = on_first_use("targetcheck.kernel.derived_points")


@dataclass(slots=True)
class View:
    """Observations known on a day; points are cached by indicator, place and accepted statuses."""

    plan: Plan
    observations: Observations
    as_of: date
    known_at: date | None = None
    read: dict[tuple[str, str, tuple[str, ...]], tuple[Point, ...]] = field(default_factory=dict)
    whole: dict[tuple[str, str, tuple[str, ...]], tuple[Point, ...]] = field(default_factory=dict)

    def visible(self, indicator: str, place: str, accept: tuple[str, ...]) -> list[Observation]:
        """Return the observations that count: accepted status, period over, reported in time."""
        return [
            observation
            for observation in self.observations.of(indicator, place)
            if observation.status in accept and self.known(observation)
        ]

    def judgement(self, question: Question) -> Judgement | None:
        """Return the newest known judgement of a target instance by a person, or None."""
        if not self.observations.judgements:
            return None
        key = (question.target, question.place, question.due)
        known = [
            judgement
            for judgement in self.observations.judgements
            if judgement.key == key and judgement.known(self.as_of, self.known_at)
        ]
        return max(known, key=lambda j: (j.period.end, j.day, j.row), default=None)

    def known(self, observation: Observation) -> bool:
        """Return whether the period of an observation is over and it had been reported."""
        if observation.period.end > self.as_of:
            return False
        return self.known_at is None or observation.reported_by(self.known_at)

    def points(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        """Return the values of an indicator at a place, sorted by period.

        Observed values take precedence. A share or formula fills periods in which only its parts
        are observed, and a parent place those that all of its children report.
        """
        key = (indicator, place, accept)
        if key not in self.whole:
            self.whole[key] = complete(self.all_points(indicator, place, accept))
        return self.whole[key]

    def all_points(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        """Return the values of an indicator, including incomplete ones as intervals."""
        key = (indicator, place, accept)
        if key not in self.read:
            self.read[key] = self._points(indicator, place, accept)
        return self.read[key]

    def pieces(
        self, indicator: str, place: str, accept: tuple[str, ...]
    ) -> Sequence[Observation | Point]:
        """Return what a total adds up: the reports of an indicator, or its values if it is derived."""
        if is_made(self.plan.indicators[indicator]):
            return self.points(indicator, place, accept)
        return self.visible(indicator, place, accept)

    def samples(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        """Return the values of an indicator as samples; two different ones on one day are two."""
        if not _only_reported(self.plan.indicators[indicator]):
            return self.points(indicator, place, accept)
        return self._apart(indicator, place, accept)

    def _apart(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        found = chosen(self.visible(indicator, place, accept), apart=True)
        return tuple(sorted(found, key=_days))

    def _points(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        spec = self.plan.indicators[indicator]
        own = chosen(self.visible(indicator, place, accept))
        if _only_reported(spec):
            return tuple(sorted(own, key=_days))
        kept = own if spec.sampling is None else derived_points.own_reports(spec, own)
        found = {p.period: p for p in kept}
        read, samples = (partial(r, accept=accept) for r in (self.all_points, self.samples))
        made: Iterable[Point] = ()
        if spec.of is not None or spec.formula is not None:
            made = formula_points(spec, self.plan, read, place)
        elif is_made(spec):
            over_time = spec.sampling or (spec.parts.sampling if spec.parts is not None else None)
            if over_time is not None and over_time.of == indicator:
                samples = partial(self._apart, accept=accept)
            for point in derived_points.derived_points(
                spec, self.plan, samples, read, place, self.as_of
            ):
                known = found.get(point.period)
                found[point.period] = (
                    derived_points.reconciled(known, point, spec) if known else point
                )
        for point in made:
            known = found.get(point.period)
            found[point.period] = by_counts(known, point) if known else point
        for point in joint_points(spec, self.plan, read, place):
            known = found.get(point.period)
            if known is None or (known.partial and not point.partial):
                found[point.period] = point
        return tuple(sorted(found.values(), key=_days))


def _only_reported(spec: IndicatorPlan) -> bool:
    """Return whether an indicator has only direct observations."""
    return not is_made(spec) and spec.aggregate is None


def _days(point: Point) -> tuple[date, date]:
    """Return the sort key of points: last day, then first day of their periods."""
    return point.period.end, point.period.start
