"""Names of the data that would settle a value: what is reported, and never what is derived from it.

Layer: kernel. Input: a plan, an indicator, a place and a period. Output: `indicator@place period`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from targetcheck.errors import TargetcheckError
from targetcheck.first_use import on_first_use
from targetcheck.kernel.derived_values.matching_periods import expected
from targetcheck.kernel.derived_values.stated_values import without_value
from targetcheck.periods.period import Period, month_period, period_of
from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.bound import ReferencePlan
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    from targetcheck.kernel.derived_values import other_place_or_period
    from targetcheck.kernel.statistics import samples, time_windows
    from targetcheck.plan.derivation_plans import Grading, PartsPlan, Sampling
    from targetcheck.ruleset.indicators import formula
else:
    other_place_or_period = on_first_use("targetcheck.kernel.derived_values.other_place_or_period")
    time_windows = on_first_use("targetcheck.kernel.statistics.time_windows")
    formula = on_first_use("targetcheck.ruleset.indicators.formula")
    samples = on_first_use("targetcheck.kernel.statistics.samples")

_DAY = timedelta(days=1)


def reported_data(plan: Plan, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of data, with what is reported in the place of what is derived from it."""
    found: dict[str, None] = {}
    for name in names:
        indicator, _, rest = name.partition("@")
        place, _, label = rest.partition(" ")
        spec = plan.indicators.get(indicator)
        derived = spec is not None and is_made(spec) and bool(place)
        named = lacking(plan, indicator, place, label) if derived else (name,)
        found |= dict.fromkeys(each.rstrip() for each in named)
    return tuple(found)


def next_to_report(today: date, frequency: str, known: Container[date]) -> Period:
    """Return the last period that is over on a day, or the one after it if it is among the known."""
    running = period_of(today + _DAY, frequency)
    over = period_of(running.start - _DAY, frequency)
    return running if over.end in known else over


def lacking(plan: Plan, indicator: str, place: str, label: str | Period) -> tuple[str, ...]:
    """Return the data that would determine a missing value; of a derived one those it is made of.

    A part with a declared frequency is named with the period of that length, the samples of a
    statistic with the period that it covers.
    """
    spec = plan.indicators[indicator]
    of = spec.index or spec.change
    parts: tuple[str, ...] = (of.of,) if of is not None else ()
    if spec.formula is not None:
        parts = formula.names_in(spec.formula)
    if spec.steps is not None:
        parts = spec.steps.names
    if spec.grading is not None and spec.grading.across is None and not _by_table(spec.grading):
        parts = tuple(item.indicator for item in spec.grading.items) or spec.grading.required
    if spec.sampling is not None:
        return _lacking_samples(spec.sampling, plan, indicator, place, label)
    if spec.parts is not None:
        return _lacking_parts(spec.parts, plan, indicator, place, label)
    if spec.stated is not None:
        return () if place in spec.stated.values else without_value(indicator, place)
    if spec.reference is not None:
        return _lacking_reference(spec.reference, plan, indicator, place, label)
    named = [datum for part in parts for datum in lacking(plan, part, place, label)]
    if isinstance(label, Period):
        label = expected(spec, label).text("en")
    return tuple(dict.fromkeys(named)) or (f"{indicator}@{place} {label}",)


def _by_table(spec: Grading) -> bool:
    """Return whether a class comes from the items of a table; such a class is reported itself."""
    return spec.kind == "worst_item" and len(spec.items) > 1


def _lacking_reference(
    spec: ReferencePlan, plan: Plan, indicator: str, place: str, label: str | Period
) -> tuple[str, ...]:
    """Return the data of another place or period; of a place without one, its own."""
    other = spec.place_for(place)
    if other is None:
        return without_value(indicator, place)
    return lacking(plan, spec.of, other, other_place_or_period.earlier_label(spec, label))


def _lacking_parts(
    spec: PartsPlan, plan: Plan, indicator: str, place: str, label: str | Period
) -> tuple[str, ...]:
    """Return the data of the parts of a statistic; of a fallback, the one that it stands in for."""
    names = spec.parts[:1] if spec.kind == "first_known" else spec.parts
    members = spec.at.get(place, ()) if spec.at is not None else (place,)
    parts = [(name, member) for member in members for name in names]
    named = (lacking(plan, *part, label) for part in parts if part != (indicator, place))
    return tuple(dict.fromkeys(d for each in named for d in each)) or (
        f"{indicator}@{place} {label}",
    )


def _lacking_samples(
    spec: Sampling, plan: Plan, indicator: str, place: str, label: str | Period
) -> tuple[str, ...]:
    """Return the samples of a statistic over time; its own ones bear its name."""
    if spec.window is not None and isinstance(label, str):
        label = _read(label)
    covered = _covered(spec, label) if isinstance(label, Period) else label
    if spec.of == indicator:
        return (_datum(indicator, place, covered),)
    if _ends_between(spec, label):
        # No window ends on such a day: only the figure itself can be published for it.
        return (_datum(indicator, place, label),)
    if not is_made(plan.indicators[spec.of]):
        # All samples of the span, and not only those of its last month.
        return (_datum(spec.of, place, covered),)
    return lacking(plan, spec.of, place, covered)


def _datum(indicator: str, place: str, label: str | Period) -> str:
    return f"{indicator}@{place} {label.text('en') if isinstance(label, Period) else label}"


def _read(label: str) -> str | Period:
    """Return the period of a label, whose window may be longer; a span of two days stays as it is."""
    try:
        return parse_period(label).period
    except TargetcheckError:
        return label


def _ends_between(spec: Sampling, label: str | Period) -> bool:
    """Return whether a period ends within a year, quarter or month of a window."""
    window = spec.window
    if window is None or window.unit == "report" or spec.same is not None:
        return False
    return isinstance(label, Period) and period_of(label.end, window.unit).end != label.end


def _covered(spec: Sampling, period: Period) -> Period:
    """Return the period that a statistic covers which is wanted for a day or a period."""
    if spec.window is None:
        return _covered_once(spec, period)
    if spec.window.unit == "report" or spec.same is not None:
        return period
    last = period_of(period.end, spec.window.unit)
    if last.end != period.end:
        return period
    first = time_windows.back(last, spec.window.count - 1, spec.window.unit)
    whole = Period(first.start, last.end)
    return whole if whole.days > period.days else period


def _covered_once(spec: Sampling, period: Period) -> Period:
    """Return the calendar period, the seasons or the years that a statistic without a window covers."""
    if spec.season is not None:
        own = samples.season_of(period, spec.season)
        if own is not None and own.end == period.end:
            return own
        first, last = spec.season
        start = month_period(period.start.year - int(first > last), first, first).start
        end = month_period(period.end.year, last, last).end
        return Period(start, end) if end <= period.end else period
    years = spec.years if spec.kind == "mean_of_years" else None
    whole = period_of(period.end, spec.over if years is None else "year")
    if whole.end != period.end:
        return period
    if years is not None:
        whole = Period(time_windows.back(whole, years - 1, "year").start, whole.end)
    return whole if whole.days > period.days else period
