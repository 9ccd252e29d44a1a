"""Settings of progress methods: thresholds, windows and band names.

Layer: ruleset. Input: `pace: {method: cagr, on_track: 0.95}` of a profile, an indicator or a
target. Output: one frozen model for each method, which kernel/progress_methods/ reads. Thresholds
are shares: 0.95 is 95 %.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.ruleset.fields.authority_labels import Labels
from targetcheck.ruleset.fields.field_types import Count, Due, ExactNumber, Part, TextField, refuse

Side = Literal["better", "worse"]
Risk = Literal["behind", "far_behind", "still", "away"]


class Ties(Part):
    """Band of a figure exactly at a threshold: the `better` one or the `worse`."""

    on_track: Side
    serious: Side


def _both(raw: Any) -> Any:
    return {"on_track": raw, "serious": raw} if isinstance(raw, str) else raw


TiesField = Annotated[Ties, BeforeValidator(_both)]


class Method(Part):
    """Settings common to all methods: words, time, and the method to use if it is undefined.

    `when_due` rates the pace up to the due date beside the verdict of the due date. `time: periods`
    counts time in whole periods of the indicator's frequency, years if it has none.
    """

    method: str
    labels: Labels = Field(default_factory=Labels)
    when_due: bool = Field(False, description="rate the pace when the target is due, too")
    time: Literal["calendar", "periods"] = Field(
        "calendar", description="time in days or months, or in whole periods"
    )
    otherwise: Pace | None = Field(None, description="method that judges where this one cannot")
    judges_met: bool = Field(
        False,
        description="it also judges what the baseline already met, in the place of `maintain`",
    )


class Banded(Method):
    """A method whose figure falls into bands, from on track to moving away."""

    on_track: ExactNumber
    serious: ExactNumber
    ties: TiesField = Field(default_factory=lambda: Ties(on_track="better", serious="better"))
    at_risk_from: Risk = Field("behind", description="best band that is at risk")

    @model_validator(mode="after")
    def _stands_still(self) -> Banded:
        named = self.at_risk_from == "still" or self.labels.still is not None
        if named and self.method != "un_chart":
            en, zh = "only `un_chart` has the band `still`", "只有 un_chart 有 still 这一级"
            hint, hint_zh = "name one of the method's own bands", "请写该方法自己的级别"
            raise refuse(Diagnostic("band-unknown", en, zh, hint, hint_zh))
        return self


class Schedule(Banded):
    """Schedule ratio (时序进度): progress to date ÷ progress planned to date.

    Thresholds: the bands that Eurostat uses for its own ratio, 0.95 and 0.60, kept so that readers
    recognise them. `shape` is the shape of the path between milestones: a straight `line`, a `step`
    at each milestone, or `seasonal` with twelve monthly weights of a year's change.
    """

    method: Literal["schedule"] = "schedule"
    on_track: ExactNumber = Decimal("0.95")
    serious: ExactNumber = Decimal("0.60")
    shape: Literal["line", "step", "seasonal"] = "line"
    seasons: tuple[ExactNumber, ...] = Field((), description="weight of each month from January on")

    @model_validator(mode="after")
    def _twelve(self) -> Schedule:
        weights = self.seasons
        usable = len(weights) == 12 and min(weights) >= 0 and max(weights) > 0
        if usable != (self.shape == "seasonal"):
            raise refuse(
                Diagnostic(
                    "seasons-twelve",
                    "`shape: seasonal` and twelve weights in `seasons` belong together",
                    "shape: seasonal 与 seasons 的十二个月权重须同时写",
                    "give one weight that is not negative for each month, January first",
                    "从一月起为每个月写一个不为负的权重",
                )
            )
        return self


class WithoutTarget(Part):
    """Thresholds of yearly growth without a target amount (比某年更好).

    Statistics Canada and Open SDG: 1.5 % substantial, 0.5 % moderate, 0 % limited. Eurostat: 1 %
    significant and 0 % moderate. `limit: natural` shrinks them near the limit of possible values by
    C = 1 − (base ÷ limit)^4.44: 100 % or 0 % for a share, else the end of the indicator's `range`.
    """

    on_track: ExactNumber = Decimal("0.015")
    serious: ExactNumber = Decimal("0.005")
    limit: Literal["none", "natural"] = "none"


class Growth(Banded):
    """Settings common to all ratios of compound annual growth.

    `window_years` 5 or 15 gives Eurostat's short and long term; without it growth counts from the
    baseline. `replace_zero` substitutes a base or target of zero, for which growth is undefined.
    `negative: base_sign` gives the growth of a negative series the sign of its base, as Open SDG
    does: from −10 to −5 is a rise. `needed_from` is where the required growth begins.
    """

    on_track: ExactNumber = Decimal("0.95")
    serious: ExactNumber = Decimal("0.60")
    window_years: Count | None = Field(None, ge=1)
    needed_from: Literal["window", "start", "latest"] = "window"
    min_points: Count = Field(2, ge=2)
    replace_zero: ExactNumber | None = Field(None, gt=0)
    negative: Literal["undefined", "base_sign"] = Field(
        "undefined", description="growth of a series that is negative throughout"
    )
    without_target: WithoutTarget = Field(default_factory=WithoutTarget)


class Cagr(Growth):
    """Ratio of compound annual growth, so far and required (Eurostat).

    Thresholds 0.95 and 0.60: Eurostat, *Sustainable development in the European Union*.
    """

    method: Literal["cagr"]


class OpenSdg(Growth):
    """Growth ratio with the Open SDG score from −5 to 5, 0.001 for zero, and the natural limit."""

    method: Literal["open_sdg"]
    replace_zero: ExactNumber | None = Field(Decimal("0.001"), gt=0)
    without_target: WithoutTarget = Field(default_factory=lambda: WithoutTarget(limit="natural"))


class UnChart(Growth):
    """Growth ratio in the five bands of the United Nations SDG Progress Chart.

    Thresholds 0.95, 0.50, 0.10 and −0.10; within ±`still` is stagnation. Without a target amount 1
    %, 0.5 % and 0 % a year.
    """

    method: Literal["un_chart"]
    serious: ExactNumber = Decimal("0.50")
    still: ExactNumber = Field(Decimal("0.10"), ge=0)
    without_target: WithoutTarget = Field(
        default_factory=lambda: WithoutTarget(on_track=Decimal("0.01"), serious=Decimal("0.005"))
    )


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


class Distance(Banded):
    """Distance to the target in standard deviations of the peers (OECD).

    Peers are the other places of the same kind that report for the same period. The method
    describes the current position, not the trend. Thresholds 0.5 and 1.5 are this project's.
    """

    method: Literal["distance"]
    on_track: ExactNumber = Field(Decimal("0.5"), ge=0)
    serious: ExactNumber = Field(Decimal("1.5"), ge=0)
    min_peers: Count = Field(5, ge=2)


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


class Remaining(Method):
    """Mean or sum required over the rest of the period, against the same rest last year.

    Practice of Chinese air-quality bulletins, where winter dominates a year-to-date mean. `ties`:
    band if the required rest equals last year's. `miss_counts`: a year-to-date mean that misses the
    target is at risk whatever the rest.
    """

    method: Literal["remaining"]
    ties: Side = "better"
    miss_counts: bool = True


class Burn(Method):
    """Share of the allowance used ÷ share of time elapsed (error budgets of SRE practice).

    `limit` 1 suits a yearly policy budget. With `short_days` the last days alone must burn too fast
    as well, so that one bad week long ago raises no alarm. `total` is the known number of events
    (`days`, `months` or a number), and allows an early decision before the due date.
    """

    method: Literal["burn"]
    limit: ExactNumber = Field(Decimal(1), gt=0)
    ties: Side = Field("better", description="a burn rate exactly at the limit")
    short_days: Count | None = Field(None, ge=1)
    total: Literal["days", "months"] | Count | None = None


class Manual(Method):
    """A person's assessment with author, date and reason (delivery confidence, RAG)."""

    method: Literal["manual"]
    status: Literal["on_track", "at_risk"]
    author: str = Field(min_length=1)
    date: Due
    reason: str = Field(min_length=1)
    label: TextField | None = None


class Maintain(Part):
    """When a level to maintain is unsteady: number of misses among the last values (2 of 3)."""

    misses: Count = Field(2, ge=1)
    of_last: Count = Field(3, ge=1)


METHODS: dict[str, type[Method]] = {
    "schedule": Schedule,
    "cagr": Cagr,
    "open_sdg": OpenSdg,
    "un_chart": UnChart,
    "linear_rate": LinearRate,
    "projection": Projection,
    "escap": Escap,
    "ols": Ols,
    "theil_sen": TheilSen,
    "seasonal_kendall": SeasonalKendall,
    "distance": Distance,
    "remaining": Remaining,
    "burn": Burn,
    "manual": Manual,
}


def _method(raw: Any) -> str:
    return raw.get("method", "schedule") if isinstance(raw, dict) else getattr(raw, "method", "")


def _known(raw: Any) -> Any:
    if isinstance(raw, dict) and _method(raw) not in METHODS:
        name = str(raw.get("method"))
        near = did_you_mean(name, METHODS)
        listed = ", ".join(METHODS)
        raise refuse(
            Diagnostic(
                "pace-method-unknown",
                f"unknown progress method `{name}`",
                f"没有名为“{name}”的进度评判方法",
                f"did you mean `{near}`?" if near else f"use one of {listed}",
                f"是否应为“{near}”？" if near else f"可用：{listed}",
            )
        )
    return raw


Pace = Annotated[
    Annotated[Schedule, Tag("schedule")]
    | Annotated[Cagr, Tag("cagr")]
    | Annotated[OpenSdg, Tag("open_sdg")]
    | Annotated[UnChart, Tag("un_chart")]
    | Annotated[LinearRate, Tag("linear_rate")]
    | Annotated[Projection, Tag("projection")]
    | Annotated[Escap, Tag("escap")]
    | Annotated[Ols, Tag("ols")]
    | Annotated[TheilSen, Tag("theil_sen")]
    | Annotated[SeasonalKendall, Tag("seasonal_kendall")]
    | Annotated[Distance, Tag("distance")]
    | Annotated[Remaining, Tag("remaining")]
    | Annotated[Burn, Tag("burn")]
    | Annotated[Manual, Tag("manual")],
    Discriminator(_method),
    BeforeValidator(_known),
]
