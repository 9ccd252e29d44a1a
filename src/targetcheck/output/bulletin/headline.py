"""Counts of verdicts and the two shares that a bulletin opens with.

Floor: reports. Comes in: verdicts and a day. Goes out: `Figures`, exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.output.bulletin.blocks import Cell
from targetcheck.output.bulletin.earlier_bulletin import points_text
from targetcheck.output.place_ranking import percent_text
from targetcheck.quantities.rounding import round_decimals
from targetcheck.verdicts.verdict import Status, Verdict

NONE = "—"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by status; `due` of them have fallen due and apply."""

    counts: dict[str, int]
    due: int
    met: int

    @property
    def total(self) -> int:
        """How many verdicts there are."""
        return sum(self.counts.values())

    @property
    def due_rate(self) -> Fraction | None:
        """Share of what is due that is met, in percent; what cannot be judged is not met."""
        return Fraction(100 * self.met, self.due) if self.due else None

    @property
    def track_rate(self) -> Fraction | None:
        """Share of what is paced that is on track, in percent."""
        on, risk = self.counts["on_track"], self.counts["at_risk"]
        return Fraction(100 * on, on + risk) if on + risk else None


def figures(verdicts: Iterable[Verdict], as_of: date) -> Figures:
    """Give the figures of some verdicts."""
    counts = {str(status): 0 for status in Status}
    due = met = 0
    for verdict in verdicts:
        counts[str(verdict.status)] += 1
        if verdict.due <= as_of and verdict.status != Status.NOT_APPLICABLE:
            due += 1
            met += verdict.status == Status.PASS
    return Figures(counts, due, met)


def rate_cell(rate: Fraction | None) -> Cell:
    """Give a share as a cell that sorts by its exact value."""
    return Cell(percent_text(rate), sort=Fraction(-1) if rate is None else rate)


def rate_change(now: Fraction | None, then: Fraction | None, lang: Language) -> Cell:
    """Give the difference of two shares in percentage points."""
    if now is None or then is None:
        return Cell(NONE, sort=Fraction(-1000))
    return Cell(points_text(_tenths(now - then), lang), sort=now - then)


def count_change(now: int, then: int | None) -> Cell:
    """Give the difference of two counts, signed."""
    if then is None:
        return Cell(NONE, sort=-(10**9))
    return Cell(f"{now - then:+d}" if now != then else "0", sort=now - then)


def _tenths(difference: Fraction) -> Fraction:
    """Give a difference with one decimal, with more where it would read as none."""
    for digits in range(1, 6):
        rounded = round_decimals(difference, digits, "half_even")
        if rounded or not difference:
            return rounded
    return difference
