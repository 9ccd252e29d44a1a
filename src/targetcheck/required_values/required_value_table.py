"""The required values of every target and place, day by day, as rows.

Layer: required_values. Input: a Plan, Observations and the length of a step. Output: `PathTable`,
whose columns and types never depend on data. Amounts are in the unit of the clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Literal, overload

from targetcheck.errors import Language, checked_language
from targetcheck.evaluation.frame_output import to_frame
from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation import Observations
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Check, Fold, Plan, Question
from targetcheck.quantities.quantity import exact_text
from targetcheck.required_values.required_value import (
    WITHOUT_NUMBER,
    RequiredValue,
    required_value,
)
from targetcheck.required_values.required_value_days import DayViews, check_every, turns
from targetcheck.verdicts.requirement_text import value_text
from targetcheck.verdicts.responsible_leads import leads_of
from targetcheck.verdicts.verdict import Provenance, Verdict
from targetcheck.verdicts.verdict_json import number
from targetcheck.verdicts.verdict_row import Kind

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from targetcheck.evaluation.chart_types import NativeFrame

COLUMNS: Mapping[str, Kind] = {
    "target": "text",
    "title": "text",
    "place": "text",
    "place_name": "text",
    "indicator": "text",
    "part": "text",
    "day": "date",
    "required": "number",
    "lower": "number",
    "upper": "number",
    "lower_excluded": "yes_no",
    "upper_excluded": "yes_no",
    "required_exact": "text",
    "required_text": "text",
    "basis": "text",
    "method": "text",
    "reason": "text",
    "unit": "text",
    "due": "date",
    "strength": "text",
    "lead": "text",
    "clause": "text",
    "quote": "text",
}
"""The columns of a path and their types."""


@dataclass(frozen=True, slots=True)
class PathRow:
    """What one check of a target instance requires on one day; amounts are those of the measure."""

    question: Question
    check: Check
    part: str
    period: Period
    required: RequiredValue

    @property
    def day(self) -> date:
        """The day that the value is required on, the last of its period."""
        return self.period.end

    def in_clause_unit(self, value: Fraction | None) -> Fraction | None:
        """Return an amount of the measure in the unit of the clause."""
        bound = self.required.bound
        if value is None or bound is None or bound.per_unit == 1:
            return value
        return value / bound.per_unit


@dataclass(frozen=True, slots=True)
class PathTable:
    """Required values, ordered by target, place and day."""

    plan: Plan
    rows: tuple[PathRow, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def records(self, lang: Language = "en") -> list[dict[str, object]]:
        """Return the rows as plain data with the columns `COLUMNS`; numbers are exact decimals."""
        heads: dict[int, dict[str, object]] = {}
        return [_record(self.plan, row, lang, heads) for row in self.rows]

    @overload
    def to_frame(self, kind: Literal["rows"], lang: Language = "en") -> list[dict[str, object]]: ...
    @overload
    def to_frame(self, kind: Literal["pandas"], lang: Language = "en") -> pd.DataFrame: ...
    @overload
    def to_frame(
        self, kind: Literal["polars"] = "polars", lang: Language = "en"
    ) -> pl.DataFrame: ...
    @overload
    def to_frame(self, kind: Literal["pyarrow"], lang: Language = "en") -> pa.Table: ...
    @overload
    def to_frame(
        self, kind: Literal["duckdb"], lang: Language = "en"
    ) -> duckdb.DuckDBPyRelation: ...
    @overload
    def to_frame(self, kind: str, lang: Language = "en") -> NativeFrame: ...
    def to_frame(self, kind: str = "polars", lang: Language = "en") -> NativeFrame:
        """Return the rows as `polars`, `pandas`, `pyarrow`, `duckdb` or `rows` (a list of dicts).

        Numbers are floats in frames; `required_exact` keeps the exact value as text. Raises
        TargetcheckError (`frame-kind`, `language-unknown`).
        """
        checked_language(lang)
        made: NativeFrame = to_frame(self.records(lang), kind, COLUMNS)
        return made


def path_table(
    plan: Plan, observations: Observations, every: str = "month", known_at: date | None = None
) -> PathTable:
    """Return the required value of each target and place at the end of each period, and when due.

    Each day is decided with the observations known by then. Raises TargetcheckError (`path-every`).
    """
    check_every(every)
    return PathTable(plan, tuple(_rows(plan, DayViews(plan, observations, known_at), every)))


def _rows(plan: Plan, views: DayViews, every: str) -> Iterator[PathRow]:
    specs = {target.id: target for target in plan.ruleset.targets}
    for (target, _), asked in groupby(plan.questions, key=lambda q: (q.target, q.place)):
        laid_down = bool(specs[target].tranche_amounts())
        for question, periods in turns(tuple(asked), every, views):
            tranche = laid_down and question.stage is None
            for period in periods:
                view = views.on(period.end)
                for part, check in _leaves(question.tree):
                    if check.kind in WITHOUT_NUMBER and period.end < question.due:
                        continue
                    required = required_value(question, check, period, view, tranche=tranche)
                    yield PathRow(question, check, part, period, required)


def _leaves(tree: Check | Fold, path: tuple[int, ...] = ()) -> Iterator[tuple[str, Check]]:
    """Yield the checks of a requirement with their numbers: none alone, `1`, `2.1` inside a fold."""
    if isinstance(tree, Check):
        yield ".".join(map(str, path)), tree
        return
    for number_, part in enumerate(tree.parts, 1):
        yield from _leaves(part, (*path, number_))


def _record(
    plan: Plan, row: PathRow, lang: Language, heads: dict[int, dict[str, object]]
) -> dict[str, object]:
    head = heads.get(id(row.question))
    if head is None:
        head = heads[id(row.question)] = _head(plan, row.question, lang)
    required, check = row.required, row.check
    graded = check.scale is not None
    value = row.in_clause_unit(required.value)
    unit = check.written_unit or check.unit
    text = None if value is None else value_text(value, check, lang, unit)
    shown = dict.fromkeys(COLUMNS) | head
    return shown | {
        "indicator": check.measure.indicator,
        "part": row.part or None,
        "day": row.day,
        "required": None if graded else number(value),
        "lower": None if graded else number(row.in_clause_unit(required.low)),
        "upper": None if graded else number(row.in_clause_unit(required.high)),
        "lower_excluded": required.low_open,
        "upper_excluded": required.high_open,
        "required_exact": None if value is None or graded else _exact(value),
        "required_text": text,
        "basis": required.basis or None,
        "method": required.method or None,
        "reason": required.reason or None,
        "unit": unit.label(lang) if unit is not None else None,
    }


def _exact(value: Fraction) -> str:
    """Return a number with all its digits, or as a fraction if it has no last digit: `283/3`."""
    digits = exact_text(value)
    return digits if Fraction(digits) == value else str(value)


def _head(plan: Plan, question: Question, lang: Language) -> dict[str, object]:
    """Return the columns that a target instance has on every day."""
    made = Provenance(plan.ruleset.id, "", "", "", plan.profile_name, question.due, None)
    verdict = Verdict(question, Outcome("not_due", "no_data"), plan, made)
    cites = verdict.citations
    return {
        "target": question.target,
        "title": verdict.title(lang),
        "place": question.place,
        "place_name": verdict.place_name(lang),
        "due": question.due,
        "strength": question.strength,
        "lead": ";".join(leads_of(plan.ruleset, verdict.spec, question.place)) or None,
        "clause": "；".join(dict.fromkeys(cite.clause for cite in cites)) or None,
        "quote": "……".join(dict.fromkeys(cite.quote for cite in cites)) or None,
    }
