"""Compiled plans as files.

Floor: plan. Comes in: a path. Goes out: Plan, or None where the file is no compiled plan.
"""

from __future__ import annotations

import os
from pathlib import Path

from targetcheck.plan.plan import Plan
from targetcheck.plan.stored.reading import START, plan_of_text
from targetcheck.sources.files import decode_utf8, read_bytes


def plan_at(path: str | os.PathLike[str]) -> Plan | None:
    """Give the plan of a file that starts like a compiled plan, None of any other.

    Raises TargetcheckError (`plan-damaged`, `plan-version`) where the plan cannot be trusted.
    """
    file = Path(path)
    try:
        with file.open("rb") as opened:
            start = opened.read(len(START))
    except (OSError, ValueError):
        return None
    if start != START.encode():
        return None
    name = os.fspath(path)
    return plan_of_text(decode_utf8(read_bytes(path, name), name), name)
