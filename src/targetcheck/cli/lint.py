"""`targetcheck lint`: everything that is wrong or doubtful in rulesets.

Floor: cli.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.language import chosen, say
from targetcheck.cli.options import LangOption, TextFormat

if TYPE_CHECKING:
    from targetcheck.cli.linting import Linted
    from targetcheck.errors import Language

SHORT = say("Report what is wrong or doubtful in rulesets.", "报告规则集中的错误和可疑之处。")
HELP = say(
    "Report what is wrong or doubtful in rulesets; exit code 1 where there are errors.",
    "报告规则集中的错误和可疑之处；有错误时退出码为 1。",
)


class Level(StrEnum):
    """How much a finding weighs, the heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def lint(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            show_default=False,
            help=say("Bundled names, files or folders.", "自带名称、文件或文件夹。"),
        ),
    ],
    form: Annotated[
        TextFormat, typer.Option("--format", help=say("text or json.", "text 或 json。"))
    ] = TextFormat.TEXT,
    level: Annotated[
        Level, typer.Option("--level", help=say("Leave out what weighs less.", "略去更轻的。"))
    ] = Level.NOTE,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar="FILE",
            help=say("The document's text, to find the quotes in.", "文件原文，用以核对引文。"),
        ),
    ] = None,
    write_lock: Annotated[
        bool,
        typer.Option(
            "--write-lock",
            help=say("Lock the quotes found in --text.", "为 --text 中核对过的引文写锁定文件。"),
        ),
    ] = False,
    lang: LangOption = None,
) -> int:
    """Print findings and totals."""
    from targetcheck.cli import linting
    from targetcheck.cli.streams import put
    from targetcheck.evaluation.json_text import json_text

    linted = linting.lint_all(paths, text, write_lock=write_lock)
    heard = list(Level)[: list(Level).index(level) + 1]
    if form is TextFormat.JSON:
        put(json_text(linting.as_data(linted, heard, chosen(lang))) + "\n")
    else:
        put(_text(linted, heard, chosen(lang)))
    errors = any(f.severity == "error" for item in linted for f in item.found)
    return ExitCode.FOUND if errors else ExitCode.FINE


def _text(linted: list[Linted], heard: list[Level], lang: Language) -> str:
    from targetcheck.cli.findings import finding_lines
    from targetcheck.cli.linting import totals
    from targetcheck.reports.cells import printable

    found = [f for item in linted for f in item.found if f.severity in heard]
    lines = [*map(printable, finding_lines(found, lang))]
    count = totals(linted)
    if lang == "zh":
        lines.append(
            f"{count['rulesets']} 个规则集，{count['targets']} 项目标："
            f"{count['error']} 个错误，{count['warning']} 个警告，{count['note']} 个提示"
        )
    else:
        lines.append(
            f"rulesets: {count['rulesets']}, targets: {count['targets']}, "
            f"errors: {count['error']}, warnings: {count['warning']}, notes: {count['note']}"
        )
    return "\n".join(lines) + "\n"
