"""Rules that choose a result by conditions on several indicators: a grade, or a number.

Layer: ruleset. Input: `{grade: red, bod: {above: 10 mg/L}, any: [{…}, {…}]}`. Output: mappings whose
entries are conditions, lists of further mappings, and the result. Every condition of a rule must
hold, one of `any`, and all of `all`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator
from typing_extensions import TypeAliasType

from targetcheck.errors import Diagnostic
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import Amount, Grade, Part, read_amount, refuse

Key = Literal["grade", "value"]
BRANCHES = ("any", "all")


def _kind(raw: Any) -> str:
    if isinstance(raw, dict | Compare):
        return "condition"
    return "branches" if isinstance(raw, list | tuple) else "result"


if TYPE_CHECKING:
    Entry: TypeAlias = "Compare | tuple[dict[str, Entry], ...] | str | int | Decimal"
else:
    Entry = TypeAliasType(
        "Entry",
        Annotated[
            Annotated[Compare, Tag("condition")]
            | Annotated[tuple[dict[str, "Entry"], ...], Tag("branches")]
            | Annotated[str | int | Decimal, Tag("result")],
            Discriminator(_kind),
        ],
    )
Rule = dict[str, Entry]
"""Indicator → condition, `any` and `all` → rules, and `grade` or `value` → the result."""
Branch = Mapping[str, Any]
Path = tuple[str | int, ...]


def conditions_in(rule: Branch, below: Path = ()) -> Iterator[tuple[Path, str, Compare]]:
    """Yield (path, indicator, condition) of a rule and of its branches."""
    for name, entry in rule.items():
        if isinstance(entry, Compare):
            yield (*below, name), name, entry
        elif isinstance(entry, tuple):
            for number, branch in enumerate(entry):
                yield from conditions_in(branch, (*below, name, number))


def result_of(rule: Branch, key: Key) -> str | int | Decimal | None:
    """Return the result of a rule, or None if it has none."""
    entry = rule.get(key)
    return entry if isinstance(entry, str | int | Decimal) else None


def misplaced(rule: Branch, key: Key | None) -> str:
    """Return the first key of a rule that holds neither a condition, a branch nor its result."""
    for name, entry in rule.items():
        if isinstance(entry, tuple):
            found = name if name not in BRANCHES else ""
            found = found or next((bad for each in entry if (bad := misplaced(each, None))), "")
        else:
            found = name if not isinstance(entry, Compare) and name != key else ""
        if found:
            return found
    return ""


class StepBand(Compare):
    """A band of numbers and the value that it gives; the last one may have no comparison."""

    value: Amount | None = None


class Axis(Part):
    """One side of a two-way table: the bands of an indicator; the last may be empty."""

    of: str
    bands: tuple[Compare, ...] = Field(min_length=2)


class Steps(Part):
    """A number chosen by bands of another, by a class, by rules, or from a two-way table.

    The first band or rule that holds gives the value; without one there is none.
    """

    of: str | None = None
    bands: tuple[StepBand, ...] = ()
    values: dict[str, Amount] | tuple[tuple[Amount, ...], ...] = Field(
        {}, description="grade → number; or the rows of a two-way table"
    )
    rules: tuple[Rule, ...] = Field((), description="conditions on indicators, and `value`")
    rows: Axis | None = None
    columns: Axis | None = None

    @model_validator(mode="after")
    def _one(self) -> Steps:
        one = bool(self.bands) or (isinstance(self.values, dict) and bool(self.values))
        table = isinstance(self.values, tuple)
        sides = (self.rows is not None, self.columns is not None)
        ways = [bool(self.bands), isinstance(self.values, dict) and bool(self.values)]
        ways += [bool(self.rules), table]
        if sum(ways) != 1 or one != bool(self.of) or any(side != table for side in sides):
            raise refuse(_ways())
        if isinstance(self.values, tuple) and self.rows and self.columns:
            wide = {len(row) for row in self.values}
            if len(self.values) != len(self.rows.bands) or wide != {len(self.columns.bands)}:
                raise refuse(_shape(len(self.rows.bands), len(self.columns.bands)))
        bad = next((name for rule in self.rules if (name := misplaced(rule, "value"))), "")
        if bad or any(result_of(rule, "value") is None for rule in self.rules):
            raise refuse(entry_wrong(bad, "value"))
        if any(band.value is None for band in self.bands):
            raise refuse(entry_wrong("", "value"))
        return self


def step_values(spec: Steps) -> Iterator[tuple[Path, Quantity | Grade]]:
    """Yield (path below `steps`, value) of every band, grade, rule or cell, in order."""
    for number, band in enumerate(spec.bands):
        if band.value is not None:
            yield ("bands", number, "value"), band.value
    for number, rule in enumerate(spec.rules):
        yield ("rules", number, "value"), read_amount(result_of(rule, "value"))
    if isinstance(spec.values, dict):
        yield from ((("values", grade), amount) for grade, amount in spec.values.items())
        return
    for number, row in enumerate(spec.values):
        yield from ((("values", number, column), amount) for column, amount in enumerate(row))


def _ways() -> Diagnostic:
    return Diagnostic(
        "steps-ways",
        "a number is chosen in exactly one way",
        "数值只能用一种方法选取",
        "give `of` with `bands` or with `values` by grade, `rules`, or `rows`, `columns` and `values`",
        "写 of 加 bands，或 of 加按等级的 values，或 rules，或 rows、columns、values",
    )


def _shape(rows: int, columns: int) -> Diagnostic:
    return Diagnostic(
        "steps-shape",
        f"`values` needs {rows} rows of {columns} numbers, one for each pair of bands",
        f"values 须为{rows}行、每行{columns}个数，每一对分档一个",
        "write one row for each band of `rows`",
        "请为 rows 的每一档写一行",
    )


def entry_wrong(name: str, key: Key) -> Diagnostic:
    """Return the finding for a rule without its result, or with an entry of another kind."""
    if not name:
        return Diagnostic(
            "rules-result",
            f"a rule has no `{key}`",
            f"有一条规则没有 {key}",
            f"write `{key}` in each of them",
            f"请在每条规则中写 {key}",
        )
    return Diagnostic(
        "rules-entry",
        f"`{name}` in a rule is neither a condition on an indicator nor `any`, `all` or `{key}`",
        f"规则中的 {name} 不是对指标的条件，也不是 any、all 或 {key}",
        f"write `{name}: {{at_least: …}}`",
        f"请写 {name}: {{at_least: …}}",
    )
