"""Registry of commands by name, loaded on demand.

Layer: cli. Input: arguments. Output: a click program. The module of a command is imported when the
command is used; all modules are imported for the help and for an unknown command name.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click

from targetcheck.cli.annotated_command import CommandGroup, ExplainedOption, command_of
from targetcheck.cli.options import HelpText


class CommandEntry(NamedTuple):
    """A command: its module, its function, the names of its two help texts."""

    module: str
    function: str
    long: str = "HELP"
    short: str | None = "SHORT"


COMMANDS = {
    "evaluate": CommandEntry("evaluate", "evaluate"),
    "explain": CommandEntry("explain", "explain"),
    "lint": CommandEntry("lint", "lint"),
    "compile": CommandEntry("compile", "compile_ruleset"),
    "fmt": CommandEntry("fmt", "fmt"),
    "test": CommandEntry("test", "run_cases"),
    "what-if": CommandEntry("what_if", "what_if"),
    "path": CommandEntry("path", "path"),
    "diff": CommandEntry("diff", "diff"),
    "draft": CommandEntry("draft", "draft"),
    "new": CommandEntry("new", "new"),
    "escalate": CommandEntry("escalate", "escalate", short=None),
    "rectify": CommandEntry("rectify", "rectify"),
    "report": CommandEntry("report", "report"),
    "template": CommandEntry("template", "template"),
    "inspect": CommandEntry("inspect", "inspect_table"),
    "screen": CommandEntry("screen", "screen"),
    "show": CommandEntry("show", "show"),
    "rulesets": CommandEntry("show", "rulesets", "LIST_HELP", None),
    "examples": CommandEntry("examples", "examples"),
    "doctor": CommandEntry("doctor", "doctor"),
    "units": CommandEntry("units", "units"),
    "rule": CommandEntry("rule", "rule"),
    "schema": CommandEntry("schema", "schema"),
    "web": CommandEntry("web", "web"),
}
COMMAND_FOLDER = "targetcheck.cli.commands"
GROUPS = {"ledger": "ledger"}
"""Commands with commands of their own, each the `app` of its module."""


def program(arguments: Sequence[str]) -> click.Group:
    """Return the program for a command line."""
    first = _command(arguments)
    known = first in COMMANDS or first in GROUPS
    names = (first,) if known else () if first == "--version" else (*COMMANDS, *GROUPS)
    app = CommandGroup(
        "targetcheck",
        HelpText(
            "Check reported indicator values against policy targets.",
            "对照政策文件的目标任务，评判报送的指标数值。",
        ),
        params=[_version_option(), _lang_option()],
    )
    for name in names:
        if name in GROUPS:
            module = import_module(f"{COMMAND_FOLDER}.{GROUPS[name]}")
            app.add_command(module.app, name)
            continue
        entry = COMMANDS[name]
        module = import_module(f"{COMMAND_FOLDER}.{entry.module}")
        short = getattr(module, entry.short) if entry.short else None
        app.add_command(
            command_of(getattr(module, entry.function), name, getattr(module, entry.long), short)
        )
    return app


def _command(arguments: Sequence[str]) -> str:
    """Return the first argument behind a language."""
    given = list(arguments)
    while given[:1] and given[0].startswith("--lang"):
        del given[: 1 if "=" in given[0] else 2]
    return given[0] if given else ""


def _lang_option() -> click.Option:
    return ExplainedOption(
        ["--lang"],
        HelpText("Language, before or behind the command.", "语言，可写在命令之前或之后。"),
        type=click.Choice(["zh", "en"]),
        expose_value=False,
    )


def _version_option() -> click.Option:
    def print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            from targetcheck import __version__

            click.echo(f"targetcheck {__version__}")
            context.exit()

    return ExplainedOption(
        ["--version"],
        HelpText("Print the version.", "显示版本。"),
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=print_version,
    )
