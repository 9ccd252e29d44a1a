"""What is measured: a named quantity with a unit, a direction and a nature.

Floor: model.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from targetcheck.ruleset.fields.field_types import Amount, Named, Names, Part, Start, UnitField
from targetcheck.ruleset.indicators.composed import ChangeOf, Members
from targetcheck.ruleset.indicators.grading_and_index import Graded, Index
from targetcheck.ruleset.indicators.statistic import NonDetect, RoundTo, Statistic
from targetcheck.ruleset.progress_method import Pace

Nature = Literal["level", "flow", "share", "count", "class", "done"]
Better = Literal["higher", "lower"]


class Range(Part):
    """Bounds of the plausible; a report outside is refused, never judged."""

    at_least: Amount | None = None
    at_most: Amount | None = None


class Judging(Part):
    """What an indicator or a target declares of its judging; the profile gives the rest."""

    accept: Names = Field(
        (), description="report statuses that count: reported, verified, accepted"
    )
    compare: Literal["full", "rounded", "counts"] | None = None
    round: RoundTo | None = None
    pace: Pace | None = Field(None, description="method that judges progress")


class Indicator(Named):
    """A named quantity; `nature` says how it behaves over time and places.

    level: holds at a moment · flow: adds up over time · share: numerator over denominator ·
    count: whole things at a moment · class: grade of a scale · done: a deliverable.
    """

    nature: Nature = "level"
    unit: UnitField | None = Field(None, description="not for class and done")
    better: Better = "higher"
    of: Names = Field((), description="numerator and denominator indicators of a share")
    formula: str | None = Field(None, description="arithmetic over other indicators")
    scale: str | None = Field(None, description="id of the ordinal scale of a class")
    range: Range | None = None
    frequency: Literal["day", "month", "quarter", "half", "year"] | None = Field(
        None,
        description="only reports of this length decide; else the longest that ends on the day",
    )
    statistic: Statistic | None = Field(None, description="made of samples, as a percentile is")
    graded: Graded | None = Field(None, description="a class computed from measured values")
    index: Index | None = Field(None, description="read off a broken line of another indicator")
    members: Members | None = Field(None, description="places below that satisfy conditions")
    change: ChangeOf | None = Field(None, description="change of another indicator over time")
    aggregate: Literal["sum", "mean", "ratio_of_sums", "worst"] | None = Field(
        None, description="how the value of a parent place follows from all of its children"
    )
    across: str | None = Field(
        None, description="kind of place or group that `aggregate` takes; else every direct child"
    )
    non_detect: NonDetect | None = Field(
        None, description="what a report below its detection limit adds to a total"
    )
    irreversible: bool = Field(False, description="once met it stays met, so it locks a pass")
    water: bool = Field(False, description="tonnes of water count as cubic metres")
    aliases: Names = ()
    judge: Judging = Field(default_factory=Judging)
    note: str | None = None


class LimitEntry(Part):
    """A limit in force from a date on; without an amount there is none from that date."""

    start: Start = Field(alias="from")
    at_least: Amount | None = None
    at_most: Amount | None = None
    above: Amount | None = None
    below: Amount | None = None
    source: str | None = None


class Limit(Named):
    """A dated limit; the entry in force on the last day of the report's period is used."""

    entries: tuple[LimitEntry, ...] = Field(min_length=1)


class ScaleSpec(Named):
    """An ordinal scale, best grade first."""

    grades: tuple[str, ...] = Field(min_length=2)
    aliases: dict[str, str] = {}
