"""click commands built from functions with annotated parameters.

Layer: cli. Input: a function whose parameters are annotated with `option` or `argument`. Output: a
click command. Supported types: text, flag, choice (`StrEnum`), list of texts, each also optional.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import click

from targetcheck.cli.options import Parameter, say

HELP_NAMES = ["-h", "--help"]


class AnnotatedCommand(click.Command):
    """A command whose help also lists its arguments."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments, then the options."""
        arguments = [p for p in self.params if isinstance(p, ExplainedArgument)]
        if arguments:
            with formatter.section(say("Arguments", "参数")):
                formatter.write_dl([p.line(ctx) for p in arguments])
        super().format_options(ctx, formatter)


class ExplainedArgument(click.Argument):
    """An argument with a help text."""

    def __init__(self, name: str, explanation: str, **settings: Any) -> None:
        super().__init__([name], **settings)
        self.explanation = explanation

    def line(self, ctx: click.Context) -> tuple[str, str]:
        """Return name and help text of the argument, as the help prints them."""
        required = say("  [required]", "  [必填]") if self.required else ""
        return self.make_metavar(ctx), self.explanation + required


class EnumChoice(click.Choice[str]):
    """Parameter type for the values of an enumeration; the command receives the member."""

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__([str(member) for member in members])
        self.members = members

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the member of a value; raise BadParameter for any other text."""
        if isinstance(value, self.members):
            return value
        return self.members(super().convert(value, param, ctx))


class CommandGroup(click.Group):
    """A group of commands; without a command it prints the help."""

    def __init__(self, name: str, **settings: Any) -> None:
        context = {"help_option_names": HELP_NAMES}
        super().__init__(name, no_args_is_help=True, context_settings=context, **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added."""
        return list(self.commands)

    def command_of(
        self, name: str, long: str, short: str | None = None
    ) -> Callable[[Callable[..., int]], Callable[..., int]]:
        """Register a function as a command, and return the function."""

        def add(function: Callable[..., int]) -> Callable[..., int]:
            self.add_command(command_of(function, name, long, short))
            return function

        return add


def command_of(
    function: Callable[..., int], name: str, long: str, short: str | None = None
) -> click.Command:
    """Return the command of a function, with its help and its line in lists of commands."""
    return AnnotatedCommand(
        name,
        callback=function,
        params=list(_parameters(function)),
        help=long,
        short_help=short,
        context_settings={"help_option_names": HELP_NAMES},
    )


def _parameters(function: Callable[..., int]) -> Iterator[click.Parameter]:
    hints = get_type_hints(function, include_extras=True)
    for name, given in inspect.signature(function).parameters.items():
        annotation = hints[name]
        assert get_origin(annotation) is Annotated, f"`{name}` of {function.__name__} says nothing"
        kind, said = get_args(annotation)
        required = given.default is inspect.Parameter.empty
        yield _parameter(name, _without_none(kind), said, required, given.default)


def _parameter(
    name: str, kind: Any, said: Parameter, required: bool, default: Any
) -> click.Parameter:
    many = get_origin(kind) is list
    metavar = said.metavar
    if many and not said.names and metavar and not metavar.endswith("...]"):
        metavar += "..."
    settings: dict[str, Any] = {"required": required, "metavar": metavar}
    if not required and not (many and default is None):
        settings["default"] = default
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        settings["type"] = EnumChoice(kind)
    if many:
        settings["callback"] = lambda _, __, values: list(values) or ([] if required else default)
    if not said.names:
        return ExplainedArgument(name, said.help, nargs=-1 if many else 1, **settings)
    if kind is bool:
        settings["is_flag"] = True
    return click.Option([*said.names, name], help=said.help, multiple=many, **settings)


def _without_none(kind: Any) -> Any:
    if isinstance(kind, UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind
