"""Observations compared with the bounds of their target instances, on columns.

Layer: columnar. Input: target instances with the row of an observation. Output: whether the bound
is met, the margin, and whether rounding or digits not printed could change the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.column_encoding import filled
from targetcheck.columnar.table_decision.observation_columns import ObservationColumns
from targetcheck.columnar.table_decision.question_shapes import QuestionShape
from targetcheck.columnar.table_decision.shape_windows import Numbers

if TYPE_CHECKING:
    import polars as pl

MOST_DIGITS = 15
DERIVED = ("error", "full", "full_error", "derived", "less", "more", "near")
"""Columns of values that are made of others: the error of the float, the value before rounding and
its error, whether the indicator is a derived one, between what the digits not printed hide it, and
the ranks that an item of a class comes close to."""
DENSE = 4_000_000
"""Number of pairs of shape and unit up to which a dense table is used."""


@dataclass
class ObservationBounds:
    """Comparison of observations with bounds; each shape in each unit is prepared once."""

    shapes: Sequence[QuestionShape]
    reports: ObservationColumns
    numbers: Numbers

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return target instances, each with a `row`, with the measured values added.

        Adds end, start_day, unit, raw (value as written), met, `close` (within the profile's share
        of the bound), value and margin in the unit of the clause, `amount` in that of the
        indicator, sensitive, and unclear if only the reference engine can decide.
        """
        import polars as pl

        more = DERIVED if DERIVED[0] in self.reports.rows.columns else ()
        names = ("end", "value", "unit", "frequency", *more)
        rows = self.reports.rows.select(*names, start_day="start")
        found = frame.with_columns(rows.select(pl.all().gather(frame["row"])), raw=frame["row"])
        found = self._paired(found)
        number = pl.col("value")
        met = (number >= pl.col("low")) & (number <= pl.col("high"))
        rounded = (number >= pl.col("rounded_low")) & (number <= pl.col("rounded_high"))
        told = number * pl.col("told")
        room = pl.min_horizontal(told - pl.col("low_end"), pl.col("high_end") - told)
        found = found.with_columns(
            met=met,
            disagree=met != rounded,
            close=(number >= pl.col("close_low")) & (number <= pl.col("close_high")),
            amount=number * pl.col("worth"),
            margin=pl.when(met).then(room.clip(lower_bound=0)).otherwise(room.clip(upper_bound=0)),
            told_value=told,
        )
        found = self._derived(self._hiding(found), derived=bool(more))
        return found.with_columns(
            sensitive=pl.col("disagree") | pl.col("hidden"), value=pl.col("told_value")
        )

    def _derived(self, found: pl.DataFrame, *, derived: bool) -> pl.DataFrame:
        """Add `derived`: whether an indicator is; unclear if the error of a value could decide.

        Of a rounded statistic the value before rounding is compared too.
        """
        import polars as pl

        if not derived:
            return found.with_columns(derived=pl.lit(value=False), near=pl.lit(0, pl.UInt32))

        def doubt(value: str, error: str, low: str, high: str) -> pl.Expr:
            room = pl.col(error) * 2
            ends = [(pl.col(value) - pl.col(end)).abs() <= room for end in (low, high)]
            return (pl.col(error) > 0) & (ends[0] | ends[1])

        full, less, more = (
            (pl.col(name) >= pl.col("low")) & (pl.col(name) <= pl.col("high"))
            for name in ("full", "less", "more")
        )
        unsure = [
            doubt("number", "error", "low", "high"),
            doubt("number", "error", "rounded_low", "rounded_high"),
            doubt("full", "full_error", "low", "high"),
        ]
        made = pl.col("error").is_not_null()
        return found.with_columns(number="value").with_columns(
            derived=pl.col("derived").fill_null(value=False),
            near=pl.col("near").fill_null(0),
            disagree=pl.col("disagree")
            | (made & (full != pl.col("met")))
            | (less != more).fill_null(value=False),
            unclear=pl.col("unclear") | (made & pl.any_horizontal(*unsure)),
        )

    def amounts(self, rows: pl.Series) -> pl.Series:
        """Return the values of rows in the unit of their indicator."""
        import polars as pl

        units = self.reports.units
        worth = filled(list(units), [float(worth) for worth, _ in units.values()],
                       max(units, default=-1) + 1, pl.Float64)  # fmt: skip
        told = self.reports.rows.select("value", "unit")
        told = told.select(pl.all().gather(rows))
        return told["value"] * worth.gather(told["unit"])

    def _paired(self, found: pl.DataFrame) -> pl.DataFrame:
        """Join each target instance with its shape in the unit of its observation."""
        import polars as pl

        pairs = found.select("shape", "unit").unique(maintain_order=True)
        table = self._pairs(pairs)
        most: Any = found["unit"].max()
        width = 0 if most is None else int(most) + 1
        size = width * len(self.shapes)
        if size > DENSE:
            return found.join(table, on=["shape", "unit"], how="left", maintain_order="left")
        number = pl.col("shape").cast(pl.UInt32) * width + pl.col("unit").cast(pl.UInt32)
        at = pl.repeat(None, size, dtype=pl.UInt32, eager=True).scatter(
            pairs.select(number).to_series(), pl.int_range(len(pairs), dtype=pl.UInt32, eager=True)
        )
        place = at.gather(found.select(number).to_series())
        return found.with_columns(table.drop("shape", "unit").select(pl.all().gather(place)))

    def _pairs(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Return each shape in each unit of its observations."""
        import polars as pl

        names = (
            "shape", "unit", "low", "high", "rounded_low", "rounded_high", "close_low",
            "close_high", "low_edge", "high_edge", "low_end", "high_end", "told", "worth", "whole",
        )  # fmt: skip
        rows = []
        for shape, unit in pairs.iter_rows():
            worth, whole = self.reports.units[unit]
            one = self.numbers.in_unit(self.shapes[shape], worth, whole)
            ends = (one.met, one.rounded, one.near)
            windows = [edge for w in ends for edge in (w.low, w.high)]
            rows.append(
                (shape, unit, *windows, *one.edges, *one.ends, one.told, one.worth, one.whole)
            )
        kinds: dict[str, Any] = dict.fromkeys(names, pl.Float64)
        kinds |= {"shape": pl.UInt32, "unit": pl.UInt32, "whole": pl.Boolean}
        table = pl.DataFrame(rows, schema=kinds, orient="row")
        return table.with_columns(pl.col("low_end", "high_end").fill_nan(None))

    def _hiding(self, found: pl.DataFrame) -> pl.DataFrame:
        """Return where digits not printed could change the result."""
        import polars as pl

        number = pl.col("value")
        gap = pl.min_horizontal(
            (number - pl.col("low_edge")).abs(), (number - pl.col("high_edge")).abs()
        )
        near = (gap <= 0.500001) & ~pl.col("whole")
        found = found.with_row_index("at")
        close = found.filter(near).select("at", "shape", "unit", "value", "raw")
        blank = found.with_columns(hidden=pl.lit(value=False), unclear=pl.lit(value=False))
        if close.is_empty():
            return blank.drop("at")
        close = close.with_columns(digits=digits_of(self.reports.raw.gather(close["raw"])))
        table = self._hidden(close.select("shape", "unit", "digits").unique())
        close = close.join(table, on=["shape", "unit", "digits"], how="left", nulls_equal=True)
        hidden = (number.is_between("a_low", "a_high")) | (number.is_between("b_low", "b_high"))
        close = close.select(
            "at", hidden=hidden.fill_null(value=False), unclear=pl.col("a_low").is_null()
        )
        at = close["at"]
        return blank.with_columns(
            hidden=blank["hidden"].scatter(at, close["hidden"]),
            unclear=blank["unclear"].scatter(at, close["unclear"]),
        ).drop("at")

    def _hidden(self, triples: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        rows = []
        for shape, unit, digits in triples.iter_rows():
            windows = None
            if digits is not None:
                worth = self.reports.units[unit][0]
                windows = self.numbers.hiding(self.shapes[shape], worth, digits)
            edges = [None] * 4 if windows is None else [e for w in windows for e in (w.low, w.high)]
            rows.append((shape, unit, digits, *edges))
        kinds = {
            "shape": pl.UInt32, "unit": pl.UInt32, "digits": pl.UInt32, "a_low": pl.Float64,
            "a_high": pl.Float64, "b_low": pl.Float64, "b_high": pl.Float64,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=kinds, orient="row")


def digits_of(written: pl.Series) -> pl.Series:
    """Return the number of decimals of each value as written; null if only the cell reader knows."""
    import polars as pl

    kind = written.dtype
    if kind.is_integer():
        return pl.zeros(len(written), pl.UInt32, eager=True).alias("digits")
    text = written.cast(pl.String)
    if kind.is_float():
        text = text.str.strip_suffix(".0")
    plain = text.str.contains(r"^[+-]?[0-9]+(\.[0-9]+)?$")
    decimals = text.str.extract(r"\.([0-9]+)$").str.len_chars().fill_null(0)
    frame = pl.DataFrame({"plain": plain, "decimals": decimals})
    told = pl.col("plain") & (pl.col("decimals") <= MOST_DIGITS)
    return frame.select(digits=pl.when(told).then(pl.col("decimals")).cast(pl.UInt32))["digits"]
