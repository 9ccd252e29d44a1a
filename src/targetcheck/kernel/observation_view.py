"""The reports that count on a day: right status, known by then, one for each period.

Layer: kernel. Input: Observations. Output: Points of single indicators at single places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import partial

from targetcheck.kernel.derived_values.derived_points import derived_points, own_reports, reconciled
from targetcheck.kernel.derived_values.samples import stood_for
from targetcheck.kernel.outcome import DerivationStep, Point
from targetcheck.observations.observation import Observation, Observations
from targetcheck.periods.period_parser import Period
from targetcheck.plan.plan import IndicatorPlan, Plan
from targetcheck.quantities.unit import factor, find_unit
from targetcheck.ruleset.indicators.formula import calculate, names_in

RANK = {"reported": 0, "verified": 1, "accepted": 2}


@dataclass(slots=True)
class View:
    """What was known on a day; points are read once for each indicator, place and status rule."""

    plan: Plan
    observations: Observations
    as_of: date
    known_at: date | None = None
    read: dict[tuple[str, str, tuple[str, ...]], tuple[Point, ...]] = field(default_factory=dict)

    def visible(self, indicator: str, place: str, accept: tuple[str, ...]) -> list[Observation]:
        """Return the reports that count: accepted status, period over, known by then."""
        return [
            observation
            for observation in self.observations.of(indicator, place)
            if observation.status in accept and self.known(observation)
        ]

    def known(self, observation: Observation) -> bool:
        """Return whether a report's period is over and the report had been made."""
        if observation.period.end > self.as_of:
            return False
        return self.known_at is None or observation.reported_by(self.known_at)

    def points(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        """Return the values of an indicator at a place, sorted by period.

        Reported values come first; a share or formula fills periods that only its parts report, and
        a parent place those that all of its children report.
        """
        key = (indicator, place, accept)
        if key not in self.read:
            self.read[key] = ()  # an indicator that is made from itself has no value
            self.read[key] = self._points(indicator, place, accept)
        return self.read[key]

    def _points(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        spec = self.plan.indicators[indicator]
        own = chosen(self.visible(indicator, place, accept))
        if _only_reported(spec):
            return tuple(sorted(own, key=_days))
        found = {p.period: p for p in own_reports(spec, own)}
        made: Iterable[Point] = ()
        if spec.of is not None:
            made = self._derived(spec, spec.of, place, accept)
        elif spec.formula is not None:
            made = self._derived(spec, names_in(spec.formula), place, accept)
        elif spec.sampling or spec.grading or spec.index or spec.members or spec.change:
            read = partial(self.points, accept=accept)
            for point in derived_points(spec, own, read, place, self.as_of):
                known = found.get(point.period)
                found[point.period] = reconciled(known, point, spec) if known else point
        for point in made:
            known = found.get(point.period)
            found[point.period] = by_counts(known, point) if known else point
        for point in self._aggregated(spec, place, accept):
            found.setdefault(point.period, point)
        return tuple(sorted(found.values(), key=_days))

    def _derived(
        self, spec: IndicatorPlan, parts: tuple[str, ...], place: str, accept: tuple[str, ...]
    ) -> Iterable[Point]:
        """Return a share or formula for every period in which all of its parts are known."""
        series = [{p.period: p for p in self.points(name, place, accept)} for name in parts]
        for period in sorted(set.intersection(*(set(s) for s in series)) if series else ()):
            points = [s[period] for s in series]
            values = map(self._standing, parts, points)
            known = {n: v for n, v in zip(parts, values, strict=True) if v is not None}
            used = tuple(
                {
                    id(observation): observation for p in points for observation in p.observations
                }.values()
            )
            if len(known) < len(parts):
                yield _open(period, [p for p in points if p.value is None], used)
                continue
            value = self._computed(spec, known)
            if value is None:
                continue
            counts = (known[parts[0]], known[parts[1]]) if spec.of is not None else None
            above = counts is not None and value > _whole_share(spec)
            if counts is not None and above and not spec.above_hundred:
                yield _impossible(period, counts, used)
                continue
            yield Point(
                period, value, value, value, counts=counts, observations=used, flags=("derived",),
                steps=_steps(parts, points),
            )  # fmt: skip

    def _standing(self, name: str, point: Point) -> Fraction | None:
        """Return a part's value; one below its detection limit is what its indicator says."""
        rule = self.plan.indicators[name].non_detect
        if point.value is not None or rule is None:
            return point.value
        return stood_for(point, rule)

    def _computed(self, spec: IndicatorPlan, known: Mapping[str, Fraction]) -> Fraction | None:
        if spec.formula is not None:
            return calculate(spec.formula, known)
        assert spec.of is not None
        top, bottom = (
            known[name] * (unit.factor if (unit := self.plan.indicators[name].unit) else 1)
            for name in spec.of
        )
        if bottom == 0:
            return None
        percent = top / bottom * 100
        return percent * factor(find_unit("percent"), spec.unit) if spec.unit else percent

    def _aggregated(
        self, spec: IndicatorPlan, place: str, accept: tuple[str, ...]
    ) -> Iterable[Point]:
        """Return a parent's value for every period that all of its children report."""
        kids = self.plan.children.get(spec.id, {}).get(place, ())
        if spec.aggregate not in ("sum", "mean", "worst") or not kids:
            if spec.aggregate == "ratio_of_sums" and kids:
                yield from self._pooled(kids, spec, accept)
            return
        series = [{p.period: p for p in self.points(spec.id, kid, accept)} for kid in kids]
        for period in sorted(set.intersection(*(set(s) for s in series))):
            points = [s[period] for s in series]
            values = [p.value for p in points if p.value is not None]
            if len(values) == len(points):
                total = max(values) if spec.aggregate == "worst" else sum(values, Fraction(0))
                total = total / len(values) if spec.aggregate == "mean" else total
                used = tuple(observation for p in points for observation in p.observations)
                yield Point(period, total, total, total, observations=used, flags=("summed",))

    def _pooled(
        self, kids: tuple[str, ...], spec: IndicatorPlan, accept: tuple[str, ...]
    ) -> Iterable[Point]:
        series = [{p.period: p for p in self.points(spec.id, kid, accept)} for kid in kids]
        for period in sorted(set.intersection(*(set(s) for s in series))):
            points = [s[period] for s in series]
            counts = [p.counts for p in points if p.counts is not None]
            bottom = sum((c[1] for c in counts), Fraction(0))
            if len(counts) < len(points) or bottom == 0:
                continue
            top = sum((c[0] for c in counts), Fraction(0))
            percent = top / bottom * 100
            value = percent * factor(find_unit("percent"), spec.unit) if spec.unit else percent
            used = tuple(observation for p in points for observation in p.observations)
            yield Point(
                period,
                value,
                value,
                value,
                counts=(top, bottom),
                observations=used,
                flags=("summed",),
            )


def _steps(parts: Sequence[str], points: Sequence[Point]) -> tuple[DerivationStep, ...]:
    """Return the parts that were computed themselves, and what they were made of before them."""
    found = [step for p in points for step in p.steps]
    found += [
        DerivationStep(name, p.period, p.value)
        for name, p in zip(parts, points, strict=True)
        if p.value is not None and "derived" in p.flags
    ]
    return tuple(dict.fromkeys(found))


def _whole_share(spec: IndicatorPlan) -> Fraction:
    """Return 100 % in the unit of a share."""
    return 100 * factor(find_unit("percent"), spec.unit) if spec.unit else Fraction(100)


def _impossible(
    period: Period, counts: tuple[Fraction, Fraction], observations: tuple[Observation, ...]
) -> Point:
    """Return a share whose numerator is above its denominator: no verdict rests on it."""
    return Point(
        period, None, Fraction(0), None, counts=counts, observations=observations,
        reason="inconsistent_report", flags=("derived", "counts_impossible"), unbounded=True,
    )  # fmt: skip


def _open(period: Period, unknown: Sequence[Point], observations: tuple[Observation, ...]) -> Point:
    """Return a value of which a part is not known; it says why, and what would make it known."""
    return Point(
        period,
        None,
        Fraction(0),
        None,
        observations=observations,
        missing=tuple(dict.fromkeys(m for p in unknown for m in p.missing)),
        reason=next((p.reason for p in unknown if p.reason), "incomplete"),
        flags=("derived",),
        unbounded=True,
    )


def by_counts(reported: Point, made: Point) -> Point:
    """Return a share by the counts that were reported beside it; a print that differs is a claim.

    A report that brings counts of its own, or is better verified than they are, stands; so does
    any report beside a formula.
    """
    if made.counts is None or reported.counts is not None:
        return reported
    if min(_order(f)[0] for f in made.observations) < max(
        _order(f)[0] for f in reported.observations
    ):
        return reported
    printed, value = reported.value, made.value
    if printed is None or value is None:
        return made
    agrees = reported.step is not None and abs(printed - value) * 2 <= reported.step
    return replace(
        made,
        claims=() if agrees else tuple(sorted({printed, *reported.claims})),
        observations=(*reported.observations, *made.observations),
        flags=(*made.flags, *(() if agrees else ("share_disagrees_with_counts",))),
    )


def _only_reported(spec: IndicatorPlan) -> bool:
    """Return whether an indicator has no values but those that are reported."""
    made_of = (spec.of, spec.formula, spec.sampling, spec.grading, spec.index, spec.members)
    return not any(made_of) and spec.change is None and spec.aggregate is None


def _days(point: Point) -> tuple[date, date]:
    """Return what points are sorted by: the last and the first day of their periods."""
    return point.period.end, point.period.start


def chosen(reports: Iterable[Observation]) -> list[Point]:
    """Return one point for each period: the most verified, then the latest report.

    Reports that are equally good and differ all stand as claims: where they would decide
    differently, the verdict is undetermined.
    """
    by_days: dict[tuple[date, date], tuple[Period, list[Observation]]] = {}
    for observation in reports:
        period = observation.period
        if observation.basis == "year_to_date":
            period = replace(period, start=date(period.end.year, 1, 1))
        days = (period.start, period.end)
        if days in by_days:
            by_days[days][1].append(observation)
        else:
            by_days[days] = (period, [observation])
    return [
        _alone(period, observations[0]) if len(observations) == 1 else _point(period, observations)
        for period, observations in by_days.values()
    ]


def _alone(period: Period, observation: Observation) -> Point:
    """Return the point of a period that was reported once: most are."""
    claims = "share_disagrees_with_counts" in observation.flags
    if observation.value is None or len(observation.flags) > 1 or claims:
        return _point(period, [observation])
    return Point(
        period, observation.value, observation.low, observation.high, observation.step,
        observation.counts, (), (observation,), (), "",
        observation.flags, observation.completed, None, (), False,
        "above_range" in observation.flags, "below_detection" in observation.flags,
    )  # fmt: skip


def _point(period: Period, observations: list[Observation]) -> Point:
    best_order = max(map(_order, observations))
    best = sorted(
        (observation for observation in observations if _order(observation) == best_order),
        key=_told,
    )
    first = best[0]
    claims = [
        observation.printed
        for observation in best
        if "share_disagrees_with_counts" in observation.flags
    ]
    claims += [observation.value for observation in best if observation.value != first.value]
    flags = dict.fromkeys(flag for observation in best for flag in observation.flags)
    if any(observation.value != first.value for observation in best):
        flags["reports_differ"] = None
    return Point(
        period=period,
        value=first.value,
        low=first.low,
        high=first.high,
        step=first.step,
        counts=first.counts,
        claims=tuple(sorted({claim for claim in claims if claim is not None})),
        observations=tuple(best),
        reason="censored" if first.value is None else "",
        missing=(f"{first.indicator}@{first.place} {period.label}",) if first.value is None else (),
        flags=tuple(flags),
        completed=first.completed,
        low_open="above_range" in first.flags,
        high_open="below_detection" in first.flags,
    )


def _order(observation: Observation) -> tuple[int, date]:
    return RANK.get(observation.status, 0), observation.reported_at or date.min


def _told(observation: Observation) -> tuple[object, ...]:
    """Sort reports by what they say, known values and finer ones first: rows may come in any order."""
    return (
        (observation.value is None, observation.value or 0),
        (observation.high is None, observation.high or 0),
        (observation.counts is None, observation.counts or (0, 0)),
        (observation.step is not None, observation.step or 0),
        (observation.completed is None, observation.completed or date.max),
        (observation.weight is None, observation.weight or 0),
        (observation.text, observation.flags, observation.source, observation.row),
    )


def by_end(points: Iterable[Point], frequency: str | None = None) -> dict[date, Point]:
    """Give, for each day on which a period ends, the longest such period's point.

    With a frequency only periods of that length count.
    """
    found: dict[date, Point] = {}
    for point in points:
        if frequency is not None and point.period.frequency != frequency:
            continue
        if "last_year_so_far" in point.flags:
            continue
        known = found.get(point.period.end)
        if known is None or point.period.start < known.period.start:
            found[point.period.end] = point
    return {day: found[day] for day in sorted(found)}
