"""Builder of the verdict table from the outcomes of both engines, in plan order.

Layer: evaluation. Input: columnar outcomes and a reference Result. Output: a Polars frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.outcome_flags import FLAGS, MISSING
from targetcheck.columnar.table_decision.question_shapes import ShapedQuestions
from targetcheck.errors import Language
from targetcheck.evaluation.result import Result
from targetcheck.kernel.derived_values.missing_data import lacking, next_to_report, reported_data
from targetcheck.periods.period import Period
from targetcheck.plan.data_dependencies import batches_of, is_made
from targetcheck.plan.plan import HERE, Plan
from targetcheck.quantities.rounding import binary
from targetcheck.verdicts.verdict_data import authority_word
from targetcheck.verdicts.verdict_json import value_of

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.verdicts.verdict import Verdict

COLUMNS = (
    "target", "place", "indicator", "due", "strength", "status", "reason", "label", "flags", "value",
    "grade", "unit", "margin", "gap", "progress_ratio", "catch_up", "lagging_periods", "missing",
    "kernel",
)  # fmt: skip
"""Columns of a table of verdicts. Figures are in the unit of the clause, `progress_ratio` is the
ratio of the method that judged; `kernel` says which kernel answered."""


@dataclass
class Composer:
    """Builder of verdict rows; the names of all target instances are prepared once."""

    plan: Plan
    asked: ShapedQuestions
    as_of: date
    lang: Language

    def frame(
        self, settled: pl.DataFrame | None, numbers: Sequence[int], result: Result | None
    ) -> pl.DataFrame:
        """Return one frame of the columnar outcomes and the reference result."""
        import polars as pl

        parts = []
        if settled is not None:
            parts.append(self._settled(settled))
        if result is not None:
            rows = [
                row_of(number, verdict, self.lang)
                for number, verdict in zip(numbers, result, strict=True)
            ]
            parts.append(pl.DataFrame(rows, schema=_schema(), orient="row"))
        found = pl.concat(parts) if parts else pl.DataFrame(schema=_schema())
        found = found.sort("question")
        named = self._questions.select(pl.all().gather(found["question"]))
        return found.with_columns(named).select(COLUMNS)

    @cached_property
    def _questions(self) -> pl.DataFrame:
        """Return the names of every target instance, in plan order."""
        import polars as pl

        own = {target.id: target.indicator for target in self.plan.ruleset.targets}
        names = ("target", "place", "indicator", "due", "strength")
        found: dict[str, list[Any]] = {name: [] for name in names}
        for batch in batches_of(self.plan):
            asked = batch.questions
            times = len(batch) // len(asked)
            several = any(q.place == HERE for q in asked)
            found["target"] += [q.target for q in asked] * times
            found["indicator"] += [own[q.target] for q in asked] * times
            found["due"] += [q.due for q in asked] * times
            found["strength"] += [q.strength for q in asked] * times
            found["place"] += (
                [place for place in batch.places for _ in asked]
                if several
                else [q.place for q in asked]
            )
        kinds = dict.fromkeys(names, pl.String) | {"due": pl.Date}
        return pl.DataFrame(found, schema=kinds)

    @cached_property
    def _units(self) -> pl.Series:
        """Return the unit of the clause of each instance that the columnar engine can evaluate."""
        import polars as pl

        labels = [
            unit.label(self.lang) if (unit := shape.check.written_unit) is not None else None
            for shape in self.asked.shapes
        ]
        of_shape = pl.Series(self.asked.shape, dtype=pl.UInt32)
        table = pl.repeat(None, len(self.plan.questions), dtype=pl.String, eager=True)
        at = pl.Series(self.asked.question, dtype=pl.UInt32)
        return table.scatter(at, pl.Series(labels, dtype=pl.String).gather(of_shape))

    def _settled(self, settled: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        words = [
            ";".join(flag for n, flag in enumerate(FLAGS) if bits >> n & 1)
            for bits in range(1 << len(FLAGS))
        ]
        shown = settled.rename({"ratio": "progress_ratio", "lagging": "lagging_periods"})
        shown = shown.with_columns(
            flags=pl.Series(words).gather(settled["flags"].cast(pl.UInt32)),
            grade=self._grades(settled),
            label=pl.lit(None, pl.String),
            unit=self._units.gather(settled["question"]),
            gap=(-pl.col("margin")).clip(0),
            kernel=pl.lit("columnar"),
        )
        number = pl.when(pl.col("grade").is_null())
        shown = shown.with_columns(
            missing=self._missing(settled),
            **{name: number.then(name) for name in ("value", "margin", "gap")},
        )
        return shown.select(*_schema())

    def _grades(self, settled: pl.DataFrame) -> pl.Series:
        """Return the grade of each rank of a class; null for what is a number or unknown."""
        import polars as pl

        said = ("未完成", "完成") if self.lang == "zh" else ("not done", "done")
        grades = [
            shape.check.scale.grades if shape.check.scale is not None
            else said if shape.check.kind == "done" else ()
            for shape in self.asked.shapes
        ]  # fmt: skip
        blank = pl.repeat(None, len(settled), dtype=pl.String, eager=True)
        if not any(grades):
            return blank
        most = max(len(names) for names in grades)
        words = [
            names[rank] if rank < len(names) else None for names in grades for rank in range(most)
        ]
        shape = self._shapes.gather(settled["question"])
        rank = settled["value"].fill_null(0).cast(pl.UInt32, strict=False).clip(0, most - 1)
        found = pl.Series(words, dtype=pl.String).gather(shape * most + rank)
        return found.set(settled["value"].is_null(), None)

    @cached_property
    def _shapes(self) -> pl.Series:
        """Return the shape of each instance that the columnar engine can evaluate."""
        import polars as pl

        table = pl.repeat(None, len(self.plan.questions), dtype=pl.UInt32, eager=True)
        at = pl.Series(self.asked.question, dtype=pl.UInt32)
        return table.scatter(at, pl.Series(self.asked.shape, dtype=pl.UInt32))

    def _missing(self, settled: pl.DataFrame) -> pl.Series:
        """Return the name of the missing observation that would decide each instance."""
        import polars as pl

        wanted = settled.select("question", "missing").filter(pl.col("missing") > 0)
        blank = pl.repeat("", len(settled), dtype=pl.String, eager=True)
        if wanted.is_empty():
            return blank
        shapes = self._shapes.gather(wanted["question"])
        asked = pl.DataFrame({"shape": shapes, "how": wanted["missing"]})
        pairs = asked.unique()
        said = [self._named(shape, MISSING[how]) for shape, how in pairs.iter_rows()]
        found = asked.join(
            pairs.with_columns(said=pl.Series(said, dtype=pl.String)),
            on=["shape", "how"], how="left", maintain_order="left",
        )  # fmt: skip
        places = self._questions["place"].gather(wanted["question"])
        named = found.with_columns(place=places).select(
            pl.col("said").str.replace_all(HERE, pl.col("place"), literal=True)
        )
        return blank.scatter((settled["missing"] > 0).arg_true(), named.to_series())

    def _named(self, number: int, how: str) -> str:
        """Return the names of missing data of a shape, with `HERE` for the place."""
        shape = self.asked.shapes[number]
        check, due = shape.check, shape.question.due
        indicator, frequency = check.measure.indicator, check.frequency
        if how == "window":
            window = f"{shape.total_from}/{due}"
            return ";".join(reported_data(self.plan, [f"{indicator}@{HERE} {window}"]))
        day = self.as_of if how == "as_of" else due
        wanted = Period(day, day, str(day))
        if how == "as_of" and frequency is not None and check.measure.kind == "value":
            wanted = next_to_report(day, frequency, ())
        elif not is_made(shape.spec):
            return f"{indicator}@{HERE} {day}"
        return ";".join(lacking(self.plan, indicator, HERE, wanted))


def _schema() -> dict[str, Any]:
    import polars as pl

    return {
        "question": pl.UInt32, "status": pl.String, "reason": pl.String, "label": pl.String,
        "flags": pl.String,
        "value": pl.Float64, "grade": pl.String, "unit": pl.String, "margin": pl.Float64,
        "gap": pl.Float64, "progress_ratio": pl.Float64, "catch_up": pl.Float64,
        "lagging_periods": pl.UInt32, "missing": pl.String, "kernel": pl.String,
    }  # fmt: skip


def row_of(number: int, verdict: Verdict, lang: Language) -> tuple[object, ...]:
    """Return a verdict of the reference engine as a row."""
    outcome, value = verdict.outcome, value_of(verdict, lang)
    pace, check = outcome.pacing, outcome.check
    graded = check is not None and check.scale is not None
    return (
        number,
        str(verdict.status),
        verdict.reason,
        authority_word(verdict, lang),
        ";".join(verdict.flags),
        None if isinstance(value, str) else _float(verdict.value),
        value if isinstance(value, str) else None,
        verdict.unit.label(lang) if verdict.unit is not None else None,
        None if graded else _float(verdict.margin),
        None if graded else _float(verdict.gap),
        _float(pace.ratio) if pace is not None else None,
        _float(pace.catch_up) if pace is not None else None,
        outcome.lagging,
        ";".join(outcome.missing),
        "reference",
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else binary(value)
