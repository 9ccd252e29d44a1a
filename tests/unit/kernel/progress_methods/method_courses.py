"""Courses for trying methods: written as years or days and plain numbers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from targetcheck.kernel.progress_assessment import Course, Value
from targetcheck.ruleset.progress_method import METHODS, Pace

Day = date | int
Given = tuple[Day, Any] | tuple[Day, Any, str]


def settings(method: str = "schedule", **given: Any) -> Pace:
    """Give the settings of a method as YAML would."""
    return METHODS[method].model_validate({"method": method, **given})  # type: ignore[return-value]


def day_of(day: Day) -> date:
    """Give the last day of a year, or the day itself."""
    return date(day, 12, 31) if isinstance(day, int) else day


def value_of(given: Given) -> Value:
    """Give a value that covers its year or its day; `B` says that the series breaks before it."""
    day, amount, *mark = given
    first = date(day, 1, 1) if isinstance(day, int) else day
    return Value(first, day_of(day), Fraction(str(amount)), mark == ["B"])


def course(
    start: Given | None,
    points: list[Given],
    goal: tuple[Day, Any],
    *,
    better: str = "higher",
    strict: bool = False,
    **more: Any,
) -> Course:
    """Give a course from a start over points to a goal on its due day."""
    upward = better == "higher"
    wanted = Fraction(str(goal[1]))

    def holds(value: Fraction) -> bool:
        inside = value >= wanted if upward else value <= wanted
        return inside and not (strict and value == wanted)

    known = tuple(map(value_of, points))
    return Course(
        start=(day_of(start[0]), Fraction(str(start[1]))) if start else None,
        points=known,
        due=day_of(goal[0]),
        goal=wanted,
        upward=upward,
        as_of=more.pop("as_of", known[-1].end if known else date(2024, 1, 1)),
        holds=holds,
        **{"whole": known, "first": date(day_of(goal[0]).year, 1, 1), **more},
    )


def figure(assessment: Any, code: str) -> Fraction:
    """Give one of a method's own numbers."""
    found: Fraction = dict(assessment.pacing.figures)[code]
    return found
