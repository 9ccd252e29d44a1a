"""`targetcheck screen`: check each row of a large table, from Parquet to Parquet.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    AsOfOption,
    HelpText,
    LangOption,
    ProfileOption,
    RulesetArgument,
    argument,
    chosen,
    option,
)

if TYPE_CHECKING:
    from targetcheck.columnar.screening.level_requirements import Levels

SHORT = HelpText("Check each row of a large Parquet table.", "逐行评判大型 Parquet 表。")
HELP = HelpText(
    "Check each row of a Parquet file or folder against the level requirements of its indicator and "
    "place; add the columns `verdict` and `margin`. Exits with 1 if a row fails.",
    "逐行按其指标和地区的限值评判 Parquet 文件或文件夹，并写出 verdict 和 margin 两列。"
    "有未达标的行时退出码为1。",
)


class ScreenEngine(StrEnum):
    """Engine that screens the rows."""

    AUTO = "auto"
    COLUMNAR = "columnar"
    SPARK = "spark"


_Source = Annotated[
    str, argument("PARQUET", en="Parquet file or folder.", zh="Parquet 文件或文件夹。")
]
_Output = Annotated[
    str,
    option(
        "-o",
        "--output",
        metavar="PATH",
        en="File to write; with Spark, a folder.",
        zh="要写入的文件；用 Spark 时为文件夹。",
    ),
]
_Place = Annotated[
    str | None,
    option(
        "--place",
        metavar="PLACE",
        en="Place of every row, if there is no place column.",
        zh="表中没有地区列时，在此指定地区。",
    ),
]
_Detail = Annotated[
    bool,
    option(
        "--detail",
        en="Add the columns `reason` and `gap`.",
        zh="同时写出 reason（判定理由）和 gap（还差）两列。",
    ),
]
_Engine = Annotated[
    ScreenEngine,
    option(
        "--engine",
        en="columnar streams on this machine; spark uses the session of the environment; auto is "
        "spark for an address such as hdfs://…, else columnar.",
        zh="columnar 在本机分批处理；spark 使用环境中的会话；"
        "auto 遇 hdfs://… 之类的地址用 spark，否则用 columnar。",
    ),
]


class Strength(StrEnum):
    """Strength of the requirements to check."""

    BINDING = "binding"
    EXPECTED = "expected"
    ASPIRATIONAL = "aspirational"


_Strength = Annotated[
    Strength,
    option(
        "--strength",
        en="Strength of the targets to check.",
        zh="只评判该属性的目标：binding（约束性）等。",
    ),
]


def screen(
    ruleset: RulesetArgument,
    source: _Source,
    output: _Output,
    as_of: AsOfOption,
    place: _Place = None,
    profile: ProfileOption = None,
    detail: _Detail = False,
    engine: _Engine = ScreenEngine.AUTO,
    strength: _Strength = Strength.BINDING,
    lang: LangOption = None,
) -> int:
    """Screen the rows, report the targets left out, print counts."""
    from targetcheck import api
    from targetcheck.cli.terminal_output import put, tell

    zh = chosen(lang) == "zh"
    screener = api.screener_of(
        ruleset,
        as_of=as_of,
        place=place,
        profile=profile,
        detail=detail,
        strength=strength.value,
    )
    if screener.levels.declined:
        tell(_left_out(screener.levels, zh=zh))
    if carrier(engine, source, output) is ScreenEngine.SPARK:
        from targetcheck.columnar.screening.spark_screener import screen_folder

        counts = screen_folder(screener, source, output)
    else:
        from targetcheck.columnar.screening.parquet_screening import screen_parquet

        counts = screen_parquet(screener, source, output)
    put("".join(f"{name}\t{count}\n" for name, count in counts.items()))
    return ExitCode.FOUND if counts.get("fail") else ExitCode.FINE


def carrier(engine: ScreenEngine, source: str, output: str) -> ScreenEngine:
    """Return the engine to use: Spark if requested, or if only Spark can read the address.

    The number of rows does not matter: batches are as fast as Spark on one machine, and memory does
    not grow with the number of rows.
    """
    if engine is not ScreenEngine.AUTO:
        return engine
    remote = any("://" in path for path in (source, output))
    return ScreenEngine.SPARK if remote else ScreenEngine.COLUMNAR


def _left_out(levels: Levels, *, zh: bool) -> str:
    """Return one line on the targets that a single row cannot decide; `evaluate` decides them."""
    from targetcheck.columnar.screening.level_requirements import DECLINED, DECLINED_ZH

    keys = sorted(set(levels.declined.values()))
    count = len(levels.declined)
    if zh:
        reasons = "；".join(DECLINED_ZH[key] for key in keys)
        return f"有{count}项目标不能由单行数据判定（{reasons}），请用 evaluate 评判"
    said = "; ".join(DECLINED[key] for key in keys)
    return f"{count} targets cannot be decided by single rows ({said}); use `evaluate` for them"
