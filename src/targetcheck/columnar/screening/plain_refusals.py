"""Rows without a rule that their spellings alone explain: missing, refused, out of range, not asked.

Layer: columnar. Input: indices of spellings, and values as floats. Output: the code of the result
of each row, null where only the cell reader knows. The findings are those of the cell reader, in
its order: place, indicator, value, unit, range. Each spelling is looked at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.screening.lookup_rows import RuleBook
from targetcheck.columnar.unit_reading import UnitReading
from targetcheck.observations.reported_name import codes_of

if TYPE_CHECKING:
    import polars as pl

VALUE_MISSING = "value-missing"
NOT_WHOLE = "count-not-whole"
OUT_OF_RANGE = "value-out-of-range"
NOT_ASKED = ""
BY_CELL = "by cell"
"""Stands in a table for a row that the cell reader must read."""


@dataclass
class PlainRefusals:
    """Reader of rows by their spellings; what it learns of one is kept between frames."""

    book: RuleBook
    codes: list[str] = field(default_factory=lambda: [BY_CELL, NOT_ASKED])
    names: dict[str, list[int]] = field(default_factory=lambda: {"place": [], "indicator": []})
    ids: dict[str, list[str | None]] = field(default_factory=lambda: {"place": [], "indicator": []})
    kinds: dict[tuple[object, ...], int] = field(default_factory=dict)
    kind_of: list[int] = field(default_factory=list)
    of_kind: list[str | None] = field(default_factory=lambda: [None])
    made: tuple[tuple[int, ...], pl.DataFrame] | None = None
    """the table of units, for as many spellings as it was made for"""

    def __post_init__(self) -> None:
        ruleset = self.book.levels.plan.ruleset
        self.read = {
            "place": codes_of("place", ruleset.all_places()),
            "indicator": codes_of("indicator", ruleset.all_indicators()),
        }
        self.number = {code: n for n, code in enumerate(self.codes)}
        for code in (VALUE_MISSING, NOT_WHOLE, OUT_OF_RANGE):
            self._code(code)

    def of(self, rows: pl.DataFrame, seen: Mapping[str, Mapping[str, int]]) -> pl.Series:
        """Return the number of the result code of each row; 0 for rows of the cell reader.

        `rows` has value, indicator, place, unit and era, and `missing` for an empty cell; `seen`
        maps the texts of a column to their indices.
        """
        import polars as pl

        size = tuple(map(len, seen.values()))
        if self.made is None or self.made[0] != size:
            self._learn(seen)
            self.made = size, self._units(list(seen["unit"]))
        units, value = self.made[1], pl.col("value")
        pair = pl.lit(self._kinds).gather(pl.col("indicator")) * len(seen["unit"]) + pl.col("unit")
        low, high, refused, whole = (
            pl.lit(units[name]).gather(pair) for name in ("low", "high", "refused", "whole")
        )
        place, indicator = (
            pl.lit(self._named[name]).gather(pl.col(name)) for name in ("place", "indicator")
        )
        missing, not_whole, outside = (
            pl.lit(self.number[code], pl.UInt32)
            for code in (VALUE_MISSING, NOT_WHOLE, OUT_OF_RANGE)
        )
        by_cell = pl.lit(0, pl.UInt32)
        codes = rows.select(
            code=pl.when(place > 0).then(place)
            .when(indicator > 0).then(indicator)
            .when("missing").then(missing)
            .when(value.is_null() | value.is_infinite()).then(by_cell)
            .when(refused > 0).then(refused)
            .when(low.is_null()).then(by_cell)
            .when(whole & (value != value.floor())).then(not_whole)
            .when((value < low) | (value > high)).then(outside)
        )["code"]  # fmt: skip
        return self._unasked(rows, codes)

    def _unasked(self, rows: pl.DataFrame, codes: pl.Series) -> pl.Series:
        """Return the codes with those of regular rows: not asked unless a requirement applies."""
        import polars as pl

        at = codes.is_null().arg_true()
        if at.is_empty():
            return codes
        keys = rows[at].select("indicator", "place", "era")
        known = keys.unique()
        asked = [
            (self.ids["indicator"][i], self.ids["place"][p], era) in self.book.levels.at
            for i, p, era in known.iter_rows()
        ]
        told = known.with_columns(code=pl.Series([0 if a else 1 for a in asked], dtype=pl.UInt32))
        found = keys.join(told, on=["indicator", "place", "era"], maintain_order="left", how="left")
        return codes.scatter(at, found["code"])

    def _code(self, text: str) -> int:
        if text not in self.number:
            self.number[text] = len(self.codes)
            self.codes.append(text)
        return self.number[text]

    def _learn(self, seen: Mapping[str, Mapping[str, int]]) -> None:
        """Look at the names that are new."""
        for column, codes in self.names.items():
            for text in list(seen[column])[len(codes) :]:
                name, code = self.read[column](text)
                codes.append(self._code(code) if name is None else 0)
                self.ids[column].append(name)
                if column == "indicator":
                    self.kind_of.append(self._kind(name))
        import polars as pl

        self._kinds = pl.Series(self.kind_of, dtype=pl.UInt32)
        self._named = {name: pl.Series(c, dtype=pl.UInt32) for name, c in self.names.items()}

    def _kind(self, name: str | None) -> int:
        """Return the index of a way to read units; 0 for an indicator that is not known."""
        if name is None:
            return 0
        key = self.book.units.kind(self.book.levels.plan.indicators[name])
        if key not in self.kinds:
            self.kinds[key] = len(self.of_kind)
            self.of_kind.append(name)
        return self.kinds[key]

    def _units(self, texts: Sequence[str]) -> pl.DataFrame:
        """Return for each way to read units, and each unit, its refusal or its range.

        The range is null where the cell reader must look at the numbers.
        """
        import polars as pl

        table = [self._of_unit(name, text) for name in self.of_kind for text in texts]
        schema: dict[str, Any] = {
            "refused": pl.UInt32, "low": pl.Float64, "high": pl.Float64, "whole": pl.Boolean,
        }  # fmt: skip
        return pl.DataFrame(table, schema=schema, orient="row")

    def _of_unit(self, name: str | None, text: str) -> tuple[int, float | None, float | None, bool]:
        if name is None:
            return 0, None, None, False
        found = self.book.units.of(text, self.book.levels.plan.indicators[name])
        if isinstance(found, UnitReading):
            return 0, found.sane.low, found.sane.high, found.whole
        return (0 if found is None else self._code(found)), None, None, False
