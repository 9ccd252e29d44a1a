"""Samples of a statistic: single observations, grouped by the periods of the statistic.

Layer: kernel. A sample below its detection limit counts as half of it (环办监测函〔2020〕82号 and SL
219-2013, statistics), as zero (loads) or as the limit, as the statistic declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Point
from targetcheck.observations.observation import Observation
from targetcheck.periods.period import Period, month_period, period_of

if TYPE_CHECKING:
    from targetcheck.plan.derivation_plans import Excluded, Sampling
    from targetcheck.ruleset.fields.field_types import NonDetect

_SHARE = {"half": Fraction(1, 2), "limit": Fraction(1)}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample with its substituted value; None if that is unknown."""

    point: Point
    value: Fraction | None


def single(points: Iterable[Point], over: str) -> tuple[Point, ...]:
    """Return the observations that are samples: shorter than the period, containing no shorter one.

    A year-to-date observation aggregates samples and is not one itself.
    """
    short = [p for p in points if _is_sample(p.period, over)]
    short.sort(key=lambda p: (p.period.start, -p.period.end.toordinal()))
    kept: list[Point] = []
    for point in short:
        while kept and kept[-1].period != point.period and kept[-1].period.contains(point.period):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _is_sample(period: Period, over: str) -> bool:
    around = period_of(period.end, over)
    if over == "day":
        return period == around
    so_far = period.start == around.start and period.frequency == "other"
    return around.contains(period) and period.days < around.days and not so_far


def by_period(
    points: Sequence[Point], over: str, season: tuple[int, int] | None = None
) -> dict[Period, list[Point]]:
    """Return the samples of each period; of a season those that lie in it."""
    found: dict[Period, list[Point]] = {}
    for point in points:
        if season is None:
            found.setdefault(period_of(point.period.end, over), []).append(point)
        elif (whole := season_of(point.period, season)) is not None:
            found.setdefault(whole, []).append(point)
    return dict(sorted(found.items()))


def season_of(period: Period, season: tuple[int, int]) -> Period | None:
    """Return the season that contains a period, or None; it may run over the turn of the year."""
    first, last = season
    day = period.end
    year = day.year + int(first > last and day.month > last)
    start = month_period(year - int(first > last), first, first).start
    whole = Period(start, month_period(year, last, last).end)
    return replace(whole, label=whole.text("en")) if whole.contains(period) else None


def valued(points: Sequence[Point], spec: Sampling) -> list[Sample]:
    """Return samples with their values; None if the detection limit is not stated."""
    rounded = [_rounded(p, spec) for p in points]
    return [Sample(p, _value(p, spec)) for p in rounded]


def _rounded(point: Point, spec: Sampling) -> Point:
    """Return a sample rounded as the statistic declares; one below detection limit is unchanged."""
    if spec.of_samples is None or point.value is None:
        return point
    value = spec.of_samples.of(point.value)
    return replace(point, value=value, low=value, high=value, claims=())


def _value(point: Point, spec: Sampling) -> Fraction | None:
    return point.value if point.value is not None else stood_for(point, spec.non_detect)


def stood_for(point: Point, rule: NonDetect) -> Fraction | None:
    """Return the substituted value of a non-detect; None if its detection limit is not stated."""
    if point.reason == "censored" and rule == "zero" and not point.low_open:
        return Fraction(0)  # a value above the measuring range has a lower end
    if point.reason != "censored" or point.high is None:
        return None
    return point.high * _SHARE[rule]


def standing_for(observation: Observation, rule: NonDetect) -> Observation:
    """Return an observation below its detection limit with the value to add to a total."""
    if observation.value is not None or "below_detection" not in observation.flags:
        return observation
    if rule == "zero":
        value = Fraction(0)
    elif observation.high is None:
        return observation
    else:
        value = observation.high * _SHARE[rule]
    return replace(observation, value=value, low=value, high=value)


def is_excluded(period: Period, excluded: Sequence[Excluded]) -> Excluded | None:
    """Return the exclusion that overlaps the period of a sample, or None."""
    return next((e for e in excluded if e.start <= period.end and period.start <= e.end), None)
