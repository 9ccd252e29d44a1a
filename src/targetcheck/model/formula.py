"""Arithmetic over indicators: a small grammar that is parsed and never executed as Python.

Floor: model. Grammar: names, decimal numbers, `+ - * /`, unary minus and parentheses.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction

from targetcheck.errors import Diagnostic, TargetcheckError

OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
LONGEST = 400


class FormulaError(TargetcheckError):
    """Raised for a formula outside the grammar."""

    @property
    def diagnostic(self) -> Diagnostic:
        """Give the one finding."""
        return self.diagnostics[0]


def names_in(formula: str) -> tuple[str, ...]:
    """Give the indicators that a formula reads, in order; raises FormulaError."""
    found: dict[str, None] = {}
    for node in ast.walk(_parse(formula)):
        if isinstance(node, ast.Name):
            found[node.id] = None
    return tuple(found)


def calculate(formula: str, values: Mapping[str, Fraction]) -> Fraction | None:
    """Give the exact value, or None where it divides by zero; raises FormulaError."""
    try:
        return _value(_parse(formula), formula, values)
    except ZeroDivisionError:
        return None


def _parse(formula: str) -> ast.expr:
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
    return tree


_ALLOWED = (
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
            "use indicator ids, decimal numbers, + - * / and parentheses",
            "只用指标编号、数字、加减乘除和括号",
        )
    )
