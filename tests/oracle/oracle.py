"""The oracle: a slow, exact judge of verdicts, written from the language reference alone.

It shares no code with the package: fractions, days, a table of a dozen units, its own reading of
periods. `answers` takes the plain data of a ruleset and a table, and returns status, reason, value and
margin; reason, value and margin only where the reference states them.

Covered: levels (bounds, ranges, `about`), shares with counts, also beside a printed share, changes
in percent, points and units since stated, reported and moving baselines, `no_worse_than`,
`better_than`, totals, tranches with and without `carry`, milestones, `every`, `any` and `all`,
reported classes, `maintain`, `sustain`, `irreversible`, `strength`, the schedule before the due
date, budgets, `stale`, conditions (`when`), `at`, `of`, shares of members (plain, weighted, their
rise), ranks, formulas of `min`, `max`, sums and differences with silent parts, yearly statistics
of monthly samples (complete by months or samples), rounding, dated limits, two reports that
differ, scores by status and slope with grades and ranks; on the due date changes from the year,
period or day before, classes and steps by bands, indices, statistics over places with silent ones
and of three years, or of all their samples.

Not covered: progress methods other than `schedule` and `budget`; paces that are not linear;
ranges, ranks, rounded figures, shares of members, statistics and changes of flows before the due
date; other rules of `complete`, `exclude`, non-detects and other spans of
statistics; classes by rules, thresholds and tables of standards, steps by rules and two-way tables,
choices; aggregates of children; parts of a place or window that are silent where the span is not told;
`first_report`, `else: next`, `from: 2 years ago`; deliverables; `permitted`; accepted statuses and
`known_at`; units other than the dozen; fiscal years; profiles, stances, waivers, overrides;
vetoes, bands and parts of scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from oracle_amounts import Period, calendar, period
from oracle_bounds import ANY, Answer, Uncovered, bounds_of, level
from oracle_due import due_answer, sustained
from oracle_figures import Data, Figures
from oracle_made import is_made, made_answer
from oracle_pace import Case, ahead_answer

Key = tuple[str, str, date]


class Question(NamedTuple):
    """One requirement with its due date, its first day, and the stages on the way to it."""

    require: Data
    due: date
    start: date | None
    strength: str
    stages: tuple[tuple[date, Data], ...] = ()


def answers(ruleset: Data, rows: list[Data], as_of: date) -> dict[Key, Answer | None]:
    """Return the answer for every target, place and due date; None where the oracle has none."""
    fig = Figures(ruleset, rows, as_of)
    return {
        (target["id"], place, one.due): answer(fig, target, place, one)
        for target in ruleset["targets"]
        for place in places(ruleset, target["place"])
        for one in questions(fig, target, place)
    }


def places(ruleset: Data, said: str | list[str] | Data) -> list[str]:
    """Return the places that a target binds."""
    if isinstance(said, dict):
        every = ruleset["places"].items()
        return [name for name, place in every if place.get("kind") == said["each"]]
    return said if isinstance(said, list) else [said]


def questions(fig: Figures, target: Data, place: str) -> Iterator[Question]:
    """Yield each due date of a target with what it asks for."""
    start = date.fromisoformat(target["from"]) if "from" in target else None
    strength = target.get("strength", "binding")
    if "tranches" in target:
        yield from _tranches(fig, target, place, start, strength)
        return
    if "every" in target:
        for one in calendar(start, date.fromisoformat(target["due"]), target["every"]):
            yield Question(target["require"], one.last, one.first, strength)
        return
    stages: tuple[tuple[date, Data], ...] = ()
    for stage in target.get("milestones", ()):
        due = period(stage["due"]).last
        yield Question(stage["require"], due, start, stage.get("strength", strength), stages)
        stages += ((due, stage["require"]),)
    if "due" in target:
        yield Question(target["require"], period(target["due"]).last, start, strength, stages)


def _tranches(
    fig: Figures, target: Data, place: str, start: date | None, strength: str
) -> Iterator[Question]:
    """Yield the tranches: what was due before counts on, unless `carry` is false."""
    said = target["tranches"]
    amounts = said.get(place, said)
    indicator = fig.indicators[target["indicator"]]
    stages: tuple[tuple[date, Data], ...] = ()
    first = start or period(next(iter(amounts))).first
    total = 0
    for year, amount in amounts.items():
        one = period(year)
        if target.get("carry", True):
            ((_, bound),) = level(fig, {"at_least": amount}, indicator).tests
            total += bound
            require = {"at_least": f"{total} {indicator['unit']}"}
            yield Question(require, one.last, first, strength, stages)
            stages += ((one.last, require),)
        else:
            yield Question({"at_least": amount}, one.last, max(first, one.first), strength)


def answer(fig: Figures, target: Data, place: str, one: Question) -> Answer | None:
    """Return the answer to one question, or None where the oracle does not cover it."""
    try:
        found = _judged(fig, target, place, one)
        if "when" in target:
            found = _conditional(fig, target, place, one, found)
    except Uncovered:
        return None
    if found.status == "fail" and one.strength != "binding":
        return found._replace(status="missed")
    return found


def _judged(fig: Figures, target: Data, place: str, one: Question) -> Answer:
    if is_made(fig.indicators[target["indicator"]]):
        return made_answer(fig, target, one.require, place, one.due)
    if target.get("mode") == "sustain":
        return sustained(fig, target, one.require, place, one.due, one.start)
    if fig.as_of >= one.due:
        return due_answer(fig, target, one.require, place, one.due, one.start)
    return ahead_answer(Case(fig, target, one.require, place, one.due, one.start, one.stages))


def _conditional(fig: Figures, target: Data, place: str, one: Question, found: Answer) -> Answer:
    """Return the answer where the promise applies, and what its condition makes of it."""
    known = {
        _holds(fig, target, name, comparison, place, one)
        for name, comparison in target["when"].items()
    }
    if False in known:
        return Answer("not_applicable")
    if None not in known or found.status == "not_due":
        return found
    if found.status == "pass" and fig.as_of >= one.due:
        return found
    return Answer("undetermined", "condition_unknown" if found.status != "undetermined" else ANY)


def _holds(
    fig: Figures, target: Data, name: str, comparison: Data, place: str, one: Question
) -> bool | None:
    """Return whether a condition holds in the period that is judged."""
    spanning = one.start is not None and "every" not in target
    if fig.as_of < one.due or spanning:
        if one.start is None:
            raise Uncovered("the period of a condition before the due date")
        series = fig.complete(name, place)
        last = min(fig.as_of, one.due)
        inside = [p for p in series if one.start <= p.first and p.last <= last]
        newest = max(inside, key=lambda p: (p.last, p.days), default=None)
        numbers = series.get(newest)
    else:
        ending = fig.ending(name, place, one.due)
        numbers = ending[0][1] if ending else None
    if not numbers:
        return None
    judged = Period(one.due - timedelta(1), one.due)
    return bounds_of(fig, comparison, name, place, judged).hold(numbers[0])
