"""The ruleset and the rows of the works on levels, and the same rules written by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

AS_OF = "2024-12-01"
UNITS = {
    "mg/L": Fraction(1),
    "g/L": Fraction(1000),
    "ug/L": Fraction(1, 1000),
    "kg/m3": Fraction(1000),
}


def ruleset(rules: int) -> dict[str, Any]:
    """Give a ruleset of so many level requirements, every second one strict."""
    level = {"nature": "level", "unit": "mg/L", "better": "lower"}
    return {
        "targetcheck": 1, "id": "bench", "title": "bench",
        "document": {"number": "1", "issuer": "x", "issued": "2024-01-01"},
        "places": {"city": {"zh": "市"}},
        "indicators": {f"i{n}": {**level, "zh": f"指标{n}"} for n in range(rules)},
        "targets": [
            {"id": f"t{n}", "indicator": f"i{n}", "place": "city", "due": "2024-12-31",
             "require": {("at_most" if n % 2 else "below"): f"{bound(n)} mg/L"},
             "cite": {"clause": "1", "quote": "x"}}
            for n in range(rules)
        ],
    }  # fmt: skip


def bound(n: int) -> Decimal:
    """Give the bound of a rule."""
    return Decimal(n % 90 + 1) + Decimal("0.57")


def table(rows: int, rules: int) -> pl.DataFrame:
    """Give rows on, below and above the bounds, in four units."""
    rng = np.random.default_rng(20240930)
    names, units = rng.integers(0, rules, rows), rng.integers(0, len(UNITS), rows)
    steps = rng.integers(-200, 201, rows) * rng.integers(0, 2, rows)
    worth = np.array([float(f) for f in UNITS.values()])[units]
    values = np.round((names % 90 + 1.57 + steps / 100) / worth, 8)
    kinds = pl.Series(list(UNITS))
    return pl.DataFrame(
        {
            "indicator": pl.Series([f"i{n}" for n in range(rules)]).gather(names),
            "unit": kinds.gather(units),
            "value": values,
        }
    )


def on_bounds(rows: int) -> tuple[pl.DataFrame, pl.Series]:
    """Give rows exactly on a bound of 90 rules, and whether each satisfies it."""
    rng = np.random.default_rng(7)
    values, want, names, units = [], [], [], []
    for n in rng.integers(0, 90, rows):
        unit = list(UNITS)[int(rng.integers(0, len(UNITS)))]
        there = Fraction(bound(int(n))) / UNITS[unit]
        values.append(float(Decimal(there.numerator) / Decimal(there.denominator)))
        names.append(f"i{n}")
        units.append(unit)
        want.append(bool(n % 2))
    return pl.DataFrame({"indicator": names, "unit": units, "value": values}), pl.Series(want)


def by_hand(rules: int) -> pl.DataFrame:
    """Give the rules as a hand-written join has them: factor and bound in binary."""
    pairs = [(n, u) for n in range(rules) for u in UNITS]
    return pl.DataFrame(
        {
            "indicator": [f"i{n}" for n, _ in pairs],
            "unit": [u for _, u in pairs],
            "factor": [float(UNITS[u]) for _, u in pairs],
            "bound": [float(bound(n)) for n, _ in pairs],
            "strict": [n % 2 == 0 for n, _ in pairs],
        }
    )
