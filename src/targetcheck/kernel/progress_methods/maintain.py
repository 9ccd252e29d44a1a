"""Levels to maintain: the latest value, and recent misses.

Layer: kernel. Input: whether each of the last values met the requirement, oldest first. Rule: at
risk if the latest value misses, or two of the last three do. The two of three is this project's
default and no published rule; it prevents one good month from hiding a level that no longer holds.
No regression (只能变好、不能变坏) is the same rule with the baseline as its bound. An unknown result neither
meets nor misses. Needs one result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from targetcheck.kernel.progress_assessment import Assessment

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Maintain


def assess(results: Sequence[bool | None], settings: Maintain) -> Assessment:
    """Return whether a level is maintained, from the results of its values."""
    if results[-1] is False:
        return Assessment("at_risk", "slipping")
    if list(results[-settings.of_last :]).count(False) >= settings.misses:
        return Assessment("at_risk", "unsteady")
    return Assessment("on_track", "holding")


def misses_in_a_row(results: Sequence[bool | None]) -> int:
    """Return the number of latest consecutive results that miss."""
    count = 0
    for result in reversed(results):
        if result is not False:
            break
        count += 1
    return count
