"""Pause of cyclic garbage collection while many long-lived objects are created.

Layer: root. Python looks for cycles after a number of allocations. While a ruleset is loaded or a
table evaluated there are none, and the search takes up to a quarter of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_FROZEN = 1_000
"""Number of frozen objects from which `gc.freeze` has been called: it freezes thousands.
Python 3.12 by itself keeps its own immortal objects among them, some hundred."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Return a context in which automatic garbage collection is off, if it was on."""
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
    """Move new objects to the oldest generation without scanning them.

    Otherwise the next allocation would start a scan of all of them.
    """
    if gc.get_freeze_count() < _FROZEN:  # objects frozen by the program itself stay frozen
        gc.freeze()
        gc.unfreeze()
