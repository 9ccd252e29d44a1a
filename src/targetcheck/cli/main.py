"""The program: the one place where errors become lines and exit codes.

Layer: cli. Input: arguments. Output: an exit code. Commands (table.py) import what they need
when they run, so that the help comes at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer
from typer.main import get_command

from targetcheck.cli.command_registry import program
from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.fast_parameters import keep_texts
from targetcheck.cli.options import language_of
from targetcheck.cli.terminal_output import prepare, tell
from targetcheck.cli.usage_errors import REFUSED, usage_finding
from targetcheck.errors import Language, TargetcheckError, finding_lines

DEBUG = "TARGETCHECK_DEBUG"
"""Environment variable: with 1 an internal fault shows its traceback."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and give its exit code; nothing that a user can cause raises."""
    prepare()
    lang = language_of(arguments)
    try:
        command = get_command(program(arguments))
        keep_texts(command)
        code = command(list(arguments), prog_name="targetcheck", standalone_mode=False)
    except TargetcheckError as error:
        tell(finding_lines(error.diagnostics, lang))
        return ExitCode.UNUSABLE
    except REFUSED as error:
        return _refused(error, lang)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last resort: a fault of ours
        return _fault(error, lang)
    return int(code or 0)


def _refused(error: Exception, lang: Language) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        tell(str(error))
    else:
        tell(finding_lines([usage_finding(error)], lang))
    return ExitCode.UNUSABLE


def _fault(error: Exception, lang: Language) -> int:
    if os.environ.get(DEBUG) == "1":
        import traceback

        tell("".join(traceback.format_exception(error)).rstrip())
    said = " ".join(f"{type(error).__name__}: {error}".split())
    tell(
        f"内部错误：{said}（这是程序的缺陷，请附上命令和数据反馈；设 {DEBUG}=1 可显示调用栈）"
        if lang == "zh"
        else f"internal fault: {said} (this is a fault of the program: please report it with the "
        f"command and the data; {DEBUG}=1 shows where it happened)"
    )
    return ExitCode.FAULT


def main() -> int:
    """Run the command line of the process."""
    return run(sys.argv[1:])
