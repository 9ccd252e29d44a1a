"""One comparison of a measure: limits, change since a baseline, permitted failures.

Layer: ruleset.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.periods.period_parser import parse_period
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.fields.field_types import (
    Amount,
    ExactNumber,
    Grade,
    LimitValue,
    Part,
    PeriodLabel,
    Reference,
    StartLabel,
    refuse,
)
from targetcheck.ruleset.fields.lazy_models import ReadBy
from targetcheck.ruleset.fields.plain_values import (
    COMPARISONS,
    FIRST_REPORT,
    SINCE,
    is_relative,
    window_of,
)


class Baseline(Part):
    """A period to compare with; its value is observed unless it is cited here.

    `else: next` uses the next later period of the same length if the one named has no observation,
    `first_since` the first observation of any length from that period on; `latest` ends both.
    """

    period: PeriodLabel
    value: Amount | None = None
    cite: Citation | None = None
    otherwise: Literal["next"] | None = Field(None, alias="else")
    first_since: PeriodLabel | None = Field(
        None, description="first period whose report may be the baseline, in place of `period`"
    )
    latest: PeriodLabel | None = Field(None, description="last period that may be the baseline")

    @model_validator(mode="after")
    def _of_a_period(self) -> Baseline:
        found = _unfit_baseline(self)
        if found is not None:
            raise refuse(found)
        return self

    @property
    def label(self) -> str:
        """The period as it is said; two periods with a slash for a window."""
        if self.first_since is None:
            return self.period
        return f"{self.first_since}/{self.latest or ''}"


class StartBaseline(Baseline):
    """Start of a schedule: a period, or the first observation since the document was issued."""

    period: StartLabel


def _unfit_baseline(spec: Baseline) -> Diagnostic | None:
    """Return what does not belong together in a baseline."""
    searched = spec.otherwise is not None or spec.first_since is not None
    fixed = searched or spec.value is not None
    moving = spec.period == FIRST_REPORT or is_relative(spec.period)
    if (fixed and moving) or (searched and spec.value is not None):
        return _baseline_start()
    if spec.first_since is not None and (spec.otherwise or spec.first_since != spec.period):
        return _baseline_start()
    if spec.latest is None:
        return None
    if not searched or is_relative(spec.latest):
        return _baseline_start()
    last, first = (parse_period(label).period.end for label in (spec.latest, spec.period))
    return _baseline_start() if last < first else None


def _baseline_start() -> Diagnostic:
    return Diagnostic(
        "baseline-start",
        "a first report has no stated value, `else: next` follows a period without one, and "
        "`latest` ends a search",
        "first_report 不写数值；else: next 只能跟在没有写数值的时期之后；latest 只用于限定查找的末期",
        "write `first_report`, `{period: 2015, value: …}`, `{from: 2015, else: next}` or "
        "`{first_since: 2015, latest: 2018}`",
        "写作 first_report、{period: 2015, value: …}、{from: 2015, else: next} 或 "
        "{first_since: 2015, latest: 2018}",
    )


def baseline_keys(raw: Any) -> Any:
    """Return `2015`, `first_report`, `{from: 2015, …}` or `{first_since: 2015, …}` as a baseline."""
    if raw is None or isinstance(raw, Baseline):
        return raw
    if not isinstance(raw, dict):
        return {"period": raw}
    if "period" in raw:
        return raw
    if "from" in raw:
        return {"period" if key == "from" else key: value for key, value in raw.items()}
    return {**raw, "period": raw["first_since"]} if "first_since" in raw else raw


class Compare(Part):
    """One comparison, or `at_least` with `at_most` for a range.

    An amount may be the value of an indicator, `{of, at, from}`, or amounts by place.
    """

    at_least: LimitValue | None = None
    at_most: LimitValue | None = None
    above: LimitValue | None = None
    below: LimitValue | None = None
    equals: LimitValue | None = None
    between: tuple[Amount, Amount] | None = None
    about: Amount | None = Field(None, description="左右: the profile's tolerance applies")
    end: Literal["lower", "upper"] | None = Field(
        None, description="the end of the published interval that is compared, and not the value"
    )

    def given(self) -> tuple[str, ...]:
        """Return the names of the comparisons written."""
        values = vars(self)
        return tuple([name for name in COMPARISONS if values[name] is not None])

    def moving(self) -> dict[str, Reference | dict[str, Quantity | Grade]]:
        """Return the comparisons with a value from elsewhere, or with amounts by place."""
        values = vars(self)
        return {
            name: values[name]
            for name in COMPARISONS
            if isinstance(values[name], (Reference, dict))
        }


def limit_indicators(compare: Compare) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (id, path below the comparison) of every indicator whose value is a limit."""
    for key, limit in compare.moving().items():
        if isinstance(limit, Reference):
            yield limit.of, (key, "of")


class FixedCompare(Compare):
    """A comparison with amounts only."""

    @model_validator(mode="after")
    def _fixed(self) -> FixedCompare:
        if self.moving():
            raise refuse(
                Diagnostic(
                    "limit-fixed",
                    "only an amount can stand here, and no value of an indicator or by place",
                    "此处只能写数量，不能取指标的数值，也不能按地区分别写",
                    "write an amount; `rules`, `bands`, `exceeds`, requirements and `when` take other limits",
                    "请写数量；rules、bands、exceeds、require、when 中可用其他限值",
                )
            )
        return self


class Change(FixedCompare):
    """A change since a baseline: points for a share, % relative, else in the unit."""

    since: Baseline = Field(alias="from")
    relative: bool = Field(False, description="a change in % of a share, and not in points")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "from" in raw:
            return {**raw, "from": baseline_keys(raw["from"])}
        return raw

    @model_validator(mode="after")
    def _one(self) -> Change:
        if len(self.given()) != 1:
            raise refuse(_one_comparison(self.given()))
        if self.end is not None:
            raise refuse(_end_of_value())
        return self

    def in_percent(self, of_share: bool) -> bool:
        """Return whether the change is in percent of its baseline; `of_share`: the unit is a share."""
        amount = getattr(self, self.given()[0])
        amount = amount[0] if isinstance(amount, tuple) else amount
        percent = isinstance(amount, Quantity) and amount.unit.kind == "share"
        return percent and (self.relative or not of_share)


def _table(raw: Any) -> Any:
    return {"table": raw} if isinstance(raw, str) else raw


class Permitted(Part):
    """Number of samples that may fail by sample size: a table, or the rule behind such a table.

    The rule: each sample fails with probability `failing`; the probability of more failures than
    permitted is at most 1 − `confidence`.
    """

    table: Literal["eu_waste_water"] | None = None
    failing: ExactNumber | None = Field(None, gt=0, lt=1)
    confidence: ExactNumber | None = Field(None, gt=0, lt=1)

    @model_validator(mode="after")
    def _one(self) -> Permitted:
        if (self.table is None) == (self.failing is None or self.confidence is None):
            raise refuse(
                Diagnostic(
                    "permitted-incomplete",
                    "`permitted` names a table, or gives both `failing` and `confidence`",
                    "permitted 须写 table，或同时写 failing 和 confidence",
                    "write `permitted: eu_waste_water` or `{failing: 0.05, confidence: 0.95}`",
                    "写作 permitted: eu_waste_water 或 {failing: 0.05, confidence: 0.95}",
                )
            )
        return self

    def __str__(self) -> str:
        return self.table or f"{self.failing}–{self.confidence}"


def _report_span(en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "reported-within-unreadable",
        f"`reported_within` is the time after a period in which an indicator is reported: {en}",
        f"reported_within 是时期结束后报送指标的期限：{zh}",
        "write `reported_within: 31 days`, in days, weeks or months, beside `of` and `at` at most",
        "写作 reported_within: 31 days（days、weeks 或 months），此外至多写 of、at",
    )


def _read_span(raw: Any) -> Any:
    span = window_of(str(raw))
    if span is None or span.unit not in ("day", "week", "month"):
        raise refuse(_report_span(f"`{raw}` cannot be read", f"无法识别“{raw}”"))
    return str(raw)


ReportSpan = Annotated[
    str,
    ReadBy(_read_span),
    WithJsonSchema({"type": "string", "examples": ["31 days", "2 weeks", "1 month"]}),
]


class Test(Compare):
    """A comparison of a measure: the target's indicator, or the one named by the measure keys."""

    of: str | None = Field(None, description="another indicator than the target's")
    at: str | None = Field(None, description="another place than the target's")
    share_of: str | None = Field(None, description="group whose members are counted")
    where: dict[str, Compare] = Field(
        default_factory=dict, description="what a member must satisfy to be counted"
    )
    weight: str | None = Field(None, description="indicator that weighs the members")
    rank_among: str | None = Field(None, description="group among which the place is ranked")
    rise: Change | None = None
    fall: Change | None = None
    no_worse_than: Baseline | None = Field(None, description="period to be no worse than")
    better_than: Baseline | None = Field(None, description="period to be strictly better than")
    within: str | None = Field(None, description="id of a dated limit")
    permitted: Annotated[Permitted | None, BeforeValidator(_table)] = Field(
        None, description="samples that may fail, by their number; of a share with counts"
    )
    reported_within: ReportSpan | None = Field(
        None, description="days, weeks or months after the period in which it must be reported"
    )
    reading: str | None = Field(None, description="why this figure stands for words without one")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        return raw | {key: baseline_keys(raw[key]) for key in SINCE if key in raw}

    @model_validator(mode="after")
    def _one(self) -> Test:
        others = [
            n
            for n in ("rise", "fall", *SINCE, "within", "permitted", "reported_within")
            if getattr(self, n)
        ]
        given = (*self.given(), *others)
        if len(given) != 1 and set(given) != {"at_least", "at_most"}:
            raise refuse(_one_comparison(given))
        level = not others or others == ["within"]
        if self.end and (not level or self.share_of or self.rank_among):
            raise refuse(_end_of_value())
        if self.reported_within and (self.share_of or self.rank_among):
            raise refuse(_report_span("a share or a rank is not reported", "占比或排名不是报告值"))
        if bool(self.share_of) != bool(self.where):
            raise refuse(
                Diagnostic(
                    "share-incomplete",
                    "`share_of` and `where` belong together",
                    "share_of 与 where 须同时写",
                    "name the group in `share_of` and the members' condition in `where`",
                    "在 share_of 写成员组，在 where 写成员须满足的条件",
                )
            )
        return self

    def since(self) -> tuple[str, Baseline] | None:
        """Return `no_worse_than` or `better_than` with its baseline."""
        for key in SINCE:
            baseline = getattr(self, key)
            if isinstance(baseline, Baseline):
                return key, baseline
        return None


def _end_of_value() -> Diagnostic:
    return Diagnostic(
        "end-misplaced",
        "`end` stands beside a level that a reported value has to keep",
        "end 只能与对报告值的比较并用",
        "write it with at_least, at_most, above, below, equals, between or within",
        "请与 at_least、at_most、above、below、equals、between 或 within 并用",
    )


def _one_comparison(given: tuple[str, ...]) -> Diagnostic:
    said = "、".join(given)
    return Diagnostic(
        "requirement-comparison",
        f"a requirement needs exactly one comparison, and has {', '.join(given) or 'none'}",
        f"一项要求只能有一个比较，现有：{said or '无'}",
        "use one of at_least, at_most, above, below, equals, between, about, rise, fall, "
        "no_worse_than, better_than, within, permitted, reported_within; join several with `all` or `any`",
        "从 at_least、at_most、above、below、equals、between、about、rise、fall、"
        "no_worse_than、better_than、within、permitted、reported_within 中选一个；多个要求用 all 或 any 连接",
    )
