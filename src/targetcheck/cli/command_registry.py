"""The commands by name, and a program that holds those that a command line needs.

Layer: cli. Input: arguments. Output: a Typer program. A command's module is loaded when the
command is asked for; all of them for the help and for a name that none of them has.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, NamedTuple

import typer

from targetcheck.cli.options import say


class CommandEntry(NamedTuple):
    """Where a command is: its module, its function there, the names of its two helps."""

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
    "diff": CommandEntry("diff", "diff"),
    "new": CommandEntry("new", "new"),
    "escalate": CommandEntry("escalate", "escalate", short=None),
    "report": CommandEntry("report", "report"),
    "template": CommandEntry("template", "template"),
    "inspect": CommandEntry("inspect", "inspect_table"),
    "screen": CommandEntry("screen", "screen"),
    "show": CommandEntry("show", "show"),
    "rulesets": CommandEntry("show", "rulesets", "LIST_HELP", None),
    "doctor": CommandEntry("doctor", "doctor"),
    "schema": CommandEntry("schema", "schema"),
}
COMMAND_FOLDER = "targetcheck.cli.commands"
GROUPS = {"ledger": "ledger"}
"""Commands with commands of their own, each the `app` of its module."""


def program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program for a command line."""
    first = arguments[0] if arguments else ""
    known = first in COMMANDS or first in GROUPS
    names = (first,) if known else () if first == "--version" else (*COMMANDS, *GROUPS)
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
    app.callback()(_start)
    for name in names:
        if name in GROUPS:
            app.add_typer(import_module(f"{COMMAND_FOLDER}.{GROUPS[name]}").app, name=name)
            continue
        entry = COMMANDS[name]
        module = import_module(f"{COMMAND_FOLDER}.{entry.module}")
        short = getattr(module, entry.short) if entry.short else None
        add = app.command(name, help=getattr(module, entry.long), short_help=short)
        add(getattr(module, entry.function))
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from targetcheck import __version__

        typer.echo(f"targetcheck {__version__}")
        raise typer.Exit


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
