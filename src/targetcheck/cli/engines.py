"""Which kernel carries `evaluate`, and what it writes where the table is large.

Floor: cli.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.options import ResultFormat, option
from targetcheck.errors import Diagnostic, Language, TargetcheckError

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.plan.plan import Plan

IN_MEMORY = 100_000_000
"""Rows from which `auto` hands a Parquet folder to Spark, where it is installed."""
TABLES = (ResultFormat.TABLE, ResultFormat.CSV, ResultFormat.PARQUET)
"""Forms in which a table of verdicts is written; the others need the evidence of every one."""


class Engine(StrEnum):
    """What carries an evaluation."""

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
        zh="reference 给出带依据的结论；columnar 和 spark 面向大数据，给出结论表；auto 按数据量选择。",
    ),
]


@dataclass(frozen=True, slots=True)
class Large:
    """What `evaluate` was asked, as far as a table of verdicts can answer it.

    `needs` names the options given that need the evidence of every verdict.
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


def at_scale(asked: Large, engine: Engine) -> Mapping[str, int] | None:
    """Write the table of verdicts and give their counts by status.

    None where `auto` leaves it to the reference. Raises TargetcheckError where an engine that was
    named cannot do what is asked.
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
    from targetcheck.evaluation.carrying import is_parquet, rows_of
    from targetcheck.evaluation.tabulating import LARGE

    if engine is not Engine.AUTO:
        return engine
    path = asked.data[0]
    plain = len(asked.data) == 1 and asked.form in TABLES and not asked.needs
    if not plain or not is_parquet(path):
        return Engine.REFERENCE
    rows = rows_of(path)
    if rows >= IN_MEMORY and asked.output is not None and _spark_is_here():
        return Engine.SPARK
    return Engine.COLUMNAR if rows >= LARGE else Engine.REFERENCE


def _spark_is_here() -> bool:
    from importlib.util import find_spec
    from shutil import which

    return find_spec("pyspark") is not None and which("java") is not None


def _by_columns(asked: Large) -> Mapping[str, int]:
    from targetcheck import api
    from targetcheck.cli.streams import put

    table = api.verdict_table(
        asked.ruleset, asked.data[0], as_of=asked.as_of, known_at=asked.known_at,
        profile=asked.profile, mapping=asked.mapping, engine="columnar", lang=asked.lang,
    )  # fmt: skip
    counts = table.summary()
    if asked.output is None:
        put(counted(counts))
    else:
        _write(table.frame, asked.output)
    _tell_rows(table.rows, table.used, asked.lang)
    return counts


def _write(frame: pl.DataFrame, output: str) -> None:
    if PurePath(output).suffix.lower() == ".csv":
        from targetcheck.reports.as_csv import cell_text

        text = [name for name, kind in frame.schema.items() if str(kind) == "String"]
        shown = frame.with_columns(
            frame[name].map_elements(cell_text, return_dtype=frame.schema[name]) for name in text
        )
        shown.write_csv(output, include_bom=True)
        return
    frame.write_parquet(output)


def _by_spark(asked: Large) -> Mapping[str, int]:
    """Read a folder, write a folder; only the counts come back."""
    import os
    import sys

    if asked.output is None or asked.form is not ResultFormat.PARQUET:
        raise TargetcheckError(_folder())
    from targetcheck.evaluation.on_spark import tabulate_spark

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    from targetcheck import api
    from targetcheck.ground.periods import parse_due

    plan = api.compile_plan(asked.ruleset, asked.profile)
    known = None if asked.known_at is None else parse_due(asked.known_at)
    session = SparkSession.builder.appName("targetcheck").getOrCreate()
    reports = session.read.option("recursiveFileLookup", "true").parquet(asked.data[0])
    found = tabulate_spark(plan, reports, parse_due(asked.as_of), known, asked.lang)
    found.write.mode("errorifexists").parquet(asked.output)
    return _counts_of(session, asked.output, plan)


def _counts_of(session: object, output: str, plan: Plan) -> Mapping[str, int]:
    from targetcheck.verdicts.verdict import Status

    rows = session.read.parquet(output).groupBy("status", "kernel").count().collect()  # type: ignore[attr-defined]
    counts = dict.fromkeys(map(str, Status), 0)
    left = 0
    for row in rows:
        counts[row["status"]] += row["count"]
        left += row["count"] if row["kernel"] == "reference" else 0
    if left:
        from targetcheck.cli.streams import tell

        tell(f"the reference kernel answered {left} of {sum(counts.values())}")
    return counts


def counted(counts: Mapping[str, int]) -> str:
    """Give counts by status, a line each."""
    return "".join(f"{name}\t{count}\n" for name, count in counts.items())


def _tell_rows(rows: int, used: int, lang: Language) -> None:
    from targetcheck.cli.streams import tell

    aside = rows - used
    tell(
        f"共 {rows} 行：采用 {used} 行，搁置 {aside} 行"
        if lang == "zh"
        else f"{rows} rows: {used} used, {aside} set aside"
    )


def _evidence(engine: Engine, what: str) -> Diagnostic:
    return Diagnostic(
        "engine-evidence",
        f"`{what}` needs the evidence of every verdict, which `{engine}` does not make",
        f"“{what}”需要每条结论的依据，{engine} 引擎不生成依据",
        "leave `--engine` out, or write -o FILE.parquet or FILE.csv",
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
