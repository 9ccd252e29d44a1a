"""The option `--engine` of `evaluate`, and its output for large tables.

Layer: cli. Input: options and data paths. Output: files, and counts by status.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

from targetcheck.cli.engines import engine_text as words
from targetcheck.cli.options import ResultFormat, option
from targetcheck.cli.terminal_output import put, tell
from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.files import refuse_input, whole_file
from targetcheck.first_use import on_first_use

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.cli.engines import java_runtime
    from targetcheck.plan.plan import Plan
else:
    java_runtime = on_first_use("targetcheck.cli.engines.java_runtime")

IN_MEMORY = 100_000_000
"""Number of rows from which `auto` evaluates a Parquet folder on Spark, if installed."""
TABLES = (ResultFormat.TABLE, ResultFormat.CSV, ResultFormat.PARQUET)
"""Output formats of a verdict table; the others need the evidence of every verdict."""


class Engine(StrEnum):
    """Engine for an evaluation."""

    REFERENCE = "reference"
    COLUMNAR = "columnar"
    SPARK = "spark"
    AUTO = "auto"


EngineOption = Annotated[
    Engine,
    option(
        "--engine",
        en="reference gives every verdict with its evidence; columnar and spark give a table of "
        "verdicts, for large data; auto picks by size.",
        zh="reference 给出每个结论及其依据；columnar 和 spark 用于大数据，只给出结论表；auto 按数据量选择。",
    ),
]


@dataclass(frozen=True, slots=True)
class Large:
    """The options of `evaluate` that a verdict table can serve.

    `needs` names the given options that require the evidence of every verdict.
    """

    ruleset: str
    data: Sequence[str]
    as_of: str
    known_at: str | None
    profile: str | None
    mapping: str | None
    form: ResultFormat
    output: str | None
    lang: Language
    needs: tuple[str, ...]
    bom: bool = True


def at_scale(asked: Large, engine: Engine) -> Mapping[str, int] | None:
    """Write the verdict table and return counts by status.

    None if `auto` chooses the reference engine. Raises TargetcheckError if the requested engine
    cannot do what the options require.
    """
    engine = _picked(asked, engine)
    if engine is Engine.REFERENCE:
        return None
    refused = [*asked.needs, *((f"--format {asked.form}",) if asked.form not in TABLES else ())]
    if len(asked.data) != 1:
        refused.append("several tables")
    if refused:
        raise TargetcheckError([_evidence(engine, what) for what in refused])
    if engine is Engine.SPARK:
        return _by_spark(asked)
    return _by_columns(asked)


def _picked(asked: Large, engine: Engine) -> Engine:
    if engine is not Engine.AUTO:
        return engine
    from targetcheck.evaluation.large_tables.frame_input import rows_of

    path = asked.data[0]
    plain = len(asked.data) == 1 and asked.form in TABLES and not asked.needs
    if not plain or not is_large(path):
        return Engine.REFERENCE
    if rows_of(path) >= IN_MEMORY and asked.output is not None and _spark_is_here():
        return Engine.SPARK
    return Engine.COLUMNAR


def is_large(path: str) -> bool:
    """Return whether a table is Parquet with enough rows for the columnar engine to be faster."""
    from targetcheck.evaluation.large_tables.frame_input import is_parquet

    if not is_parquet(path) or find_spec("polars") is None:
        return False
    from targetcheck.evaluation.large_tables.engine_choice import engine_for
    from targetcheck.evaluation.large_tables.frame_input import rows_of

    try:
        return engine_for("auto", rows_of(path)) == "columnar"
    except Exception:  # noqa: BLE001  # what cannot be read is told by the reader of tables
        return False


def _spark_is_here() -> bool:
    return find_spec("pyspark") is not None and java_runtime.java_program() is not None


def _by_columns(asked: Large) -> Mapping[str, int]:
    """Write verdicts and rows set aside; counts go to the other output stream."""
    if find_spec("polars") is None:
        raise TargetcheckError(words.lacks("columnar", "Polars", "scale"))
    from targetcheck import api

    with _silent():
        table = api.verdict_table(
            asked.ruleset, asked.data[0], as_of=asked.as_of, known_at=asked.known_at,
            profile=asked.profile, mapping=asked.mapping, engine="columnar", lang=asked.lang,
        )  # fmt: skip
    counts = table.summary()
    aside = dict(table.set_aside["code"].value_counts().iter_rows())
    told = [*words.rows_lines(table.rows, aside, asked.lang)]
    if asked.form is ResultFormat.TABLE:
        put(counted(counts), asked.output)
    else:
        _write(table.frame, asked.output, asked)
        if asked.output not in (None, "-"):
            put(counted(counts))
            name = aside_name(str(asked.output))
            _write(table.aside(), name, asked)
            told.append(words.aside_line(name, asked.lang))
    tell((*told, *words.left_lines(sum(table.left.values()), len(table), table.left, asked.lang)))
    return counts


@contextmanager
def _silent() -> Iterator[None]:
    """Turn off the log, since the command reports the same in the language of the user."""
    log = logging.getLogger("targetcheck")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def _write(frame: pl.DataFrame, output: str | None, asked: Large) -> None:
    """Write a frame in the requested format, to a file or to standard output."""
    if asked.form is ResultFormat.CSV:
        put(_csv(frame, bom=asked.bom and output is not None), output)
    elif output in (None, "-"):
        held = io.BytesIO()
        frame.write_parquet(held)
        put(held.getvalue())
    else:
        assert output is not None
        refuse_input(output)
        with whole_file(output) as stream:
            frame.write_parquet(stream)


def _csv(frame: pl.DataFrame, *, bom: bool) -> str:
    from targetcheck.printable_text import cell_text

    text = [name for name, kind in frame.schema.items() if str(kind) == "String"]
    shown = frame.with_columns(
        frame[name].map_elements(cell_text, return_dtype=frame.schema[name]) for name in text
    )
    return shown.write_csv(include_bom=bom)


def aside_name(output: str) -> str:
    """Return the file name for the rows set aside of an output: `x.set-aside.parquet`."""
    stem, dot, suffix = output.rpartition(".")
    whole = dot and "/" not in suffix
    return f"{stem}.set-aside.{suffix}" if whole else f"{output}.set-aside"


def _by_spark(asked: Large) -> Mapping[str, int]:
    """Read a folder and write a folder on Spark; only the counts are returned."""
    import os
    import sys

    if asked.output in (None, "-") or asked.form is not ResultFormat.PARQUET:
        raise TargetcheckError(_folder())
    for module, part, extra in (("pyspark", "PySpark", "spark"), ("polars", "Polars", "scale")):
        if find_spec(module) is None:
            raise TargetcheckError(words.lacks("spark", part, extra))
    if java_runtime.java_program() is None and "SPARK_REMOTE" not in os.environ:
        raise TargetcheckError(words.lacks_java())
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    from targetcheck import api
    from targetcheck.evaluation.large_tables.frame_input import must_exist
    from targetcheck.periods.period_parser import parse_due

    plan = api.compile_plan(asked.ruleset, asked.profile)
    if ":" not in asked.data[0]:  # not a URL, which only Spark can read
        must_exist(asked.data[0])
    days = parse_due(asked.as_of), None if asked.known_at is None else parse_due(asked.known_at)
    session = SparkSession.builder.appName("targetcheck").getOrCreate()
    try:
        return _folder_to_folder(session, plan, asked, days)
    except PySparkException as error:
        raise TargetcheckError(words.spark_refused(error)) from None


def _folder_to_folder(
    session: Any, plan: Plan, asked: Large, days: tuple[date, date | None]
) -> Mapping[str, int]:
    from targetcheck.evaluation.large_tables.columnar_evaluation import ODD
    from targetcheck.evaluation.large_tables.spark_evaluation import (
        known_left,
        set_aside_spark,
        tabulate_spark,
    )
    from targetcheck.verdicts.verdict import Status

    output, beside = str(asked.output), aside_name(str(asked.output))
    reports = session.read.option("recursiveFileLookup", "true").parquet(asked.data[0])
    with _silent():
        found = tabulate_spark(plan, reports, *days, asked.lang)
    found.write.mode("errorifexists").parquet(output)
    set_aside_spark(plan, reports, *days).write.mode("errorifexists").parquet(beside)
    counts, left = dict.fromkeys(map(str, Status), 0), 0
    for row in session.read.parquet(output).groupBy("status", "kernel").count().collect():
        counts[row["status"]] += row["count"]
        left += row["count"] if row["kernel"] == "reference" else 0
    codes = session.read.parquet(beside).groupBy("set_aside_code").count().collect()
    aside = {row["set_aside_code"]: row["count"] for row in codes}
    put(counted(counts))
    why = known_left(plan, reports.columns, days[0])
    why[ODD] += left - why.total()
    tell(
        (
            *words.rows_lines(reports.count(), aside, asked.lang),
            words.aside_line(beside, asked.lang),
            *words.left_lines(left, sum(counts.values()), +why, asked.lang),
        )
    )
    return counts


def counted(counts: Mapping[str, int]) -> str:
    """Return counts by status, a line each."""
    return "".join(f"{name}\t{count}\n" for name, count in counts.items())


def _evidence(engine: Engine, what: str) -> Diagnostic:
    return Diagnostic(
        "engine-evidence",
        f"`{what}` needs full evidence, which the {engine} engine does not produce",
        f"“{what}”需要每条结论的依据，{engine} 引擎不生成依据",
        "omit `--engine`, or use -o FILE.parquet or FILE.csv",
        "请去掉 --engine，或用 -o 写 Parquet 或 CSV 文件",
    )


def _folder() -> Diagnostic:
    return Diagnostic(
        "engine-output",
        "Spark writes a folder of Parquet files",
        "Spark 引擎写出 Parquet 文件夹",
        "give -o FOLDER.parquet",
        "请给出 -o 文件夹.parquet",
    )
