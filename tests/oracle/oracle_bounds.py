"""What one comparison asks for: bounds in the unit of the indicator, and whether figures meet them."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from oracle_amounts import (
    FACTORS,
    Period,
    in_unit,
    months,
    period,
    split,
    year_before,
)
from oracle_figures import Data, Figures, Span

ANY: Any = Ellipsis
"""What the reference does not say, and the oracle does not judge."""
OPERATORS = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}
MIRRORED = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}
UPWARD = ("at_least", "above")


class Answer(NamedTuple):
    """What the oracle says of one target, place and due date."""

    status: str
    reason: Any = ANY
    value: Any = ANY
    margin: Any = ANY


class Uncovered(Exception):
    """The reference leaves it open, or the oracle does not cover it."""


class Bounds(NamedTuple):
    """Comparisons that must all hold, and the unit in which the clause states them."""

    tests: tuple[tuple[str, Fraction], ...]
    unit: str | None
    base: tuple[date, Fraction] | None = None

    def hold(self, number: Fraction) -> bool:
        """Return whether a figure meets every comparison."""
        return all(OPERATORS[name](number, bound) for name, bound in self.tests)

    def decide(self, span: Span) -> bool | None:
        """Return whether all, none or only some of a span meets the comparisons."""
        found = [_decided(name, bound, span) for name, bound in self.tests]
        return False if False in found else None if None in found else True

    def margin(self, number: Fraction) -> Fraction:
        """Return the distance to the nearest bound, negative where it is not met."""
        return min(
            number - bound if name in UPWARD else bound - number for name, bound in self.tests
        )


def _decided(name: str, bound: Fraction, span: Span) -> bool | None:
    low, high = (span.low, span.high) if name in UPWARD else (span.high, span.low)
    if low is not None and OPERATORS[name](low, bound):
        return True
    if high is not None and not OPERATORS[name](high, bound):
        return False
    return None


def measured(target: Data, require: Data, place: str) -> tuple[str, str]:
    """Return the indicator and the place that a requirement is about."""
    return require.get("of", target["indicator"]), require.get("at", place)


def bounds_of(fig: Figures, require: Data, name: str, place: str, judged: Period) -> Bounds | None:
    """Return what is asked for, or None where the baseline is not known."""
    indicator = fig.indicators[name]
    for key in ("rise", "fall"):
        if key in require:
            return _change(fig, require[key], name, place, judged, rising=key == "rise")
    for key, kinds in (
        ("no_worse_than", ("at_least", "at_most")),
        ("better_than", ("above", "below")),
    ):
        if key in require:
            found = baseline(fig, require[key], name, place, judged)
            kind = kinds[indicator.get("better") == "lower"]
            return found and Bounds(((kind, found[1]),), indicator.get("unit"), found)
    if "within" in require:
        return _limit(fig, require["within"], indicator, judged)
    return level(fig, require, indicator)


def level(fig: Figures, require: Data, indicator: Data) -> Bounds:
    """Return the bounds of a plain comparison."""
    if indicator.get("nature") == "class":
        ranks = [(k, Fraction(fig.rank(indicator, require[k]))) for k in OPERATORS if k in require]
        return Bounds(tuple(ranks), None)
    if "about" in require:
        number, unit = split(require["about"])
        lower = indicator.get("better") == "lower"
        edge = number * (Fraction(105, 100) if lower else Fraction(95, 100))
        pairs = [("at_most" if lower else "at_least", f"{edge} {unit}")]
    elif "equals" in require:
        pairs = [("at_least", require["equals"]), ("at_most", require["equals"])]
    elif "between" in require:
        pairs = list(zip(("at_least", "at_most"), require["between"], strict=True))
    else:
        pairs = [(key, require[key]) for key in OPERATORS if key in require]
    tests = tuple((key, _worth(amount, indicator)) for key, amount in pairs)
    return Bounds(tests, split(pairs[0][1])[1] or indicator["unit"])


def _worth(amount: str | int, indicator: Data) -> Fraction:
    number, unit = split(amount)
    return number * in_unit(1, unit, indicator["unit"])


def _change(
    fig: Figures, change: Data, name: str, place: str, judged: Period, *, rising: bool
) -> Bounds | None:
    indicator = fig.indicators[name]
    found = baseline(fig, change["from"], name, place, judged)
    if found is None:
        return None
    tests = []
    for key in (key for key in OPERATORS if key in change):
        number, unit = split(change[key])
        kind = FACTORS[unit][0]
        if kind == "point":
            step = number
        elif kind == "share":
            step = found[1] * number * FACTORS[unit][1] / 100
        else:
            step = _worth(change[key], indicator)
        tests.append((key, found[1] + step) if rising else (MIRRORED[key], found[1] - step))
    return Bounds(tuple(tests), indicator["unit"], found)


def baseline(
    fig: Figures, said: Any, name: str, place: str, judged: Period
) -> tuple[date, Fraction] | None:
    """Return the last day and the figure of a baseline."""
    if said == "previous_year":
        one = year_before(judged)
    elif said == "previous_period":
        one = period_before(judged)
    else:
        one = period(said["period"] if isinstance(said, dict) else said)
    if isinstance(said, dict) and "value" in said:
        return one.last, _worth(said["value"], fig.indicators[name])
    if fig.indicators[name].get("nature") == "flow":
        total = fig.total(name, place, one.first, one.last)
        return total and (one.last, total[0])
    found = fig.complete(name, place)
    ending = [(one, found[one])] if one in found else fig.ending(name, place, one.last)
    return (one.last, ending[0][1][0]) if ending else None


def period_before(judged: Period) -> Period:
    """Return the month, quarter, half or year just before."""
    if judged.days == 1:
        raise Uncovered("what comes before a day")
    length = months(judged.last) - months(judged.first) + 1
    last = judged.first - timedelta(1)
    first = months(last) - length + 1
    return Period(date((first - 1) // 12, (first - 1) % 12 + 1, 1), last)


def _limit(fig: Figures, name: str, indicator: Data, judged: Period) -> Bounds:
    entries = fig.ruleset["limits"][name]["entries"]
    in_force = [one for one in entries if date.fromisoformat(one["from"]) <= judged.last]
    if not in_force or "at_most" not in in_force[-1]:
        raise Uncovered("no limit in force")
    return level(fig, {"at_most": in_force[-1]["at_most"]}, indicator)


def worst(statuses: Iterable[str], order: tuple[str, ...]) -> str:
    """Return the last of the statuses in an order from the best."""
    return max(statuses, key=order.index)


def shown(fig: Figures, name: str, bounds: Bounds, number: Fraction) -> Fraction:
    """Return a figure of an indicator in the unit of the clause."""
    indicator = fig.indicators[name]
    if indicator.get("nature") == "class":
        return number
    return number * in_unit(1, indicator["unit"], bounds.unit)


def place_on_scale(fig: Figures, name: str, number: Fraction) -> Fraction:
    """Return how many grades of a class are better than this one, and any other figure as it is."""
    indicator = fig.indicators[name]
    if indicator.get("nature") != "class":
        return number
    return fig.rank(indicator, fig.ruleset["scales"][indicator["scale"]]["grades"][0]) - number
