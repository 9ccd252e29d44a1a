"""Evaluation of a whole plan on Apache Spark, partitioned by place.

Layer: evaluation. Input: a Plan and a Spark frame of observations. Output: a Spark frame with the
columns of a verdict table. Places whose observations can affect the same verdict share a bucket.
Workers evaluate each bucket with the columnar and reference engines. Only the plan is sent to them;
no row is collected on the driver. Rows set aside are found row by row, without buckets.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zlib import crc32

from targetcheck.errors import Language
from targetcheck.evaluation.large_tables.verdict_table import ASIDE_CODE
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.data_dependencies import has_place_patterns, places_together
from targetcheck.plan.plan import Plan
from targetcheck.tables.columns.column_names import read_header

if TYPE_CHECKING:
    import pyarrow as pa

LOG = logging.getLogger("targetcheck")
BUCKET = "targetcheck_bucket"
MARK = "targetcheck_mark"
PER_CORE = 4
"""Buckets for each core, so that one slow bucket does not delay the others."""
KINDS = {
    "target": "string", "place": "string", "indicator": "string", "due": "date",
    "strength": "string", "status": "string", "reason": "string", "label": "string",
    "flags": "string",
    "value": "double", "grade": "string", "unit": "string", "margin": "double", "gap": "double",
    "progress_ratio": "double", "catch_up": "double", "lagging_periods": "long",
    "missing": "string", "kernel": "string",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """Data sent to the workers: the plan, the dates, and the bucket of each place."""

    plan: Plan
    as_of: date
    known_at: date | None
    lang: Language
    bucket: Mapping[str, int]


def tabulate_spark(
    plan: Plan,
    frame: Any,
    as_of: date,
    known_at: date | None = None,
    lang: Language = "en",
    buckets: int | None = None,
) -> Any:
    """Return a lazy Spark frame of verdicts for a Spark frame of observations.

    `buckets`: number of partitions of places, by default four for each core. Places compared by one
    target always share a bucket. The log reports known fallbacks to the reference engine; the
    column `kernel` reports the engine of each verdict.
    """
    if left := known_left(plan, frame.columns, as_of):
        why = ", ".join(f"{key} {number}" for key, number in left.most_common())
        said = "at least %d of %d verdicts will come from the reference engine, and those of irregular series: %s"
        LOG.warning(said, left.total(), len(plan.questions), why)
    count = buckets or PER_CORE * _cores(frame.sparkSession)
    sent = sent_for(plan, as_of, known_at, lang, count)
    dealt = _dealt(frame, sent, count)
    schema = ", ".join(f"{name} {kind}" for name, kind in KINDS.items())
    return dealt.groupBy(BUCKET).applyInArrow(answering(sent), schema)


def known_left(plan: Plan, columns: Sequence[str], as_of: date) -> Counter[str]:
    """Return the number of fallbacks by reason that are known without reading any row."""
    import polars as pl

    from targetcheck.columnar.table_decision.observation_columns import Intake
    from targetcheck.columnar.table_decision.question_shapes import Asking, Declines

    try:
        Intake(pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), plan, as_of, None)
    except Declines:
        return Counter(layout=len(plan.questions))
    return Counter(Asking(plan, as_of).all().declined.values())


def set_aside_spark(plan: Plan, frame: Any, as_of: date, known_at: date | None = None) -> Any:
    """Return the rows of a Spark frame that are set aside, with the code in `set_aside_code`.

    Rows used and rows set aside add up to all rows.
    """
    sent = Sent(plan.asking(()), as_of, known_at, "en", {})
    fields = [f"`{f.name.replace('`', '``')}` {f.dataType.simpleString()}" for f in frame.schema]
    return frame.mapInArrow(_setting_aside(sent), ", ".join((*fields, f"{ASIDE_CODE} string")))


def sent_for(plan: Plan, as_of: date, known_at: date | None, lang: Language, count: int) -> Sent:
    """Return the data for the workers, with places partitioned into `count` buckets."""
    root = places_together(plan)
    bucket = {place: crc32(root[place].encode()) % count for place in plan.ruleset.all_places()}
    if has_place_patterns(plan):
        bucket = dict.fromkeys(bucket, 0)  # where the rows of unnamed places go
    return Sent(plan, as_of, known_at, lang, bucket)


def _cores(session: Any) -> int:
    """Return the number of parallel tasks; a remote session has no context to read it from."""
    try:
        return int(session.sparkContext.defaultParallelism)
    except Exception:  # noqa: BLE001  # each kind of remote session refuses in its own way
        return int(session.conf.get("spark.sql.shuffle.partitions"))


def _dealt(frame: Any, sent: Sent, count: int) -> Any:
    """Return the frame with bucket numbers, and one marker row per bucket so that none is skipped."""
    from pyspark.sql import functions as fn

    named = [c for c in frame.columns if read_header(c).name == "place"]
    if not named:
        whole = frame.withColumn(BUCKET, fn.lit(0))
    else:
        place = fn.col(f"`{named[0].replace('`', '``')}`")
        known = frame.select(place.cast("string").alias("said")).distinct()
        known = known.mapInArrow(_bucketing(sent), f"said string, {BUCKET} int")
        whole = frame.join(
            fn.broadcast(known), place.cast("string").eqNullSafe(known["said"]), "left"
        ).drop("said")
    whole = whole.withColumn(MARK, fn.lit(False))
    marks = frame.sparkSession.range(count).select(
        fn.col("id").cast("int").alias(BUCKET), fn.lit(True).alias(MARK)
    )
    return whole.unionByName(marks, allowMissingColumns=True)


def _bucketing(sent: Sent) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return a function from spellings of places to buckets; unknown places go to bucket 0."""

    def find(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        id_of = names_of(sent.plan.ruleset.all_places())
        for batch in batches:
            said = batch.column(0).to_pylist()
            found = [sent.bucket.get(id_of(text or "") or "", 0) for text in said]
            yield pa.RecordBatch.from_arrays(
                [pa.array(said, pa.string()), pa.array(found, pa.int32())], ["said", BUCKET]
            )

    return find


def answering(sent: Sent) -> Callable[[pa.Table], pa.Table]:
    """Return a function that evaluates one bucket."""

    def answer(rows: pa.Table) -> pa.Table:
        import polars as pl

        from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator

        LOG.setLevel(logging.ERROR)  # the column `kernel` has it
        frame: Any = pl.from_arrow(rows)
        number = frame[BUCKET][0]
        own = tuple(q for q in sent.plan.questions if sent.bucket[q.place] == number)
        if not own:
            return _schema().empty_table()
        reports = frame.filter(~pl.col(MARK)).drop(MARK, BUCKET)
        plan = sent.plan.asking(own)
        table = Tabulator(plan, sent.as_of, sent.known_at, sent.lang).table(reports)
        return _arrow(table.frame)

    return answer


def _setting_aside(
    sent: Sent,
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return a function that finds the rows set aside."""

    def find(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import polars as pl
        import pyarrow as pa

        from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator

        tabulator = Tabulator(sent.plan, sent.as_of, sent.known_at)
        for batch in batches:
            rows: Any = pl.from_arrow(pa.Table.from_batches([batch]))
            aside = tabulator.table(rows).set_aside
            kept = batch.take(pa.array(aside["row"].to_list(), pa.int64()))
            codes = pa.array(aside["code"].to_list(), pa.string())
            names = [*kept.schema.names, ASIDE_CODE]
            yield pa.RecordBatch.from_arrays([*kept.columns, codes], names)

    return find


def _arrow(frame: Any) -> pa.Table:
    import polars as pl

    found = frame.with_columns(pl.col("lagging_periods").cast(pl.Int64))
    return found.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(_schema())


def _schema() -> pa.Schema:
    """Return the Arrow schema of verdicts."""
    import pyarrow as pa

    types = {
        "string": pa.string(), "double": pa.float64(), "date": pa.date32(), "long": pa.int64()
    }  # fmt: skip
    return pa.schema([(name, types[kind]) for name, kind in KINDS.items()])
