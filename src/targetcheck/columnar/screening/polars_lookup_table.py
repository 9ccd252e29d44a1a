"""Lookup table of rules in Polars columns, addressed by integer keys.

Layer: columnar. Input: rules and indices of spellings. Output: verdict and margin of numbers. A
lookup by index keeps the order of the rows, unlike a join.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.screening.lookup_rows import Rule

if TYPE_CHECKING:
    import polars as pl

KEYS = ("indicator", "place", "unit", "era")
DENSE = 2_000_000
"""Number of key combinations up to which each has a row, with or without a rule."""


def _indices(rule: Rule, seen: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return the index of each key of a rule."""
    indicator, place, unit, era = rule.key
    found = {"indicator": indicator, "place": place, "unit": unit}
    return {key: seen[key][text] for key, text in found.items()} | {"era": era}


class LookupTable:
    """Rules by combined index of their keys; simple ones decide by the sign of their margin."""

    def __init__(
        self, rules: Sequence[Rule], seen: Mapping[str, Mapping[str, int]], eras: int
    ) -> None:
        self.sizes = [*(len(seen[name]) for name in KEYS[:3]), eras]
        self.simple = all(rule.simple for rule in rules)
        self.sane = (
            max((rule.sane.low for rule in rules), default=-math.inf),
            min((rule.sane.high for rule in rules), default=math.inf),
        )
        """numbers between these are plausible for every rule"""
        self.bounded = any(map(math.isfinite, self.sane))
        self.whole = any(rule.whole for rule in rules)
        numbers = [self.number(_indices(rule, seen)) for rule in rules]
        count = math.prod(self.sizes)
        self.rows = None if count <= DENSE else {n: row for row, n in enumerate(numbers)}
        self.columns = self._columns(rules, numbers if self.rows is None else None, count)

    def number(self, keys: Mapping[str, Any]) -> Any:
        """Return the combined index of indices, as integers or columns; a key left out is 0."""
        number = keys["indicator"]
        for key, size in list(zip(KEYS, self.sizes, strict=True))[1:]:
            number = number * size if size > 1 else number
            number = number + keys[key] if key in keys else number
        return number

    def _columns(
        self, rules: Sequence[Rule], numbers: list[int] | None, count: int
    ) -> dict[str, pl.Series]:
        import polars as pl

        if self.simple:
            found: dict[str, list[Any]] = {
                "edge": [r.edge for r in rules], "slope": [r.slope for r in rules]
            }  # fmt: skip
        else:
            found = {
                "low": [r.window.low for r in rules], "high": [r.window.high for r in rules],
                "worth": [r.worth for r in rules],
            }  # fmt: skip
        if self.bounded:
            found["sane_low"] = [r.sane.low for r in rules]
            found["sane_high"] = [r.sane.high for r in rules]
        if self.whole:
            found["whole"] = [float(r.whole) for r in rules]
        if numbers is None:
            return {name: pl.Series(name, values, pl.Float64) for name, values in found.items()}
        blank = pl.repeat(math.nan, count, dtype=pl.Float64, eager=True)
        at = pl.Series(numbers, dtype=pl.UInt32)
        return {
            name: blank.clone().scatter(at, pl.Series(values, dtype=pl.Float64)).alias(name)
            for name, values in found.items()
        }

    def judge(self, keyed: Mapping[str, pl.Series]) -> tuple[pl.Series, pl.Series]:
        """Return which values satisfy, and margins; a margin is not finite if no rule decides."""
        value, at = keyed["value"], self._at(keyed)
        if self.simple:
            margin = (value - self.columns["edge"][at]) * self.columns["slope"][at]
            met = margin >= 0
        else:
            above, below = value - self.columns["low"][at], self.columns["high"][at] - value
            room = above.zip_with(above < below, below)
            margin = room * self.columns["worth"][at]
            met = room >= 0  # the sign of a difference of floats is exact
        sane = self._sane(value, at)
        if sane is not None:
            margin = margin.zip_with(sane, margin.clear(1))
        return met, margin

    def _at(self, keyed: Mapping[str, pl.Series]) -> pl.Series:
        """Return the row of each combination of keys; null if there is none."""
        import polars as pl

        if self.rows is None:
            dense: pl.Series = self.number(keyed)
            return dense
        wide: pl.Series = self.number({**keyed, "indicator": keyed["indicator"].cast(pl.Int64)})
        return wide.replace_strict(self.rows, default=None, return_dtype=pl.UInt32)

    def _sane(self, value: pl.Series, at: pl.Series) -> pl.Series | None:
        """Return which numbers need no cell reader; None if none does."""
        sane = None
        if self.bounded and self._extreme(value):
            low, high = self.columns["sane_low"][at], self.columns["sane_high"][at]
            sane = (value >= low) & (value <= high)
        if self.whole:
            whole = (self.columns["whole"][at] == 0) | (value == value.floor())
            sane = whole if sane is None else sane & whole
        return sane

    def _extreme(self, numbers: pl.Series) -> bool:
        """Return whether a number is beyond what every rule finds plausible."""
        low, high = numbers.min(), numbers.max()
        if not isinstance(low, float) or not isinstance(high, float):
            return False
        return low < self.sane[0] or high > self.sane[1]
