"""The reports that count on a day: right status, known by then, one for each period.

Floor: kernel. Comes in: Facts. Goes out: Points of single indicators at single places.
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
from targetcheck.observations.observation import Fact, Facts
from targetcheck.periods.period_parser import Period
from targetcheck.plan.plan import IndicatorPlan, Plan
from targetcheck.quantities.unit import factor, find_unit
from targetcheck.ruleset.indicators.formula import calculate, names_in

RANK = {"reported": 0, "verified": 1, "accepted": 2}


@dataclass(slots=True)
class View:
    """What was known on a day; points are read once for each indicator, place and status rule."""

    plan: Plan
    facts: Facts
    as_of: date
    known_at: date | None = None
    read: dict[tuple[str, str, tuple[str, ...]], tuple[Point, ...]] = field(default_factory=dict)

    def visible(self, indicator: str, place: str, accept: tuple[str, ...]) -> list[Fact]:
        """Give the reports that count: accepted status, period over, known by then."""
        return [
            fact
            for fact in self.facts.of(indicator, place)
            if fact.status in accept and self.known(fact)
        ]

    def known(self, fact: Fact) -> bool:
        """Say whether a report's period is over and the report had been made."""
        if fact.period.end > self.as_of:
            return False
        return self.known_at is None or fact.reported_by(self.known_at)

    def points(self, indicator: str, place: str, accept: tuple[str, ...]) -> tuple[Point, ...]:
        """Give the values of an indicator at a place, sorted by period.

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
        """Give a share or formula for every period in which all of its parts are known."""
        series = [{p.period: p for p in self.points(name, place, accept)} for name in parts]
        for period in sorted(set.intersection(*(set(s) for s in series)) if series else ()):
            points = [s[period] for s in series]
            values = map(self._standing, parts, points)
            known = {n: v for n, v in zip(parts, values, strict=True) if v is not None}
            used = tuple({id(fact): fact for p in points for fact in p.facts}.values())
            if len(known) < len(parts):
                yield _open(period, [p for p in points if p.value is None], used)
                continue
            value = self._computed(spec, known)
            if value is None:
                continue
            counts = (known[parts[0]], known[parts[1]]) if spec.of is not None else None
            yield Point(
                period, value, value, value, counts=counts, facts=used, flags=("derived",),
                steps=_steps(parts, points),
            )  # fmt: skip

    def _standing(self, name: str, point: Point) -> Fraction | None:
        """Give a part's value; one below its detection limit is what its indicator says."""
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
        """Give a parent's value for every period that all of its children report."""
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
                used = tuple(fact for p in points for fact in p.facts)
                yield Point(period, total, total, total, facts=used, flags=("summed",))

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
            used = tuple(fact for p in points for fact in p.facts)
            yield Point(
                period, value, value, value, counts=(top, bottom), facts=used, flags=("summed",)
            )


def _steps(parts: Sequence[str], points: Sequence[Point]) -> tuple[DerivationStep, ...]:
    """Give the parts that were computed themselves, and what they were made of before them."""
    found = [step for p in points for step in p.steps]
    found += [
        DerivationStep(name, p.period, p.value)
        for name, p in zip(parts, points, strict=True)
        if p.value is not None and "derived" in p.flags
    ]
    return tuple(dict.fromkeys(found))


def _open(period: Period, unknown: Sequence[Point], facts: tuple[Fact, ...]) -> Point:
    """Give a value of which a part is not known; it says why, and what would make it known."""
    return Point(
        period,
        None,
        Fraction(0),
        None,
        facts=facts,
        missing=tuple(dict.fromkeys(m for p in unknown for m in p.missing)),
        reason=next((p.reason for p in unknown if p.reason), "incomplete"),
        flags=("derived",),
        unbounded=True,
    )


def by_counts(reported: Point, made: Point) -> Point:
    """Give a share by the counts that were reported beside it; a print that differs is a claim.

    A report that brings counts of its own, or is better verified than they are, stands; so does
    any report beside a formula.
    """
    if made.counts is None or reported.counts is not None:
        return reported
    if min(_order(f)[0] for f in made.facts) < max(_order(f)[0] for f in reported.facts):
        return reported
    printed, value = reported.value, made.value
    if printed is None or value is None:
        return made
    agrees = reported.step is not None and abs(printed - value) * 2 <= reported.step
    return replace(
        made,
        claims=() if agrees else tuple(sorted({printed, *reported.claims})),
        facts=(*reported.facts, *made.facts),
        flags=(*made.flags, *(() if agrees else ("share_disagrees_with_counts",))),
    )


def _only_reported(spec: IndicatorPlan) -> bool:
    """Say whether an indicator has no values but those that are reported."""
    made_of = (spec.of, spec.formula, spec.sampling, spec.grading, spec.index, spec.members)
    return not any(made_of) and spec.change is None and spec.aggregate is None


def _days(point: Point) -> tuple[date, date]:
    """Give what points are sorted by: the last and the first day of their periods."""
    return point.period.end, point.period.start


def chosen(reports: Iterable[Fact]) -> list[Point]:
    """Give one point for each period: the most verified, then the latest report.

    Reports that are equally good and differ all stand as claims: where they would decide
    differently, the verdict is undetermined.
    """
    by_days: dict[tuple[date, date], tuple[Period, list[Fact]]] = {}
    for fact in reports:
        period = fact.period
        if fact.basis == "year_to_date":
            period = replace(period, start=date(period.end.year, 1, 1))
        days = (period.start, period.end)
        if days in by_days:
            by_days[days][1].append(fact)
        else:
            by_days[days] = (period, [fact])
    return [
        _alone(period, facts[0]) if len(facts) == 1 else _point(period, facts)
        for period, facts in by_days.values()
    ]


def _alone(period: Period, fact: Fact) -> Point:
    """Give the point of a period that was reported once: most are."""
    claims = "share_disagrees_with_counts" in fact.flags
    if fact.value is None or len(fact.flags) > 1 or claims:
        return _point(period, [fact])
    return Point(
        period, fact.value, fact.low, fact.high, fact.step, fact.counts, (), (fact,), (), "",
        fact.flags, fact.completed, None, (), False,
        "above_range" in fact.flags, "below_detection" in fact.flags,
    )  # fmt: skip


def _point(period: Period, facts: list[Fact]) -> Point:
    best_order = max(map(_order, facts))
    best = sorted((fact for fact in facts if _order(fact) == best_order), key=_told)
    first = best[0]
    claims = [fact.printed for fact in best if "share_disagrees_with_counts" in fact.flags]
    claims += [fact.value for fact in best if fact.value != first.value]
    flags = dict.fromkeys(flag for fact in best for flag in fact.flags)
    if any(fact.value != first.value for fact in best):
        flags["reports_differ"] = None
    return Point(
        period=period,
        value=first.value,
        low=first.low,
        high=first.high,
        step=first.step,
        counts=first.counts,
        claims=tuple(sorted({claim for claim in claims if claim is not None})),
        facts=tuple(best),
        reason="censored" if first.value is None else "",
        missing=(f"{first.indicator}@{first.place} {period.label}",) if first.value is None else (),
        flags=tuple(flags),
        completed=first.completed,
        low_open="above_range" in first.flags,
        high_open="below_detection" in first.flags,
    )


def _order(fact: Fact) -> tuple[int, date]:
    return RANK.get(fact.status, 0), fact.reported_at or date.min


def _told(fact: Fact) -> tuple[object, ...]:
    """Sort reports by what they say, known values and finer ones first: rows may come in any order."""
    return (
        (fact.value is None, fact.value or 0),
        (fact.high is None, fact.high or 0),
        (fact.counts is None, fact.counts or (0, 0)),
        (fact.step is not None, fact.step or 0),
        (fact.completed is None, fact.completed or date.max),
        (fact.weight is None, fact.weight or 0),
        (fact.text, fact.flags, fact.source, fact.row),
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
