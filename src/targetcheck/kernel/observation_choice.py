"""Choice of the observation that counts, for each period or day.

Layer: kernel. Input: Observations of one indicator at one place. Output: Points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from targetcheck.kernel.outcome import Point, excused_point
from targetcheck.observations.observation import Interval, Observation
from targetcheck.periods.period import Period

RANK = {"reported": 0, "verified": 1, "accepted": 2}


def chosen(reports: Iterable[Observation], *, apart: bool = False) -> list[Point]:
    """Return one point for each period: the most verified, then the latest observation.

    Equally good observations with different values are kept as claims; if they lead to different
    results, the verdict is undetermined. `apart`: they are samples, and each counts separately.
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
        for period, several in by_days.values()
        for observations in (_samples(several) if apart and len(several) > 1 else (several,))
    ]


def _samples(reports: list[Observation]) -> list[list[Observation]]:
    """Return the samples of one day from its best observations, equal ones once."""
    best = max(map(order_of, reports))
    by_value: dict[object, list[Observation]] = {}
    for report in sorted((r for r in reports if order_of(r) == best), key=_told):
        said = (report.value, report.low, report.high, report.counts, report.flags)
        by_value.setdefault(said, []).append(report)
    return list(by_value.values())


def _alone(period: Period, observation: Observation) -> Point:
    """Return the point of a period with a single observation, the most common case."""
    claims = "share_disagrees_with_counts" in observation.flags
    irregular = observation.value is None or observation.interval is not None
    if irregular or len(observation.flags) > 1 or claims:
        return _point(period, [observation])
    return Point(
        period, observation.value, observation.low, observation.high, observation.step,
        observation.counts, (), (observation,), (), "",
        observation.flags, observation.completed, None, (), False,
        "above_range" in observation.flags, "below_detection" in observation.flags,
    )  # fmt: skip


def _point(period: Period, observations: list[Observation]) -> Point:
    best_order = max(map(order_of, observations))
    best = sorted(
        (observation for observation in observations if order_of(observation) == best_order),
        key=_told,
    )
    first = best[0]
    if first.excuse:
        return replace(excused_point(period, ()), observations=tuple(best))
    claims = [
        observation.printed
        for observation in best
        if "share_disagrees_with_counts" in observation.flags
    ]
    claims += [observation.value for observation in best if observation.value != first.value]
    flags = dict.fromkeys(flag for observation in best for flag in observation.flags)
    interval = _interval(best)
    if interval != first.interval or any(o.value != first.value for o in best):
        flags["reports_differ"] = None
    flags.pop("excused", None)
    return Point(
        period=period,
        value=first.value,
        low=first.low,
        high=first.high,
        step=first.step,
        counts=first.counts,
        claims=tuple(sorted({claim for claim in claims if claim is not None})),
        observations=tuple(best),
        reason=_unknown(first),
        missing=(f"{first.indicator}@{first.place} {period.label}",) if first.value is None else (),
        flags=tuple(flags),
        completed=first.completed,
        low_open="above_range" in first.flags,
        high_open="below_detection" in first.flags,
        interval=interval,
    )


def _interval(observations: list[Observation]) -> Interval | None:
    """Return the published interval; an end that was published differently is None."""
    ends = [o.interval for o in observations if o.interval is not None]
    if not ends:
        return None
    low, high = ({each[n] for each in ends} for n in (0, 1))
    return low.pop() if len(low) == 1 else None, high.pop() if len(high) == 1 else None


def _unknown(observation: Observation) -> str:
    """Return why a value is not known: beyond a limit, or only its interval is reported."""
    if observation.value is not None:
        return ""
    return "interval_only" if "interval_reported" in observation.flags else "censored"


def order_of(observation: Observation) -> tuple[int, date]:
    """Return the sort key of observations: verification, then report date."""
    return RANK.get(observation.status, 0), observation.reported_at or date.min


def _told(observation: Observation) -> tuple[object, ...]:
    """Return observations sorted by content, known and finer values first, independent of row order."""
    return (
        (observation.value is None, observation.value or 0),
        (observation.high is None, observation.high or 0),
        (observation.counts is None, observation.counts or (0, 0)),
        (observation.step is not None, observation.step or 0),
        (observation.completed is None, observation.completed or date.max),
        (observation.weight is None, observation.weight or 0),
        (observation.text, observation.flags, observation.source, observation.row),
    )


def complete(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points without the incomplete ones."""
    found = [point for point in points if not point.partial]
    return points if len(found) == len(points) else tuple(found)


def by_end(points: Iterable[Point], frequency: str | None = None) -> dict[date, Point]:
    """Return, for each last day, the point of the longest period that ends on it.

    With a frequency, only periods of that length count. An incomplete value is used only if no
    other ends on the day.
    """
    found: dict[date, Point] = {}
    for point in points:
        if frequency is not None and point.period.frequency != frequency:
            continue
        if "last_year_so_far" in point.flags:
            continue
        known = found.get(point.period.end)
        if known is None or _rank(point) < _rank(known):
            found[point.period.end] = point
    return {day: found[day] for day in sorted(found)} if len(found) > 1 else found


def _rank(point: Point) -> tuple[bool, date]:
    return point.partial, point.period.start
