"""Rows that do not fit in memory: Parquet to Parquet in batches, and Spark."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

import targetcheck as tc
from levels import AS_OF, by_hand, on_bounds, ruleset, table
from measuring import Line, alone, least, peak_mib
from targetcheck import api

PART = 1_000_000


def streaming(rows: int) -> list[Line]:
    """Measure Parquet to Parquet, each in a process of its own, with its peak memory."""
    work = f"Parquet to Parquet, {rows:,} rows"
    runs = (
        ("Polars by hand", "hand_alone", "a join, lazily; not exact, not counted"),
        ("targetcheck", "stream_alone", "exact"),
        ("Polars, nothing judged", "copy_alone", "the same columns, read and written"),
    )
    found: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        part = table(min(rows, PART), 50)
        part.write_parquet(source / "0000.parquet")
        for n in range(1, max(rows // len(part), 1)):
            shutil.copyfile(source / "0000.parquet", source / f"{n:04}.parquet")
        for name, call, note in runs:
            said = alone("streams", call, source, Path(folder) / "out.parquet")
            if len(said) == 2:
                peak = f"{float(said[1]):,.0f} MiB"
                found.append(Line(work, name, float(said[0]), note, peak))
            else:
                found.append(Line(work, name, note=" ".join(said)))
    return found


def stream_alone(source: str, output: str) -> tuple[float, float]:
    """Give seconds and peak memory of one run."""
    start = time.perf_counter()
    api.screen_parquet(ruleset(50), source, output, as_of=AS_OF, place="city")
    return time.perf_counter() - start, peak_mib()


def hand_alone(source: str, output: str) -> tuple[float, float]:
    """Give the same of a hand-written join with the same columns out."""
    start = time.perf_counter()
    value, bound = pl.col("value") * pl.col("factor"), pl.col("bound")
    met = pl.when("strict").then(value < bound).otherwise(value <= bound)
    joined = pl.scan_parquet(source).join(
        by_hand(50).lazy(), on=["indicator", "unit"], how="left", maintain_order="left"
    )
    verdict = pl.when(met).then(pl.lit("pass")).otherwise(pl.lit("fail"))
    told = joined.select("indicator", "unit", "value", verdict=verdict, margin=bound - value)
    told.sink_parquet(output, compression="snappy")
    return time.perf_counter() - start, peak_mib()


def copy_alone(source: str, output: str) -> tuple[float, float]:
    """Give the same of reading and writing alone, with two columns in place of the answers."""
    start = time.perf_counter()
    read = pl.scan_parquet(source)
    told = read.with_columns(verdict=pl.col("unit"), margin=pl.col("value"))
    told.sink_parquet(output, compression="snappy")
    return time.perf_counter() - start, peak_mib()


def spark(rows: int) -> list[Line]:
    """Measure screening on Spark beside a hand-written Spark join with the same columns out.

    Frame to frame the rows come from Spark's cache and go nowhere; folder to folder they are
    Parquet on both sides.
    """
    os.environ["PYSPARK_PYTHON"] = sys.executable
    found: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        part = table(rows, 50)
        part.write_parquet(Path(folder) / "in.parquet", row_group_size=500_000)
        by_hand(50).write_parquet(Path(folder) / "rules.parquet")
        for cores in (1, 2):
            with _session(cores) as session:
                found += _spark(session, folder, cores, rows)
                found += _on_bounds(session) if cores == 1 else []
    return found


@contextmanager
def _session(cores: int) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "6g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def _spark(session: Any, folder: str, cores: int, rows: int) -> list[Line]:
    from targetcheck.columnar.screening.spark_screener import screen_folder

    source = session.read.parquet(f"{folder}/in.parquet")
    rules = session.read.parquet(f"{folder}/rules.parquet")
    frame = source.repartition(cores * 2).cache()
    frame.count()
    screener = api.screener_of(ruleset(50), as_of=AS_OF, place="city")
    outputs = (f"{folder}/out-{cores}-{n}" for n in range(100))

    def noop(result: Any) -> None:
        result.write.format("noop").mode("overwrite").save()

    cached = f"Spark local[{cores}], frame to frame, {rows:,} rows"
    ours = tc.screen(screener.levels.plan, frame, as_of=AS_OF, place="city")
    found = [
        Line(cached, "Spark by hand", least(lambda: noop(_by_hand(frame, rules)), 4), "not exact"),
        Line(cached, "targetcheck", least(lambda: noop(ours), 4), "exact"),
    ]
    frame.unpersist()
    files = f"Spark local[{cores}], folder to folder, {rows:,} rows"

    def by_hand_to_folder() -> None:
        output = next(outputs)
        _by_hand(source, rules).write.parquet(output)
        session.read.parquet(output).groupBy("met").count().collect()

    def ours_to_folder() -> None:
        screen_folder(screener, f"{folder}/in.parquet", next(outputs))

    return [
        *found,
        Line(files, "Spark by hand", least(by_hand_to_folder, 3), "not exact"),
        Line(files, "targetcheck", least(ours_to_folder, 3), "exact"),
    ]


def _by_hand(frame: Any, rules: Any) -> Any:
    """Give the frame with a hand-written answer beside each row."""
    from pyspark.sql import functions as f

    value = f.col("value") * f.col("factor")
    met = f.when(f.col("strict"), value < f.col("bound")).otherwise(value <= f.col("bound"))
    joined = frame.join(f.broadcast(rules), ["indicator", "unit"], "left")
    return joined.select(*frame.columns, met.alias("met"), (f.col("bound") - value).alias("margin"))


def _on_bounds(session: Any) -> list[Line]:
    rows, wanted = on_bounds(10_000)
    frame = session.createDataFrame(rows.with_columns(wanted.alias("wanted")).to_arrow())
    rules = session.createDataFrame(by_hand(90).to_arrow())
    ours = tc.screen(ruleset(90), frame, as_of=AS_OF, place="city")
    work = "of 10,000 rows on a bound, judged wrong"
    return [
        Line(work, "targetcheck on Spark",
             note=str(ours.where("(verdict = 'pass') <> wanted").count())),
        Line(work, "Spark by hand",
             note=str(_by_hand(frame, rules).where("met <> wanted").count())),
    ]  # fmt: skip
