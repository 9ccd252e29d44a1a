"""Arithmetic over indicators: a small grammar that is parsed and never executed as Python.

Layer: ruleset. Grammar: names, decimal numbers, `+ - * /`, unary minus, parentheses, and the
functions of FUNCTIONS. All but the logarithms are exact; those are worked out to 40 digits in
decimals and kept to 20 decimal places.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.quantities.rounding import round_decimals

OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
LONGEST = 1200


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


class FormulaError(TargetcheckError):
    """Raised for a formula outside the grammar."""

    @property
    def diagnostic(self) -> Diagnostic:
        """Return the one finding."""
        return self.diagnostics[0]


def names_in(formula: str) -> tuple[str, ...]:
    """Return the indicators that a formula reads, in order; raise FormulaError."""
    found: dict[str, None] = {}
    tree = parsed(formula)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and id(node) not in called:
            found[node.id] = None
    return tuple(found)


def calculate(formula: str, values: Mapping[str, Fraction]) -> Fraction | None:
    """Return the exact value, or None where it divides by zero; raise FormulaError."""
    try:
        return _value(parsed(formula), formula, values)
    except ZeroDivisionError:
        return None


def parsed(formula: str) -> ast.expr:
    """Return the tree of a formula; raise FormulaError for anything outside the grammar."""
    if len(formula) > LONGEST:
        raise _wrong(formula[:40] + "…")
    try:
        tree = ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _wrong(formula) from None
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or (
            isinstance(node, ast.Constant) and type(node.value) not in (int, float)
        ):
            raise _wrong(formula)
        if isinstance(node, ast.Call) and not _is_function(node):
            raise _wrong(formula)
    return tree


def _is_function(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Name) or call.func.id not in FUNCTIONS or call.keywords:
        return False
    return len(call.args) == 1 if call.func.id in ONE else bool(call.args)


_ALLOWED = (
    ast.Call,
    ast.BinOp,
    ast.UnaryOp,
    ast.USub,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
)


def _value(node: ast.expr, formula: str, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, formula, values), _value(node.right, formula, values)
        return OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, formula, values)
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        return FUNCTIONS[node.func.id]([_value(arg, formula, values) for arg in node.args])
    if isinstance(node, ast.Name):
        return values[node.id]
    # The digits as written: the parser's own number is a binary float.
    digits = ast.get_source_segment(formula, node) or "0"
    return Fraction(digits.replace("_", ""))


def _wrong(formula: str) -> FormulaError:
    return FormulaError(
        Diagnostic(
            "formula-unreadable",
            f"the formula `{formula}` is not plain arithmetic over indicators",
            f"公式“{formula}”不是指标之间的四则运算",
            "use indicator ids, decimal numbers, + - * /, parentheses and the functions "
            f"{', '.join(FUNCTIONS)}",
            f"只用指标编号、数字、加减乘除、括号和函数 {'、'.join(FUNCTIONS)}",
        )
    )
