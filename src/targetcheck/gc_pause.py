"""No search for garbage while many objects are made that stay.

Python looks for cycles each time so many objects have been made; while a ruleset is loaded or a table
judged there is nothing to find, and looking costs up to a quarter of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_FROZEN = 1_000
"""Objects that are frozen at least where a program has called `gc.freeze`: all it had, thousands.
Python 3.12 by itself keeps its own immortal objects among them, some hundred."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Return a stretch in which cycles are not looked for, where they otherwise would be."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        _take_as_old()
        gc.enable()


def _take_as_old() -> None:
    """Count what was made among what has long been there, without looking at it.

    Else the first object made afterwards would have all of it searched at once.
    """
    if gc.get_freeze_count() < _FROZEN:  # what a program has frozen for itself stays so
        gc.freeze()
        gc.unfreeze()
