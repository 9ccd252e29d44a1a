"""Screening on Apache Spark: numeric cells in Spark expressions, the rest in Python workers.

Layer: columnar. Input: a Screener and a Spark frame. Output: a Spark frame with the results. Only
rules and plan are sent to workers; no row is collected on the driver. A frame is read twice, for
numeric and for other cells, so it must return the same rows both times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from targetcheck.columnar.polars_frame import plainly_named
from targetcheck.columnar.screening.cell_fallback import STATUSES
from targetcheck.columnar.screening.screener import Screener
from targetcheck.columnar.screening.spark_expressions import named
from targetcheck.columnar.screening.spark_lookup_table import native_of


def screen_spark(screener: Screener, frame: Any) -> Any:
    """Return a Spark frame with `verdict` and `margin`, and with detail `reason` and `gap`.

    The order of rows may change. Raises TargetcheckError if a column is missing.
    """
    plain = plainly_named(screener.levels.plan, frame.columns) and not frame.isStreaming
    native = native_of(screener, frame) if plain else None
    if native is None:
        return by_workers(screener, frame)
    return native.regular().unionByName(by_workers(screener, native.odd()))


def by_workers(screener: Screener, frame: Any) -> Any:
    """Return the results of every row, each partition screened in a Python worker."""
    from pyspark.sql import types

    if plainly_named(screener.levels.plan, frame.columns):
        screener.columns_of(frame.columns)
    added = [("verdict", types.StringType()), ("margin", types.DoubleType())]
    if screener.detail:
        added += [("reason", types.StringType()), ("gap", types.DoubleType())]
    names = {name for name, _ in added}
    kept = [f for f in frame.schema.fields if f.name not in names]
    schema = types.StructType([*kept, *(types.StructField(n, t) for n, t in added)])
    at = [number for number, name in enumerate(frame.columns) if name not in names]
    columns = list(frame.columns)
    levels, place, detail = screener.levels, screener.place, screener.detail

    def judge(batches: Iterable[Any]) -> Iterator[Any]:
        import polars as pl

        here = Screener(levels, place, detail)
        for batch in batches:
            rows: Any = pl.from_arrow(batch)
            rows.columns = columns
            answers = here.answers(rows)
            shown = answers.with_columns(verdict=answers["verdict"].cast(pl.String))
            yield _as_spark(shown, [batch.column(number) for number in at], schema.names)

    # Spark cannot pass a column name with a dot or back-tick to a worker; an index works.
    return frame.toDF(*(f"c{n}" for n in range(len(columns)))).mapInArrow(judge, schema)


def _as_spark(answers: Any, columns: list[Any], names: list[str]) -> Any:
    """Return the input columns with the results, as an Arrow batch."""
    import pyarrow as pa

    for column in answers.to_arrow().columns:
        whole = column.combine_chunks()
        columns.append(whole if pa.types.is_floating(whole.type) else whole.cast(pa.string()))
    return pa.RecordBatch.from_arrays(columns, names=names)


def screen_folder(screener: Screener, source: str, output: str) -> dict[str, int]:
    """Read Parquet, write Parquet with results on the active session; return counts by verdict.

    Rows that are not numeric are written last, and only if rows are still missing.
    """
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("targetcheck").getOrCreate()
    frame = session.read.parquet(source)
    native = (
        native_of(screener, frame) if plainly_named(screener.levels.plan, frame.columns) else None
    )
    first = by_workers(screener, frame) if native is None else native.regular()
    first.write.mode("errorifexists").parquet(output)
    counts = _counts(session, output)
    if native is not None and sum(counts.values()) < frame.count():
        by_workers(screener, native.odd()).write.mode("append").parquet(output)
        counts = _counts(session, output)
    return counts


def _counts(session: Any, output: str) -> dict[str, int]:
    rows = session.read.parquet(output).groupBy(named("verdict")).count().collect()
    counts = {str(row["verdict"]): int(row["count"]) for row in rows}
    return {name: counts.get(name, 0) for name in STATUSES}
