"""Compiled plan files, and how a file is known as one without loading what reads it."""

from __future__ import annotations

import os
from pathlib import Path

HEAD = "targetcheck_plan"
START = f'{{"{HEAD}":'
"""First bytes of a compiled plan, unique to this format."""


def is_plan(path: str | os.PathLike[str]) -> bool:
    """Return whether a file starts like a compiled plan."""
    try:
        with Path(path).open("rb") as opened:
            return opened.read(len(START)) == START.encode()
    except (OSError, ValueError):
        return False
