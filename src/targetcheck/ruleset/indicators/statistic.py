"""Statistics of samples: how several observations become one value.

Layer: ruleset. A statistic is declared at an indicator; its samples are the observations of another
indicator, or the indicator's own for shorter periods.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import (
    Amount,
    Count,
    Due,
    ExactNumber,
    Part,
    Places,
    Start,
    TextField,
    refuse,
)

StatisticKind = Literal[
    "mean",
    "median",
    "percentile",
    "max",
    "min",
    "nth_highest",
    "exceedance_count",
    "exceedance_share",
    "mean_of_years",
]
Over = Literal["year", "half", "quarter", "month"]
NonDetect = Literal["half", "zero", "limit"]


class RoundTo(Part):
    """Rounding before comparison, in one step: to decimals, significant figures or a multiple."""

    decimals: Places | None = None
    significant: Places | None = None
    to: ExactNumber | None = Field(None, gt=0, description="10 for the nearest ten, 0.5 for halves")
    rule: Literal["half_even", "half_up", "truncate", "up"] = "half_even"

    @model_validator(mode="after")
    def _one(self) -> RoundTo:
        given = [key for key in ("decimals", "significant", "to") if getattr(self, key) is not None]
        if len(given) > 1:
            raise refuse(
                Diagnostic(
                    "round-twice",
                    f"a value is rounded in one step, and not by {' and '.join(given)}",
                    f"数值只修约一次，不能同时写 {'、'.join(given)}",
                    "keep one of them",
                    "请保留其中一种",
                )
            )
        return self


class Complete(Part):
    """Number of samples that a period needs; without any rule, every month needs one."""

    days: Count | None = Field(None, ge=1, description="valid days in the period, such as 324")
    per_month: Count | None = Field(None, ge=1, description="valid days in each month, such as 27")
    february: Count | None = Field(None, ge=1, description="the same for February, such as 25")
    share: Amount | None = Field(None, description="valid share of the samples that are scheduled")
    each: Literal["month", "quarter"] | None = Field(
        None, description="`share` must be reached in each of these; else in the whole period"
    )
    every_days: Count = Field(1, ge=1, description="days from one scheduled sample to the next")
    samples: Count | None = Field(None, ge=1, description="samples in the period")
    months: Count | None = Field(None, ge=1, description="months with a sample")
    years: Count | None = Field(None, ge=1, description="valid years of a mean of years")

    @model_validator(mode="after")
    def _is_share(self) -> Complete:
        if self.share is not None and not (
            isinstance(self.share, Quantity) and self.share.unit.kind == "share"
        ):
            raise refuse(
                Diagnostic(
                    "complete-share",
                    f"`{self.share}` is not a share of the samples",
                    f"“{self.share}”不是样本的占比",
                    "write for example `75 %`",
                    "例如写作 75%",
                )
            )
        return self


class Exclusion(Part):
    """Days whose samples are excluded, with the reason; the unadjusted value is shown too."""

    start: Start = Field(alias="from")
    until: Due = Field(alias="to")
    reason: TextField


class Statistic(Part):
    """A statistic of the samples in each period of a length."""

    kind: StatisticKind
    of: str | None = Field(None, description="indicator of the samples; else its own reports")
    over: Over = "year"
    p: Annotated[ExactNumber, Field(gt=0, lt=100)] | None = Field(
        None, description="98 for the 98th"
    )
    n: Count | None = Field(None, ge=1, description="4 for the fourth highest")
    years: Count | None = Field(None, ge=2, description="consecutive years of a mean of years")
    exceeds: Compare | None = Field(None, description="a sample that satisfies this is counted")
    limit: str | None = Field(None, description="dated limit; a sample outside it is counted")
    complete: Complete = Field(default_factory=Complete)
    exclude: tuple[Exclusion, ...] = ()
    round: RoundTo | None = Field(None, description="rounding of the statistic itself")
    round_samples: RoundTo | None = Field(
        None, description="rounding of each sample before it is used, as 40 CFR 50 does with PM10"
    )
    ranked: bool = Field(
        False, description="a percentile is the ⌈(1 − p)n⌉-th highest sample, and none between two"
    )
    non_detect: NonDetect = Field(
        "half", description="value of a sample below its detection limit in a statistic"
    )

    @model_validator(mode="after")
    def _fits(self) -> Statistic:
        needs = {"p": "percentile", "n": "nth_highest", "years": "mean_of_years"}
        for key, kind in needs.items():
            if (getattr(self, key) is not None) != (self.kind == kind):
                raise refuse(_misfit(self.kind, key, self.kind == kind))
        if self.ranked and self.kind != "percentile":
            raise refuse(_misfit(self.kind, "ranked", needed=False))
        counted = self.kind in ("exceedance_count", "exceedance_share")
        given = [key for key in ("exceeds", "limit") if getattr(self, key) is not None]
        if len(given) != int(counted):
            raise refuse(_misfit(self.kind, given[-1] if given else "exceeds", not given))
        return self


def _misfit(kind: str, key: str, needed: bool) -> Diagnostic:
    if needed:
        return Diagnostic(
            "statistic-incomplete",
            f"the statistic `{kind}` needs `{key}`",
            f"统计量“{kind}”须写 {key}",
            "a percentile needs `p`, nth_highest `n`, mean_of_years `years`, exceedances `exceeds` "
            "or `limit`",
            "percentile 须有 p，nth_highest 须有 n，mean_of_years 须有 years，"
            "超标统计须有 exceeds 或 limit",
        )
    return Diagnostic(
        "statistic-misfit",
        f"the statistic `{kind}` has no `{key}`",
        f"统计量“{kind}”不用 {key}",
        f"leave `{key}` out",
        f"请删去 {key}",
    )
