"""`targetcheck compile`: write a compiled plan, or the SQL that judges what is due.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    PlanForm,
    ProfileOption,
    RulesetArgument,
    SqlDialect,
    chosen,
    option,
)

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.sql_query import SqlText

SHORT = HelpText("Compile a ruleset to a file that loads fast.", "把规则集编译成可快速载入的文件。")
HELP = HelpText(
    "Compile a ruleset under a profile to a file, which the other commands accept in its place. "
    "With --check, exits with 1 if FILE is out of date. With --to sql, to a query for a database.",
    "按一种评判方案把规则集编译成文件，其他命令可用它代替规则集。"
    "加 --check 时，FILE 已过期则退出码为1。加 --to sql 则编译成数据库查询。",
)
_File = Annotated[
    str, option("-o", "--output", metavar="FILE", en="File to write.", zh="要写入的文件。")
]
_Check = Annotated[
    bool,
    option(
        "--check",
        en="Write nothing; exit with 1 if FILE is out of date.",
        zh="不写入；FILE 已过期时退出码为1。",
    ),
]
_To = Annotated[
    PlanForm,
    option(
        "--to", en="What to write: plan or sql. Default: plan.", zh="编译成 plan（默认）或 sql。"
    ),
]
_Dialect = Annotated[
    SqlDialect,
    option("--dialect", en="Database of the SQL. Default: duckdb.", zh="数据库，默认为 duckdb。"),
]
_Table = Annotated[
    str,
    option(
        "--table",
        metavar="NAME",
        en="Table of reports in the database. Default: observations.",
        zh="数据库中数据表的名称，默认为 observations。",
    ),
]


def compile_ruleset(
    ruleset: RulesetArgument,
    output: _File,
    profile: ProfileOption = None,
    check: _Check = False,
    to: _To = PlanForm.PLAN,
    dialect: _Dialect = SqlDialect.DUCKDB,
    table: _Table = "observations",
    lang: LangOption = None,
) -> int:
    """Write the plan or the query, or check that the file holds it."""
    from targetcheck import api
    from targetcheck.cli.terminal_output import put, tell
    from targetcheck.files import read_bytes

    said = chosen(lang)
    zh = said == "zh"
    plan = api.compile_plan(ruleset, profile)
    if to is PlanForm.SQL:
        made = api.sql_of_plan(plan, dialect.value, table, said)
        text, lines = made.text, list(_sql_lines(made, output, said))
    else:
        text, count = api.plan_text(plan), len(plan.questions)
        lines = [
            f"已编译为{output}，共{count}个评判项"
            if zh
            else f"{output}: {count} target instances compiled"
        ]
    if not check:
        put(text, output)
        if output != "-":
            tell(lines)
        return ExitCode.FINE
    if read_bytes(output, output) == text.encode():
        return ExitCode.FINE
    tell(f"{output}已过期，需重新编译" if zh else f"{output}: out of date, compile it again")
    return ExitCode.FOUND


def _sql_lines(made: SqlText, output: str, lang: Language) -> Iterator[str]:
    """Yield how much the query judges, and how much it leaves out for which reason."""
    from targetcheck.sql_query.sql_decidable_promises import REASONS

    whole = made.stated + len(made.unstated)
    yield (
        f"已编译为{output}：{whole}个评判项中写入查询{made.stated}项"
        if lang == "zh"
        else f"{output}: {made.stated} of {whole} target instances in the query"
    )
    for reason, count in sorted(made.counts().items(), key=lambda pair: -pair[1]):
        en, zh = REASONS[reason]
        yield f"  未写入{count}项：{zh}" if lang == "zh" else f"  {count} not: {en}"
