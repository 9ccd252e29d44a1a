"""Observations: one per usable row, with values in the unit of the indicator.

Layer: observations. Input: an ObservationTable, through observation_reader.py. Output:
`Observations`, which the engines read, and the rows set aside, each with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from targetcheck.errors import Diagnostic, Where
from targetcheck.periods.period import Period
from targetcheck.quantities.unit import Unit

if TYPE_CHECKING:
    from targetcheck.observations.judgement import Judgement

Basis = Literal["period", "year_to_date", "since_start"]
Interval = tuple[Fraction | None, Fraction | None]
"""The lower and the upper end of a published interval."""


def scaled(interval: Interval | None, factor: Fraction) -> Interval | None:
    """Return an interval in another unit."""
    if interval is None:
        return None
    low, high = (None if end is None else end * factor for end in interval)
    return low, high


@dataclass(frozen=True, slots=True)
class Observation:
    """One reported value.

    `value` is exact and in the indicator's unit (a rank for a class, 1 or 0 for a deliverable);
    None if only `low`..`high` is known (below a detection limit). `step` is the size of the last
    printed digit, None for counts. `printed` is a share as printed, if counts came with it;
    `interval` the published interval, an end that was not published is None. `excuse`: the code of
    the reason why there is no value.
    """

    row: int
    place: str
    indicator: str
    period: Period
    basis: Basis
    value: Fraction | None
    low: Fraction
    high: Fraction | None
    text: str
    unit: Unit | None
    step: Fraction | None
    status: str
    reported_at: date | None
    where: Where
    counts: tuple[Fraction, Fraction] | None = None
    printed: Fraction | None = None
    weight: Fraction | None = None
    completed: date | None = None
    flags: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    interval: Interval | None = None
    excuse: str = ""

    def reported_by(self, day: date) -> bool:
        """Return whether it was reported by a day; without a date, at the end of its period."""
        return (self.reported_at or self.period.end) <= day


NO_VALUE = frozenset(
    {
        "value-missing",
        "value-sentinel",
        "row-skipped",
        "row-left",
        "row-deleted",
        "row-replaced",
        "after-as-of",
        "after-known-at",
    }
)
"""Reasons of rows set aside in which nothing was reported, or nothing that counts by now."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row set aside, with the reason; `place` and `indicator` if they could be read.

    `source` is what the row says of its origin, where it did not become an observation.
    """

    row: int
    why: Diagnostic
    place: str = ""
    indicator: str = ""
    period: Period | None = None
    source: str = ""

    @property
    def holds_value(self) -> bool:
        """Return whether a value was reported in it, though it was not used."""
        return self.why.code not in NO_VALUE


@dataclass(frozen=True, slots=True)
class Observations:
    """All observations of a table: rows = len(all) + len(judgements) + len(aside)."""

    all: tuple[Observation, ...] = ()
    aside: tuple[SetAside, ...] = ()
    rows: int = 0
    at: Mapping[tuple[str, str], Sequence[Observation]] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()

    def __repr__(self) -> str:
        return f"<Observations: {len(self.all)} used, {len(self.aside)} set aside>"

    def of(self, indicator: str, place: str) -> Sequence[Observation]:
        """Return the observations of an indicator at a place."""
        return self.at.get((indicator, place), ())


def observations(
    all_: Sequence[Observation],
    aside: Sequence[SetAside],
    rows: int,
    judgements: Sequence[Judgement] = (),
) -> Observations:
    """Return observations with an index by indicator and place."""
    at: dict[tuple[str, str], list[Observation]] = {}
    for observation in all_:
        at.setdefault((observation.indicator, observation.place), []).append(observation)
    return Observations(tuple(all_), tuple(aside), rows, at, tuple(judgements))
