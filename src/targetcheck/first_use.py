"""What is made when it is first used: modules, and regular expressions.

Layer: the lowest. One evaluation needs few of the statistics, methods and formats that there are,
and loading them all would take longer than the evaluation. Where a module may stay unused, whoever
calls it names it twice: for readers and the checks of types and layers, and for the program.

    if TYPE_CHECKING:
        from targetcheck.kernel.statistics import time_windows
    else:
        time_windows = on_first_use("targetcheck.kernel.statistics.time_windows")

A regular expression is written at the head of its module, and compiled at the first match.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any


class _Unloaded:
    """What stands for a module: asked for a name, it loads the module and keeps what it gave."""

    def __init__(self, home: str) -> None:
        self._home = home

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by those who look at any object, not by a caller
            raise AttributeError(name)
        value = getattr(import_module(self._home), name)
        setattr(self, name, value)
        return value


def on_first_use(home: str) -> Any:
    """Return what stands for a module until something of it is used."""
    return _Unloaded(home)


class _Uncompiled:
    """What stands for a regular expression: asked for a method, it compiles and keeps that."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, value)
        return value


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled when it is first matched."""
    return _Uncompiled(text, flags)  # type: ignore[return-value]
