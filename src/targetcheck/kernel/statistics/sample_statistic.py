"""Statistics of samples: one point for each period, with its derivation.

Layer: kernel. Input: a Sampling and the points of its samples. Output: Points. A period with too
few samples has no value and names the data missing; an unfinished period has the statistic of the
samples so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from targetcheck.kernel.derivation_evidence import Sampled, Shortfall, Substitution
from targetcheck.kernel.outcome import Point, excused_point, without_excused
from targetcheck.kernel.statistics.exceedance import exceedances, open_limits, undecided
from targetcheck.kernel.statistics.mean_and_percentile import End, mean, of_kind
from targetcheck.kernel.statistics.sample_completeness import open_samples, pieces, shortfalls
from targetcheck.kernel.statistics.samples import (
    Sample,
    by_period,
    is_excluded,
    single,
    valued,
)
from targetcheck.kernel.statistics.substitution import substitution
from targetcheck.periods.period import Period, period_of, year_period
from targetcheck.plan.derivation_plans import Sampling

_ZERO = Fraction(0)
_DAY = timedelta(days=1)
_YEAR = relativedelta(years=1)


def sampled_points(
    spec: Sampling,
    points: Sequence[Point],
    place: str,
    as_of: date,
    partial: Sequence[Point] = (),
) -> Iterator[Point]:
    """Yield the statistic for each period with samples; `partial`: samples that lack a part."""
    if spec.kind == "mean_of_years":
        yield from _of_years(spec, points, place)
        return
    periods = by_period(single(points, spec.over), spec.over, spec.season)
    for whole, found in periods.items():
        made = _of_year(of_period(spec, whole, found, place, as_of), spec, whole, as_of)
        yield naming_parts(made, spec, place, (*partial, *found)) if made.missing else made
    if spec.kind == "mean" and spec.over == "year" and periods and spec.season is None:
        yield from _last_year(spec, periods, place, as_of)


def _of_year(made: Point, spec: Sampling, whole: Period, as_of: date) -> Point:
    """Return the figure of a season as that of the year in which it ends, once the year is over."""
    year = year_period(whole.end.year, str(whole.end.year))
    return made if spec.season is None or as_of < year.end else replace(made, period=year)


def naming_parts(made: Point, spec: Sampling, place: str, partial: Sequence[Point]) -> Point:
    """Return an incomplete statistic that names what its incomplete samples lack."""
    unknown = (p for p in partial if p.value is None and p.missing)
    lacking = {f"{spec.of}@{place} {p.period.text('en')}": p.missing for p in unknown}
    named = (datum for name in made.missing for datum in lacking.get(name) or (name,))
    return replace(made, missing=tuple(dict.fromkeys(named)))


def _last_year(
    spec: Sampling, periods: Mapping[Period, Sequence[Point]], place: str, as_of: date
) -> Iterator[Point]:
    """Yield last year's mean up to the same day as this year's latest sample, for comparison.

    It carries the flag `last_year_so_far`. Progress of the rest of this year uses it; it decides
    nothing.
    """
    whole = max(periods)
    before = period_of(whole.start - _DAY, spec.over)
    if as_of >= whole.end or before not in periods:
        return
    last = max(p.period.end for p in periods[whole])
    month_end = (last + _DAY).day == 1
    cut = (last + _DAY - _YEAR) - _DAY if month_end else last - _YEAR
    found = [p for p in periods[before] if p.period.end <= cut]
    if found:
        point = of_period(spec, before, found, place, cut)
        flags = (*(f for f in point.flags if f != "year_so_far"), "last_year_so_far")
        yield replace(point, period=Period(before.start, cut, f"{before.start}/{cut}"), flags=flags)


def of_period(
    spec: Sampling,
    whole: Period,
    found: Sequence[Point],
    place: str,
    as_of: date,
    falls_short: tuple[Shortfall, ...] | None = None,
) -> Point:
    """Return the statistic of one period, adjusted for exclusions, with the unadjusted value.

    `falls_short`: what it lacks, by another rule than that of a calendar period.
    """
    silences = [p for p in found if p.excused]
    found = without_excused(found)
    if not found:
        return excused_point(whole, silences)
    excluded = [e for p in found if (e := is_excluded(p.period, spec.excluded)) is not None]
    kept = [p for p in found if is_excluded(p.period, spec.excluded) is None]
    so_far = as_of < whole.end
    short = () if so_far or falls_short is None else falls_short
    if not so_far and falls_short is None:
        there, excused = ([p.period for p in each] for each in (found, silences))
        short = shortfalls(spec.complete, whole, there, excused)
    period = whole
    if so_far:
        last = max(p.period.end for p in found)
        period = Period(whole.start, last, f"{whole.start}/{last}")
    made = Sampled(
        kind=spec.kind,
        samples=len(kept),
        non_detects=sum(p.value is None and p.reason == "censored" for p in kept),
        excluded=len(excluded),
        reasons=tuple(dict.fromkeys(e.reason for e in excluded)),
        short=short,
        so_far=so_far,
        order=order_number(spec),
        window=spec.window,
    )
    if excluded:
        made = replace(made, raw=rounded(spec, _value(spec, valued(found, spec))))
    flags = ("derived", *_flags(made), *marks((*kept, *silences)))
    used = tuple(observation for p in kept for observation in p.observations)
    point = Point(
        period, None, _ZERO, None, observations=used, flags=flags, sampled=made, unbounded=True
    )
    return _figure(spec, point, whole, kept, silences, place)


def _figure(
    spec: Sampling,
    point: Point,
    whole: Period,
    kept: Sequence[Point],
    silences: Sequence[Point],
    place: str,
) -> Point:
    """Return the statistic of the samples of a period; of too few, what is known of it."""
    samples, made = valued(kept, spec), point.sampled
    assert made is not None
    short = made.short
    if spec.kind == "count":
        return valued_point(spec, point, Fraction(len(kept)))
    if spec.kind in ("exceedance_count", "exceedance_share"):
        still_open = open_samples(whole, kept, silences) if short else 0
        counted = _counted(spec, point, samples, still_open, short, place)
        return _beside(spec, counted, kept)
    unknown = [s.point.period for s in samples if s.value is None]
    if short or unknown or not samples:
        limits = any(s.value is None and s.point.reason == "censored" for s in samples)
        reason = "censored" if limits and not short else "incomplete"
        missing = _missing(spec, short, unknown, place, samples, whole)
        low, high = extreme(spec, samples)
        return replace(
            point, reason=reason, missing=missing, low=low, high=high,
            unbounded=low is None and high is None,
        )  # fmt: skip
    made = replace(made, values=_estimated_from(spec, samples), p=_quantile(spec))
    point = replace(point, sampled=made, substituted=left_open_by(spec, samples, place))
    return _beside(spec, valued_point(spec, point, _value(spec, samples)), kept)


def left_open_by(spec: Sampling, samples: Sequence[Sample], place: str) -> Substitution | None:
    """Return what samples below their detection limit leave open in a statistic."""
    if not any(s.point.value is None or s.point.substituted for s in samples):
        return None

    def figure(values: Sequence[Fraction]) -> Fraction | None:
        return rounded(spec, in_own_unit(spec, of_kind(spec, values)))

    there = [
        (s.point, s.value, f"{spec.of}@{place} {s.point.period.text('en')}")
        for s in samples
        if s.value is not None
    ]
    return substitution(spec.kind, there, figure, decides=spec.non_detect_decides)


_AT_LEAST = {"max": 1, "nth_highest": 1, "two_highest": 2}
_AT_MOST = {"min": 1, "nth_lowest": 1, "two_lowest": 2}


def extreme(spec: Sampling, samples: Sequence[Sample]) -> tuple[Fraction | None, Fraction | None]:
    """Return the interval of an incomplete extreme: further samples cannot lower a maximum."""
    values = [s.value for s in samples if s.value is not None]
    if len(values) < (_AT_LEAST | _AT_MOST).get(spec.kind, len(values) + 1):
        return None, None
    found = rounded(spec, in_own_unit(spec, of_kind(spec, values)))
    return (None, found) if spec.kind in _AT_MOST else (found, None)


def _beside(spec: Sampling, point: Point, kept: Sequence[Point]) -> Point:
    """Return a statistic of rounded samples with that of the exact samples as a second value."""
    if spec.of_samples is None or point.value is None or point.sampled is None:
        return point
    plain = replace(spec, of_samples=None)
    exact = _value(plain, valued(kept, plain))
    return replace(point, sampled=replace(point.sampled, exact=exact))


def _estimated_from(spec: Sampling, samples: Sequence[Sample]) -> tuple[Fraction, ...]:
    """Return the samples of a statistic with a confidence interval; none for pH means."""
    if spec.ph or spec.kind not in ("mean", "median", "percentile"):
        return ()
    return tuple(s.value * spec.per_unit for s in samples if s.value is not None)


def _quantile(spec: Sampling) -> Fraction | None:
    return Fraction(1, 2) if spec.kind == "median" else spec.p


def _value(spec: Sampling, samples: Sequence[Sample]) -> Fraction | None:
    """Return the statistic, exact, in its own unit; None if it cannot be computed."""
    values = [s.value for s in samples if s.value is not None]
    if not values or len(values) < len(samples):
        return None
    if spec.kind in ("exceedance_count", "exceedance_share"):
        found = exceedances(samples, spec)
        share = spec.kind == "exceedance_share"
        value = Fraction(found.certain * 100, found.valid) if share else Fraction(found.certain)
        return value * spec.per_unit
    return in_own_unit(spec, of_kind(spec, values))


def in_own_unit(spec: Sampling, value: End | None) -> Fraction | None:
    """Return a value of the samples in the unit of the statistic; a variance has its square."""
    if not isinstance(value, Fraction):
        return None
    return value * spec.per_unit ** (2 if spec.kind == "variance" else 1)


def valued_point(spec: Sampling, point: Point, exact: Fraction | None) -> Point:
    """Return a point with its value, rounded as the statistic declares."""
    value = rounded(spec, exact)
    assert point.sampled is not None
    if value is None:
        return replace(point, reason="incomplete")
    made = replace(point.sampled, exact=exact)
    return replace(point, value=value, low=value, high=value, sampled=made, unbounded=False)


def rounded(spec: Sampling, value: Fraction | None) -> Fraction | None:
    """Return a value rounded as the statistic declares."""
    return value if value is None or spec.rounding is None else spec.rounding.of(value)


def _counted(
    spec: Sampling,
    point: Point,
    samples: Sequence[Sample],
    still_open: int,
    short: tuple[Shortfall, ...],
    place: str,
) -> Point:
    """Return a count or share; unknown samples make it an interval, which may still decide.

    `still_open`: how many samples the period may still have.
    """
    found, kept = exceedances(samples, spec), [sample.point for sample in samples]
    most, of = found.certain + found.unknown + still_open, found.valid + still_open
    share = spec.kind == "exceedance_share"
    unset = open_limits(kept)
    open_ = () if unset else tuple(p.period for p in kept if undecided(p, spec))
    missing = _missing(spec, short, open_, place, samples)
    if share and of == 0:
        return replace(point, reason="incomplete", missing=missing)
    low = Fraction(found.certain * 100, of) if share else Fraction(found.certain)
    high = Fraction(most * 100, of) if share else Fraction(most)
    low, high = (value * spec.per_unit for value in (low, high))
    missing = (*missing, *unset)
    if low != high or short:
        reason = "incomplete" if short else "limit_unknown" if unset else "censored"
        return replace(point, low=low, high=high, reason=reason, missing=missing, unbounded=False)
    counts = (Fraction(found.certain), Fraction(found.valid)) if share else None
    return replace(valued_point(spec, point, low), counts=counts if spec.rounding is None else None)


def _missing(
    spec: Sampling,
    short: Sequence[Shortfall],
    unknown: Sequence[Period],
    place: str,
    there: Sequence[Sample],
    whole: Period | None = None,
) -> tuple[str, ...]:
    """Return the periods whose samples would determine the statistic; of months the silent ones."""
    periods = [p for s in short for p in _silent(s, there)] + list(unknown)
    named = dict.fromkeys(whole if whole and p.frequency == "other" else p for p in periods)
    return tuple(f"{spec.of}@{place} {p.text('en')}" for p in named)


def _silent(short: Shortfall, there: Sequence[Sample]) -> tuple[Period, ...]:
    """Return the months without a sample where months are required; else the period that is short."""
    if short.rule != "months" or short.period.frequency == "month":
        return (short.period,)
    ends = {period_of(sample.point.period.end, "month") for sample in there}
    return tuple(month for month in pieces(short.period, "month") if month not in ends)


def _flags(made: Sampled) -> tuple[str, ...]:
    flags = {
        "samples_excluded": bool(made.excluded),
        "non_detects": bool(made.non_detects),
        "year_so_far": made.so_far,
    }
    return tuple(flag for flag, there in flags.items() if there)


def order_number(spec: Sampling) -> Fraction | None:
    """Return the number in the name of a statistic: 95 of a 95th percentile."""
    number = spec.n if spec.n is not None else spec.years
    if spec.p is not None:
        return spec.p * 100
    return None if number is None else Fraction(number)


def marks(points: Sequence[Point]) -> tuple[str, ...]:
    """Return the flags of the samples, without those on how a single sample was made."""
    own = {"derived", "below_detection"}
    return tuple(dict.fromkeys(f for p in points for f in p.flags if f not in own))


def _of_years(spec: Sampling, points: Sequence[Point], place: str) -> Iterator[Point]:
    """Yield the mean of the last n years, for each year; 40 CFR 50 uses three."""
    assert spec.years is not None
    years = {p.period.end.year: p for p in points if p.period.frequency == "year"}
    need = spec.complete.years or spec.years
    for last in years:
        window = range(last - spec.years + 1, last + 1)
        there = [years[y] for y in window if y in years and years[y].value is not None]
        period = Period(date(window[0], 1, 1), date(last, 12, 31), f"{window[0]}–{last}")
        made = Sampled(spec.kind, len(there), order=order_number(spec))
        used = tuple(observation for p in there for observation in p.observations)
        flags = ("derived", *marks(there))
        point = Point(
            period, None, _ZERO, None, observations=used, flags=flags, sampled=made, unbounded=True
        )
        gone = [y for y in window if y not in years or years[y].value is None]
        if len(there) < need:
            short = (Shortfall("years", period, len(there), Fraction(need)),)
            missing = tuple(f"{spec.of}@{place} {y}" for y in gone)
            yield replace(
                point, reason="incomplete", missing=missing, sampled=replace(made, short=short)
            )
        else:
            values = [p.value for p in there if p.value is not None]
            samples = [Sample(p, p.value) for p in there]
            point = replace(point, substituted=left_open_by(spec, samples, place))
            yield valued_point(spec, point, mean(values) * spec.per_unit)
