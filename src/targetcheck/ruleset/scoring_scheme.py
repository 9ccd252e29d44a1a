"""Scoring schemes: points, grades and rankings from verdicts and values.

Layer: ruleset. A score is an ordered list of vetoes, then items that earn points, then grades; its
parts may be scores themselves.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.ruleset.comparison import FixedCompare
from targetcheck.ruleset.fields.field_types import (
    Amount,
    Count,
    Due,
    ExactNumber,
    Named,
    Names,
    Part,
    TextField,
    refuse,
)
from targetcheck.ruleset.target import Each

StatusName = Literal[
    "pass", "fail", "missed", "at_risk", "on_track", "not_due", "undetermined", "not_applicable"
]


class Slope(Part):
    """Points deducted for each missing `per`: max(floor, full − deduct · shortfall ÷ per)."""

    per: Amount
    deduct: ExactNumber = Field(gt=0)
    floor: ExactNumber = Decimal(0)


class PointBand(FixedCompare):
    """Points for values in a half-open band; `points` may be arithmetic over `x`, the value."""

    points: ExactNumber | str


class Item(Part):
    """An item that earns points, up to `full`.

    `target`: by the status of its verdict or the word of an authority for it (`label`), its
    distance (`slope`), or the share of members that pass (`compliant`). `indicator`: by the value
    (`bands`), or by stage coefficients of projects. `score`: by the points of another score
    (`bands`), by its grade (`coefficients`), or its points as a share of its full ones.
    Members are a `group`, those of it `inside` the place, or the places that have `weights`.
    """

    id: str | None = None
    full: ExactNumber = Field(gt=0, description="points that can be earned")
    target: str | None = None
    due: Due | None = Field(None, description="which verdict of the target; else the next one due")
    status: dict[StatusName, ExactNumber] = Field({}, description="share of the points by status")
    label: dict[str, ExactNumber] = Field(
        {}, description="share of the points by the word of an authority; before `status`"
    )
    slope: Slope | None = None
    score: str | None = Field(None, description="another score of the same place")
    indicator: str | None = None
    bands: tuple[PointBand, ...] = Field((), description="the first band that holds gives points")
    group: str | None = Field(None, description="members whose share or mean is taken")
    inside: bool = Field(False, description="only members that lie in the place that is scored")
    weights: dict[str, Annotated[ExactNumber, Field(gt=0)]] = Field(
        {}, description="place → weight, for members that count more or less than 1"
    )
    coefficients: dict[str, ExactNumber] = Field({}, description="coefficient of each stage")
    compliant: bool = Field(
        False, description="share of the group's members whose target passes, times the points"
    )
    unknown: Literal["unknown", "zero", "leave_out"] = Field(
        "unknown", description="what an undetermined item does to the score"
    )

    @model_validator(mode="after")
    def _one(self) -> Item:
        sources = [self.target, self.indicator, self.score]
        both = bool(self.bands) and bool(self.coefficients)
        neither = not self.bands and not self.coefficients
        if sources.count(None) != 2 or both or (self.indicator is not None and neither):
            raise refuse(
                Diagnostic(
                    "score-item",
                    "an item earns points by a `target`, by an `indicator` with `bands` or "
                    "`coefficients`, or by a `score`",
                    "计分项须写 target，或写 indicator 加 bands 或 coefficients，或写 score",
                    "keep one of them",
                    "请保留其中一种",
                )
            )
        staged = bool(self.coefficients) and self.score is None
        if bool(self.group or self.weights) != (self.compliant or staged) and (
            self.compliant or self.group or self.weights
        ):
            raise refuse(
                Diagnostic(
                    "score-members",
                    "members of an item are counted by `compliant` or by `coefficients`",
                    "计分项的成员须用 compliant 或 coefficients 计分",
                    "name them by `group` or `weights`, and say how they earn",
                    "用 group 或 weights 写明成员，并写明如何得分",
                )
            )
        return self


class Veto(Part):
    """一票否决: if the verdict has one of the statuses, the grade is at best this one."""

    target: str
    place: str | None = Field(None, description="another place than the one that is scored")
    status: Annotated[
        tuple[StatusName, ...], BeforeValidator(lambda raw: (raw,) if isinstance(raw, str) else raw)
    ] = ("fail",)
    grade: str
    points: ExactNumber | None = Field(None, description="points that the whole score then has")
    reason: TextField | None = None


class GradeFrom(Part):
    """A grade and its least number of points; the last one has none."""

    grade: str
    at_least: ExactNumber | None = None


class PartsNeeded(Part):
    """How many parts a combined score needs: a number, or a share of them."""

    parts: Count | Amount


class ScoreSpec(Named):
    """A score of places: vetoes, then items, parts or a formula, then grades and ranks."""

    place: str | tuple[str, ...] | Each
    items: tuple[Item, ...] = ()
    parts: Names = Field((), description="other scores that this one is made of")
    across: str | None = Field(
        None, description="kind of place or group; parts are then those of its members in the place"
    )
    combine: Literal["sum", "mean", "lower_of", "two_lowest"] = "sum"
    formula: str | None = Field(
        None, description="arithmetic over scores and indicators of the place; it needs `full`"
    )
    full: ExactNumber | None = Field(None, gt=0, description="most points of a `formula`")
    unknown: Literal["unknown", "zero", "leave_out"] = Field(
        "unknown", description="what a part without points does to the score"
    )
    complete: PartsNeeded | None = Field(
        None, description="least number or share of parts with points, if others are left out"
    )
    weights: dict[str, Annotated[ExactNumber, Field(gt=0)]] = Field(
        {}, description="part → weight, in a sum or mean; 1 where nothing is said"
    )
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[GradeFrom, ...] = Field((), description="best first")
    best: Literal["higher", "lower"] = Field("higher", description="which end ranks first")
    source: str | None = None

    @model_validator(mode="after")
    def _made_of_something(self) -> ScoreSpec:
        ways = [bool(self.items), bool(self.parts), bool(self.formula)]
        if sum(ways) != 1 or bool(self.formula) != bool(self.full):
            raise refuse(
                Diagnostic(
                    "score-empty",
                    "a score consists of `items`, of `parts`, or of a `formula` with its `full`",
                    "得分由 items、parts 组成，或由 formula 加 full 得出",
                    "give one of the two",
                    "请写其中一种",
                )
            )
        stray = sorted(set(self.weights) - set(self.parts))
        if stray or (self.weights and self.combine not in ("sum", "mean")):
            raise refuse(
                Diagnostic(
                    "score-weights",
                    f"weights are for `parts` in a sum or mean: {', '.join(stray) or self.combine}",
                    f"weights 只用于 sum 或 mean 的 parts：{'、'.join(stray) or self.combine}",
                    "name a part, or combine by `sum` or `mean`",
                    "请写 parts 中的得分，或用 sum、mean 汇总",
                )
            )
        return self
