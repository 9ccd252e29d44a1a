"""What was reported, and what follows from it: the figures of an indicator at a place."""

from __future__ import annotations

import ast
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from oracle_amounts import Period, calendar, has_length, in_unit, period

Data = dict[str, Any]


class Span(NamedTuple):
    """All that a figure may be: one number, or anything between two ends; None is endless."""

    low: Fraction | None
    high: Fraction | None

    @property
    def known(self) -> bool:
        return self.low is not None and self.low == self.high


def exactly(number: Fraction | int) -> Span:
    """Return the span of a known figure."""
    return Span(Fraction(number), Fraction(number))


class Figures:
    """The figures of one table under one ruleset, as known on the as-of date."""

    def __init__(self, ruleset: Data, rows: list[Data], as_of: date) -> None:
        self.ruleset, self.as_of = ruleset, as_of
        self.indicators: dict[str, Data] = ruleset["indicators"]
        self.reports: dict[tuple[str, str], dict[Period, list[Fraction]]] = defaultdict(dict)
        self._complete: dict[tuple[str, str], dict[Period, list[Fraction]]] = {}
        self.printed: dict[tuple[str, str, Period], Fraction] = {}
        for row in rows:
            one = period(row["period"])
            if one.last <= as_of:
                if row.get("denominator") and row["value"]:
                    self.printed[row["indicator"], row["place"], one] = Fraction(row["value"])
                series = self.reports[row["indicator"], row["place"]]
                series.setdefault(one, []).append(self._number(row))

    def _number(self, row: Data) -> Fraction:
        indicator = self.indicators[row["indicator"]]
        if indicator.get("nature") == "class":
            return Fraction(self.rank(indicator, row["value"]))
        if row.get("denominator"):
            return Fraction(100) * row["numerator"] / row["denominator"]
        return in_unit(row["value"], row["unit"], indicator["unit"])

    def rank(self, indicator: Data, grade: str) -> int:
        """Return how many grades a grade is better than the worst."""
        grades = self.ruleset["scales"][indicator["scale"]]["grades"]
        return len(grades) - 1 - grades.index(grade)

    def fits(self, name: str, one: Period) -> bool:
        """Return whether a period has the declared frequency of an indicator, if there is one."""
        frequency = self.indicators[name].get("frequency")
        return frequency is None or has_length(one, frequency)

    def complete(self, name: str, place: str) -> dict[Period, list[Fraction]]:
        """Return every figure that has all its parts, with rivals where two reports differ."""
        if (name, place) not in self._complete:
            self._complete[name, place] = self._completed(name, place)
        return self._complete[name, place]

    def _completed(self, name: str, place: str) -> dict[Period, list[Fraction]]:
        indicator = self.indicators[name]
        parts = parts_of(indicator)
        if not parts:
            series = self.reports.get((name, place), {})
            return {one: sorted(set(found)) for one, found in series.items()}
        known = [self.complete(part, place) for part in parts]
        common = set(known[0]).intersection(*known[1:])
        found = {}
        for one in common:
            span = self._computed(
                indicator, {p: exactly(k[one][0]) for p, k in zip(parts, known, strict=True)}
            )
            if span.known:
                found[one] = [span.low]
        return found

    def ending(self, name: str, place: str, last: date) -> list[tuple[Period, list[Fraction]]]:
        """Return the complete figures of periods that end on a day, the longest first."""
        found = [
            (one, numbers)
            for one, numbers in self.complete(name, place).items()
            if one.last == last and self.fits(name, one)
        ]
        return sorted(found, key=lambda pair: pair[0].first)

    def span(self, name: str, place: str, last: date) -> Span:
        """Return all that a computed figure may be where some of its parts are silent."""
        indicator = self.indicators[name]
        spans = {}
        for part in parts_of(indicator):
            found = self.ending(part, place, last)
            spans[part] = exactly(found[0][1][0]) if found else self._bounds(part)
        return self._computed(indicator, spans) if spans else self._bounds(name)

    def _bounds(self, name: str) -> Span:
        indicator = self.indicators[name]
        nature = indicator.get("nature", "level")
        if nature == "class":
            grades = self.ruleset["scales"][indicator["scale"]]["grades"]
            return Span(Fraction(0), Fraction(len(grades) - 1))
        if nature == "share":
            return Span(Fraction(0), Fraction(100))
        positive = nature == "count" or indicator["unit"] == "mg/L"
        return Span(Fraction(0) if positive else None, None)

    def _computed(self, indicator: Data, spans: dict[str, Span]) -> Span:
        if "of" in indicator:
            above, below = (spans[name] for name in indicator["of"])
            if above.known and below.known and below.low:
                return exactly(100 * above.low / below.low)
            return Span(Fraction(0), Fraction(100))
        return formula(ast.parse(indicator["formula"], mode="eval").body, spans)

    def total(self, name: str, place: str, start: date, end: date) -> list[Fraction] | None:
        """Return the sum of a flow over all days from `start` to `end`, or None where days lack."""
        series = self.complete(name, place)
        whole = series.get(Period(start, end))
        if whole:
            return whole
        found, day = Fraction(0), start
        while day <= end:
            fitting = [one for one in series if one.first == day and one.last <= end]
            if not fitting:
                return None
            longest = max(fitting, key=lambda one: one.last)
            found, day = found + series[longest][0], longest.last + timedelta(1)
        return [found]

    def covered(self, name: str, place: str, start: date, end: date) -> date | None:
        """Return the last day up to which a flow is known since a day, without a gap."""
        lasts = {one.last for one in self.complete(name, place) if start <= one.last <= end}
        known = [last for last in lasts if self.total(name, place, start, last) is not None]
        return max(known, default=None)

    def sampled(self, name: str, place: str, last: date) -> Fraction | None:
        """Return the yearly statistic of monthly samples, or None where a month has none."""
        how = self.indicators[name]["statistic"]
        series = self.complete(how["of"], place)
        year = calendar(date(last.year, 1, 1), last, "month")
        known = [one for one in year if one in series]
        needed = how.get("complete", {"months": 12})
        if len(year) < 12 or len(known) < next(iter(needed.values())):
            return None
        return statistic(how, sorted(series[one][0] for one in known))


def parts_of(indicator: Data) -> list[str]:
    """Return the names that a figure is computed from; none for one that is reported."""
    if "formula" in indicator:
        tree = ast.walk(ast.parse(indicator["formula"], mode="eval"))
        names = {node.id for node in tree if isinstance(node, ast.Name)}
        return sorted(names - {"min", "max"})
    return list(indicator.get("of", ()))


def statistic(how: Data, samples: list[Fraction]) -> Fraction:
    """Return the statistic of samples that are sorted from the least."""
    kind, n = how["kind"], len(samples)
    if kind == "mean":
        return sum(samples) / n
    if kind in ("max", "min"):
        return samples[-1] if kind == "max" else samples[0]
    if kind == "nth_highest":
        return samples[-how["n"]]
    if kind == "exceedance_count":
        limit = in_unit(*str(how["exceeds"]["above"]).split(" "), "ug/m3")
        return Fraction(sum(sample > limit for sample in samples))
    p = Fraction(1, 2) if kind == "median" else Fraction(str(how["p"])) / 100
    place = 1 + (n - 1) * p
    below = int(place)
    if below >= n:
        return samples[-1]
    return samples[below - 1] + (place - below) * (samples[below] - samples[below - 1])


def formula(node: ast.expr, spans: dict[str, Span]) -> Span:
    """Return all that an arithmetic expression may be; a part that stands twice counts as two."""
    if isinstance(node, ast.Name):
        return spans[node.id]
    if isinstance(node, ast.Constant):
        return exactly(Fraction(str(node.value)))
    if isinstance(node, ast.Call):
        return _chosen(node.func.id, [formula(one, spans) for one in node.args])
    left, right = formula(node.left, spans), formula(node.right, spans)
    if isinstance(node.op, ast.Add):
        return Span(_plus(left.low, right.low), _plus(left.high, right.high))
    if isinstance(node.op, ast.Sub):
        return Span(_plus(left.low, right.high, -1), _plus(left.high, right.low, -1))
    if isinstance(node.op, ast.Div) and left.known and right.known and right.low:
        return exactly(left.low / right.low)
    return Span(None, None)


def _plus(one: Fraction | None, other: Fraction | None, sign: int = 1) -> Fraction | None:
    return None if one is None or other is None else one + sign * other


def _chosen(name: str, spans: list[Span]) -> Span:
    lows, highs = [one.low for one in spans], [one.high for one in spans]
    if name == "min":
        known = [high for high in highs if high is not None]
        return Span(None if None in lows else min(lows), min(known, default=None))
    known = [low for low in lows if low is not None]
    return Span(max(known, default=None), None if None in highs else max(highs))
