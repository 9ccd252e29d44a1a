"""Levels that every period of a span must meet, on columns.

Layer: columnar. Input: target instances of the mode `sustain`. Output: for each the first report that
did not meet its bound, else that of the due date. The rules are those of after_due_date.py. Daily
values beside those of another length stay with the reference engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from targetcheck.columnar.table_decision.observation_bounds import ObservationBounds
from targetcheck.columnar.table_decision.observation_columns import ObservationColumns

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Sustained:
    """Instances with a miss, and those that the reference engine decides; `kept` has all others.

    `missed` holds the first report that is a miss, `met` the report of the due date.
    """

    missed: pl.DataFrame
    met: pl.DataFrame
    unclear: pl.DataFrame
    kept: pl.DataFrame


def sustained(
    frame: pl.DataFrame, reports: ObservationColumns, measured: ObservationBounds
) -> Sustained:
    """Compare every report inside the span of each instance."""
    import polars as pl

    rows = reports.rows.select("series", "frequency", last="end").with_row_index("row")
    rows = rows.filter(reports.longest)
    asked = frame.rename({"row": "newest"}).join(rows, on="series")
    mixed = asked.filter((pl.col("only") != 0) & (pl.col("only") != pl.col("frequency")))
    inside = (pl.col("last") <= pl.col("due")) & (
        pl.col("start").is_null() | (pl.col("last") >= pl.col("start"))
    )
    told = measured.of(asked.drop("frequency").filter(inside))
    doubt = pl.concat([mixed["question"], told.filter("unclear")["question"]]).unique()
    missed = told.filter(~pl.col("met")).sort("question", "end")
    missed = missed.unique("question", keep="first", maintain_order=True)

    def without(found: pl.DataFrame, questions: pl.Series) -> pl.DataFrame:
        return found.filter(~pl.col("question").is_in(questions.implode()))

    settled = pl.concat([doubt, missed["question"]])
    return Sustained(
        without(missed, doubt),
        without(told.filter(pl.col("end") == pl.col("due")), settled),
        frame.filter(pl.col("question").is_in(doubt.implode())),
        without(frame, settled),
    )
