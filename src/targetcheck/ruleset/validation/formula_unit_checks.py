"""Validation of units in formulas: only like units are added, and the result fits its indicator.

Layer: ruleset. A formula takes the numbers of its parts in their own units, as standards write
formulas. That gives wrong results without notice if two parts have different units, or if a ratio
is in percent; both are refused with the factor that corrects them. A part that is multiplied by,
divided by or added to a literal number may have any unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import Diagnostic
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.fields.field_types import NUMBER
from targetcheck.ruleset.indicators.formula import (
    CHOICE,
    COMPARISONS,
    JOINTS,
    NEGATE,
    ONE,
    Formula,
    FormulaError,
    FormulaStep,
    parsed,
)

Units = Callable[[str], Unit | None]
Powers = tuple[tuple[str, int], ...]
"""(dimension, exponent), sorted; shares and points have none"""


@dataclass(frozen=True, slots=True)
class _Sort:
    """The dimension of a subexpression, and its factor to base units.

    `free`: it contains a literal number, so its unit is unknown.
    """

    powers: Powers = ()
    worth: Fraction = Fraction(1)
    free: bool = False
    number: str = ""
    """the number, if the subexpression is only that"""

    def times(self, other: _Sort, sign: int) -> _Sort:
        powers = dict(self.powers)
        for dimension, power in other.powers:
            powers[dimension] = powers.get(dimension, 0) + sign * power
        kept = tuple(sorted((d, p) for d, p in powers.items() if p))
        return _Sort(kept, self.worth * other.worth**sign, self.free or other.free)


FREE = _Sort(free=True)


def check_formula(name: str, formula: str, units: Units, own: Unit | None) -> Iterator[Diagnostic]:
    """Yield a finding unless the units in a formula fit; `units` gives those of its parts."""
    try:
        whole = _sort(parsed(formula), formula, units, name)
    except FormulaError:
        return  # reported by the check of names
    except _Unlike as unlike:
        yield unlike.found
        return
    wanted = _of_unit(own)
    if whole.free or wanted.free or own is None:
        return
    if whole.powers == wanted.powers and whole.worth != wanted.worth:
        yield _scale(name, formula, own, whole.worth / wanted.worth)
    elif whole.powers != wanted.powers and len(whole.powers) <= 1 and "/" not in own.name:
        yield _other(name, formula, own)


class _Unlike(Exception):
    """Raised for a sum of different units."""

    def __init__(self, found: Diagnostic) -> None:
        self.found = found
        super().__init__(str(found))


def _of_unit(unit: Unit | None) -> _Sort:
    """Return the dimension and factor of a unit; an index may have any."""
    if unit is None or unit is NUMBER or unit.kind == "index":
        return FREE
    if unit.kind == "share":
        return _Sort((), unit.factor)
    if unit.kind == "point":
        return _Sort((), unit.factor / 100)
    return _Sort(((unit.dimension, 1),), unit.factor)


def _sort(formula: Formula, text: str, units: Units, name: str) -> _Sort:
    def leaf(step: FormulaStep) -> _Sort:
        if step.number is not None:
            return _Sort(free=True, number=step.name)
        return _of_unit(units(step.name))

    def joined(step: FormulaStep, pieces: list[_Sort]) -> _Sort:
        if step.name in ("*", "/"):
            return pieces[0].times(pieces[1], 1 if step.name == "*" else -1)
        if step.name in ONE or step.name in JOINTS:
            return FREE
        if step.name == CHOICE:
            return _sum(pieces[1:], name, text)
        if step.name in COMPARISONS:
            _sum(pieces, name, text)
            return FREE
        return pieces[0] if step.name == NEGATE else _sum(pieces, name, text)

    return formula.fold(leaf, joined)


def _sum(pieces: list[_Sort], name: str, formula: str) -> _Sort:
    known = [piece for piece in pieces if not piece.free]
    percent = any(not p.powers and p.worth == Fraction(1, 100) for p in known)
    if percent and any(piece.number in ("1", "1.0") for piece in pieces):
        raise _Unlike(_one(name, formula))
    if len({(piece.powers, piece.worth) for piece in known}) > 1:
        one, other = next((a, b) for a in known for b in known if a != b)
        raise _Unlike(_unlike(name, formula, one, other))
    return FREE if len(known) < len(pieces) else known[0]


def _unlike(name: str, formula: str, one: _Sort, other: _Sort) -> Diagnostic:
    hint = ("add only what has the same unit", "只能加减单位相同的指标")
    if one.powers == other.powers:
        ratio = number_text(other.worth / one.worth)
        hint = (
            f"give both the same unit, or multiply one of them by {ratio}",
            f"请使两者单位相同，或将其中一项乘以 {ratio}",
        )
    return Diagnostic(
        "formula-units",
        f"the formula `{formula}` of `{name}` adds or compares values in different units",
        f"“{name}”的公式“{formula}”把单位不同的数相加减或比较",
        *hint,
    )


def _one(name: str, formula: str) -> Diagnostic:
    return Diagnostic(
        "formula-percent",
        f"the formula `{formula}` of `{name}` adds 1 to values in percent, where 95 % is 95",
        f"“{name}”的公式“{formula}”把1与百分数相加减，而百分数95%以95参与计算",
        "write 100 instead of 1",
        "请把1写作100",
    )


def _scale(name: str, formula: str, own: Unit, ratio: Fraction) -> Diagnostic:
    by = number_text(ratio)
    return Diagnostic(
        "formula-percent" if own.kind in ("share", "point") else "formula-units",
        f"the formula `{formula}` of `{name}` does not give {own.en}: it is {by} times too small"
        if ratio > 1
        else f"the formula `{formula}` of `{name}` does not give {own.en}: "
        f"it is {number_text(1 / ratio)} times too large",
        f"“{name}”的公式“{formula}”得到的不是{own.zh}，须乘以{by}",
        f"write `({formula}) * {by}`",
        f"请写作 ({formula}) * {by}",
    )


def _other(name: str, formula: str, own: Unit) -> Diagnostic:
    return Diagnostic(
        "formula-units",
        f"the formula `{formula}` of `{name}` has a unit that does not convert to {own.en}",
        f"“{name}”的公式“{formula}”的结果不能以{own.zh}表示",
        "correct the unit of the indicator or of its inputs",
        "请修正该指标或其组成指标的单位",
    )
