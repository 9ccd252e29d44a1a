"""Formulas: the value that arithmetic gives, whatever their length and depth; parsed once."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.kernel.derived_values.formula_interval import formula_ends
from targetcheck.ruleset.indicators import formula as module
from targetcheck.ruleset.indicators.formula import FormulaError, calculate, names_in, parsed

VALUES = {"a": Fraction(3, 7), "b": Fraction(-2), "some_count": Fraction(41, 10)}
NUMBERS = st.sampled_from(["0", "7", "0.1", "2.50", "1_000", "1e-3", "4.", ".5"])


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return longer formulas made of shorter ones."""
    blank = st.sampled_from(["", " ", "\n "])
    two = st.tuples(inner, blank, st.sampled_from("+-*/"), blank, inner).map("".join)
    calls = st.tuples(
        st.sampled_from(["max", "min", "mean", "two_highest", "two_lowest"]),
        st.lists(inner, min_size=1, max_size=4).map(", ".join),
    ).map(lambda parts: f"{parts[0]}({parts[1]})")
    return two | inner.map("-{}".format) | inner.map("({})".format) | calls


def by_python(text: str) -> Fraction | None:
    """Return the value by Python's own grammar, each number exact."""

    def value(node: Any) -> Fraction:
        match node:
            case ast.BinOp():
                left, right = value(node.left), value(node.right)
                return {
                    ast.Add: lambda: left + right,
                    ast.Sub: lambda: left - right,
                    ast.Mult: lambda: left * right,
                    ast.Div: lambda: left / right,
                }[type(node.op)]()
            case ast.UnaryOp():
                return -value(node.operand)
            case ast.Call():
                return module.FUNCTIONS[node.func.id]([value(piece) for piece in node.args])
            case ast.Name():
                return VALUES[node.id]
        return Fraction(str(node.value))

    try:
        return value(ast.parse(f"({text})", mode="eval").body)
    except ZeroDivisionError:
        return None


@given(st.recursive(NUMBERS | st.sampled_from(sorted(VALUES)), joined, max_leaves=12))
def test_a_formula_gives_what_arithmetic_gives(text: str) -> None:
    assert calculate(text, VALUES) == by_python(text)


@pytest.mark.parametrize("count", [1, 80, 20_000])
def test_length_meets_no_limit(count: int) -> None:
    text = " + ".join(f"0.5 * part_{n % 80}" for n in range(count))
    values = {f"part_{n}": Fraction(n) for n in range(80)}
    assert names_in(text) == tuple(f"part_{n}" for n in range(min(count, 80)))
    assert calculate(text, values) == sum(Fraction(n % 80, 2) for n in range(count))


@pytest.mark.parametrize("depth", [10, 20_000])
def test_depth_meets_no_limit(depth: int) -> None:
    assert calculate("(" * depth + "a" + ")" * depth, VALUES) == VALUES["a"]
    assert calculate("-" * depth + "a", VALUES) == VALUES["a"]
    assert calculate("max(1, " * depth + "a" + ")" * depth, VALUES) == 1


def test_a_formula_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed.cache_clear()
    calls = []
    tokens = module._tokens
    monkeypatch.setattr(module, "_tokens", lambda text: calls.append(text) or tokens(text))
    for number in range(50):
        names_in("a / b")
        calculate("a / b", {"a": Fraction(number), "b": Fraction(1)})
    assert calls == ["a / b"]


def test_steps_grow_with_the_terms_and_no_faster() -> None:
    def steps(terms: int) -> int:
        return len(parsed(" + ".join(["2 * a"] * terms)).steps)

    assert steps(800) + 1 == 10 * (steps(80) + 1)


@pytest.mark.parametrize(
    ("text", "at"),
    [("a +", 3), ("a b", 3), ("(a", 1), ("a)", 2), ("max()", 5), ("ln(a, b)", 5), ("max a", 5),
     ("a, b", 2), ("1e9999", 1), ("a // b", 4), ("a ** b", 4), ("0x10", 1), ("1j", 1), ("+a", 1),
     ("a.b", 2), ("a + $", 5), ("()", 2), ("a + (b * (a - 1)", 5), ("exp(a)", 4), ("'a'", 1),
     ("a if b", 3), ("max(a", 4), ("max", 3)],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused_where_it_stops(text: str, at: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parsed(text)
    assert f"character {at})" in caught.value.diagnostic.en
    assert f"第{at}个字符" in caught.value.diagnostic.zh


def test_of_a_long_formula_the_finding_repeats_what_stands_around_the_fault() -> None:
    text = "a + " * 500 + "? + " + "b + " * 500 + "b"
    with pytest.raises(FormulaError) as caught:
        parsed(text)
    assert "`…" in caught.value.diagnostic.en
    assert "+ ? +" in caught.value.diagnostic.en
    assert "character 2001" in caught.value.diagnostic.en


CHOICES = [
    ("if(a > 2, a, b)", 3),
    ("if(a > 2, 1, a / b)", 1),
    ("if(a < 2, 1, a / b)", None),
    ("if(a / b > 1, 2, 2)", 2),
    ("if(a / b > 1, 2, 3)", None),
    ("if(and(a >= 3, b = 0), if + 1, and)", 8),
    ("if(or(a < 1, a / b > 2), 1, 2)", None),
    ("if(or(a > 1, a / b > 2), 1, 2)", 1),
    ("-if(a <= 3, 1, 2) * 2", -2),
    ("if((a > 1), 1, 2)", 1),
]


@pytest.mark.parametrize(("formula", "value"), CHOICES)
def test_a_choice_takes_one_branch(formula, value):
    values = {"a": Fraction(3), "b": Fraction(0), "if": Fraction(7), "and": Fraction(2)}
    assert calculate(formula, values) == value


@pytest.mark.parametrize(
    "formula",
    ["1 < 2", "if(a, 1, 2)", "if(a > 1, b > 2, 3)", "if(a < b < 2, 1, 2)", "and(a > 1, b > 2)",
     "if(a > 1, 2)", "if(and(a), 1, 2)", "mean(a > 1, 2)", "if(a > 1, 1, 2", "if(a > 1) + 2"],
)  # fmt: skip
def test_a_condition_stands_only_in_a_choice(formula):
    with pytest.raises(FormulaError):
        names_in(formula)


@given(
    st.sampled_from(["<", "<=", ">", ">=", "="]),
    st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(-3, 3), st.integers(0, 2))),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)),
)
def test_the_interval_of_a_choice_contains_every_value(sign, ends, steps):
    formula = f"if(or(a {sign} b, and(c > d, a > d)), a - c, b * d)"
    low_high = {name: (ends.get(name, (0, 0))[0], sum(ends.get(name, (0, 0)))) for name in "abcd"}
    inside = {n: Fraction(min(low + steps.get(n, 0), high)) for n, (low, high) in low_high.items()}
    fractions = {n: (Fraction(low), Fraction(high)) for n, (low, high) in low_high.items()}
    low, high = formula_ends(formula, fractions)
    assert low <= calculate(formula, inside) <= high
