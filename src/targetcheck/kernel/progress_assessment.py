"""Input and output of progress methods.

Layer: kernel. Input: `Course`, a target before its due date, in the unit of its measure. Output:
`Assessment`. A method is a pure function of the course and its settings. It knows no place, name or
wording, and no value that is not observed.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from targetcheck.kernel.outcome import Pacing, Status
from targetcheck.periods.period import month_period, years_before

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Banded, Side

Stage = tuple[date, Fraction]
Time = Literal["days", "months"]
"""Unit of time: months for series of whole months, quarters or years, else days."""
YEAR = Fraction(1461, 4)
"""Days of a year, 365.25."""
PER_YEAR: Mapping[Time, Fraction] = {"days": YEAR, "months": Fraction(12)}
_MONTHS_A_DAY = PER_YEAR["months"] / YEAR
ONE_DAY = timedelta(days=1)
EXACT = Context(prec=50, Emin=MIN_EMIN, Emax=MAX_EMAX)
"""Context of roots and powers: 50 digits, rounded to `DIGITS`, the same on every machine."""
DIGITS = Decimal("1e-20")
MANY = 25
"""Power of ten from which a figure has no decimals left."""


@dataclass(frozen=True, slots=True)
class Value:
    """An observed value, the days it covers, and whether the series breaks before it (SDMX `B`).

    `dated`: it is the state on a day, such as the sum of the year up to 30 November.
    """

    start: date
    end: date
    value: Fraction
    breaks: bool = False
    dated: bool = False

    @property
    def days(self) -> int:
        """Number of days it covers."""
        return (self.end - self.start).days + 1

    @property
    def whole_months(self) -> bool:
        """Whether its period begins and ends with a month."""
        return self.start.day == 1 and ends_month(self.end) and not self.dated


_END = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Course:
    """A target before its due date: its start, the values observed since, and the goal.

    `points` are the values after the start, one for each day, oldest first; `whole` is every value
    of the measure, last year's included, oldest first, for methods that read it. `first` is the
    first day of the period that ends on the due date. `adds`: values are summed; `days`: they count
    days. `floor` and `ceiling` are the
    least and greatest possible value, such as 0 and 100 %. `counted` are events and cases since
    `first`; `share` is the goal as a share of 1. `peers` are the values of other places in the
    period of the latest value. `time` is the unit of time; in months a leap day does not lengthen a
    year. `past`: only the status is asked for, so a method may omit the figures.
    """

    start: Stage | None
    points: tuple[Value, ...]
    due: date
    goal: Fraction
    upward: bool
    as_of: date
    holds: Callable[[Fraction], bool]
    first: date
    stages: tuple[Stage, ...] = ()
    whole: tuple[Value, ...] = ()
    adds: bool = False
    days: bool = False
    ordinal: bool = False
    floor: Fraction | None = None
    ceiling: Fraction | None = None
    counted: tuple[Fraction, Fraction] | None = None
    share: Fraction | None = None
    peers: tuple[Fraction, ...] = ()
    time: Time = "days"
    past: bool = False

    def elapsed(self, a: date, b: date) -> Fraction:
        """Return the time from one day to another."""
        return elapsed(a, b, self.time)

    def per_day(self, speed: Fraction) -> Fraction:
        """Return a rate per unit of time as a rate per day."""
        return speed if self.time == "days" else speed * _MONTHS_A_DAY

    @property
    def per_year(self) -> Fraction:
        """Units of time in a year."""
        return PER_YEAR[self.time]

    @property
    def sign(self) -> int:
        """+1 if higher is better, else −1."""
        return 1 if self.upward else -1

    @property
    def latest(self) -> Value:
        """The latest value."""
        return self.points[-1]

    @property
    def path(self) -> tuple[Stage, ...]:
        """Start, milestones and goal, in order of days."""
        head = (self.start,) if self.start is not None else ()
        after = [s for s in self.stages if self.start is None or s[0] > self.start[0]]
        return (*head, *(s for s in after if s[0] < self.due), (self.due, self.goal))

    @property
    def open_ended(self) -> bool:
        """Whether the requirement is only better than the start, without a target amount."""
        return self.start is not None and self.start[1] == self.goal

    @property
    def broken(self) -> bool:
        """Whether the series breaks after its start, so that the start is not comparable."""
        first = self.start is None
        return any(p.breaks for p in self.points[first:])

    def series(self, years: int | None = None) -> tuple[Stage, ...]:
        """Return (day, value) since the last break, including the start; of the last `years` only."""
        found: list[Stage] = [self.start] if self.start is not None else []
        for point in self.points:
            found = [] if point.breaks else found
            found.append((point.end, point.value))
        if years is not None and found:
            oldest = years_before(found[-1][0], years)
            found = [stage for stage in found if stage[0] >= oldest]
        return tuple(found)

    def shortened(self, years: int | None) -> tuple[str, ...]:
        """Return the flag of a window that lacks its first value, though the series is older."""
        series = self.series(years)
        if years is None or not series:
            return ()
        oldest = years_before(series[-1][0], years)
        older = self.start is None or self.start[0] < oldest
        return ("window_shortened",) if series[0][0] > oldest and older else ()

    def possible(self, value: Fraction) -> Fraction:
        """Return `value` clamped to [`floor`, `ceiling`], in the unit of the measure."""
        if self.floor is not None and value < self.floor:
            return self.floor
        if self.ceiling is not None and value > self.ceiling:
            return self.ceiling
        return value

    def at(self, count: int) -> Course:
        """Return the course as it was after the first `count` points."""
        points = self.points[:count]
        known = bisect_right(self.whole, points[-1].end, key=_END) if points else 0
        return replace(self, points=points, whole=self.whole[:known], past=True)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Result of a progress method: a status, a reason and figures."""

    status: Status
    reason: str
    pacing: Pacing | None = None
    flags: tuple[str, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether the method could be applied."""
        return self.status not in ("not_due", "undetermined")


UNDEFINED = Assessment("undetermined", "method_undefined")
"""Reason: the formula is undefined for zero, negative or ordinal values."""
NO_BASELINE = Assessment("not_due", "no_baseline")


def too_few(course: Course) -> Assessment:
    """Return the assessment for too few points; the reason names a series break that removed them."""
    if course.broken:
        return Assessment("undetermined", "series_break", flags=("break",))
    return Assessment("not_due", "too_few_points")


def no_better(course: Course, pacing: Pacing | None = None) -> Assessment:
    """Return the assessment of a value no better than the start, without a target amount."""
    worse = course.sign * (course.latest.value - course.goal) < 0
    return Assessment("at_risk", "moving_away" if worse else "not_improving", pacing)


def band_of(figure: Fraction, on_track: Decimal, serious: Decimal, settings: Banded) -> str:
    """Return the band of a figure that is better when higher: on_track, behind or far_behind."""
    if better(figure, exact(on_track), settings.ties.on_track):
        return "on_track"
    return "behind" if better(figure, exact(serious), settings.ties.serious) else "far_behind"


@lru_cache
def exact(setting: Decimal) -> Fraction:
    """Return a setting as a fraction; cached, since settings are few and used for every value."""
    return Fraction(setting)


def better(figure: Fraction, cut: Fraction, tie: Side) -> bool:
    """Return whether a figure reaches a threshold; the tie rule decides about equality."""
    return figure > cut or (figure == cut and tie == "better")


ORDER = ("on_track", "behind", "far_behind", "still", "away")
"""Bands, best first; most methods have four, without one for stagnation."""


def banded(
    band: str, reasons: tuple[str, ...], settings: Banded, pacing: Pacing | None
) -> Assessment:
    """Return the assessment for a band; `reasons` are those of the method's bands, best first."""
    bands = ORDER if len(reasons) == len(ORDER) else tuple(b for b in ORDER if b != "still")
    risky = ORDER.index(band) >= ORDER.index(settings.at_risk_from)
    if pacing is not None:
        cuts = pacing.cuts or (exact(settings.on_track), exact(settings.serious))
        pacing = replace(pacing, band=band, label=getattr(settings.labels, band), cuts=cuts)
    return Assessment("at_risk" if risky else "on_track", reasons[bands.index(band)], pacing)


def ends_month(day: date) -> bool:
    """Return whether a day is the last of its month."""
    return (day + ONE_DAY).day == 1


def time_of(values: Iterable[Value], days: Iterable[date]) -> Time:
    """Return the unit of time, from the values of a course and the other days on its path."""
    whole = all(value.whole_months for value in values) and all(map(ends_month, days))
    return "months" if whole else "days"


def in_whole_periods(course: Course, frequency: str | None) -> Course:
    """Return a course with each day moved to the end of its period: a year, if none is declared.

    Of several values in one period the last one counts.
    """
    months = {"day": 1, "month": 1, "quarter": 3, "half": 6}.get(frequency or "year", 12)

    def end(day: date) -> date:
        last = -(-day.month // months) * months
        return month_period(day.year, last).end

    points = {end(point.end): replace(point, end=end(point.end)) for point in course.points}
    start = None if course.start is None else (end(course.start[0]), course.start[1])
    kept = tuple(point for day, point in points.items() if start is None or day > start[0])
    stages = tuple((end(day), value) for day, value in course.stages)
    return replace(
        course, start=start, points=kept, stages=stages, due=end(course.due), time="months"
    )


@lru_cache(4096)
def elapsed(a: date, b: date, time: Time) -> Fraction:
    """Return the time from one day to another; days are fractions of their month.

    Cached, since many courses share few days.
    """
    return Fraction((b - a).days) if time == "days" else _months(b) - _months(a)


def _months(day: date) -> Fraction:
    return day.year * 12 + day.month + Fraction(day.day, monthrange(day.year, day.month)[1])


def years_between(a: date, b: date) -> Fraction:
    """Return the years between two days: whole months if both end one, else days ÷ 365.25."""
    if ends_month(a) and ends_month(b):
        return elapsed(a, b, "months") / 12
    return (b - a).days / YEAR


def decimal_of(value: Fraction) -> Decimal:
    """Return a fraction as a decimal to 50 digits."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def root_of(value: Fraction) -> Fraction:
    """Return a square root to 50 digits; exact if it has fewer."""
    return Fraction(EXACT.sqrt(decimal_of(value)))


def fraction_of(value: Decimal) -> Fraction:
    """Return a decimal computed to 50 digits as a fraction with 20 decimals."""
    past = value.adjusted() > MANY
    return Fraction(value if past else value.quantize(DIGITS, context=EXACT))
