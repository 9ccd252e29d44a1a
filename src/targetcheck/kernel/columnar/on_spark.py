"""Screening on Apache Spark: the same code on each partition, as Arrow batches.

Floor: kernel. Comes in: a Screener and a Spark frame. Goes out: a Spark frame with the answers.
Only the plan travels; no row is collected to the driver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from targetcheck.kernel.columnar.odd import STATUSES
from targetcheck.kernel.columnar.screen import Screener


def screen_spark(screener: Screener, frame: Any) -> Any:
    """Give a Spark frame with `verdict` and `margin`, and with detail `reason` and `gap`."""
    from pyspark.sql import types

    added = [("verdict", types.StringType()), ("margin", types.DoubleType())]
    if screener.detail:
        added += [("reason", types.StringType()), ("gap", types.DoubleType())]
    names = {name for name, _ in added}
    kept = [f for f in frame.schema.fields if f.name not in names]
    schema = types.StructType([*kept, *(types.StructField(n, t) for n, t in added)])
    levels, place, detail = screener.levels, screener.place, screener.detail

    def judge(batches: Iterable[Any]) -> Iterator[Any]:
        import polars as pl

        here = Screener(levels, place, detail)
        for batch in batches:
            rows: Any = pl.from_arrow(batch)
            answers = here.answers(rows)
            shown = answers.with_columns(verdict=answers["verdict"].cast(pl.String))
            yield from _as_spark(rows.with_columns(shown), batch)

    return frame.mapInArrow(judge, schema)


def _as_spark(rows: Any, batch: Any) -> Iterator[Any]:
    """Give rows as Arrow batches, the columns that came in being those that came in."""
    import pyarrow as pa

    table = rows.to_arrow()
    columns = []
    for name in table.column_names:
        if name in batch.schema.names:
            columns.append(batch.column(batch.schema.get_field_index(name)))
        else:
            column = table.column(name).combine_chunks()
            columns.append(column.cast(pa.string()) if pa.types.is_large_string(column.type)
                           or not pa.types.is_floating(column.type) else column)  # fmt: skip
    yield pa.RecordBatch.from_arrays(columns, names=table.column_names)


def screen_folder(screener: Screener, source: str, output: str) -> dict[str, int]:
    """Read Parquet, write Parquet with the answers, on the session there is; give their counts."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("targetcheck").getOrCreate()
    found = screen_spark(screener, session.read.parquet(source))
    found.write.mode("errorifexists").parquet(output)
    rows = session.read.parquet(output).groupBy("verdict").count().collect()
    counts = {str(row["verdict"]): int(row["count"]) for row in rows}
    return {name: counts.get(name, 0) for name in STATUSES}
