"""Arithmetic over indicators: a small grammar that is parsed and never executed as Python.

Layer: ruleset. Grammar: names, decimal numbers, `+ - * /`, unary minus, parentheses, the functions
of FUNCTIONS, and `if(condition, number, number)`. A condition is `< <= > >= =` between two numbers,
or `and(…)`, `or(…)` of conditions. `if`, `and` and `or` are words only before a parenthesis. All
but the logarithms are exact; those are computed to 40 decimal digits and kept to 20 decimals. A
formula is parsed once, into steps of a stack machine, so neither its length nor its depth is
limited by recursion.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.quantities.quantity import too_long
from targetcheck.quantities.rounding import round_decimals

_T = TypeVar("_T")
NEGATE = "negate"
OPERATORS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "+": lambda values: values[0] + values[1],
    "-": lambda values: values[0] - values[1],
    "*": lambda values: values[0] * values[1],
    "/": lambda values: values[0] / values[1],
    NEGATE: lambda values: -values[0],
}
COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
CHOICE = "if"
JOINTS = ("and", "or")
"""The two ways in which conditions are joined."""
_BINDS = {**dict.fromkeys(COMPARISONS, 1), "+": 2, "-": 2, "*": 3, "/": 3, NEGATE: 4}
SHOWN = 160
"""Number of characters of a formula that a finding quotes."""
KEPT = 16384
"""Number of parsed formulas cached; the least recently used are dropped."""


def _log(of: Callable[[Decimal], Decimal]) -> Callable[[Sequence[Fraction]], Fraction]:
    def logarithm(values: Sequence[Fraction]) -> Fraction:
        (value,) = values
        if value <= 0:
            raise ZeroDivisionError
        with localcontext() as context:
            context.prec = 40
            found = Fraction(of(Decimal(value.numerator) / Decimal(value.denominator)))
        return round_decimals(found, 20, "half_even")

    return logarithm


FUNCTIONS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "ln": _log(Decimal.ln),
    "log10": _log(Decimal.log10),
    "max": max,
    "min": min,
    "mean": lambda values: sum(values, Fraction(0)) / len(values),
    "two_highest": lambda values: sum(sorted(values)[-2:], Fraction(0)) / min(len(values), 2),
    "two_lowest": lambda values: sum(sorted(values)[:2], Fraction(0)) / min(len(values), 2),
}
"""Functions of a formula; `two_highest` and `two_lowest` give the mean of the two."""
ONE = ("ln", "log10")
_DOES = OPERATORS | FUNCTIONS


class FormulaError(TargetcheckError):
    """Raised for a formula outside the grammar."""

    @property
    def diagnostic(self) -> Diagnostic:
        """Return the finding."""
        return self.diagnostics[0]


@dataclass(frozen=True, slots=True)
class FormulaStep:
    """One step of the stack machine: a number, an indicator, or an operation on `takes` values.

    `name` is the indicator, the operator or the function; for a number its digits as written.
    """

    name: str
    takes: int = 0
    number: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: its steps in order of execution."""

    steps: tuple[FormulaStep, ...]
    names: tuple[str, ...]
    """the indicators that it reads, in order, without duplicates"""
    chooses: bool = False
    """whether it contains `if`"""

    def fold(
        self, leaf: Callable[[FormulaStep], _T], joined: Callable[[FormulaStep, list[_T]], _T]
    ) -> _T:
        """Return the result of all steps: `leaf` for numbers and names, `joined` for operations."""
        stack: list[_T] = []
        for step in self.steps:
            if not step.takes:
                stack.append(leaf(step))
                continue
            pieces = stack[-step.takes :]
            del stack[-step.takes :]
            stack.append(joined(step, pieces))
        return stack[0]


def names_in(formula: str) -> tuple[str, ...]:
    """Return the indicators that a formula reads, in order; raise FormulaError."""
    return parsed(formula).names


def calculate(formula: str, values: Mapping[str, Fraction]) -> Fraction | None:
    """Return the exact value, or None if it is undefined; raise FormulaError.

    Undefined are divisions by zero and results of more digits than `limits.COMPUTED_DIGITS`. What
    is undefined in the branch that `if` does not take does not matter.
    """
    whole = parsed(formula)

    def leaf(step: FormulaStep) -> Fraction:
        return values[step.name] if step.number is None else step.number

    if whole.chooses:
        found = whole.fold(leaf, _chosen)
        return found if isinstance(found, Fraction) else None
    try:
        return whole.fold(leaf, _computed)
    except ZeroDivisionError:
        return None


_Named = tuple[Fraction | bool | None, tuple[str, ...]]
"""A value with the indicators that it is made from."""


def zero_denominators(formula: str, values: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return the indicators of every denominator that is zero, in order, without duplicates."""
    found: dict[str, None] = {}

    def leaf(step: FormulaStep) -> _Named:
        return (values[step.name], (step.name,)) if step.number is None else (step.number, ())

    def joined(step: FormulaStep, pieces: list[_Named]) -> _Named:
        names = tuple(name for _, named in pieces for name in named)
        if step.name == "/" and pieces[1][0] == 0:
            found.update(dict.fromkeys(pieces[1][1]))
        return _chosen(step, [value for value, _ in pieces]), names

    parsed(formula).fold(leaf, joined)
    return tuple(found)


def _chosen(step: FormulaStep, pieces: Sequence[Fraction | bool | None]) -> Fraction | bool | None:
    """Return the result of a step where a number, or a condition, may be undefined (None)."""
    name = step.name
    if name == CHOICE:
        condition, then, otherwise = pieces
        if condition is None:
            return then if then == otherwise else None
        return then if condition else otherwise
    if name in JOINTS:
        ends = name == "or"  # the value that decides alone
        return ends if ends in pieces else None if None in pieces else not ends
    numbers = [Fraction(piece) for piece in pieces if piece is not None]
    if len(numbers) < len(pieces):
        return None
    if name in COMPARISONS:
        return COMPARISONS[name](*numbers)
    try:
        return _computed(step, numbers)
    except ZeroDivisionError:
        return None


def _computed(step: FormulaStep, pieces: list[Fraction]) -> Fraction:
    """Return the result of a step; raise ZeroDivisionError if it is too long."""
    found = _DOES[step.name](pieces)
    most = limits.COMPUTED_DIGITS * 3
    if found.numerator.bit_length() > most or found.denominator.bit_length() > most:
        raise ZeroDivisionError
    return found


@lru_cache(maxsize=KEPT)
def parsed(formula: str) -> Formula:
    """Return the steps of a formula; raise FormulaError for anything outside the grammar."""
    parser = _Parser(formula)
    for token, text, at in _tokens(formula):
        parser.take(token, text, at)
    steps = parser.finished()
    names = (step.name for step in steps if not step.takes and step.number is None)
    chooses = any(step.name == CHOICE for step in steps if step.takes)
    return Formula(steps, tuple(dict.fromkeys(names)), chooses)


_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?(?!\w))"
    rf"|(?P<call>(?:{CHOICE}|{'|'.join(JOINTS)})(?=\s*\())"
    r"|(?P<name>[^\W\d]\w*)|(?P<sign><=|>=|[-+*/(),<>=]))"
)


def _tokens(formula: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and position of each token."""
    at, end = 0, len(formula.rstrip())
    while at < end:
        found = _TOKEN.match(formula, at)
        if found is None or found.lastgroup is None:
            raise _wrong(formula, at)
        yield found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)
        at = found.end()


class _Parser:
    """Shunting-yard parser: orders the steps by precedence and parentheses.

    `open` is the stack of operators and parentheses with their positions; a parenthesis of a
    function is kept under its name, and `counted` holds the number of its arguments so far.
    """

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.steps: list[FormulaStep] = []
        self.conditions: list[bool] = []
        self.open: list[tuple[str, int]] = []
        self.counted: list[int] = []
        self.called = ""
        self.wants_value = True

    def take(self, kind: str, text: str, at: int) -> None:
        """Process one token."""
        if self.called and text != "(":
            raise _wrong(self.formula, at)
        if kind == "number" or (kind == "name" and text not in FUNCTIONS):
            self._value(kind, text, at)
        elif kind in ("name", "call"):
            self._expect(at, value=True)
            self.called = text
        elif text == "(":
            self._expect(at, value=True)
            self.open.append((self.called or "(", at))
            self.counted.append(1)
            self.called = ""
        elif text in "),":
            self._close(text, at)
        else:
            self._operator(text, at)

    def finished(self) -> tuple[FormulaStep, ...]:
        """Return the steps, after the last token."""
        self._expect(len(self.formula), value=False)
        self._flush(0)
        if self.open:
            raise _wrong(self.formula, self.open[-1][1])
        if self.conditions != [False]:
            raise _wrong(self.formula, 0)
        return tuple(self.steps)

    def _emit(self, name: str, takes: int, at: int) -> None:
        """Append an operation; conditions stand only where a condition is wanted."""
        pieces = self.conditions[-takes:]
        wanted = [name in JOINTS] * takes
        if name == CHOICE:
            wanted = [True, False, False]
        if pieces != wanted:
            raise _wrong(self.formula, at)
        self.conditions[-takes:] = [name in COMPARISONS or name in JOINTS]
        self.steps.append(FormulaStep(name, takes))

    def _expect(self, at: int, *, value: bool) -> None:
        if self.wants_value is not value or (self.called and not value):
            raise _wrong(self.formula, at)

    def _value(self, kind: str, text: str, at: int) -> None:
        self._expect(at, value=True)
        number = None
        if kind == "number":
            digits = Decimal(text.replace("_", ""))
            if not limits.within(digits):
                raise FormulaError(too_long(digits))
            number = Fraction(digits)
        self.steps.append(FormulaStep(text, number=number))
        self.conditions.append(False)
        self.wants_value = False

    def _operator(self, text: str, at: int) -> None:
        if self.wants_value and text == "-":
            self.open.append((NEGATE, at))  # it is pending until its own operand and closes nothing
            return
        self._expect(at, value=False)
        self._flush(_BINDS[text])
        self.open.append((text, at))
        self.wants_value = True

    def _close(self, text: str, at: int) -> None:
        """Close a parenthesis, or the argument before a comma."""
        self._expect(at, value=False)
        self._flush(0)
        opener = self.open[-1][0] if self.open else ""
        if not opener or (text == "," and (opener == "(" or opener in ONE)):
            raise _wrong(self.formula, at)
        if text == ",":
            self.counted[-1] += 1
            self.wants_value = True
            return
        _, start = self.open.pop()
        count = self.counted.pop()
        if opener != "(":
            self._emit(opener, count, start)

    def _flush(self, least: int) -> None:
        """Emit the pending operators of at least this precedence."""
        while self.open and _BINDS.get(self.open[-1][0], -1) >= max(least, 1):
            name, at = self.open.pop()
            self._emit(name, 1 if name == NEGATE else 2, at)


def _wrong(formula: str, at: int) -> FormulaError:
    """Return the finding; for a long formula it quotes only the text around the error."""
    left = formula[at:].lstrip()
    here = len(formula) - len(left) + 1 if left else len(formula.rstrip())
    start = max(0, here - SHOWN // 2) if len(formula) > SHOWN else 0
    shown = formula[start : start + SHOWN]
    shown = ("…" if start else "") + shown + ("…" if start + SHOWN < len(formula) else "")
    return FormulaError(
        Diagnostic(
            "formula-unreadable",
            f"the formula `{shown}` is not plain arithmetic over indicators (character {here})",
            f"公式“{shown}”不是指标之间的四则运算（第{here}个字符）",
            "use indicator ids, decimal numbers, + - * /, parentheses, the functions "
            f"{', '.join(FUNCTIONS)}, and `if(a > b, …, …)`",
            f"只用指标编号、数字、加减乘除、括号、函数 {'、'.join(FUNCTIONS)} 和 if(a > b, …, …)",
        )
    )
