"""How many finished verdicts satisfy a condition, and when conditions hold together.

Floor: escalation. Pure, and light enough for the process in which the other engine runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Mode = Literal["at_least", "every", "none"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many verdicts satisfy a condition, how many do not, and how many are asked for."""

    mode: Mode
    hits: int
    misses: int
    wanted: int

    def holds(self) -> bool:
        """Say whether the condition holds."""
        if self.mode == "none":
            return self.hits == 0
        if self.mode == "every":
            return self.misses == 0 and self.hits > 0
        return self.hits >= self.wanted


def holds(tallies: Sequence[Tally]) -> bool:
    """Say whether all conditions hold."""
    return all(tally.holds() for tally in tallies)
