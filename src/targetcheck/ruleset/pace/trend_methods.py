"""Settings of the methods that continue a trend: lines, means of changes, tests of a trend.

Layer: ruleset. Input: `pace: {method: ols, level: 0.9}`. Output: frozen models.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.ruleset.fields.field_types import Count, ExactNumber, refuse
from targetcheck.ruleset.progress_method import Banded, Method, Side, Ties, TiesField


class Escap(Banded):
    """Current status and anticipated progress (UN ESCAP), by weighted least squares.

    The anticipated gap on the due date is a share of the required change: up to `on_track`
    maintain, up to `serious` accelerate, beyond it reverse. That a gap of 10 % counts as met and
    how values are weighted is not published in full: `weights: near_due` gives each value 1 ÷ (days
    to the due date), and is this project's interpretation.
    """

    method: Literal["escap"]
    on_track: ExactNumber = Field(Decimal("0.10"), ge=0)
    serious: ExactNumber = Field(Decimal(1), gt=0)
    weights: Literal["near_due", "equal"] = "near_due"
    min_points: Count = Field(2, ge=2)


class LinearRate(Banded):
    """Recent rate of change ÷ required rate, both linear (SDSN, *Sustainable Development Report*).

    Thresholds: 100 % on track, 50 % moderately improving, 0 stagnating, below it decreasing.
    `needed_from: start` computes the required rate from the baseline, `latest` from the latest
    value.
    """

    method: Literal["linear_rate"]
    on_track: ExactNumber = Decimal(1)
    serious: ExactNumber = Decimal("0.50")
    window_years: Count | None = Field(None, ge=1)
    min_points: Count = Field(2, ge=2)
    needed_from: Literal["start", "latest"] = "start"


class Projection(Banded):
    """Mean change of the last points, extrapolated to the due date (German sustainability strategy).

    `points` 6 are five changes; 4 is the least. The projected miss is a share of the gap between
    the latest value and the target: sun below 5 %, sun with clouds from 5 % to 20 %, clouds above,
    thunderstorm without movement towards the target. The strategy calls the first two on track:
    `at_risk_from: far_behind`.
    """

    method: Literal["projection"]
    on_track: ExactNumber = Decimal("0.05")
    serious: ExactNumber = Decimal("0.20")
    ties: TiesField = Field(default_factory=lambda: Ties(on_track="worse", serious="better"))
    points: Count = Field(6, ge=2)
    min_points: Count = Field(4, ge=2)


class Ols(Banded):
    """Ordinary least squares with prediction interval and probability of meeting the target.

    The thresholds 0.8 and 0.2 are this project's; a profile should state its own. Below `sure_from`
    points the result has the flag `low_confidence`.
    """

    method: Literal["ols"]
    on_track: ExactNumber = Field(Decimal("0.8"), gt=0, lt=1)
    serious: ExactNumber = Field(Decimal("0.2"), gt=0, lt=1)
    level: ExactNumber = Field(
        Decimal("0.95"), gt=0, lt=1, description="of the prediction interval"
    )
    window_years: Count | None = Field(None, ge=1)
    min_points: Count = Field(3, ge=3)
    sure_from: Count = Field(5, ge=3)


class TheilSen(Method):
    """Theil–Sen median slope, with a rank test for a trend.

    From `kendall_from` points Mann–Kendall with its tie term decides, with exact p-values below ten
    points; below `kendall_from` Spearman with the critical values of HJ 663-2013 (one-sided 5 %, 5
    to 10 points). `alpha` is one-sided.
    """

    method: Literal["theil_sen"]
    alpha: ExactNumber = Field(Decimal("0.05"), gt=0, lt=Decimal("0.5"))
    window_years: Count | None = Field(None, ge=1)
    min_points: Count = Field(5, ge=4)
    kendall_from: int = Field(10, ge=4, le=11)
    ties: Side = Field("better", description="a statistic exactly at its critical value")

    @model_validator(mode="after")
    def _tabled(self) -> TheilSen:
        tabled = self.alpha == Decimal("0.05") and self.min_points >= 5
        if not tabled and self.kendall_from > self.min_points:
            raise refuse(
                Diagnostic(
                    "spearman-table",
                    "Spearman's critical values are known for 5 points and more, at 5 % only",
                    "秩相关临界值仅适用于5个及以上数值、单侧5%的检验",
                    f"write `kendall_from: {self.min_points}`: Mann–Kendall has exact probabilities",
                    f"请写 kendall_from: {self.min_points}，由 Mann–Kendall 检验给出精确概率",
                )
            )
        return self


class SeasonalKendall(Method):
    """Seasonal Kendall trend: months or quarters, each compared with the same one of other years.

    `projects`: the requirement is on the `season` that ends on the due date, or on the mean of the
    `year` that ends there.
    """

    method: Literal["seasonal_kendall"]
    season: Literal["month", "quarter"] = "month"
    projects: Literal["season", "year"] = "season"
    alpha: ExactNumber = Field(Decimal("0.05"), gt=0, lt=Decimal("0.5"))
    min_years: Count = Field(3, ge=3)
    ties: Side = Field("better", description="a statistic exactly at its critical value")
