"""Figures made of others: changes, classes by bands, steps, indices, statistics of places and of years.

Judged on the due date only. What a silent part leaves open is a span, which decides where every
value in it gives the same answer.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

from oracle_amounts import Period, calendar, split, year_before
from oracle_bounds import Answer, Uncovered, bounds_of, level, period_before
from oracle_due import judged
from oracle_figures import Data, Figures, Span, exactly

KEYS = ("change", "graded", "steps", "index")
NOTHING = Span(None, None)


def is_made(indicator: Data) -> bool:
    """Return whether a figure is made of others in one of these ways."""
    how = indicator.get("statistic", {})
    return (
        any(key in indicator for key in KEYS) or "across" in how or "years" in how.get("over", "")
    )


def made_answer(fig: Figures, target: Data, require: Data, place: str, due: date) -> Answer:
    """Return the answer of a figure that is made of others, on its due date."""
    if fig.as_of < due:
        raise Uncovered("a figure that is made of others before its due date")
    name = target["indicator"]
    indicator = fig.indicators[name]
    span = _span(fig, indicator, place, due)
    if isinstance(span, str):
        return Answer("undetermined", span)
    bounds = bounds_of(fig, require, name, place, Period(due, due))
    if span.known:
        return judged(fig, {}, name, bounds, [span.low])
    met = bounds.decide(span)
    return Answer({True: "pass", False: "fail", None: "undetermined"}[met])


def _span(fig: Figures, indicator: Data, place: str, due: date) -> Span | str:
    if "change" in indicator:
        return _change(fig, indicator["change"], place, due)
    how = indicator.get("statistic", {})
    if "across" in how:
        return _of_places(fig, how, due)
    if how:
        return _of_years(fig, how, place, due)
    (of,) = {indicator[key]["of"] for key in KEYS if key in indicator}
    known = _only(fig, of, place, due)
    if known is None:
        return NOTHING
    if "index" in indicator:
        return exactly(_on_line(indicator["index"]["entries"][0]["through"], known[1]))
    bands = (indicator.get("graded") or indicator["steps"])["bands"]
    held = (n for n, band in enumerate(bands) if _in_band(fig, band, of, known[1]))
    number = next(held, len(bands))
    if "steps" in indicator:
        if number == len(bands):
            raise Uncovered("a figure outside the bands")
        return exactly(split(bands[number]["value"])[0])
    grades = fig.ruleset["scales"][indicator["scale"]]["grades"]
    return exactly(fig.rank(indicator, grades[number]))


def _only(fig: Figures, name: str, place: str, last: date) -> tuple[Period, Fraction] | None:
    """Return the figure of the longest period that ends on a day."""
    found = fig.ending(name, place, last)
    if not found:
        return None
    one, numbers = found[0]
    if len(numbers) > 1:
        raise Uncovered("two reports that differ, in a figure that is made of them")
    return one, numbers[0]


def _change(fig: Figures, how: Data, place: str, due: date) -> Span | str:
    """Return y − y₀, or its percentage of y₀; without y₀ there is none."""
    now = _only(fig, how["of"], place, due)
    if now is None:
        return NOTHING
    series = fig.complete(how["of"], place)
    if how["from"] == "previous_year":
        before = year_before(now[0])
    elif now[0].days == 1:
        days = [one for one in series if one.days == 1 and one.last < now[0].last]
        before = max(days, default=None)
    else:
        before = period_before(now[0])
    if before not in series:
        return "no_baseline"
    then = series[before][0]
    if not how.get("relative"):
        return exactly(now[1] - then)
    return exactly(100 * (now[1] - then) / then)


def _in_band(fig: Figures, band: Data, of: str, number: Fraction) -> bool:
    asked = {key: band[key] for key in ("below", "at_most") if key in band}
    return not asked or level(fig, asked, fig.indicators[of]).hold(number)


def _on_line(through: list[list[str | int]], number: Fraction) -> Fraction:
    """Return what a broken line tells; it is constant before its first and after its last point."""
    points = [(split(x)[0], Fraction(y)) for x, y in through]
    if number <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if number <= x1:
            return y0 + (y1 - y0) * (number - x0) / (x1 - x0)
    return points[-1][1]


def _of_places(fig: Figures, how: Data, due: date) -> Span:
    """Return a statistic of the figures of places that end on a day; a silent concentration is ≥ 0."""
    members = [n for n, p in fig.ruleset["places"].items() if p.get("kind") == how["across"]]
    known = [found[1] for one in members if (found := _only(fig, how["of"], one, due))]
    silent = len(members) - len(known)
    if not known:
        return NOTHING
    low = _figure(how["kind"], [*known, *[Fraction(0)] * silent])
    if not silent:
        return exactly(low)
    if how["kind"] == "min":
        return Span(low, min(known))
    ordered = sorted(known)
    middle = len(members) // 2
    if how["kind"] == "median" and middle < len(known):
        # four places, of which one is silent: the middle two are known where it is the greatest
        return Span(low, (ordered[middle - 1] + ordered[middle]) / 2)
    return Span(low, None)


def _of_years(fig: Figures, how: Data, place: str, due: date) -> Span | str:
    """Return a statistic of the years before a day, or of all their samples where none has a year."""
    count = int(how["over"].split(" ")[0])
    series = fig.complete(how["of"], place)
    years = calendar(date(due.year - count + 1, 1, 1), due, "year")
    whole = [
        one for one in series if one.first.month == 1 and one.last.month == 12 and one.days > 1
    ]
    if whole:
        known = [series[one][0] for one in years if one in series]
        if len(known) < count and how["kind"] == "max" and known:
            return Span(max(known), None)
        if len(known) < count:
            raise Uncovered("a window with a silent year")
        return exactly(_figure(how["kind"], known))
    inside = [one for one in series if years[0].first <= one.first and one.last <= due]
    if {one.last.year for one in inside} != {one.last.year for one in years}:
        raise Uncovered("a window with a silent year")
    return exactly(_figure(how["kind"], [series[one][0] for one in inside]))


def _figure(kind: str, numbers: list[Fraction]) -> Fraction:
    ordered, n = sorted(numbers), len(numbers)
    return {
        "mean": sum(numbers) / n,
        "sum": sum(numbers, Fraction(0)),
        "max": ordered[-1],
        "min": ordered[0],
        "median": (ordered[(n - 1) // 2] + ordered[n // 2]) / 2,
    }[kind]
