"""What is not due yet: early, on its way by the schedule, kept, or used up."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from oracle_amounts import Period, is_month_end, months
from oracle_bounds import (
    UPWARD,
    Answer,
    Bounds,
    Uncovered,
    baseline,
    bounds_of,
    measured,
    place_on_scale,
    shown,
    worst,
)
from oracle_figures import Data, Figures

BEST_FIRST = ("pass", "on_track", "not_due", "undetermined", "at_risk", "fail")
ON_TRACK, SERIOUS = Fraction(95, 100), Fraction(60, 100)
STALE_AFTER = 400


class Case(NamedTuple):
    """One requirement before its due date."""

    fig: Figures
    target: Data
    require: Data
    place: str
    due: date
    start: date | None
    stages: tuple[tuple[date, Data], ...] = ()


def ahead_answer(case: Case) -> Answer:
    """Return the answer of a requirement that is not due yet."""
    if any(key in case.require for key in ("any", "all")):
        return _branches(case)
    if "words" in case.require:
        return Answer("undetermined", "needs_judgement")
    if "rank_among" in case.require or case.target.get("judge", {}).get("compare") == "rounded":
        raise Uncovered("a rank or a rounded figure before it is due")
    if case.start is not None and case.fig.as_of < case.start:
        return Answer("not_due", "before_start")
    name, place = measured(case.target, case.require, case.place)
    indicator = case.fig.indicators[name]
    if name == "printed":
        raise Uncovered("a printed share that disagrees, before the due date")
    if "statistic" in indicator:
        raise Uncovered("a statistic of the year so far")
    if indicator.get("nature") == "flow":
        return _fresh(case, *_flow(case, name, place))
    return _fresh(case, *_level(case, name, place))


def _branches(case: Case) -> Answer:
    key = "any" if "any" in case.require else "all"
    found = [ahead_answer(case._replace(require=one)).status for one in case.require[key]]
    order = BEST_FIRST if key == "all" else BEST_FIRST[::-1]
    return Answer(worst(found, order))


def _fresh(case: Case, answer: Answer, newest: date | None) -> Answer:
    """Return the answer, or that the newest report is too old to speak of today."""
    paced = answer.status in ("on_track", "at_risk") and newest is not None
    old = paced and (case.fig.as_of - newest).days > STALE_AFTER
    return Answer("undetermined", "stale") if old else answer


def _points(case: Case, name: str, place: str) -> list[tuple[Period, Fraction]]:
    """Return the figures so far, the newest last."""
    if "share_of" in case.require:
        return _shares(case)
    series = case.fig.complete(name, place)
    kept = [one for one in series if case.fig.fits(name, one)]
    if case.start is not None and "every" in case.target:
        kept = [one for one in kept if one.first >= case.start]
    if any(len(series[one]) > 1 for one in kept):
        raise Uncovered("reports that differ before the due date")
    return [(one, series[one][0]) for one in sorted(kept, key=lambda p: (p.last, -p.days))]


def _shares(case: Case) -> list[tuple[Period, Fraction]]:
    raise Uncovered("a share of members before the due date")


def _level(case: Case, name: str, place: str) -> tuple[Answer, date | None]:
    points = _points(case, name, place)
    if "previous_period" in _froms(case.require):
        raise Uncovered("the period before one that is not over")
    standing = case.target.get("mode") == "maintain"
    if not points:
        based = bounds_of(case.fig, case.require, name, place, Period(case.due, case.due))
        return Answer("undetermined" if standing and based else "not_due"), None
    one, number = points[-1]
    judged = one if "within" in case.require else Period(case.due, case.due)
    bounds = bounds_of(case.fig, case.require, name, place, judged)
    if bounds is None:
        return Answer("not_due", "no_baseline"), one.last
    if bounds.base is not None:
        points = [pair for pair in points if pair[0].last > bounds.base[0]]
        if not points:
            return Answer("undetermined" if standing else "not_due", "no_data"), one.last
    value = place_on_scale(case.fig, name, shown(case.fig, name, bounds, number))
    margin = shown(case.fig, name, bounds, bounds.margin(number))
    status, reason = _standing(case, name, place, bounds, points)
    return Answer(status, reason, value, margin), one.last


def _froms(require: Data) -> list[object]:
    found = [require[k]["from"] for k in ("rise", "fall") if k in require]
    return found + [require[k] for k in ("no_worse_than", "better_than") if k in require]


def _standing(
    case: Case, name: str, place: str, bounds: Bounds, points: list[tuple[Period, Fraction]]
) -> tuple[str, object]:
    """Return status and reason of a level by its newest figure."""
    indicator = case.fig.indicators[name]
    one, number = points[-1]
    met = bounds.hold(number)
    if met and indicator.get("irreversible"):
        return "pass", "locked"
    if case.target.get("mode") == "maintain":
        return _kept(bounds, points, case.start)
    if indicator.get("nature") == "class":
        return ("on_track", "met_early") if met else ("at_risk", ...)
    start = bounds.base
    if "baseline" in case.target:
        start = baseline(case.fig, case.target["baseline"], name, place, one)
    kept = _kept(bounds, points, case.start)
    if start is not None and bounds.hold(start[1]):
        return kept
    if met and start is None and "baseline" in case.target and kept[0] != "on_track":
        return "not_due", "no_baseline"
    if met:
        return "on_track", "met_early"
    if len(bounds.tests) > 1:
        raise Uncovered("a range that can be reached from both sides")
    if start is None:
        return "not_due", "no_baseline"
    if one.last <= start[0]:
        return "not_due", ...
    return _scheduled(case, name, place, start, (one.last, number), [p for p, _ in points])


def _kept(
    bounds: Bounds, points: list[tuple[Period, Fraction]], start: date | None
) -> tuple[str, object]:
    """Return how a level that is to be kept stands: two misses of the last three are too many."""
    counted = [pair for pair in points if start is None or pair[0].first >= start] or points[-1:]
    missed = [not bounds.hold(number) for _, number in counted[-3:]]
    if missed[-1]:
        return "at_risk", "slipping"
    return ("at_risk", "unsteady") if sum(missed) >= 2 else ("on_track", "holding")


def _scheduled(
    case: Case,
    name: str,
    place: str,
    start: tuple[date, Fraction],
    newest: tuple[date, Fraction],
    seen: list[Period],
) -> tuple[str, object]:
    """Return the answer of the schedule ratio: the way gone by the way that the path asks for."""
    path = [start]
    for day, require in (*case.stages, (case.due, case.require)):
        bounds = bounds_of(case.fig, require, name, place, Period(day, day))
        if bounds is None:
            raise Uncovered("a stage whose baseline is not reported")
        path.append((day, bounds.tests[0][1]))
    upward = bounds.tests[0][0] in UPWARD
    by_months = all(is_month_end(day) for day, _ in path)
    by_months &= all(is_month_end(one.last) and one.days > 1 for one in seen)
    count = months if by_months else date.toordinal
    asked = _on_path([(count(day), number) for day, number in path], count(newest[0]))
    way = asked - start[1]
    if way == 0 or (way > 0) is not upward:
        raise Uncovered("a path that asks for nothing")
    ratio = (newest[1] - start[1]) / way
    if ratio >= ON_TRACK:
        return "on_track", "on_schedule"
    if ratio >= SERIOUS:
        return "at_risk", "behind_schedule"
    return "at_risk", "far_behind_schedule" if ratio >= 0 else "moving_away"


def _on_path(path: list[tuple[int, Fraction]], at: int) -> Fraction:
    for (t0, y0), (t1, y1) in pairwise(path):
        if t0 <= at <= t1:
            return y0 + (y1 - y0) * Fraction(at - t0, t1 - t0)
    raise Uncovered("a day outside the path")


def _flow(case: Case, name: str, place: str) -> tuple[Answer, date | None]:
    """Return the answer of a total that adds up from a first day."""
    fig, start = case.fig, case.start
    if start is None or _froms(case.require):
        raise Uncovered("a flow without a first day, or its change")
    until = fig.covered(name, place, start, min(fig.as_of, case.due))
    if until is None and any(start <= one.last for one in fig.complete(name, place)):
        return Answer("undetermined", "incomplete"), None
    if until is None:
        return Answer("not_due", "no_data"), None
    number = fig.total(name, place, start, until)[0]
    bounds = bounds_of(fig, case.require, name, place, Period(start, until))
    if len(bounds.tests) > 1:
        raise Uncovered("a range that can be reached from both sides")
    torn = any(until < one.last for one in fig.complete(name, place))
    if bounds.tests[0][0] in UPWARD:
        if bounds.hold(number):
            status, reason = "on_track", "met_early"
        elif torn:
            status, reason = "undetermined", "incomplete"
        else:
            seen = [one for one in fig.complete(name, place) if one.last >= start]
            before = (start - timedelta(1), Fraction(0))
            status, reason = _scheduled(case, name, place, before, (until, number), seen)
    elif torn and bounds.hold(number):
        status, reason = "undetermined", "incomplete"
    else:
        status, reason = _budget(case, bounds, number, until)
    value = shown(fig, name, bounds, number)
    if reason == "met_early":
        until = max(one.last for one in fig.complete(name, place) if one.last <= case.due)
    return Answer(status, reason, value, shown(fig, name, bounds, bounds.margin(number))), until


def _budget(case: Case, bounds: Bounds, used: Fraction, until: date) -> tuple[str, object]:
    """Return the answer of what is used up: its share by the share of the time."""
    if not bounds.hold(used):
        return "fail", "budget_exceeded"
    before = case.start - timedelta(1)
    by_months = all(map(is_month_end, (before, until, case.due)))
    count = months if by_months else date.toordinal
    time = Fraction(count(until) - count(before), count(case.due) - count(before))
    burnt = used / bounds.tests[0][1]
    return ("on_track", "within_budget") if burnt <= time else ("at_risk", "burning_fast")
