"""Methods of judging progress before the due date; one file each, with its formula and its source.

Floor: kernel. Comes in: a Course and the settings of a profile or target. Goes out: Assessment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from targetcheck.kernel.methods import (
    burn,
    cagr,
    distance,
    escap,
    linear_rate,
    manual,
    ols,
    open_sdg,
    projection,
    remaining,
    schedule,
    seasonal_kendall,
    theil_sen,
    un_chart,
)
from targetcheck.kernel.methods.course import Assessment, Course

if TYPE_CHECKING:
    from targetcheck.model.pace import Pace

ASSESS: dict[str, Callable[[Course, Any], Assessment]] = {
    "schedule": schedule.assess,
    "cagr": cagr.assess,
    "open_sdg": open_sdg.assess,
    "un_chart": un_chart.assess,
    "linear_rate": linear_rate.assess,
    "projection": projection.assess,
    "escap": escap.assess,
    "ols": ols.assess,
    "theil_sen": theil_sen.assess,
    "seasonal_kendall": seasonal_kendall.assess,
    "distance": distance.assess,
    "remaining": remaining.assess,
    "burn": burn.assess,
    "manual": manual.assess,
}


def assess(course: Course, settings: Pace) -> Assessment:
    """Give what a method says of a course; where it cannot judge, what its `otherwise` says."""
    found = ASSESS[settings.method](course, settings)
    if found.decided or settings.otherwise is None:
        return found
    other = assess(course, settings.otherwise)
    if not other.decided:
        return found
    return replace(other, flags=(*other.flags, "other_method"))


def lagging(course: Course, settings: Pace) -> int:
    """Count the newest values in a row after which the method found the course at risk."""
    count = 0
    for known in range(len(course.points), 0, -1):
        if assess(course.at(known), settings).status != "at_risk":
            break
        count += 1
    return count
