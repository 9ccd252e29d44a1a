"""Interval arithmetic for formulas with uncertain or missing parts.

Layer: kernel. Source: R. E. Moore, *Interval Analysis*, 1966. Each step maps the intervals of its
operands to one that contains every result. A part that occurs twice counts as two, so the interval
may be wider than necessary but never narrower. Ends are fractions or infinite. A division by an
interval that contains zero, or the logarithm of one not above zero, is unbounded.

A missing value has the interval of its nature: 0 to 100 % for a share, 0 or more for a count, the
scale for a grade, and the `range` of its indicator for anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from targetcheck.first_use import on_first_use
from targetcheck.kernel.outcome import Point
from targetcheck.plan.indicator_plan import IndicatorPlan

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators import formula
else:
    formula = on_first_use("targetcheck.ruleset.indicators.formula")

End = Fraction | float
"""A fraction, or one of the two infinities."""
Interval = tuple[End, End]
Ends = tuple[Fraction | None, Fraction | None]
ANYTHING: Interval = (-inf, inf)
TRUE: Interval = (Fraction(1), Fraction(1))
FALSE: Interval = (Fraction(0), Fraction(0))
UNKNOWN: Interval = (Fraction(0), Fraction(1))
"""A condition as an interval of 0 and 1."""


def possible_values(spec: IndicatorPlan) -> Ends:
    """Return the interval of a value without observation; None for an unknown end."""
    if spec.scale is not None:
        return Fraction(0), Fraction(len(spec.scale.grades) - 1)
    return (Fraction(0), Fraction(1)) if spec.nature == "done" else (spec.low, spec.high)


def ends_of(point: Point | None, spec: IndicatorPlan) -> Ends:
    """Return the interval of a point; of a missing or unknown one, that of its nature."""
    if point is None or (point.value is None and point.unbounded):
        return possible_values(spec)
    if point.value is not None:
        return point.value, point.value
    return point.low, point.high


def formula_ends(text: str, parts: Mapping[str, Ends]) -> Ends:
    """Return the interval of a formula, given as its text."""

    def leaf(step: formula.FormulaStep) -> Interval:
        if step.number is not None:
            return step.number, step.number
        low, high = parts[step.name]
        return (-inf if low is None else low), (inf if high is None else high)

    return _known(formula.parsed(text).fold(leaf, _joined))


def quotient_ends(top: Ends, bottom: Ends) -> Ends:
    """Return the interval of a quotient."""
    pieces = [(-inf if a is None else a, inf if b is None else b) for a, b in (top, bottom)]
    return _known(_divided(*pieces))


def sum_ends(pieces: Sequence[Ends]) -> Ends:
    """Return the interval of a sum; an end is known if it is known for every term."""
    lows, highs = [low for low, _ in pieces], [high for _, high in pieces]
    return (
        None if None in lows else sum((x for x in lows if x is not None), Fraction(0)),
        None if None in highs else sum((x for x in highs if x is not None), Fraction(0)),
    )


def max_ends(pieces: Sequence[Ends]) -> Ends:
    """Return the interval of a maximum; the lower end needs only one known operand."""
    lows, highs = [low for low, _ in pieces if low is not None], [high for _, high in pieces]
    top = None if None in highs else max(x for x in highs if x is not None)
    return max(lows, default=None), top


def times(ends: Ends, by: Fraction) -> Ends:
    """Return an interval multiplied by a positive number."""
    low, high = ends
    return None if low is None else low * by, None if high is None else high * by


def _known(ends: Interval) -> Ends:
    low, high = ends
    return (
        low if isinstance(low, Fraction) else None,
        high if isinstance(high, Fraction) else None,
    )


def _joined(step: formula.FormulaStep, pieces: list[Interval]) -> Interval:
    """Return the interval of one step."""
    name = step.name
    if name == formula.CHOICE:
        condition, then, otherwise = pieces
        if condition == UNKNOWN:
            return min(then[0], otherwise[0]), max(then[1], otherwise[1])
        return then if condition == TRUE else otherwise
    if name in formula.COMPARISONS:
        return _compared(name, *pieces)
    if name == formula.NEGATE:
        return -pieces[0][1], -pieces[0][0]
    if name in ("+", "-"):
        (a, b), (c, d) = pieces
        return (_sum(a, c), _sum(b, d)) if name == "+" else (_sum(a, -d), _sum(b, -c))
    if name == "*":
        return _multiplied(*pieces)
    if name == "/":
        return _divided(*pieces)
    lows, highs = [low for low, _ in pieces], [high for _, high in pieces]
    if name in formula.ONE:
        return _logarithm(name, lows[0], highs[0])
    if name in formula.JOINTS:
        pick = min if name == "and" else max
        return pick(lows), pick(highs)
    # Every other function is increasing in each of its arguments.
    return _grown(name, lows), _grown(name, highs)


def _compared(name: str, one: Interval, other: Interval) -> Interval:
    """Return TRUE or FALSE if every pair of values gives that answer, else UNKNOWN."""
    if name in (">", ">="):
        one, other = other, one
    if name == "=":
        if one == other and one[0] == one[1] and isinstance(one[0], Fraction):
            return TRUE
        return FALSE if one[1] < other[0] or other[1] < one[0] else UNKNOWN
    if name in ("<", ">"):
        return TRUE if one[1] < other[0] else FALSE if one[0] >= other[1] else UNKNOWN
    return TRUE if one[1] <= other[0] else FALSE if one[0] > other[1] else UNKNOWN


def _grown(name: str, ends: list[End]) -> End:
    """Return a function applied to both ends, which may be infinite."""
    if name == "max":
        return max(ends)
    if name == "min":
        return min(ends)
    if name in ("two_highest", "two_lowest"):
        ends = sorted(ends)[-2:] if name == "two_highest" else sorted(ends)[:2]
    whole: End = Fraction(0)
    for end in ends:
        whole = _sum(whole, end)
    return whole / len(ends)


def _sum(a: End, b: End) -> End:
    """Return the sum of ends; they are never infinite with opposite signs."""
    if isinstance(a, float):
        return a
    return b if isinstance(b, float) else a + b


def _product(a: End, b: End) -> End:
    if a == 0 or b == 0:
        return Fraction(0)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    return inf if (a > 0) is (b > 0) else -inf


def _multiplied(one: Interval, other: Interval) -> Interval:
    ends = [_product(a, b) for a in one for b in other]
    return min(ends), max(ends)


def _divided(top: Interval, bottom: Interval) -> Interval:
    low, high = bottom
    if low <= 0 <= high:
        return ANYTHING
    turned = [Fraction(0) if isinstance(end, float) else 1 / end for end in (high, low)]
    return _multiplied(top, (turned[0], turned[1]))


def _logarithm(name: str, low: End, high: End) -> Interval:
    if low <= 0:
        return ANYTHING

    def of(end: End) -> End:
        return end if isinstance(end, float) else formula.FUNCTIONS[name]([end])

    return of(low), of(high)
