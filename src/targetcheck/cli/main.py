"""The program: commands, and the one place where errors become lines and exit codes.

Floor: cli. Comes in: arguments. Goes out: an exit code. Commands import what they need when they
run, so that the help comes at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from targetcheck.cli import (
    cases,
    compiling,
    diff,
    doctor,
    escalate,
    evaluate,
    explain,
    fmt,
    inspect_table,
    ledger,
    lint,
    new,
    report,
    schema,
    screen,
    show,
    template,
    what_if,
)
from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.findings import finding_lines
from targetcheck.cli.language import language_of, say
from targetcheck.cli.streams import prepare, tell
from targetcheck.cli.usage import REFUSED, usage_finding
from targetcheck.errors import Language, TargetcheckError

DEBUG = "TARGETCHECK_DEBUG"
"""Environment variable: with 1 an internal fault shows its traceback."""

app = typer.Typer(
    name="targetcheck",
    help=say(
        "Where does each promise of a policy document stand, and how do we know?",
        "政策文件的每项承诺落实得怎样，依据何在？",
    ),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("evaluate", help=evaluate.HELP, short_help=evaluate.SHORT)(evaluate.evaluate)
app.command("explain", help=explain.HELP, short_help=explain.SHORT)(explain.explain)
app.command("lint", help=lint.HELP, short_help=lint.SHORT)(lint.lint)
app.command("compile", help=compiling.HELP, short_help=compiling.SHORT)(compiling.compile_ruleset)
app.command("fmt", help=fmt.HELP, short_help=fmt.SHORT)(fmt.fmt)
app.command("test", help=cases.HELP, short_help=cases.SHORT)(cases.run_cases)
app.command("what-if", help=what_if.HELP, short_help=what_if.SHORT)(what_if.what_if)
app.command("diff", help=diff.HELP, short_help=diff.SHORT)(diff.diff)
app.command("new", help=new.HELP, short_help=new.SHORT)(new.new)
app.add_typer(ledger.app, name="ledger")
app.command("escalate", help=escalate.HELP)(escalate.escalate)
app.command("report", help=report.HELP, short_help=report.SHORT)(report.report)
app.command("template", help=template.HELP, short_help=template.SHORT)(template.template)
app.command("inspect", help=inspect_table.HELP, short_help=inspect_table.SHORT)(
    inspect_table.inspect_table
)
app.command("screen", help=screen.HELP, short_help=screen.SHORT)(screen.screen)
app.command("show", help=show.HELP, short_help=show.SHORT)(show.show)
app.command("rulesets", help=show.LIST_HELP)(show.rulesets)
app.command("doctor", help=doctor.HELP, short_help=doctor.SHORT)(doctor.doctor)
app.command("schema", help=schema.HELP, short_help=schema.SHORT)(schema.schema)


def _version(wanted: bool) -> None:
    if wanted:
        from targetcheck import __version__

        typer.echo(f"targetcheck {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help=say("Print the version.", "显示版本。"),
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and give its exit code; nothing that a user can cause raises."""
    prepare()
    lang = language_of(arguments)
    try:
        code = app(list(arguments), prog_name="targetcheck", standalone_mode=False)
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
