"""The laws that are checked symbolically hold of small numbers, and ask for something.

`make symbolic` checks them for every integer.
"""

from __future__ import annotations

import ast
import inspect
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from symbolic import laws
from targetcheck.kernel import value_vs_bound
from targetcheck.plan.bound import Bound

LAWS = {
    name: law
    for name, law in inspect.getmembers(laws, inspect.isfunction)
    if law.__module__ == laws.__name__ and not name.startswith("_")
}
GRID = {
    1: range(-40, 41),
    2: range(-12, 13),
    3: range(-6, 7),
    4: range(-3, 4),
    5: range(-2, 3),
    6: range(-2, 4),
}
"""Integers that are tried for each argument, by the number of arguments."""


def _conditions(law: Callable[..., None]) -> Callable[..., bool]:
    """Give the conditions of a law: the asserts at its beginning."""
    tree: Any = ast.parse(inspect.getsource(law)).body[0]
    leading = itertools.takewhile(lambda each: isinstance(each, ast.Assert), tree.body[1:])
    tests = [ast.unparse(each.test) for each in leading]
    names = ", ".join(inspect.signature(law).parameters)
    return eval(f"lambda {names}: {' and '.join(f'({t})' for t in tests) or 'True'}", vars(laws))


def _tried(law: Callable[..., None]) -> list[tuple[Any, ...]]:
    """Give the small numbers that satisfy the conditions of a law."""
    kinds = inspect.signature(law).parameters.values()
    ranges = [
        (False, True)
        if kind.annotation == "bool"
        else range(16)
        if kind.name == "opens"
        else GRID[len(kinds)]
        for kind in kinds
    ]
    holds = _conditions(law)
    return [each for each in itertools.product(*ranges) if holds(*each)]


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_a_law_holds_of_small_numbers(law: Callable[..., None]) -> None:
    tried = _tried(law)
    assert len(tried) >= 50
    for each in tried:
        law(*each)


def _broken_laws() -> set[str]:
    found = set()
    for name, law in LAWS.items():
        try:
            for each in _tried(law):
                law(*each)
        except AssertionError:
            found.add(name)
    return found


def test_laws_of_comparison_notice_an_end_that_is_taken_for_the_other(monkeypatch) -> None:
    holds = Bound.holds

    def strict(self: Bound, value: Any) -> bool:
        return holds(Bound(self.low, self.high, not self.low_open, self.high_open, None), value)

    monkeypatch.setattr(Bound, "holds", strict)
    assert "at_least_and_below_divide" in _broken_laws()


def test_laws_of_rounding_notice_another_rule(monkeypatch) -> None:
    steps = laws.steps
    monkeypatch.setattr(laws, "steps", lambda value, digits, _: steps(value, digits, "truncate"))
    broken = _broken_laws()
    assert {"half_even_is_nearest", "half_up_is_nearest", "up_is_not_short"} <= broken
    assert "truncated_is_not_beyond" not in broken


def test_laws_of_intervals_notice_an_end_that_is_not_excluded(monkeypatch) -> None:
    monkeypatch.setattr(value_vs_bound, "_beyond", lambda value, bound: value >= (bound.high or 0))
    assert "an_interval_that_decides_decides_for_every_value" in _broken_laws()
