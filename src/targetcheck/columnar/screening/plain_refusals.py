"""Rows without a rule that their spellings alone explain: missing, refused, out of range, not asked.

Layer: columnar. Input: indices of spellings, and values as floats. Output: the code of the result
of each row, null where only the cell reader knows. The findings are those of the cell reader, in
its order: place, indicator, value, unit, range. Each spelling is looked at once.
"""

from __future__ import annotations

import math
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


@dataclass(frozen=True)
class SpellingTables:
    """What is known of spellings, as columns addressed by their indices.

    `places` and `indicators`: number of the refusal, else 0; `kinds`: the way in which an indicator
    reads units. The others are addressed by this way × `units`, the number of texts, + the text;
    `counted`: whether `whole`, a number must be whole, is true of any.
    """

    places: pl.Series
    indicators: pl.Series
    kinds: pl.Series
    units: int
    refused: pl.Series
    low: pl.Series
    high: pl.Series
    whole: pl.Series
    counted: bool


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
    made: tuple[tuple[int, ...], SpellingTables] | None = None
    """the tables, for as many spellings as they were made for"""

    def __post_init__(self) -> None:
        ruleset = self.book.levels.plan.ruleset
        self.read = {
            "place": codes_of("place", ruleset.all_places()),
            "indicator": codes_of("indicator", ruleset.all_indicators()),
        }
        self.number = {code: n for n, code in enumerate(self.codes)}
        for code in (VALUE_MISSING, NOT_WHOLE, OUT_OF_RANGE):
            self._code(code)

    def tables(self, seen: Mapping[str, Mapping[str, int]]) -> SpellingTables:
        """Return what is known of the texts met; `seen` maps those of a column to their indices."""
        size = tuple(map(len, seen.values()))
        if self.made is None or self.made[0] != size:
            self.made = size, self._learnt(seen)
        return self.made[1]

    def of(
        self, rows: Mapping[str, pl.Series], missing: pl.Series, tables: SpellingTables
    ) -> pl.Series:
        """Return the number of the result code of each row; 0 for rows of the cell reader.

        `rows` has value, indicator and, if they are given, place, unit and era; `missing` tells
        which cells are empty. What is looked at last here decides first.
        """
        import polars as pl

        value, indicator = rows["value"], rows["indicator"]
        pair = tables.kinds[indicator]
        pair = pair * tables.units + rows["unit"] if "unit" in rows else pair * tables.units
        low, high = tables.low[pair], tables.high[pair]
        codes = value.clear(len(value)).cast(pl.UInt32)
        codes = codes.set((value < low) | (value > high), self.number[OUT_OF_RANGE])
        if tables.counted:
            halved = tables.whole[pair] & (value != value.floor())
            codes = codes.set(halved, self.number[NOT_WHOLE])
        codes = codes.set(low.is_null(), 0)
        refused = tables.refused[pair]
        codes = refused.zip_with(refused > 0, codes)
        codes = codes.set(value.is_null() | (value == math.inf) | (value == -math.inf), 0)
        codes = codes.set(missing, self.number[VALUE_MISSING])
        named = tables.indicators[indicator]
        codes = named.zip_with(named > 0, codes)
        placed = tables.places[rows["place"] if "place" in rows else indicator * 0]
        codes = placed.zip_with(placed > 0, codes)
        return self._unasked(rows, codes) if codes.null_count() else codes

    def _unasked(self, rows: Mapping[str, pl.Series], codes: pl.Series) -> pl.Series:
        """Return the codes with those of regular rows: not asked unless a requirement applies."""
        import polars as pl

        at = codes.is_null().arg_true()
        names = ("indicator", "place", "era")
        keys = pl.DataFrame({name: rows[name][at] for name in names if name in rows})
        keys = keys.with_columns(pl.lit(0, pl.UInt32).alias(n) for n in names if n not in rows)
        known = keys.select(names).unique()
        asked = [
            (self.ids["indicator"][i], self.ids["place"][p], era) in self.book.levels.at
            for i, p, era in known.iter_rows()
        ]
        told = known.with_columns(code=pl.Series([0 if a else 1 for a in asked], dtype=pl.UInt32))
        found = keys.join(told, on=names, maintain_order="left", how="left")
        return codes.scatter(at, found["code"])

    def _code(self, text: str) -> int:
        if text not in self.number:
            self.number[text] = len(self.codes)
            self.codes.append(text)
        return self.number[text]

    def _learnt(self, seen: Mapping[str, Mapping[str, int]]) -> SpellingTables:
        """Look at the names that are new, and return all tables."""
        import polars as pl

        for column, codes in self.names.items():
            for text in list(seen[column])[len(codes) :]:
                name, code = self.read[column](text)
                codes.append(self._code(code) if name is None else 0)
                self.ids[column].append(name)
                if column == "indicator":
                    self.kind_of.append(self._kind(name))
        units = self._units(list(seen["unit"]))
        return SpellingTables(
            places=pl.Series(self.names["place"], dtype=pl.UInt32),
            indicators=pl.Series(self.names["indicator"], dtype=pl.UInt32),
            kinds=pl.Series(self.kind_of, dtype=pl.UInt32),
            units=len(seen["unit"]),
            refused=units["refused"],
            low=units["low"],
            high=units["high"],
            whole=units["whole"],
            counted=bool(units["whole"].any()),
        )

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
