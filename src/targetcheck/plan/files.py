"""Compiled plans as files.

Floor: plan. Comes in: a path. Goes out: Plan, or None where the file is no compiled plan.
"""

from __future__ import annotations

import os
from pathlib import Path

from targetcheck.files import decode_utf8, read_bytes
from targetcheck.plan.plan import Plan
from targetcheck.plan.plan_file_reader import START, plan_of_text


def is_plan(path: str | os.PathLike[str]) -> bool:
    """Say whether a file starts like a compiled plan."""
    try:
        with Path(path).open("rb") as opened:
            return opened.read(len(START)) == START.encode()
    except (OSError, ValueError):
        return False


def plan_at(path: str | os.PathLike[str]) -> Plan | None:
    """Give the plan of a file that starts like a compiled plan, None of any other.

    Raises TargetcheckError (`plan-damaged`, `plan-version`) where the plan cannot be trusted.
    """
    if not is_plan(path):
        return None
    name = os.fspath(path)
    return plan_of_text(decode_utf8(read_bytes(path, name), name), name)
