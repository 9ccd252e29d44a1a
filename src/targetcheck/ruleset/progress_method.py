"""Settings of progress methods: those that every profile has, and a list of all.

Layer: ruleset. Input: `pace: {method: cagr, on_track: 0.95}` of a profile, an indicator or a
target. Output: one frozen model for each method, which kernel/progress_methods/ reads. Thresholds
are shares: 0.95 is 95 %.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, model_validator

from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.ruleset.fields.field_types import Count, ExactNumber, Part, TextField, refuse
from targetcheck.ruleset.fields.lazy_models import Later, Models

Side = Literal["better", "worse"]
Risk = Literal["behind", "far_behind", "still", "away"]

_PACE = "targetcheck.ruleset.pace"
METHODS = Models(
    {
        "schedule": Later(__name__, "Schedule"),
        "cagr": Later(f"{_PACE}.growth_methods", "Cagr"),
        "open_sdg": Later(f"{_PACE}.growth_methods", "OpenSdg"),
        "un_chart": Later(f"{_PACE}.growth_methods", "UnChart"),
        "linear_rate": Later(f"{_PACE}.trend_methods", "LinearRate"),
        "projection": Later(f"{_PACE}.trend_methods", "Projection"),
        "escap": Later(f"{_PACE}.trend_methods", "Escap"),
        "ols": Later(f"{_PACE}.trend_methods", "Ols"),
        "theil_sen": Later(f"{_PACE}.trend_methods", "TheilSen"),
        "seasonal_kendall": Later(f"{_PACE}.trend_methods", "SeasonalKendall"),
        "distance": Later(f"{_PACE}.position_methods", "Distance"),
        "remaining": Later(__name__, "Remaining"),
        "burn": Later(__name__, "Burn"),
        "manual": Later(f"{_PACE}.position_methods", "Manual"),
    }
)
"""Settings of each method; those that no profile has by itself are loaded when one is named."""


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


if TYPE_CHECKING:
    Pace: TypeAlias = "Method"
else:
    Pace = Annotated[
        METHODS.field(),
        Discriminator(_method),
        BeforeValidator(_known),
    ]


class Labels(Part):
    """Words of an authority for the bands, best first, and for verdicts that have no band.

    Without words for a band its default name is shown in explanations only.
    """

    on_track: TextField | None = None
    behind: TextField | None = None
    far_behind: TextField | None = None
    still: TextField | None = Field(None, description="standing still; only un_chart has it")
    away: TextField | None = None
    met: TextField | None = Field(None, description="due and met")
    not_met: TextField | None = Field(None, description="due and not met")
    met_early: TextField | None = Field(None, description="not due, and met already")
    holding: TextField | None = Field(None, description="to be maintained, and maintained")
    slipping: TextField | None = Field(None, description="to be maintained, and missed of late")
    unsteady: TextField | None = Field(None, description="to be maintained, and missed repeatedly")
    locked: TextField | None = Field(None, description="met for good")
    no_data: TextField | None = Field(None, description="nothing was reported that could decide")


def has_words(labels: Labels) -> bool:
    """Return whether an authority has a word for any band or verdict."""
    return any(getattr(labels, name) is not None for name in Labels.model_fields)


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
    labels: Labels = Field(default_factory=Labels.model_construct)
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
    ties: TiesField = Field(
        default_factory=lambda: Ties.model_construct(on_track="better", serious="better")
    )
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


class Maintain(Part):
    """When a level to maintain is unsteady: number of misses among the last values (2 of 3)."""

    misses: Count = Field(2, ge=1)
    of_last: Count = Field(3, ge=1)
