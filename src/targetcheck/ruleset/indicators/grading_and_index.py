"""Computed classes and indices: tables of limits, bands, piecewise linear indices.

Layer: ruleset. `GradeTable` is shared data, as printed in a standard. `Graded` and `Index` belong
to an indicator and define how it is computed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import Amount, Named, Names, Part, Places, Start, refuse
from targetcheck.ruleset.indicators.choice_rules import Rule, entry_wrong, misplaced, result_of
from targetcheck.ruleset.indicators.statistic import Complete, RoundTo, Statistic

ALL = ""
"""Key of limits for every kind of water."""


def _by_variant(raw: Any) -> Any:
    return raw if isinstance(raw, dict) else {ALL: raw}


def _dump_variants(limits: dict[str, tuple[Any, ...]] | None) -> Any:
    if limits is None:
        return None
    plain = {name: [str(amount) for amount in amounts] for name, amounts in limits.items()}
    return plain.get(ALL, plain)


Limits = Annotated[
    dict[str, tuple[Amount, ...]], BeforeValidator(_by_variant), PlainSerializer(_dump_variants)
]


class ItemLimits(Part):
    """Limits of one item, one for each class but the worst, best first."""

    at_most: Limits | None = Field(None, description="a list, or lists by kind of water")
    at_least: Limits | None = None
    between: tuple[Amount, Amount] | None = Field(None, description="one range for every class")
    decimals: Places | None = Field(None, description="decimals that are kept for evaluation")
    otherwise: dict[str, dict[str, Compare]] = Field(
        {}, description="class → conditions on other indicators that give it as well"
    )
    note: str | None = Field(None, description="what the table says that no limit can")


class GradeTable(Named):
    """A table of a standard that turns items into classes; the ids of items are indicators."""

    scale: str
    start: Start | None = Field(None, alias="from", description="in force from this day on")
    source: str
    items: dict[str, ItemLimits]
    sets: dict[str, tuple[str, ...]] = Field({}, description="named selections of items")
    keep_one_figure: bool = Field(
        False, description="a value that would round to 0 keeps one significant figure"
    )


class Graded(Part):
    """How a class is computed.

    From a `table` (the worst item decides), from one number by `bands` or by the two `thresholds`
    of a four-colour scale, from several by `rules`, or from other classes by `worst_of` or
    `two_worst`.
    """

    table: str | None = None
    water: str | None = Field(None, description="river or lake, where the table tells them apart")
    items: Names = Field((), description="items or named sets; else every item of the table")
    leaving_out: Names = Field((), alias="except", description="items left out, as 总氮除外 does")
    required: Names = Field(
        (),
        description="items or sets that may not be missing; else all",
    )
    average: Statistic | None = Field(None, description="statistic of each item that is graded")
    across: str | None = Field(
        None, description="kind of place or group over which each item is averaged first"
    )
    of: str | None = Field(None, description="indicator of the number that is graded")
    bands: tuple[Compare, ...] = Field((), description="one for each grade but the worst")
    thresholds: tuple[Amount, Amount] | None = Field(
        None, description="edges of best and worst colour; their mid-point parts the middle two"
    )
    rules: tuple[Rule, ...] = Field(
        (),
        description="conditions on several indicators: one for each grade but the worst, or each "
        "with the `grade` that it gives",
    )
    rest: str | None = Field(
        None, alias="else", description="grade where no rule holds; else the last one"
    )
    worst_of: Names = ()
    two_worst: Names = Field((), description="mean of the two worst grades, rounded to the worse")
    complete: Complete | None = Field(
        None, description="classes of `worst_of` or `two_worst` that must be known; else all"
    )
    decides: Literal["computed", "reported"] = Field(
        "computed", description="which of the two decides where both are there"
    )

    @model_validator(mode="after")
    def _one(self) -> Graded:
        ways = [bool(self.table), bool(self.bands), bool(self.thresholds)]
        ways += [bool(self.rules), bool(self.worst_of), bool(self.two_worst)]
        if sum(ways) != 1 or bool(self.of) != bool(self.bands or self.thresholds):
            raise refuse(
                Diagnostic(
                    "graded-ways",
                    "a class is computed in exactly one way",
                    "等级只能用一种方法计算",
                    "give `table`, `of` with `bands` or `thresholds`, `rules`, `worst_of` or "
                    "`two_worst`",
                    "写 table，或 of 加 bands（thresholds），或 rules、worst_of、two_worst",
                )
            )
        rule_of_parts = self.complete is None or self.complete == Complete(
            parts=self.complete.parts
        )
        unruled = self.complete is not None and self.complete.parts is None
        if (
            not rule_of_parts
            or unruled
            or (self.complete and not (self.worst_of or self.two_worst))
        ):
            raise refuse(
                Diagnostic(
                    "graded-complete",
                    "`complete` of a class counts the classes of `worst_of` or `two_worst`",
                    "等级的 complete 只用于 worst_of、two_worst，按有数值的项数计",
                    "write for example `complete: {parts: 2}` or `{parts: 50 %}`",
                    "写作例如 complete: {parts: 2} 或 {parts: 50 %}",
                )
            )
        named = [result_of(rule, "grade") is not None for rule in self.rules]
        key: Literal["grade"] | None = "grade" if any(named) or self.rest else None
        bad = next((name for rule in self.rules if (name := misplaced(rule, key))), "")
        if bad or (key and not all(named)) or (self.rest and not self.rules):
            raise refuse(entry_wrong(bad, "grade"))
        return self


class IndexEntry(Part):
    """Break points in force from a day on; without any, there is no index from that day."""

    start: Start = Field(alias="from")
    through: tuple[tuple[Amount, Amount], ...] = Field((), description="[value, index] pairs")
    source: str | None = None


class Index(Part):
    """A piecewise linear index, such as the sub-indices of air quality.

    I = (Ihi − Ilo) / (Chi − Clo) · (C − Clo) + Ilo; constant beyond the last break point.
    """

    of: str
    entries: tuple[IndexEntry, ...] = Field(min_length=1)
    round: RoundTo | None = None
