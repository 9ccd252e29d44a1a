"""Progress methods: assessment before the due date; one module each, with formula and source.

Layer: kernel. Input: a Course and the settings of a profile or target. Output: Assessment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from targetcheck.kernel.progress_assessment import Assessment, Course

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Pace

METHODS = (
    "schedule",
    "cagr",
    "open_sdg",
    "un_chart",
    "linear_rate",
    "projection",
    "escap",
    "ols",
    "theil_sen",
    "seasonal_kendall",
    "distance",
    "remaining",
    "burn",
    "manual",
)
"""Names of the methods and their modules; a module is loaded on first use."""
Assess = Callable[[Course, Any], Assessment]


@cache
def _method(name: str) -> Assess:
    found: Assess = import_module(f"{__name__}.{name}").assess
    return found


def assess(course: Course, settings: Pace) -> Assessment:
    """Return the assessment of a course by a method; if it is undefined, by its `otherwise` method."""
    found = _method(settings.method)(course, settings)
    if found.decided or settings.otherwise is None:
        return found
    other = assess(course, settings.otherwise)
    if not other.decided:
        return found
    return replace(other, flags=(*other.flags, "other_method"))


def lagging(course: Course, settings: Pace) -> int:
    """Return the number of latest consecutive observations at which the course was at risk."""
    count = 0
    for known in range(len(course.points), 0, -1):
        if assess(course.at(known), settings).status != "at_risk":
            break
        count += 1
    return count
