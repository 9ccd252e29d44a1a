"""Exit codes of all commands.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command."""

    FINE = 0
    """Nothing failed, and the output was written."""
    FOUND = 1
    """`evaluate`: a target failed. `lint`: there are errors."""
    UNUSABLE = 2
    """The command could not run: usage, ruleset or data."""
    UNSURE = 3
    """`evaluate --strict`: nothing failed, but something is at risk, missed, undetermined or in doubt."""
    FAULT = 70
    """Internal error."""
    INTERRUPTED = 130
    """Interrupted from the keyboard."""


def of_summary(summary: Mapping[str, int], *, strict: bool, doubts: int = 0) -> ExitCode:
    """Return the exit code for counts by status and the number of doubts.

    A doubt is a doubtful value, or a verdict for which all that was reported was set aside.
    """
    if summary.get("fail"):
        return ExitCode.FOUND
    if strict and (
        doubts or any(summary.get(status) for status in ("at_risk", "missed", "undetermined"))
    ):
        return ExitCode.UNSURE
    return ExitCode.FINE
