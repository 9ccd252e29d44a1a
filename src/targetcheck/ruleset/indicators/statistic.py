"""Statistics: how several values become one, over time, over places or over indicators.

Layer: ruleset. A statistic is declared at an indicator. Its values are those of another indicator
or the indicator's own for shorter periods, those of the members of a place, or those of a list of
indicators. `over` with `across` goes over time first, at each place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare, limit_indicators
from targetcheck.ruleset.fields.field_types import (
    Amount,
    Count,
    Due,
    ExactNumber,
    NonDetect,
    Part,
    Places,
    Start,
    TextField,
    refuse,
)
from targetcheck.ruleset.fields.lazy_models import ReadBy
from targetcheck.ruleset.fields.plain_values import window_of

StatisticKind = Literal[
    "mean",
    "sum",
    "median",
    "percentile",
    "variance",
    "max",
    "min",
    "nth_highest",
    "nth_lowest",
    "two_highest",
    "two_lowest",
    "count",
    "exceedance_count",
    "exceedance_share",
    "first_known",
    "first",
    "last",
    "mean_change",
    "run",
    "mean_of_years",
]
LENGTHS = ("year", "half", "quarter", "month", "week", "day")
COUNTED = ("exceedance_count", "exceedance_share", "run")
"""Kinds that count values by a condition."""
ALONG = ("first", "last", "mean_change", "run", "mean_of_years")
"""Kinds that need an order in time."""
WINDOWED = ("mean_change", "run")
"""Kinds of a window of values."""
WEIGHTED = ("mean", "sum", "exceedance_share")
ONCE = ("variance", "count", *COUNTED)
"""Kinds that cannot be repeated over places after time, since they change the unit."""
PositiveNumber = Annotated[ExactNumber, Field(gt=0)]


def _read_over(raw: Any) -> str:
    text = str(raw)
    if text in LENGTHS or window_of(text) is not None:
        return text
    raise refuse(
        Diagnostic(
            "over-unreadable",
            f"`{raw}` is not a length of time for a statistic",
            f"“{raw}”不是统计量可用的时间长度",
            "write year, half, quarter, month, week or day, or for example `3 years` or `6 reports`",
            "请写 year、half、quarter、month、week、day，或例如 3 years、6 reports",
        )
    )


Over = Annotated[
    str,
    ReadBy(_read_over),
    WithJsonSchema({"type": "string", "examples": ["year", "month", "3 years", "6 reports"]}),
]


def _read_parts(raw: Any) -> Any:
    return tuple(raw) if isinstance(raw, list) else raw


PartNames = Annotated[
    str | tuple[str, ...],
    BeforeValidator(_read_parts),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


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
    parts: Count | Amount | None = Field(
        None, description="indicators or places that must have a value: a number, or `50 %` of them"
    )

    @model_validator(mode="after")
    def _is_share(self) -> Complete:
        for key in ("share", "parts"):
            value = getattr(self, key)
            wrong = not (isinstance(value, Quantity) and value.unit.kind == "share")
            if key == "parts" and isinstance(value, int):
                wrong = value < 1
            if value is not None and wrong:
                raise refuse(
                    Diagnostic(
                        "complete-share",
                        f"`{value}` is not a share of the {'samples' if key == 'share' else key}",
                        f"“{value}”不是{'样本' if key == 'share' else '各项'}的占比",
                        "write for example `75 %`",
                        "例如写作75%",
                    )
                )
        return self

    def over_time(self) -> tuple[str, ...]:
        """Return the rules on samples that are declared."""
        keys = ("days", "per_month", "february", "share", "each", "samples", "months", "years")
        return tuple(key for key in keys if getattr(self, key) is not None)


class Exclusion(Part):
    """Days whose samples are excluded, with the reason; the unadjusted value is shown too."""

    start: Start = Field(alias="from")
    until: Due = Field(alias="to")
    reason: TextField


class Season(Part):
    """The months of each year whose samples count; a season may run over the turn of the year."""

    start: Annotated[int, Field(ge=1, le=12)] = Field(alias="from", description="first month")
    until: Annotated[int, Field(ge=1, le=12)] = Field(alias="to", description="last month")


class Statistic(Part):
    """A statistic of several values: over time, over places or over indicators."""

    kind: StatisticKind
    of: PartNames | None = Field(
        None, description="indicator of the values, else its own reports; or a list of indicators"
    )
    across: str | None = Field(
        None, description="group or kind of place; its members that lie in the place"
    )
    over: Over | None = Field(
        None, description="length of time; a year, unless it is over places or indicators"
    )
    season: Season | None = Field(
        None, description="months of each year, `{from: 5, to: 9}`, in place of the whole year"
    )
    same: Literal["month", "quarter"] | None = Field(
        None, description="of the same month of the years before, instead of years"
    )
    weights: dict[str, PositiveNumber] | str | None = Field(
        None, description="weight of each part, or the indicator that is the weight of each place"
    )
    p: Annotated[ExactNumber, Field(gt=0, lt=100)] | None = Field(
        None, description="98 for the 98th"
    )
    n: Count | None = Field(None, ge=1, description="4 for the fourth highest")
    years: Count | None = Field(None, ge=2, description="consecutive years of a mean of years")
    exceeds: Compare | None = Field(None, description="a value that satisfies this is counted")
    limit: str | None = Field(None, description="dated limit; a value outside it is counted")
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
    non_detect_decides: bool = Field(
        False,
        description="let these values decide though the figure is below a detection limit that lies "
        "above what is required",
    )

    @model_validator(mode="after")
    def _fits(self) -> Statistic:
        needs = {
            "p": ("percentile",),
            "n": ("nth_highest", "nth_lowest"),
            "years": ("mean_of_years",),
        }
        for key, kinds in needs.items():
            if (getattr(self, key) is not None) != (self.kind in kinds):
                raise refuse(_misfit(self.kind, key, self.kind in kinds))
        if self.ranked and self.kind != "percentile":
            raise refuse(_misfit(self.kind, "ranked", needed=False))
        given = [key for key in ("exceeds", "limit") if getattr(self, key) is not None]
        if len(given) != int(self.kind in COUNTED):
            raise refuse(_misfit(self.kind, given[-1] if given else "exceeds", not given))
        return self

    @model_validator(mode="after")
    def _on_one_axis(self) -> Statistic:
        found = axes_misfit(self)
        if found is not None:
            raise refuse(found)
        return self

    def indicators(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Yield (id, path) of every indicator that is named."""
        if isinstance(self.of, str):
            yield self.of, ("of",)
        for number, name in enumerate(self.listed):
            yield name, ("of", number)
        if isinstance(self.weights, str):
            yield self.weights, ("weights",)
        if self.exceeds is not None:
            yield from ((of, ("exceeds", *path)) for of, path in limit_indicators(self.exceeds))

    @property
    def listed(self) -> tuple[str, ...]:
        """The indicators of a statistic over indicators; () for one over time or places."""
        return self.of if isinstance(self.of, tuple) else ()

    @property
    def source(self) -> str | None:
        """The one indicator whose values are used; None for its own, or for a list."""
        return self.of if isinstance(self.of, str) else None

    @property
    def adds_up(self) -> bool:
        """Whether a statistic of flows is a flow: a sum over indicators or places, or a fallback."""
        apart = bool(self.listed) or self.across is not None
        return apart and self.kind in ("sum", "first_known") and self.over is None

    @property
    def span(self) -> str | None:
        """The length of time; None for a statistic of values that meet in one period."""
        if self.over is None and not self.listed and self.across is None:
            return "year"
        return self.over


def axes_misfit(spec: Statistic) -> Diagnostic | None:
    """Return what does not suit the axis of a statistic: indicators, places or time."""
    if isinstance(spec.of, tuple) and (not spec.of or len(set(spec.of)) < len(spec.of)):
        return _axes("names no indicator, or one of them twice", "没有写指标，或同一指标写了两次")
    if spec.listed and (spec.over or spec.across):
        return _axes(
            "is over a list of indicators and over time or places at once",
            "既是多个指标之间的统计，又写了 over 或 across",
        )
    if spec.kind == "first_known" and not spec.listed:
        return _axes("takes the first of a list, and `of` is none", "须在 of 中列出多个指标")
    if spec.kind in ALONG and (spec.listed or spec.across):
        return _axes(f"`{spec.kind}` is over time only", f"{spec.kind} 只能用于时间")
    if spec.across and spec.over and spec.kind in ONCE:
        return _axes(
            f"`{spec.kind}` cannot be repeated over places",
            f"{spec.kind} 不能先按时间、再按地区统计",
        )
    windowed = window_of(spec.over or "")
    if spec.kind in WINDOWED and windowed is None:
        return _axes(
            f"`{spec.kind}` needs `over` such as `6 reports`",
            f"{spec.kind} 须写 over，例如 6 reports",
        )
    if spec.kind == "mean_of_years" and spec.over not in (None, "year"):
        return _misfit(spec.kind, "over", needed=False)
    return _key_misfit(spec)


def _key_misfit(spec: Statistic) -> Diagnostic | None:
    """Return the first key that the axis of a statistic has no use for."""
    window = window_of(spec.over or "")
    together = bool(spec.listed) or spec.across is not None
    substitutes = spec.kind not in ("count", "first_known", *COUNTED)
    useless = {
        "non_detect": "non_detect" in spec.model_fields_set and not substitutes,
        "non_detect_decides": spec.non_detect_decides and not substitutes,
        "weights": spec.weights is not None
        and (
            not together
            or spec.kind not in WEIGHTED
            or (bool(spec.listed) and isinstance(spec.weights, str))
        ),
        "season": spec.season is not None and (spec.span != "year" or spec.kind == "mean_of_years"),
        "same": spec.same is not None and (window is None or window.unit != "year"),
        "exclude": bool(spec.exclude) and (spec.span is None or window is not None),
        "complete.parts": spec.complete.parts is not None
        and (not together or spec.kind in ("count", "first_known")),
    }
    for key in spec.complete.over_time():
        fits = key in ("samples", "years") if window else spec.span is not None
        useless[f"complete.{key}"] = not fits or spec.kind in ("count", "run")
    return next(
        (_misfit(spec.kind, key, needed=False) for key, bad in useless.items() if bad), None
    )


def _axes(en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "statistic-axes",
        f"the statistic {en}",
        f"统计量{zh}",
        "a statistic is over time (`over`), over places (`across`) or over a list of indicators "
        "(`of: [a, b]`); write another stage as an indicator of its own",
        "统计量只沿一个方向：时间（over）、地区（across）或多个指标（of: [a, b]）；另一步请另设指标",
    )


def _misfit(kind: str, key: str, needed: bool) -> Diagnostic:
    if needed:
        return Diagnostic(
            "statistic-incomplete",
            f"the statistic `{kind}` needs `{key}`",
            f"统计量“{kind}”须写 {key}",
            "a percentile needs `p`, nth_highest and nth_lowest `n`, mean_of_years `years`, "
            "exceedances and run `exceeds` or `limit`",
            "percentile 须有 p，nth_highest、nth_lowest 须有 n，mean_of_years 须有 years，"
            "超标统计和 run 须有 exceeds 或 limit",
        )
    return Diagnostic(
        "statistic-misfit",
        f"the statistic `{kind}` has no `{key}` here",
        f"统计量“{kind}”在此不用 {key}",
        f"leave `{key}` out",
        f"请删去 {key}",
    )
