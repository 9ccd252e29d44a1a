"""Statistics of a window of values: the last N periods of a length, or the last N reports.

Layer: kernel. Input: a Sampling with a window, and the values of its indicator. Output: Points.

    3 years     one window ends with each year that has a value; its period is the whole window
    6 reports   one window ends with each report; gaps do not count; its period is the report's
    same month  for every month, the values of that month in the years before it
    samples     where no value is as long as a year, those of all its years together
    mean change = (last − first) ÷ steps between them
    run         = values in a row, up to the last, that satisfy the condition

A window needs all of its values, unless `complete` asks for fewer. A run with an undecidable or
missing value is an interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from targetcheck.kernel.derivation_evidence import DerivationStep, Sampled, Shortfall
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import Point, excused_point
from targetcheck.kernel.statistics.exceedance import (
    has_limit,
    is_counted,
    open_limits,
    tally,
    undecided,
)
from targetcheck.kernel.statistics.mean_and_percentile import of_kind
from targetcheck.kernel.statistics.pooled_window import of_window
from targetcheck.kernel.statistics.sample_statistic import (
    extreme,
    in_own_unit,
    left_open_by,
    marks,
    order_number,
    rounded,
    valued_point,
)
from targetcheck.kernel.statistics.samples import (
    Sample,
    by_period,
    single,
    valued,
)
from targetcheck.periods.period import MONTHS, Period, period_of
from targetcheck.plan.derivation_plans import Sampling

_DAY = timedelta(days=1)
_DAYS = {"week": 7, "day": 1}


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a window: its period, and the value if there is one."""

    period: Period
    point: Point | None
    value: Fraction | None


def window_points(
    spec: Sampling, points: Sequence[Point], place: str, as_of: date, frequency: str | None = None
) -> Iterator[Point]:
    """Yield the statistic of each window, oldest first; `frequency`: that of the reports."""
    window = spec.window
    assert window is not None
    if window.unit == "report":
        yield from _of_reports(spec, list(by_end(points, frequency).values()), place)
        return
    unit = spec.same or window.unit
    if samples := window_samples(spec, points):
        yield from _pooled(spec, by_period(samples, unit), place, as_of)
        return
    known = {p.period: p for p in points if is_length(p.period, unit)}
    slots = {period: _slot(spec, period, known) for period in known}
    ends = [
        p
        for p, slot in slots.items()
        if slot.value is not None or _decides(spec, slot.point) or _excused(slot)
    ]
    if spec.same is not None:
        yield from _of_same(spec, known, place, as_of)
        return
    for last in sorted(ends):
        chain = [back(last, n, unit) for n in range(window.count - 1, -1, -1)]
        whole = Period(chain[0].start, last.end)
        whole = replace(whole, label=whole.text("en"))
        yield _made(spec, whole, [_slot(spec, period, known) for period in chain], place)
    yield from _of_silent_ends(spec, ends, known, place, as_of)


def window_samples(spec: Sampling, points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the samples of which a window is made where no value has the length that it counts in.

    A sample that lacks a part is none, as in a calendar period.
    """
    if not spec.pools or spec.window is None:
        return ()
    if any(is_length(p.period, spec.window.unit) for p in points):
        return ()
    return single((p for p in points if not p.partial), spec.window.unit)


def _pooled(
    spec: Sampling, samples: Mapping[Period, Sequence[Point]], place: str, as_of: date
) -> Iterator[Point]:
    """Yield the statistic of the samples of each window that has some; its end may be silent."""
    assert spec.window is not None
    count, unit = spec.window.count, spec.window.unit
    ends = set(samples)
    later = {back(end, -n, unit) for end in samples for n in range(1, count)}
    for last in sorted(ends | {end for end in later if end.end <= as_of}):
        chain = [back(last, n, unit) for n in range(count - 1, -1, -1)]
        made = of_window(spec, chain, samples, place, as_of)
        silent = last not in samples and made.value is None
        yield replace(made, partial=True) if silent else made


def _of_silent_ends(
    spec: Sampling, ends: Sequence[Period], known: Mapping[Period, Point], place: str, as_of: date
) -> Iterator[Point]:
    """Yield the statistic of each window whose last period is silent.

    It has a value if the others suffice; else what is known of it decides only if that is enough.
    """
    assert spec.window is not None
    count, unit = spec.window.count, spec.window.unit
    later = {back(end, -n, unit) for end in ends for n in range(1, count)}
    for last in sorted(later - set(ends)):
        if last.end > as_of:
            continue
        chain = [back(last, n, unit) for n in range(count - 1, -1, -1)]
        whole = Period(chain[0].start, last.end)
        slots = [_slot(spec, period, known) for period in chain]
        made = _made(spec, replace(whole, label=whole.text("en")), slots, place)
        yield made if made.value is not None else replace(made, partial=True)


def _of_reports(spec: Sampling, points: Sequence[Point], place: str) -> Iterator[Point]:
    assert spec.window is not None
    slots = [_slot(spec, p.period, {p.period: p}) for p in points if not p.partial]
    kept = [s for s in slots if s.value is not None or _decides(spec, s.point) or _excused(s)]
    for end in range(1, len(kept) + 1):
        last = kept[end - 1]
        if last.point is not None and _excused(last):
            yield last.point
        else:
            found = kept[max(0, end - spec.window.count) : end]
            yield _made(spec, found[-1].period, found, place)


def _of_same(
    spec: Sampling, known: Mapping[Period, Point], place: str, as_of: date
) -> Iterator[Point]:
    """Yield, for every month or quarter, the statistic of the same one of the years before."""
    assert spec.window is not None
    assert spec.same is not None
    if not known:
        return
    period = back(min(known), -1, "year")
    while period.end <= as_of:
        years = [back(period, n, "year") for n in range(spec.window.count, 0, -1)]
        if any(year in known for year in years):
            yield _made(spec, period, [_slot(spec, year, known) for year in years], place)
        period = period_of(period.end + _DAY, spec.same)


def is_length(period: Period, unit: str) -> bool:
    """Return whether a period has a length; a year may begin in any month."""
    if unit in _DAYS:
        return period.days == _DAYS[unit] and (unit == "day" or period.start.weekday() == 0)
    if unit == "year" and period.frequency == "other":
        return period.start.day == 1 and back(period, -1, "year").start == period.end + _DAY
    return period.frequency == unit


def back(period: Period, count: int, unit: str) -> Period:
    """Return the period of the same length so many units earlier; later for a negative count."""
    if unit in _DAYS:
        step = timedelta(days=_DAYS[unit] * count)
        return _labelled(Period(period.start - step, period.end - step))
    months = relativedelta(months=MONTHS[unit] * count)
    return _labelled(Period(period.start - months, (period.end + _DAY - months) - _DAY))


def adjoining(period: Period, steps: int) -> Period:
    """Return the period of the same length just before (1) or after (−1); months stay whole."""
    span = relativedelta(period.end + _DAY, period.start)
    if span.days:
        return back(period, steps * period.days, "day")
    return back(period, steps * (span.years * 12 + span.months), "month")


def _labelled(period: Period) -> Period:
    return replace(period, label=period.text("en"))


def _slot(spec: Sampling, period: Period, known: Mapping[Period, Point]) -> _Slot:
    point = known.get(period)
    if point is None or point.partial:
        return _Slot(period, point, None)
    return _Slot(period, point, valued([point], spec)[0].value)


def _decides(spec: Sampling, point: Point | None) -> bool:
    """Return whether an unknown value may still satisfy a condition or not."""
    return spec.counts and point is not None and not point.partial and not point.unbounded


def _excused(slot: _Slot) -> bool:
    return slot.point is not None and slot.point.excused


def _made(spec: Sampling, period: Period, slots: Sequence[_Slot], place: str) -> Point:
    """Return the statistic of one window."""
    silences = [s.point for s in slots if s.point is not None and _excused(s)]
    slots = [slot for slot in slots if not _excused(slot)]
    if silences and all(slot.point is None for slot in slots):
        return excused_point(period, silences)
    used = [slot.point for slot in slots if slot.point is not None]
    known = [slot for slot in slots if slot.value is not None]
    steps = [step for p in used for step in p.steps]
    steps += [
        DerivationStep(spec.of, s.period, s.point.value)
        for s in known
        if s.point is not None and s.point.value is not None and "derived" in s.point.flags
    ]
    point = Point(
        period, None, Fraction(0), None,
        observations=tuple(observation for p in used for observation in p.observations),
        flags=("derived", *marks((*used, *silences))), unbounded=True, steps=tuple(dict.fromkeys(steps)),
        sampled=Sampled(spec.kind, len(known), order=order_number(spec), window=spec.window,
                        non_detects=sum(p.value is None and p.reason == "censored" for p in used)),
    )  # fmt: skip
    if spec.kind == "count":
        return valued_point(spec, point, Fraction(len(known)))
    if spec.kind == "run":
        return _run(spec, point, slots, place)
    return _by_need(spec, point, slots, place)


def _need(spec: Sampling, slots: Sequence[_Slot]) -> int:
    assert spec.window is not None
    asked = spec.complete.samples or spec.complete.years
    if asked is not None:
        return asked
    return spec.window.count if spec.window.unit == "report" else len(slots)


def _by_need(spec: Sampling, point: Point, slots: Sequence[_Slot], place: str) -> Point:
    counted = spec.kind in ("exceedance_count", "exceedance_share")
    known = [s for s in slots if s.value is not None or (counted and _decides(spec, s.point))]
    silent = [s for s in slots if s not in known]
    need = _need(spec, slots)
    missing = _named(spec, silent, place)
    if len(known) < need:
        if len(slots) < need:
            missing = (*missing, f"{spec.of}@{place} before {slots[0].period.text('en')}")
        short = (Shortfall("values", point.period, len(known), Fraction(need)),)
        assert point.sampled is not None
        made = replace(point.sampled, short=short)
        point = replace(point, reason="incomplete", missing=missing, sampled=made)
    elif silent:
        point = replace(point, flags=tuple(dict.fromkeys((*point.flags, "parts_missing"))))
    if counted:
        return _counted(spec, point, known, _unseen(slots, known, need), place)
    samples = [Sample(s.point, s.value) for s in known if s.point is not None]
    if len(known) < need:
        low, high = extreme(spec, samples)
        return replace(point, low=low, high=high, unbounded=low is None and high is None)
    if spec.kind == "mean_change":
        return valued_point(spec, point, _mean_change(spec, known))
    values = [s.value for s in samples if s.value is not None]
    point = replace(point, substituted=left_open_by(spec, samples, place))
    return valued_point(spec, point, in_own_unit(spec, of_kind(spec, values)))


def _unseen(slots: Sequence[_Slot], known: Sequence[_Slot], need: int) -> int:
    """Return how many further values a window may have; 0 if it has as many as it needs."""
    return max(len(slots), need) - len(known) if len(known) < need else 0


def _mean_change(spec: Sampling, known: Sequence[_Slot]) -> Fraction | None:
    """Return the change of a step, from the first to the last value of a window."""
    first, last = known[0], known[-1]
    if len(known) < 2 or first.value is None or last.value is None:
        return None
    assert spec.window is not None
    steps = len(known) - 1
    if spec.window.unit != "report":
        steps = next(
            n for n in range(1, spec.window.count)
            if back(last.period, n, spec.window.unit) == first.period
        )  # fmt: skip
    return (last.value - first.value) * spec.per_unit / steps


def _counted(
    spec: Sampling, point: Point, known: Sequence[_Slot], silent: int, place: str
) -> Point:
    """Return a number or share of values; undecidable and silent ones make it an interval."""
    valid = [s.point for s in known if s.point is not None and has_limit(s.point, spec.exceeds)]
    found = tally([is_counted(p, spec.exceeds, outside=spec.outside) for p in valid])
    of, most = found.valid + silent, found.certain + found.unknown + silent
    share = spec.kind == "exceedance_share"
    if share and of == 0:
        return replace(point, reason="incomplete")
    scale = spec.per_unit * (Fraction(100, of) if share else 1)
    low, high = found.certain * scale, most * scale
    if low != high:
        open_ones = [s for s in known if s.point is not None and undecided(s.point, spec)]
        unset = open_limits(valid)
        missing = (*point.missing, *_named(spec, open_ones, place), *unset)
        return replace(
            point, low=rounded(spec, low), high=rounded(spec, high), unbounded=False,
            missing=missing, reason=point.reason or ("limit_unknown" if unset else "censored"),
        )  # fmt: skip
    counts = (Fraction(found.certain), Fraction(found.valid)) if share and not silent else None
    settled = valued_point(spec, replace(point, reason="", missing=()), low)
    return replace(settled, counts=counts if spec.rounding is None else None)


def _run(spec: Sampling, point: Point, slots: Sequence[_Slot], place: str) -> Point:
    """Return how many values in a row, up to the last, satisfy the condition."""
    certain, most, open_slot = 0, 0, None
    for slot in reversed(slots):
        result = None
        if slot.point is not None and not slot.point.partial:
            result = is_counted(slot.point, spec.exceeds, outside=spec.outside)
        if result is False:
            break
        if result is None and open_slot is None:
            open_slot = slot
        most += 1
        certain += open_slot is None
    if open_slot is None:
        return valued_point(spec, point, Fraction(certain))
    low, high = Fraction(certain), Fraction(most)
    unset = open_limits([open_slot.point] if open_slot.point is not None else [])
    return replace(
        point, low=low, high=high, unbounded=False, reason="limit_unknown" if unset else "incomplete",
        missing=unset or _named(spec, [open_slot], place),
    )  # fmt: skip


def _named(spec: Sampling, slots: Sequence[_Slot], place: str) -> tuple[str, ...]:
    """Return the data that would fill the open places of a window."""
    named = [
        (slot.point.missing_data if slot.point is not None else ())
        or (f"{spec.of}@{place} {slot.period.text('en')}",)
        for slot in slots
    ]
    return tuple(dict.fromkeys(datum for each in named for datum in each))
