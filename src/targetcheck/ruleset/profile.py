"""Profiles: how verdicts are reached, independent of the targets.

Layer: ruleset. One target can have different verdicts under two profiles.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field

from targetcheck.quantities.quantity import Quantity, parse_quantity
from targetcheck.ruleset.fields.field_types import (
    Amount,
    Count,
    Due,
    ExactNumber,
    Named,
    Names,
    Part,
)
from targetcheck.ruleset.fields.lazy_models import Later
from targetcheck.ruleset.progress_method import Burn, Maintain, Pace, Remaining, Schedule

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators.statistic import RoundTo, Statistic
else:
    RoundTo, Statistic = (
        Later("targetcheck.ruleset.indicators.statistic", name).field()
        for name in ("RoundTo", "Statistic")
    )

Stance = Literal["face_value", "benefit_of_doubt", "fail_safe"]


def _as(method: str) -> BeforeValidator:
    """Return a reader of settings whose method is implied by their key."""
    return BeforeValidator(lambda raw: {"method": method, **raw} if isinstance(raw, dict) else raw)


def _budget() -> Burn:
    return Burn.model_construct(method="burn")


def _year_to_date() -> Remaining:
    return Remaining.model_construct(method="remaining")


class Excuse(Named):
    """A reason why nothing is reported, as reports code it."""

    aliases: Names = Field((), description="other words for it that reports use")


class Profile(Named):
    """Evaluation settings; every default has a source in docs/reference.

    Progress is assessed by `pace`, allowances by `budget`, year-to-date means by `year_to_date`,
    levels to maintain by `maintain`; a target's own `judge.pace` takes precedence.
    """

    accept: Names = ("reported", "verified", "accepted")
    compare: Literal["full", "rounded", "counts"] = "counts"
    round: RoundTo | None = None
    tables: Literal["declared", "full"] = Field(
        "declared", description="values graded by a table: rounded as it declares, or as they are"
    )
    pace: Pace = Field(default_factory=Schedule.model_construct)
    budget: Annotated[Burn, _as("burn")] = Field(default_factory=_budget)
    year_to_date: Annotated[Remaining, _as("remaining")] = Field(default_factory=_year_to_date)
    maintain: Maintain = Field(default_factory=Maintain.model_construct)
    baseline: Literal["first_report"] | None = Field(
        None, description="where the schedule of a target starts that declares no baseline"
    )
    excused: dict[str, Excuse] = Field(
        {}, description="codes that reports give as the reason of a silence"
    )
    scores: Names = Field((), description="scores that are given under this profile; else all")
    statistics: dict[str, Statistic] = Field(
        {}, description="indicator → statistic that stands in the place of its own"
    )
    stance: Stance = Field(
        "face_value", description="what decides on an estimate: its value or an end of its interval"
    )
    confidence: ExactNumber = Field(
        Decimal("0.95"), gt=0, lt=1, description="of that interval, two-sided"
    )
    tolerance: Amount = Field(
        default_factory=lambda: parse_quantity("5 %"),
        description="shortfall that 左右 allows, in % of the target",
    )
    stale_after_days: Count | None = Field(
        400,
        ge=1,
        description="age in days beyond which a report says nothing of today; null: never",
    )
    close_call: ExactNumber = Field(
        Decimal("0.05"), description="margin, as a share of the limit, below which a note is made"
    )

    @cached_property
    def tolerance_share(self) -> Fraction:
        """The tolerance as a share of the target: 1/20 for `5 %`; without a unit it is in %."""
        assert isinstance(self.tolerance, Quantity)
        unit = self.tolerance.unit
        return self.tolerance.value * (unit.factor if unit.kind == "share" else Fraction(1, 100))


class Waiver(Part):
    """A verdict waived for a time; shown together with the verdict, never in its place."""

    target: str
    place: str | None = None
    reason: str = Field(min_length=1)
    approver: str = Field(min_length=1)
    until: Due


class Override(Part):
    """A person's judgement, shown with author and reason next to the computed verdict."""

    target: str
    place: str | None = None
    due: Due | None = None
    status: Literal["pass", "fail", "missed", "at_risk", "on_track", "not_applicable"]
    reason: str = Field(min_length=1)
    author: str = Field(min_length=1)
    date: Due
