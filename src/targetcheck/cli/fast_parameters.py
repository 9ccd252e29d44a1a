"""Texts go to commands as they were typed.

Layer: cli. Newer versions of Typer hand each value to pydantic, also a text that stays a text;
loading it costs a tenth of a second, which a compiled plan does without. Where Typer works in
another way, nothing is changed.
"""

from __future__ import annotations

from enum import Enum
from typing import Any


def keep_texts(command: Any) -> None:
    """Let texts, lists of texts, choices and absent values be, of a command and those below."""
    for below in getattr(command, "commands", {}).values():
        keep_texts(below)
    for parameter in command.params:
        _keep(parameter)
    given = command.get_help_option  # `--help` is made when arguments are read

    def help_option(context: Any) -> Any:
        return _keep(given(context))

    command.get_help_option = help_option


def _keep(parameter: Any) -> Any:
    kind = getattr(parameter, "type_descriptor", None)
    if kind is not None and getattr(parameter, "_runtime_param", parameter) is None:
        parameter._runtime_param = _AsTyped(kind.annotation)  # noqa: SLF001  # no public way
    return parameter


class _AsTyped:
    """Reads a value of one parameter; what is no plain text is left to Typer."""

    def __init__(self, annotation: Any) -> None:
        self.annotation = annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a value as the command wants it."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if self.annotation is str and isinstance(value, str):
            return value
        if self.annotation == list[str] and isinstance(value, list | tuple):
            return list(value)
        if isinstance(self.annotation, type) and issubclass(self.annotation, Enum):
            for each in self.annotation:
                if value is each or value == each.value:
                    return each
        from typer._coercion import build_runtime_param

        return build_runtime_param(param.type_descriptor).coerce(value, param=param, ctx=ctx)
