"""Shares and formulas on columns: the values of parts that meet in one period at one place.

Layer: columnar. Input: an IndicatorPlan and the points of each part, with their place. Output: points
of the periods of which every part is known. The meaning is that of formula_and_sum.py. A last day
on which a part is missing, a figure without value and a share above 100 % stay with the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import TYPE_CHECKING, TypeGuard

from targetcheck import limits
from targetcheck.columnar.derived_values.formula_amounts import (
    Amounts,
    added,
    amounts_of,
    chosen,
    compared,
    constant,
    divided,
    extreme,
    logarithm,
    multiplied,
    negated,
    times,
    told,
    whole_sum,
)
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Plan
from targetcheck.quantities.unit import factor, find_unit
from targetcheck.ruleset.indicators.formula import (
    CHOICE,
    COMPARISONS,
    JOINTS,
    NEGATE,
    ONE,
    FormulaStep,
    names_in,
    parsed,
)

if TYPE_CHECKING:
    import polars as pl

_PERIOD = ["place", "start", "end"]
LEAST, MOST = 1e-8, 1e20
"""Magnitudes of parts between which a float has at most 25 decimals and 45 digits."""
_PART = (67, 10**25, 64)
"""Of such a part: bits of its magnitude, its denominator, bits of the factor of its unit."""
_Size = tuple[int, int, int]


def parts_of(spec: IndicatorPlan) -> tuple[str, ...]:
    """Return the indicators that a share or formula is made from; () if it is neither."""
    return spec.of or (names_in(spec.formula) if spec.formula is not None else ())


def can_follow(spec: IndicatorPlan, can: Callable[[str], bool]) -> bool:
    """Return whether columns compute a share or formula: its parts, and no number grows too long."""
    parts = parts_of(spec)
    if not parts or not all(can(name) for name in parts):
        return False
    if spec.formula is None:
        return True
    most = limits.COMPUTED_DIGITS * 3
    return all(_digits(size) + size[0] < most for size in _sizes(spec.formula))


def _digits(size: _Size) -> int:
    """Return the bits of a denominator."""
    return size[1].bit_length() + size[2]


def _sizes(formula: str) -> list[_Size]:
    """Return how large and how long the number of each step may become."""
    seen: list[_Size] = []

    def leaf(step: FormulaStep) -> _Size:
        number = step.number
        return _PART if number is None else (int(abs(number)).bit_length(), number.denominator, 0)

    def joined(step: FormulaStep, pieces: list[_Size]) -> _Size:
        sizes, unders, more = zip(*pieces, strict=True)
        if step.name == "*":
            found = sum(sizes), unders[0] * unders[1], sum(more)
        elif step.name == "/":
            one, by = pieces
            found = one[0] + _digits(by), one[1], one[2] + by[0] + _digits(by)
        elif step.name in ONE:
            found = 20, 10**20, 0
        else:
            found = max(sizes) + step.takes, lcm(*unders, max(step.takes, 1)), sum(more)
        seen.append(found)
        return found

    parsed(formula).fold(leaf, joined)
    return seen


def followed(spec: IndicatorPlan, plan: Plan, parts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return place, start, end, value and error of each period in which all parts meet."""
    import polars as pl

    met = _meetings(parts)
    amounts = {
        name: amounts_of(*_plain(met[f"{name} value"], met[f"{name} error"])) for name in parts
    }
    found = _share(spec, plan, amounts) if spec.of is not None else _formula(spec, amounts)
    made = met.select(_PERIOD).hstack(told(found))
    kept = pl.col("value").is_finite() & (pl.col("error") < MOST) & (pl.col("value").abs() < MOST)
    if spec.of is not None and not spec.above_hundred:
        kept = kept & (pl.col("value") + pl.col("error") <= float(_per(spec)))
    # Of several periods that end on a day all count, or the day stays with the reference.
    return made.filter(kept.fill_null(value=False).all().over("place", "end"))


def _plain(value: pl.Series, error: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the numbers of a part, null where they are too large or too small to follow."""
    size = value.abs()
    fits = (size == 0) | ((size >= LEAST) & (size <= MOST))
    return value.set(~fits, None), error


def _meetings(parts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the periods of which every part is known, with the value and error of each.

    Where several periods end on a day, all of them must have every part.
    """
    import polars as pl

    spans = pl.concat([points.select(_PERIOD) for points in parts.values()])
    counted = spans.group_by(_PERIOD).agg(count=pl.len())
    whole = (pl.col("count") == len(parts)).all().over("place", "end")
    met = counted.filter(whole).select(_PERIOD)
    for name, points in parts.items():
        own = points.select(
            *_PERIOD, pl.col("value").alias(f"{name} value"), pl.col("error").alias(f"{name} error")
        )
        met = met.join(own, on=_PERIOD, how="inner")
    return met


def _share(spec: IndicatorPlan, plan: Plan, parts: Mapping[str, Amounts]) -> Amounts:
    """Return numerator ÷ denominator in the unit of the share."""
    assert spec.of is not None
    worth = [unit.factor if (unit := plan.indicators[name].unit) is not None else Fraction(1)
             for name in spec.of]  # fmt: skip
    top, bottom = (parts[name] for name in spec.of)
    return times(divided(times(top, worth[0]), times(bottom, worth[1])), _per(spec))


def _per(spec: IndicatorPlan) -> Fraction:
    """Return the factor from a share of 1 to the unit of its indicator."""
    return 100 * factor(find_unit("percent"), spec.unit) if spec.unit else Fraction(100)


def _formula(spec: IndicatorPlan, parts: Mapping[str, Amounts]) -> Amounts:
    """Return the value of a formula in every row."""
    assert spec.formula is not None
    count = len(next(iter(parts.values())).value)

    def leaf(step: FormulaStep) -> Amounts | pl.Series | Fraction:
        return parts[step.name] if step.number is None else step.number

    def joined(
        step: FormulaStep, pieces: list[Amounts | pl.Series | Fraction]
    ) -> Amounts | pl.Series | Fraction:
        return _step(step, pieces, count)

    found = parsed(spec.formula).fold(leaf, joined)
    return _lifted(found, count)


def _step(
    step: FormulaStep, pieces: list[Amounts | pl.Series | Fraction], count: int
) -> Amounts | pl.Series | Fraction:
    """Return the result of one step; numbers that are the same in every row stay single."""
    name = step.name
    if name in ("*", "/") and (single := _by_one(name, pieces)) is not None:
        return single
    if name in JOINTS:
        first, second = pieces[0], pieces[1:]
        for piece in second:
            first = first & piece if name == "and" else first | piece  # type: ignore[operator]
        return first
    if name == CHOICE:
        return chosen(pieces[0], _lifted(pieces[1], count), _lifted(pieces[2], count))  # type: ignore[arg-type]
    numbers = [_lifted(piece, count) for piece in pieces]
    if name in COMPARISONS:
        return compared(name, *numbers)
    return _operation(name, numbers)


def _operation(name: str, numbers: list[Amounts]) -> Amounts:
    """Return the result of an operator or function on columns."""
    if name == NEGATE:
        return negated(numbers[0])
    if name in ONE:
        return logarithm(name, numbers[0])
    if name in ("max", "min"):
        return reduce(lambda a, b: extreme(a, b, high=name == "max"), numbers)
    if name in ("two_highest", "two_lowest") and len(numbers) > 1:
        return times(whole_sum(_two(numbers, high=name == "two_highest")), Fraction(1, 2))
    if name in ("mean", "two_highest", "two_lowest"):
        return times(whole_sum(numbers), Fraction(1, len(numbers)))
    one, other = numbers
    if name == "+":
        return added(one, other)
    if name == "-":
        return added(one, negated(other))
    return multiplied(one, other) if name == "*" else divided(one, other)


def _two(numbers: list[Amounts], *, high: bool) -> list[Amounts]:
    """Return the two greatest or the two smallest of several columns."""
    first, second = (extreme(numbers[0], numbers[1], high=way) for way in (high, not high))
    for number in numbers[2:]:
        second = extreme(second, extreme(first, number, high=not high), high=high)
        first = extreme(first, number, high=high)
    return [first, second]


def _by_one(
    name: str, pieces: list[Amounts | pl.Series | Fraction]
) -> Amounts | pl.Series | Fraction | None:
    """Return a product with one number, or a quotient by one; None if it is another step."""
    one, other = pieces
    if _is_number(other) and not (name == "/" and other == 0):
        by = other if name == "*" else 1 / other
        return one * by if _is_number(one) else times(one, by)  # type: ignore[arg-type]
    if name == "*" and _is_number(one):
        return times(other, one)  # type: ignore[arg-type]
    return None


def _is_number(piece: object) -> TypeGuard[Fraction]:
    return isinstance(piece, Fraction)


def _lifted(piece: Amounts | pl.Series | Fraction, count: int) -> Amounts:
    if _is_number(piece):
        return constant(piece, count)
    assert isinstance(piece, Amounts)
    return piece
