"""Command lines that cannot be understood, as findings in two languages.

Layer: cli. Input: an exception of the command-line library, whose parts differ between versions
and are therefore all optional here. Output: a Diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from targetcheck.errors import Diagnostic, did_you_mean

REFUSED: type[Exception] = typer.BadParameter.__mro__[2]
"""What the library raises; its public name differs between versions."""
_COMMAND = re.compile(r"No such command '(?P<name>[^']*)'")
_CHOICES = re.compile(r"'(?P<given>[^']*)' is not one of (?P<choices>.+?)\.?$", re.DOTALL)


def usage_finding(error: Exception) -> Diagnostic:
    """Return the finding for a command line that was refused."""
    command = getattr(getattr(error, "ctx", None), "command_path", "") or "targetcheck"
    en, zh, near = _said(error)
    if near:
        hint = f"did you mean `{near[0]}`?", f"是否应为 {near[0]}？"
    else:
        hint = f"see `{command} --help`", f"用法见 {command} --help"
    return Diagnostic("usage", en, zh, *hint)


def _said(error: Exception) -> tuple[str, str, Sequence[str]]:
    """Return the sentence in English and Chinese, and what may have been meant."""
    kind, parameter = type(error).__name__, _parameter(error)
    message = str(getattr(error, "message", "") or error).strip()
    option = str(getattr(error, "option_name", "") or "")
    near: Sequence[str] = getattr(error, "possibilities", None) or ()
    if kind == "NoSuchOption":
        nearest = did_you_mean(option, near) or next(iter(near), "")
        return f"there is no option `{option}`", f"没有选项“{option}”", [nearest] * bool(nearest)
    if kind == "MissingParameter":
        return f"`{parameter}` is missing", f"缺少“{parameter}”", ()
    choice = _CHOICES.search(message)
    if choice is not None:
        names = re.findall(r"'([^']*)'", choice["choices"])
        given, found = choice["given"], did_you_mean(choice["given"], names)
        return (
            f"`{parameter}` cannot be `{given}`, only {', '.join(names)}",
            f"“{parameter}”不能是“{given}”，只能是 {'、'.join(names)}",
            [found] if found else (),
        )
    command = _COMMAND.match(message)
    if command is not None:
        name = command["name"]
        near = re.findall(r"'([^']*)'", message[command.end() :])
        return f"there is no command `{name}`", f"没有命令“{name}”", near
    quoted = re.sub(r"'([^']*)'", r"`\1`", message.partition(". ")[0].rstrip("."))
    return quoted[:1].lower() + quoted[1:] or "this is not understood", f"无法理解：{message}", near


def _parameter(error: Exception) -> str:
    """Return the name of an option or argument as a user types it."""
    parameter: Any = getattr(error, "param", None)
    options = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    if options:
        return str(options[-1])
    name = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""
    return str(name).upper()
