"""Text chart of a target's trajectory, for a terminal.

Layer: verdicts. Input: VerdictData whose Outcome has a Pacing. Output: at most 14 lines: planned
path with milestones, observations, projection and its interval. Points are rounded to character
cells; the exact values are in the text next to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_methods.schedule import asked_on
from targetcheck.plan.plan import Check
from targetcheck.verdicts.progress_text import short
from targetcheck.verdicts.requirement_text import plain_number
from targetcheck.verdicts.verdict_data import VerdictData

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Schedule

ROWS = 9
NARROWEST = 30
MARGIN = Fraction(1, 3)
"""Margin above and below for an interval beyond the other points, as a share of their range."""
Spot = tuple[date, Fraction]
LEGEND = {
    "o": ("报送值", "reported"),
    ".": ("序时进度", "planned path"),
    "+": ("阶段目标和目标", "milestones and target"),
    "*": ("推算", "projection"),
    ":": ("推算区间", "projection interval"),
}


def trajectory(verdict: VerdictData, width: int = 78, lang: Language = "en") -> str:
    """Return the chart as lines of characters; empty if there is nothing to draw."""
    outcome, check = verdict.outcome, verdict.outcome.check
    pace = outcome.pacing
    if pace is None or check is None or not pace.path:
        return ""
    settings = check.judge.pace or verdict.plan.profile.pace
    line = cast("Schedule", settings) if settings.method == "schedule" else _schedule()
    first = min(pace.path[0][0], pace.window[0] if pace.window else pace.path[0][0])
    points = [
        (point.period.end, point.value)
        for point in outcome.history
        if point.value is not None and first <= point.period.end <= verdict.due
    ]
    if not points or first >= verdict.due:
        return ""
    return "\n".join(_Sheet(pace, points, first, verdict.due, width, line).lines(check, lang))


def _schedule() -> Schedule:
    from targetcheck.ruleset.progress_method import Schedule

    return Schedule()


@dataclass(slots=True)
class _Sheet:
    """The canvas of a chart: characters by column and row, row 0 at the top."""

    pace: Pacing
    points: list[Spot]
    first: date
    last: date
    width: int
    schedule: Schedule
    spots: dict[tuple[int, int], str] = field(default_factory=dict)
    columns: int = 0
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        """Set the value range; an interval far beyond the other points is clipped."""
        found = [value for _, value in (*self.points, *self.pace.path)]
        found += [self.pace.projection] if self.pace.projection is not None else []
        apart = min(found) < max(found)
        self.low = min(found) if apart else min(found) - 1
        self.high = max(found) if apart else max(found) + 1
        room = (self.high - self.low) * MARGIN
        if self.pace.low is not None and self.pace.high is not None:
            self.low = max(min(self.low, self.pace.low), self.low - room)
            self.high = min(max(self.high, self.pace.high), self.high + room)

    def lines(self, check: Check, lang: Language) -> Iterator[str]:
        """Yield the chart from top to bottom, then the date axis and the legend."""
        middle = (self.low + self.high) / 2
        labels = {0: _label(self.high), ROWS // 2: _label(middle), ROWS - 1: _label(self.low)}
        margin = max(map(len, labels.values()))
        self.columns = max(self.width - margin - 2, NARROWEST)
        self.draw()
        unit = check.unit.label(lang) if check.unit is not None else ""
        if unit:
            yield f"{'':>{margin}}  {unit}"
        for row in range(ROWS):
            drawn = "".join(self.spots.get((x, row), " ") for x in range(self.columns))
            yield f"{labels.get(row, ''):>{margin}} |{drawn}".rstrip()
        yield " " * margin + " +" + "-" * self.columns
        days = f"{self.first.isoformat():<{self.columns - 10}}{self.last.isoformat()}"
        yield " " * (margin + 2) + days
        used = set(self.spots.values())
        said = [f"{m} {p[0 if lang == 'zh' else 1]}" for m, p in LEGEND.items() if m in used]
        yield " " * (margin + 2) + "   ".join(said)

    def draw(self) -> None:
        """Draw interval, path, projection, milestones and observations, in that order."""
        pace = self.pace
        here = self.points[-1]
        for x in range(self.columns):
            day = self.day(x)
            if pace.low is not None and pace.high is not None and day > here[0]:
                ends = (_between(here, (self.last, end), day) for end in (pace.low, pace.high))
                self.band(x, *ends)
            if day >= pace.path[0][0] and len(pace.path) > 1:
                self.put(day, self.asked(day), ".", x)
            if pace.projection is not None and day > here[0]:
                self.put(day, _between(here, (self.last, pace.projection), day), "*", x)
        for day, value in pace.path:
            if day > self.first:
                self.put(day, value, "+")
        for day, value in self.points:
            self.put(day, value, "o")

    def asked(self, day: date) -> Fraction:
        """Return the planned value on a day, by the shape of the method."""
        pace = self.pace
        growth = dict(pace.figures).get("growth_needed")
        start = pace.start_value
        if growth is None or not start or pace.start is None:
            return asked_on(pace.path, day, self.schedule, pace.time)
        years = (day - pace.start).days / 365.25
        try:
            return start * Fraction((1 + float(growth)) ** years)
        except OverflowError:  # beyond what can be drawn
            return asked_on(pace.path, day, self.schedule)

    def day(self, x: int) -> date:
        """Return the day of a column."""
        whole = (self.last - self.first).days
        return self.first + timedelta(days=round(whole * x / (self.columns - 1)))

    def column(self, day: date) -> int:
        """Return the column of a day."""
        return round((day - self.first).days * (self.columns - 1) / (self.last - self.first).days)

    def row(self, value: Fraction) -> int:
        """Return the row of a value; outside the canvas if the value is out of range."""
        return round((self.high - value) * (ROWS - 1) / (self.high - self.low))

    def put(self, day: date, value: Fraction, mark: str, x: int | None = None) -> None:
        """Set a character, unless it is outside the canvas."""
        row, column = self.row(value), self.column(day) if x is None else x
        if 0 <= row < ROWS and 0 <= column < self.columns:
            self.spots[column, row] = mark

    def band(self, x: int, low: Fraction, high: Fraction) -> None:
        """Fill a column between two values, clipped to the canvas."""
        for row in range(max(self.row(high), 0), min(self.row(low), ROWS - 1) + 1):
            self.spots[x, row] = ":"


def _between(a: Spot, b: Spot, day: date) -> Fraction:
    return a[1] + (b[1] - a[1]) * Fraction((day - a[0]).days, (b[0] - a[0]).days)


def _label(value: Fraction) -> str:
    return plain_number(short(value))
