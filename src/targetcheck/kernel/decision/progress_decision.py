"""Progress of a check: the input of its progress method, and the outcome from its result.

Layer: kernel. Input: a CheckCase with its latest value. Output: an Outcome with the figures of the
method. The method is the check's own (`judge.pace`), else the profile's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.kernel.decision.after_due_date import answer
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.outcome import Compared, Outcome, Point
from targetcheck.kernel.progress_assessment import (
    Assessment,
    Course,
    Value,
    in_whole_periods,
    time_of,
)
from targetcheck.kernel.progress_methods import assess, lagging
from targetcheck.plan.bound import Bound

if TYPE_CHECKING:
    from targetcheck.ruleset.progress_method import Pace

_DAY = timedelta(days=1)
OF_PERIODS = ("burn", "remaining", "manual")
"""Methods that assess a period and not a trajectory: meeting the target so far is not enough."""
OF_EVERY_VALUE = ("remaining", "seasonal_kendall")
"""Methods that read every observed value, also those before the start."""
GROWTH = ("cagr", "open_sdg", "un_chart")
"""Methods that assess a growth rate."""


def own_method(case: CheckCase) -> Pace | None:
    """Return the progress method that the target or its indicator declares."""
    return case.check.judge.pace


def method_of_period(case: CheckCase, point: Point) -> Pace | None:
    """Return the method within a period: a declared one, else that for year-to-date means."""
    own = own_method(case)
    if own is not None:
        return own if own.method in OF_PERIODS else None
    return case.view.plan.profile.year_to_date if _runs(case, point) else None


def _runs(case: CheckCase, point: Point) -> bool:
    """Return whether the latest value is a year-to-date mean, and the level is not one to reach."""
    check, made = case.check, point.sampled
    yearly = check.nature == "level" and check.scale is None and check.measure.kind == "value"
    if not yearly or point.period.start != date(case.due.year, 1, 1):
        return False
    if made is not None:
        return made.so_far and made.kind == "mean"
    return check.frequency == "year" and any(f.basis == "year_to_date" for f in point.observations)


def is_trend(case: CheckCase, bound: Bound) -> bool:
    """Return whether the trend itself is assessed, so that a good latest value is not enough.

    True for growth methods without a target amount (`better_than`), and for the seasonal trend
    test, since one good month does not make a good year.
    """
    settings = own_method(case) or case.view.plan.profile.pace
    if settings.method == "seasonal_kendall":
        return case.check.scale is None
    if settings.method not in GROWTH or case.check.scale is not None:
        return False
    start, goal = case.start, bound.goal(case.upward(bound))
    return start is not None and start.value == goal


def judge_progress(
    case: CheckCase, point: Point, found: Compared, bound: Bound, settings: Pace
) -> Outcome:
    """Return the outcome of a progress method for the latest value."""
    if point.value is None:
        return answer(case, "undetermined", point.reason, point, found, point.missing)
    course = course_of(case, bound, settings)
    result = assess(course, settings)
    if not result.decided and _is_first(case, settings, course):
        result = Assessment("not_due", "first_report_only")
    missing: tuple[str, ...] = ()
    if result.reason == "too_few_peers":
        missing = _silent_peers(case)
    elif result.reason == "no_baseline":
        missing = case.wanted(case.base_period) if case.base_period else ()
    elif not result.decided:
        missing = case.wanted_now()
    outcome = answer(
        case, result.status, result.reason, point, found, missing, result.flags, base=case.start
    )
    pacing = result.pacing and replace(result.pacing, time=course.time)
    behind = result.status == "at_risk" and settings.method not in (*OF_PERIODS, "distance")
    return replace(outcome, pacing=pacing, lagging=lagging(course, settings) if behind else 0)


def rated_when_due(case: CheckCase, outcome: Outcome) -> Outcome:
    """Return a due outcome with the pace up to the due date, if its method asks for that.

    Status and reason stay; a method that cannot be applied adds nothing.
    """
    settings = own_method(case) or case.view.plan.profile.pace
    if not settings.when_due or outcome.pacing is not None:
        return outcome
    known = [point for day, point in case.at.items() if day <= case.due and point.value is not None]
    bound = case.bound(known[-1]) if known else None
    if bound is None or bound.goal(case.upward(bound)) is None:
        return outcome
    course = course_of(case, bound, settings)
    pacing = assess(course, settings).pacing
    if pacing is None:
        return outcome
    return replace(outcome, pacing=replace(pacing, time=course.time))


def _is_first(case: CheckCase, settings: Pace, course: Course) -> bool:
    """Return whether the only observation is the start of the schedule, so that one more is needed."""
    base = case.check.base
    starts = base is not None and base.since is not None and course.start is not None
    return starts and not course.points and getattr(settings, "min_points", 2) <= 2


def course_of(case: CheckCase, bound: Bound, settings: Pace) -> Course:
    """Return the input of a progress method."""
    upward = case.upward(bound)
    goal, start = bound.goal(upward), case.start
    assert goal is not None
    floor, ceiling = _possible(case)
    begun = (start.period.end, start.value) if start is not None else None
    points = _points(case, settings, begun[0] if begun else None)
    others = [case.due, *((begun[0],) if begun else ()), *(day for day, _ in case.path)]
    course = Course(
        start=begun,
        points=points,
        time=time_of(points, others),
        due=case.due,
        goal=goal,
        upward=upward,
        as_of=case.view.as_of,
        holds=bound.holds,
        stages=case.path,
        first=_first(case),
        whole=_whole(case) if _of_whole(settings) else (),
        adds=case.check.nature == "flow",
        days=case.check.unit is not None and case.check.unit.name == "day",
        ordinal=_ordinal(case, settings),
        floor=floor,
        ceiling=ceiling,
        counted=_counted(case),
        share=goal * case.check.unit.factor if _is_share(case) and case.check.unit else None,
        peers=_peers(case, settings),
    )
    return in_whole_periods(course, case.check.frequency) if settings.time == "periods" else course


def _points(case: CheckCase, settings: Pace, after: date | None) -> tuple[Value, ...]:
    """Return the values after the start; the schedule ratio accepts periods of any length.

    Every other method extrapolates a rate and accepts only periods of the declared frequency: a
    year-to-date value is not a yearly value.
    """
    known = case.any_at if settings.method == "schedule" else case.at
    return tuple(
        _value(point)
        for day, point in known.items()
        if point.value is not None and day <= case.due and (after is None or day > after)
    )


def _peers(case: CheckCase, settings: Pace) -> tuple[Fraction, ...]:
    """Return the values of other places of the same kind on the day of the latest value."""
    if settings.method != "distance" or case.check.measure.kind != "value":
        return ()
    return tuple(value for value in _of_the_kind(case).values() if value is not None)


def _silent_peers(case: CheckCase) -> tuple[str, ...]:
    """Return the missing data of other places of the same kind on that day."""
    day = case.before_due()[-1].period.label
    silent = (place for place, value in _of_the_kind(case).items() if value is None)
    return tuple(f"{case.check.measure.indicator}@{place} {day}" for place in silent)


def _of_the_kind(case: CheckCase) -> dict[str, Fraction | None]:
    measure, places = case.check.measure, case.view.plan.ruleset.all_places()
    own, here = case.before_due()[-1:], places[measure.place].kind
    found: dict[str, Fraction | None] = {}
    for other, spec in sorted(places.items()):
        if other != measure.place and spec.kind == here and here is not None and own:
            points = case.view.points(measure.indicator, other, case.check.judge.accept)
            point = by_end(points).get(own[0].period.end)
            found[other] = point.value if point is not None else None
    return found


def _value(point: Point) -> Value:
    assert point.value is not None
    dated = any(o.basis != "period" and o.period.frequency == "day" for o in point.observations)
    return Value(point.period.start, point.period.end, point.value, "break" in point.flags, dated)


def _first(case: CheckCase) -> date:
    """Return the first day of the period that ends on the due date: declared, else 1 January."""
    return case.check.measure.start or case.question.start or date(case.due.year, 1, 1)


def _whole(case: CheckCase) -> tuple[Value, ...]:
    """Return every observed value, including last year's; for a total, its parts."""
    measure = case.check.measure
    points = case.points
    if measure.kind == "total":
        points = case.view.points(measure.indicator, measure.place, case.check.judge.accept)
    return tuple(_value(point) for point in points if point.value is not None)


def _of_whole(settings: Pace) -> bool:
    """Return whether a method, or the one used in its place, reads every observed value."""
    if settings.method in OF_EVERY_VALUE:
        return True
    return settings.otherwise is not None and _of_whole(settings.otherwise)


def _ordinal(case: CheckCase, settings: Pace) -> bool:
    """Return whether values are ordinal: grades, and ranks unless the method is the schedule ratio."""
    rank = case.check.measure.kind == "rank"
    return case.check.scale is not None or (rank and settings.method != "schedule")


def _is_share(case: CheckCase) -> bool:
    return case.check.nature == "share" and case.check.unit is not None


def _possible(case: CheckCase) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and greatest possible value: 0–100 % for a share, else the indicator's range."""
    check = case.check
    if _is_share(case) and check.unit is not None and check.unit.kind == "share":
        return Fraction(0), 1 / check.unit.factor
    if check.measure.kind != "value":
        return None, None
    spec = case.view.plan.indicators[check.measure.indicator]
    return spec.low, spec.high


def _counted(case: CheckCase) -> tuple[Fraction, Fraction] | None:
    """Return the sums of a share's counts since the first day, over contiguous observations."""
    first = _first(case)
    if not _is_share(case):
        return None
    pieces = [p for p in case.points if p.counts is not None and p.period.end <= case.due]
    reached: dict[date, tuple[Fraction, Fraction]] = {first: (Fraction(0), Fraction(0))}
    newest = None
    for point in sorted(pieces, key=lambda p: (p.period.end, p.period.start)):
        before = reached.get(point.period.start)
        if before is None or point.counts is None:
            continue
        longer = (before[0] + point.counts[0], before[1] + point.counts[1])
        newest = reached.setdefault(point.period.end + _DAY, longer)
    return newest
