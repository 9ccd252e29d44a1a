"""Rows of a frame that are no regular observation: set aside by their spellings, else by the cell reader.

Layer: columnar. Input: the coded columns of a frame and the rows in question. Output: `OddRows`:
which rows are set aside for which reason, and which are observations that only the reference engine
weighs. The cell reader reads each spelling once, wherever it was reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from targetcheck.columnar.unit_reading import UnitReading
from targetcheck.observations.observation import NO_VALUE

if TYPE_CHECKING:
    import polars as pl

EPOCH = date(1970, 1, 1).toordinal()
VALUE_MISSING = "value-missing"
NOT_WHOLE = "count-not-whole"
OUT_OF_RANGE = "value-out-of-range"
NOT_ACCEPTED = "status-not-accepted"

CellFinding = tuple[str, bool, date | None]
"""Code of why a row is set aside, whether that is for its cells, and the last day of its period."""
ReadCells = Callable[["pl.Series"], Mapping[int, CellFinding]]
"""Rows of a frame → the findings on those that are set aside, by their index among the rows."""


class OddIntake(Protocol):
    """The part of the reader of a frame that odd rows need."""

    columns: pl.DataFrame

    @property
    def coded(self) -> pl.DataFrame:
        """Columns as indices."""

    @property
    def alone(self) -> pl.Series:
        """Mask of rows with nothing beside their value."""

    def unit_reading(self, pair: int) -> UnitReading | str | None:
        """Return what numbers of an indicator in a unit mean."""


@dataclass(frozen=True, slots=True)
class OddRows:
    """Rows set aside (`row`, `code`), those of them that were refused, and the others.

    `refused` has `row`, `end`, and whether the row holds a value (`held`).
    """

    aside: pl.DataFrame
    refused: pl.DataFrame
    counting: pl.Series


def read_odd_rows(intake: OddIntake, at: pl.Series, read: ReadCells) -> OddRows:
    """Return what the rows `at` are; `read` is the cell reader."""
    import polars as pl

    told = _by_spelling(intake, at)
    cells = _by_cell(intake, at.filter(told["code"].is_null()), read)
    settled = told.filter(told["code"].is_not_null()).select("row", "code", "end")
    found = cells.filter(pl.col("code").is_not_null())
    refused = pl.concat([settled, found.filter("refuses").select("row", "code", "end")])
    counts = cells.filter(pl.col("code").is_null() | (pl.col("code") == NOT_ACCEPTED))
    return OddRows(
        pl.concat([settled.select("row", "code"), found.select("row", "code")]),
        refused.select("row", "end", held=~pl.col("code").is_in(NO_VALUE)),
        counts["row"],
    )


def _by_spelling(intake: OddIntake, at: pl.Series) -> pl.DataFrame:
    """Return row, code and last day of rows that their spellings explain; null code for others."""
    import polars as pl

    coded, raw = intake.coded, intake.columns["value"]
    rows = coded.select("value", "unit", "frequency", "end", "no_span")[at].with_columns(
        row=at.cast(pl.UInt32), alone=intake.alone.gather(at), empty=raw.gather(at).is_null()
    )
    units = [
        (pair, *_told(intake.unit_reading(pair)))
        for pair in rows["unit"].unique().drop_nulls().to_list()
    ]
    schema: dict[str, Any] = {
        "unit": pl.UInt32, "refusal": pl.String, "low": pl.Float64, "high": pl.Float64,
        "whole": pl.Boolean,
    }  # fmt: skip
    table = pl.DataFrame(units, schema=schema, orient="row")
    rows = rows.join(table, on="unit", how="left", maintain_order="left")
    value = pl.col("value")
    plain = pl.col("alone") & pl.col("frequency").is_not_null()
    empty = pl.col("empty") | value.is_nan().fill_null(value=False)
    number = plain & value.is_finite().fill_null(value=False)
    beyond = (value < pl.col("low")) | (value > pl.col("high"))
    code = (
        pl.when(pl.col("no_span").is_not_null()).then("no_span")
        .when(plain & empty).then(pl.lit(VALUE_MISSING))
        .when(number & pl.col("refusal").is_not_null()).then("refusal")
        .when(number & pl.col("whole") & (value != value.floor())).then(pl.lit(NOT_WHOLE))
        .when(number & beyond).then(pl.lit(OUT_OF_RANGE))
    )  # fmt: skip
    return rows.select("row", "end", code=code)


def _told(found: UnitReading | str | None) -> tuple[str | None, float | None, float | None, bool]:
    if isinstance(found, UnitReading):
        return None, found.sane.low, found.sane.high, found.whole
    return found, None, None, False


def _by_cell(intake: OddIntake, at: pl.Series, read: ReadCells) -> pl.DataFrame:
    """Return the findings of the cell reader: row, code, whether it refuses the row, last day."""
    import polars as pl

    schema: dict[str, Any] = {
        "row": pl.UInt32, "code": pl.String, "refuses": pl.Boolean, "end": pl.Int32
    }  # fmt: skip
    if at.is_empty():
        return pl.DataFrame(schema=schema)
    names = [name for name in intake.columns.columns if name not in ("place", "indicator")]
    keys = intake.columns.select(names)[at].with_columns(
        indicator=intake.coded["indicator"].gather(at), row=at.cast(pl.UInt32)
    )
    subset = [*names, "indicator"]
    first = keys.unique(subset, keep="first", maintain_order=True)
    found = read(first["row"])
    answers = [found.get(n, (None, False, None)) for n in range(len(first))]
    rows = [(c, r, None if e is None else e.toordinal() - EPOCH) for c, r, e in answers]
    kinds = {name: schema[name] for name in ("code", "refuses", "end")}
    told = first.drop("row").hstack(pl.DataFrame(rows, schema=kinds, orient="row"))
    joined = keys.join(told, on=subset, how="left", nulls_equal=True, maintain_order="left")
    return joined.select(*schema)
