"""Spark says of every case kept as data what the reference says, and columns answer the same ones.

Starting a job costs more than answering a case. So the buckets of all cases are answered in one
job, by the function that answers buckets; every so many cases also go the whole way, each with a
job of its own.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from typing import Any

import pytest

pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
from kernels import Asked, asked, dealt, differences  # noqa: E402
from spark_session import session  # noqa: E402

from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator  # noqa: E402
from targetcheck.evaluation.large_tables.spark_evaluation import (  # noqa: E402
    ASIDE_CODE,
    BUCKET,
    KINDS,
    answering,
    set_aside_spark,
    tabulate_spark,
)

pytestmark = pytest.mark.filterwarnings("ignore")
ASKED = asked()
BUCKETS = 3
EVERY = 40
"""Of so many cases one goes the whole way."""


@pytest.fixture(scope="module")
def spark() -> Any:
    found = session()
    yield found
    found.stop()


def test_every_case_in_one_job(spark: Any) -> None:
    parts = [part for number, one in enumerate(ASKED) for part in _dealt(number, one)]
    sent = {"case": pa.int32(), BUCKET: pa.int32(), "sent": pa.binary(), "rows": pa.binary()}
    table = pa.Table.from_pylist(parts, pa.schema(list(sent.items())))
    schema = "case int, " + ", ".join(f"{name} {kind}" for name, kind in KINDS.items())
    frame = spark.createDataFrame(table).groupBy("case", BUCKET)
    told = defaultdict(list)
    for row in frame.applyInArrow(_answer(), schema).collect():
        told[row["case"]].append(row.asDict())
    found = [line for n, one in enumerate(ASKED) for line in _compared(one, told[n])]
    assert not found, "\n".join(found[:40])


def _dealt(number: int, one: Asked) -> list[dict[str, object]]:
    """Give the buckets of a case, packed for the way."""
    sent, parts = dealt(one, BUCKETS)
    packed = pickle.dumps(sent)
    return [
        {"case": number, BUCKET: bucket, "sent": packed, "rows": _packed(rows)}
        for bucket, rows in enumerate(parts)
    ]


def _packed(rows: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return sink.getvalue().to_pybytes()


def _answer() -> Any:
    """Give the function that answers one bucket of one case; made here, it travels whole."""
    answer_of = answering

    def answer(found: Any) -> Any:
        import pickle

        import pyarrow as pa

        (row,) = found.to_pylist()
        rows = pa.ipc.open_stream(row["rows"]).read_all()
        told = answer_of(pickle.loads(row["sent"]))(rows)
        return told.add_column(0, "case", pa.array([row["case"]] * len(told), pa.int32()))

    answer.__module__ = "__main__"
    return answer


def _compared(one: Asked, told: list[dict[str, Any]]) -> list[str]:
    lines = differences(one.result, told)
    columns = Tabulator(one.plan, one.as_of, one.known_at).table(one.frame)
    kernels = {(r["target"], r["place"], r["due"]): r["kernel"] for r in columns.frame.to_dicts()}
    if {(r["target"], r["place"], r["due"]): r["kernel"] for r in told} != kernels:
        lines.append("another kernel answers than on one machine")
    return [f"{one.case.id}: {line}" for line in lines]


@pytest.mark.parametrize("one", ASKED[::EVERY], ids=lambda one: one.case.id)
def test_a_case_goes_the_whole_way(spark: Any, one: Asked) -> None:
    frame = _on(spark, one)
    told = tabulate_spark(one.plan, frame, one.as_of, one.known_at, buckets=BUCKETS).collect()
    assert not _compared(one, [row.asDict() for row in told])
    aside = set_aside_spark(one.plan, frame, one.as_of, one.known_at).collect()
    wanted = sorted(row.why.code for row in one.result.set_aside)
    assert sorted(row[ASIDE_CODE] for row in aside) == wanted


def _on(spark: Any, one: Asked) -> Any:
    names = ", ".join(f"`{name}` string" for name in one.frame.columns)
    return spark.createDataFrame(one.frame.rows(), names)
