"""Indicators: named quantities with unit, direction and nature.

Layer: ruleset.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.unit import Unit, factor, find_unit
from targetcheck.ruleset.comparison import Compare, Test
from targetcheck.ruleset.fields.field_types import (
    NUMBER,
    Amount,
    Named,
    Names,
    NonDetect,
    Part,
    PeriodLabel,
    Reference,
    Start,
    Stated,
    UnitField,
    refuse,
)
from targetcheck.ruleset.fields.lazy_models import Later
from targetcheck.ruleset.fields.plain_values import distance_of, is_relative
from targetcheck.ruleset.progress_method import Pace

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators.choice_rules import Steps
    from targetcheck.ruleset.indicators.grading_and_index import Graded, Index
    from targetcheck.ruleset.indicators.statistic import RoundTo, Statistic
else:
    Steps = Later("targetcheck.ruleset.indicators.choice_rules", "Steps").field()
    Graded, Index = (
        Later("targetcheck.ruleset.indicators.grading_and_index", name).field()
        for name in ("Graded", "Index")
    )
    RoundTo, Statistic = (
        Later("targetcheck.ruleset.indicators.statistic", name).field()
        for name in ("RoundTo", "Statistic")
    )

Nature = Literal["level", "flow", "share", "count", "class", "done"]
Better = Literal["higher", "lower"]
_PER = ("/volume", "/mass")
_CONCENTRATIONS = frozenset({"concentration", "count_concentration", "turbidity"})
_PH_END = 14


class Range(Part):
    """Range of plausible values; an observation outside it is refused and not evaluated."""

    at_least: Amount | None = None
    at_most: Amount | None = None


class Judging(Part):
    """Evaluation settings of an indicator or a target; the profile supplies the rest."""

    accept: Names = Field(
        (), description="report statuses that count: reported, verified, accepted"
    )
    compare: Literal["full", "rounded", "counts"] | None = None
    round: RoundTo | None = None
    pace: Pace | None = Field(None, description="method that judges progress")


@cache
def as_the_profile() -> Judging:
    """Return the settings of whatever declares none; one object, which nothing can change."""
    return Judging.model_construct()


class PartOf(Part):
    """What an indicator is a part of: the indicator, and its member in each dimension."""

    of: str
    at: dict[str, str]


class Indicator(Named):
    """A named quantity; `nature` is its behaviour over time and places.

    level: holds at a moment · flow: adds up over time · share: numerator over denominator · count:
    whole things at a moment · class: grade of a scale · done: a deliverable.
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
        description="only observations of this period length count; else the longest that ends on the day",
    )
    statistic: Statistic | None = Field(None, description="made of samples, as a percentile is")
    graded: Graded | None = Field(None, description="a class computed from measured values")
    steps: Steps | None = Field(None, description="a number chosen by bands, a class or rules")
    index: Index | None = Field(None, description="read off a broken line of another indicator")
    members: Members | None = Field(None, description="places below that satisfy conditions")
    change: ChangeOf | None = Field(None, description="change of another indicator over time")
    reference: Reference | None = Field(None, description="another place's or an earlier value")
    stated: Stated | None = Field(None, description="an amount, or amounts by place or its kind")
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
    above_hundred: bool = Field(
        False, description="a share that may exceed 100 %, as what was done of what was planned"
    )
    ppm: Literal["volume", "mass", "water"] | None = Field(
        None, description="meaning of ppm and ppb parts of: mL/m³, mg/kg or, in water, mg/L"
    )
    water: bool = Field(False, description="tonnes of water count as cubic metres")
    by: str | tuple[str, ...] | dict[str, Literal["sum", "mean"] | None] | None = Field(
        None, description="dimensions by which it is reported too; `{sex: sum}` adds up the total"
    )
    part_of: PartOf | None = Field(
        None, description="the whole of which it is a part; `by` writes such parts itself"
    )
    aliases: Names = ()
    judge: Judging = Field(default_factory=as_the_profile)
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
    """A dated limit; the entry in force on the last day of the observation's period is used."""

    entries: tuple[LimitEntry, ...] = Field(min_length=1)


class ScaleSpec(Named):
    """An ordinal scale, best grade first."""

    grades: tuple[str, ...] = Field(min_length=2)
    aliases: dict[str, str] = Field(default_factory=dict)

    def scale(self, name: str) -> Scale:
        """Return the scale that ranks grades; `name` is its id in the ruleset."""
        return Scale(name, self.grades, self.aliases, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Measured:
    """Nature, unit and scale of a measure; `unit` is None for classes and deliverables."""

    nature: Nature
    unit: Unit | None
    scale: str | None = None
    better: str = "higher"
    above_hundred: bool = False


def of_indicator(indicator: Indicator) -> Measured:
    """Return nature, unit and scale of an indicator."""
    unit = indicator.unit
    if unit is None and indicator.nature in ("level", "flow", "count", "share"):
        unit = find_unit("percent") if indicator.nature == "share" else NUMBER
    return Measured(
        indicator.nature, unit, indicator.scale, indicator.better, indicator.above_hundred
    )


def of_test(test: Test, indicator: Indicator) -> Measured:
    """Return nature, unit and scale of a test; `indicator` is the target's, or the one named by `of`."""
    if test.share_of:
        return Measured("share", find_unit("percent"))
    if test.rank_among:
        return Measured("count", NUMBER, better="lower")
    return of_indicator(indicator)


def natural_range(indicator: Indicator) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and greatest possible value of an indicator, in its unit; None for none.

    A share is not below 0 % and, unless it declares `above_hundred`, not above 100 %; a count and a
    concentration are not below 0; pH is from 0 to 14. A flow may be corrected downwards, and a
    change may be negative.
    """
    unit = of_indicator(indicator).unit
    nature = indicator.nature
    if indicator.change is not None or nature in ("class", "done"):
        return None, None
    if nature == "share":
        whole = 100 * factor(find_unit("percent"), unit) if unit else Fraction(100)
        return Fraction(0), None if indicator.above_hundred else whole
    if unit is not None and unit.dimension == "ph":
        return Fraction(0), Fraction(_PH_END)
    things = unit is not None and unit.whole and nature == "level"
    return (Fraction(0) if nature == "count" or things or _concentration(unit) else None), None


def _concentration(unit: Unit | None) -> bool:
    return unit is not None and (unit.dimension in _CONCENTRATIONS or unit.dimension.endswith(_PER))


class Members(Part):
    """The places inside that satisfy every condition: as a share, or as a number for a count.

    All members must be known for the same period; an unknown one makes the figure an interval.
    环办〔2011〕22号 assesses a river by its share of sections of class Ⅰ–Ⅲ.
    """

    across: str = Field(description="kind of place or group; its members that lie in the place")
    where: dict[str, Compare] = Field(
        description="what a member must satisfy to be counted", min_length=1
    )


class ChangeOf(Part):
    """Change of another indicator: y − y₀, or (y − y₀) ÷ y₀ in percent.

    Shares change in percentage points, classes in grades, where one grade better is 1.
    """

    of: str
    since: PeriodLabel = Field(
        alias="from", description="a period, `previous_year`, `5 years ago` or `2 reports ago`"
    )
    relative: bool = Field(False, description="in percent of what it was")
    yearly: bool = Field(
        False, description="年均: the change in percent a year that compounds to it, since a period"
    )

    @model_validator(mode="after")
    def _since_a_period(self) -> ChangeOf:
        distance = distance_of(self.since)
        fixed = not is_relative(self.since) or (distance is not None and distance.unit == "year")
        if self.yearly and not (self.relative and fixed):
            raise refuse(
                Diagnostic(
                    "change-yearly",
                    "a yearly change needs `relative: true` and a start period such as 2020 or "
                    "`5 years ago`",
                    "年均变化须写 relative: true，并从确定的时期（如2020）或若干年前（如“5 years ago”）算起",
                    "write `{of: …, from: 2020, relative: true, yearly: true}`",
                    "写作 {of: …, from: 2020, relative: true, yearly: true}",
                )
            )
        return self
