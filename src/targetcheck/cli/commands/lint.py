"""`targetcheck lint`: find errors and doubtful passages in rulesets.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    TextFormat,
    TextFormatOption,
    argument,
    chosen,
    option,
)

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.lint.lint_files import Linted

SHORT = HelpText("Find errors and doubtful passages in rulesets.", "检查规则集中的错误和可疑之处。")
HELP = HelpText(
    "Find errors and doubtful passages in rulesets. Exits with 1 if there are errors.",
    "检查规则集中的错误和可疑之处；有错误时退出码为1。",
)


class SeverityOption(StrEnum):
    """Severities of findings, the highest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_Paths = Annotated[
    list[str],
    argument(
        "PATH", en="Bundled rulesets, files or folders.", zh="内置规则集的名称，或文件、文件夹。"
    ),
]
_Level = Annotated[
    SeverityOption,
    option(
        "--level",
        en="Lowest severity to show. Default: note.",
        zh="只列该级别及更严重的问题，默认为 note（全部）。",
    ),
]
_Words = Annotated[
    str | None,
    option(
        "--text",
        metavar="FILE",
        en="Text of the document, in which to look up the quotes.",
        zh="文件原文，用以核对引文。",
    ),
]
_Lock = Annotated[
    bool,
    option(
        "--write-lock",
        en="Write a lock file of the quotes found in --text.",
        zh="把已与原文（--text）核对一致的引文写入锁定文件。",
    ),
]


def lint(
    paths: _Paths,
    form: TextFormatOption = TextFormat.TEXT,
    level: _Level = SeverityOption.NOTE,
    text: _Words = None,
    write_lock: _Lock = False,
    lang: LangOption = None,
) -> int:
    """Print findings and totals."""
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.lint import lint_files

    linted = lint_files.lint_all(paths, text, write_lock=write_lock)
    heard = list(SeverityOption)[: list(SeverityOption).index(level) + 1]
    if form is TextFormat.JSON:
        put(json_text(lint_files.as_data(linted, heard, chosen(lang))) + "\n")
    else:
        put(_text(linted, heard, chosen(lang)))
    errors = any(f.severity == "error" for item in linted for f in item.found)
    return ExitCode.FOUND if errors else ExitCode.FINE


def _text(linted: list[Linted], heard: list[SeverityOption], lang: Language) -> str:
    from targetcheck.errors import finding_lines
    from targetcheck.lint.lint_files import totals
    from targetcheck.printable_text import printable

    found = [f for item in linted for f in item.found if f.severity in heard]
    lines = [*map(printable, finding_lines(found, lang))]
    count = totals(linted)
    if lang == "zh":
        lines.append(
            f"{count['rulesets']}个规则集，{count['targets']}项目标："
            f"{count['error']}个错误，{count['warning']}个警告，{count['note']}个提示"
        )
    else:
        lines.append(
            f"rulesets: {count['rulesets']}, targets: {count['targets']}, "
            f"errors: {count['error']}, warnings: {count['warning']}, notes: {count['note']}"
        )
    return "\n".join(lines) + "\n"
