"""Targets without a number on columns: deliverables, and words that a person judges.

Layer: columnar. Input: target instances with their newest report. Output: status, reason and the
report shown, as deliverable_decision.py and words_decision.py give them. A deliverable that is done
after its due date, or undone again, and words beside reports, stay with the reference engine; so
does a table with judgements by people, as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.columnar.table_decision.observation_columns import ObservationColumns

if TYPE_CHECKING:
    import polars as pl

MEASURED, DELIVERABLE, WORDS = range(3)
"""Kinds of target instances."""


def unmeasured(frame: pl.DataFrame, reports: ObservationColumns, today: int) -> pl.DataFrame:
    """Add status, reason, value, missing, `shown` (last day of the report shown) and unclear."""
    import polars as pl

    rows = reports.rows.filter(reports.longest).select("series", "end", "value")
    rows = rows.filter(pl.col("series").is_in(frame["series"].unique().implode()))
    end, said = pl.col("end"), pl.col("value")
    told = rows.group_by("series").agg(
        done=end.filter(said == 1).min(), undone=end.filter(said == 0).max()
    )
    found = frame.join(told, on="series", how="left", maintain_order="left").with_columns(
        last=reports.rows["end"].gather(frame["row"])
    )
    words, silent = pl.col("kind") == WORDS, pl.col("row").is_null()
    done, due = pl.col("done"), pl.col("due")
    given, over = done.is_not_null(), pl.col("is_due")
    failed = over & (pl.col("last") >= due).fill_null(value=False)
    early = ~over & (pl.col("start") > today).fill_null(value=False)
    again = (done > due) | (pl.col("undone") > done).fill_null(value=False)
    missed = pl.when("binding").then(pl.lit("fail")).otherwise(pl.lit("missed"))
    return found.with_columns(
        status=pl.when(words).then(pl.lit("undetermined")).when(given).then(pl.lit("pass"))
        .when(failed).then(missed).when(over).then(pl.lit("undetermined"))
        .otherwise(pl.lit("not_due")),
        reason=pl.when(words).then(pl.lit("needs_judgement")).when(given).then(pl.lit("met"))
        .when(failed).then(pl.lit("not_met")).when(over).then(pl.lit("overdue_report"))
        .when(early).then(pl.lit("before_start")).when(silent).then(pl.lit("no_data"))
        .otherwise(pl.lit("not_done_yet")),
        value=pl.when(given).then(1.0).when(~early & ~silent & ~words).then(0.0),
        missing=pl.when(over & ~given & ~failed & ~words).then(2).otherwise(0),
        shown=pl.when(given).then(done).when(~early).then("last"),
        unclear=pl.when(words).then(~silent).otherwise(given & again),
    )  # fmt: skip
