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

from targetcheck.cli.options import HelpText, Parameter, say

HELP_NAMES = ["-h", "--help"]


class HelpPage(click.HelpFormatter):
    """The layout of a help, with the colon of its language."""

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{heading}{say(':', '：')}\n")


class CommandContext(click.Context):
    """The context of a command, which writes its help."""

    formatter_class = HelpPage


class ExplainedCommand(click.Command):
    """A command whose help is in the language of the command line, headings included."""

    context_class = CommandContext
    long: HelpText
    short: HelpText | None

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        if say("en", "zh") == "zh":
            pieces = pieces.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]", "命令 [参数]")
        formatter.write_usage(ctx.command_path, pieces, say("Usage: ", "用法："))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        self.help = str(self.long)
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line of the command in lists of commands."""
        self.help, self.short_help = str(self.long), str(self.short) if self.short else None
        return super().get_short_help_str(limit)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help` with its help text."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("Show this message and exit.", "显示本帮助。")
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments, then the options."""
        arguments = [p for p in self.params if isinstance(p, ExplainedArgument)]
        if arguments:
            with formatter.section(say("Arguments", "参数")):
                formatter.write_dl([p.line(ctx) for p in arguments])
        records = [p.get_help_record(ctx) for p in self.get_params(ctx) if p not in arguments]
        listed = [record for record in records if record is not None]
        if listed:
            with formatter.section(say("Options", "选项")):
                formatter.write_dl(listed)


class AnnotatedCommand(ExplainedCommand):
    """A command made from a function."""

    def __init__(self, name: str, long: HelpText, short: HelpText | None, **settings: Any) -> None:
        super().__init__(name, **settings)
        self.long, self.short = long, short


class ExplainedOption(click.Option):
    """An option with a help text in two languages."""

    def __init__(self, names: list[str], explanation: HelpText, **settings: Any) -> None:
        super().__init__(names, help=explanation.en, **settings)
        self.explanation = explanation

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return names and help text of the option, as the help prints them."""
        self.help = str(self.explanation)
        record = super().get_help_record(ctx)
        if record is None:
            return None
        return record[0], record[1].replace("[required]", say("[required]", "[必填]"))


class ExplainedArgument(click.Argument):
    """An argument with a help text."""

    def __init__(self, name: str, explanation: HelpText, **settings: Any) -> None:
        super().__init__([name], **settings)
        self.explanation = explanation

    def line(self, ctx: click.Context) -> tuple[str, str]:
        """Return name and help text of the argument, as the help prints them."""
        required = say("  [required]", "  [必填]") if self.required else ""
        return self.make_metavar(ctx), f"{self.explanation}{required}"


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


class CommandGroup(ExplainedCommand, click.Group):
    """A group of commands; without a command it prints the help."""

    def __init__(self, name: str, long: HelpText, **settings: Any) -> None:
        context = {"help_option_names": HELP_NAMES}
        super().__init__(name, no_args_is_help=True, context_settings=context, **settings)
        self.long, self.short = long, None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with its line."""
        limit = formatter.width - 6 - max(map(len, self.commands), default=0)
        lines = [(name, c.get_short_help_str(limit)) for name, c in self.commands.items()]
        if lines:
            with formatter.section(say("Commands", "命令")):
                formatter.write_dl(lines)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added."""
        return list(self.commands)

    def command_of(
        self, name: str, long: HelpText, short: HelpText | None = None
    ) -> Callable[[Callable[..., int]], Callable[..., int]]:
        """Register a function as a command, and return the function."""

        def add(function: Callable[..., int]) -> Callable[..., int]:
            self.add_command(command_of(function, name, long, short))
            return function

        return add


def command_of(
    function: Callable[..., int], name: str, long: HelpText, short: HelpText | None = None
) -> click.Command:
    """Return the command of a function, with its help and its line in lists of commands."""
    return AnnotatedCommand(
        name,
        long,
        short,
        callback=function,
        params=list(_parameters(function)),
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
    return ExplainedOption([*said.names, name], said.help, multiple=many, **settings)


def _without_none(kind: Any) -> Any:
    if isinstance(kind, UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind
