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


def _numbers(rule: Rule, seen: Mapping[str, Mapping[str, int]]) -> tuple[int, int, int]:
    indicator, place, unit, _ = rule.key
    return seen["indicator"][indicator], seen["place"][place], seen["unit"][unit]


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
        numbers = [self.number(*_numbers(rule, seen), rule.key[3]) for rule in rules]
        count = math.prod(self.sizes)
        self.rows = None if count <= DENSE else {n: row for row, n in enumerate(numbers)}
        self.columns = self._columns(rules, numbers if self.rows is None else None, count)

    def number(self, indicator: Any, place: Any, unit: Any, era: Any) -> Any:
        """Return the combined index of four indices, as integers or columns."""
        _, places, units, eras = self.sizes
        return ((indicator * places + place) * units + unit) * eras + era

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

    def judge(self, keyed: pl.DataFrame) -> pl.DataFrame:
        """Return verdict codes and margins; a margin is not finite if no rule decides."""
        import polars as pl

        columns = set(keyed.columns)
        kind = pl.UInt32 if self.rows is None else pl.Int64
        parts = [pl.col(k).cast(kind) if k in columns else pl.lit(0, kind) for k in KEYS]
        at = keyed.select(at=self.number(*parts))["at"]
        if self.rows is not None:
            at = at.replace_strict(self.rows, default=None, return_dtype=pl.UInt32)
        found = pl.DataFrame([keyed["value"]]).lazy().with_columns(at)
        looked = {
            name: pl.lit(column).gather(pl.col("at")) for name, column in self.columns.items()
        }
        value = pl.col("value")
        if self.simple:
            margin = (value - looked["edge"]) * looked["slope"]
            met = pl.col("margin") >= 0
        else:
            found = found.with_columns(**looked)
            room = pl.min_horizontal(value - pl.col("low"), pl.col("high") - value)
            margin = room * pl.col("worth")
            met = (value >= pl.col("low")) & (value <= pl.col("high"))
        sane = self._sane(keyed["value"], looked)
        margin = margin if sane is None else pl.when(sane).then(margin)
        code = met.fill_null(value=False).cast(pl.UInt8).alias("verdict")
        return found.with_columns(margin=margin).select(code, "margin").collect()

    def _sane(self, numbers: pl.Series, looked: Mapping[str, pl.Expr]) -> pl.Expr | None:
        """Return which numbers need no cell reader; None if none does."""
        import polars as pl

        sane, value = None, pl.col("value")
        if self.bounded and self._extreme(numbers):
            sane = (value >= looked["sane_low"]) & (value <= looked["sane_high"])
        if self.whole:
            whole = (looked["whole"] == 0) | (value == value.floor())
            sane = whole if sane is None else sane & whole
        return sane if sane is None else sane.fill_null(pl.lit(value=False))

    def _extreme(self, numbers: pl.Series) -> bool:
        """Return whether a number is beyond what every rule finds plausible."""
        low, high = numbers.min(), numbers.max()
        if not isinstance(low, float) or not isinstance(high, float):
            return False
        return low < self.sane[0] or high > self.sane[1]
