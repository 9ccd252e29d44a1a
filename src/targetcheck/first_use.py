"""What is made when it is first used: modules, regular expressions, and values of an object.

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
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as cached_property  # noqa: PLC0414
else:

    class cached_property:  # noqa: N801
        """The one of `functools` since Python 3.12: before, it took a lock for each value."""

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self.make, self.name, self.__doc__ = make, make.__name__, make.__doc__

        def __get__(self, owner: Any, kind: type | None = None) -> Any:
            if owner is None:
                return self
            value = owner.__dict__[self.name] = self.make(owner)
            return value


class _StandIn:
    """What stands for an object until it is used: asked for a name, it makes it and keeps what it gave."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by those who look at any object, not by a caller
            raise AttributeError(name)
        value = getattr(self._make(), name)
        setattr(self, name, value)
        return value


def on_first_use(home: str) -> Any:
    """Return what stands for a module, given by its full name, until something of it is used."""
    return _StandIn(partial(import_module, home))


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled when it is first matched."""
    return _StandIn(partial(re.compile, text, flags))  # type: ignore[return-value]
