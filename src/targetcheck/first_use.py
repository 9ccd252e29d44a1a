"""Modules that are loaded when something of them is first used.

Layer: the lowest. One evaluation needs few of the statistics, methods and formats that there are,
and loading them all would take longer than the evaluation. Where a module may stay unused, whoever
calls it names it twice: for readers and the checks of types and layers, and for the program.

    if TYPE_CHECKING:
        from targetcheck.kernel.statistics import time_windows
    else:
        time_windows = on_first_use("targetcheck.kernel.statistics.time_windows")
"""

from __future__ import annotations

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
