"""Values of derived indicators as further rows of the columns, next to the reported ones.

Layer: columnar. Input: a Plan and ObservationColumns. Output: ObservationColumns with a row for each
value that columns can derive. A series that they cannot derive, since an observation behind it is
irregular or a period is incomplete, is marked to be read by the reference engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.table_decision.exact_columns import DIGITS, decimal_factor, scaled
from targetcheck.columnar.table_decision.observation_columns import (
    FREQUENCIES,
    ObservationColumns,
    length_of,
)
from targetcheck.columnar.table_decision.sample_values import (
    Samples,
    means_of_years,
    prepared,
    statistics,
)
from targetcheck.periods.period import Period
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    import polars as pl

EPOCH = date(1970, 1, 1).toordinal()
NAMED = tuple(FREQUENCIES.index(n) for n in ("day", "week", "month", "quarter", "half", "year"))


def with_derived(
    plan: Plan, reports: ObservationColumns, names: Iterable[str], width: int
) -> ObservationColumns:
    """Return the columns with the values of derived indicators, each after those it is made of."""
    deriving = Deriving(plan, reports, width)
    wanted = list(names)
    for name in wanted:
        deriving.derive(name)
    return deriving.joined() if deriving.made else reports


@dataclass
class Deriving:
    """Derivation of the values of one table; `made` has the points of each derived indicator."""

    plan: Plan
    reports: ObservationColumns
    width: int
    made: dict[str, pl.DataFrame] = field(default_factory=dict)
    known: dict[tuple[str, str], Samples] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    """indices of the indicators whose reports are the samples of their values"""

    def __post_init__(self) -> None:
        self.number = {name: n for n, name in enumerate(self.plan.indicators)}
        self.odd = self.reports.odd

    def derive(self, name: str) -> pl.DataFrame:
        """Return the points of a derived indicator, and mark the series that are left."""
        import polars as pl

        if name in self.made:
            return self.made[name]
        sampling = self.plan.indicators[name].sampling
        assert sampling is not None
        source = sampling.of
        points = self._reported(source) if source == name else self.points(source)
        left = pl.Series(dtype=pl.UInt32)
        if sampling.kind == "mean_of_years":
            made = means_of_years(points, sampling)
        else:
            samples = self._samples(source, sampling.over, points)
            made, left = statistics(samples, sampling), samples.left
        first, before = self.number[name] * self.width, self.number[source] * self.width
        shift = first - before
        places = points["series"].unique()
        made = made.with_columns(series=(pl.col("series").cast(pl.Int64) + shift).cast(pl.UInt32))
        bare = places.filter(~(places.cast(pl.Int64) + shift).is_in(made["series"].implode()))
        odd = pl.concat([left, bare, self._odd_of(source)])
        self._mark((odd.cast(pl.Int64) + shift).cast(pl.UInt32))
        if source != name:
            self._mark(self._reported(name)["series"].unique())
        else:
            samples = self._samples(source, sampling.over, points)
            longer = points.join(samples.rows, on=["series", "start", "end"], how="anti")
            self._mark(longer["series"].unique())
            self.own.append(self.number[name])
        kept = made.filter(~self.odd.gather(made["series"]))
        self.made[name] = kept
        return kept

    def _samples(self, source: str, over: str, points: pl.DataFrame) -> Samples:
        """Return the samples of an indicator, which several statistics may share."""
        if (source, over) not in self.known:
            self.known[source, over] = prepared(points, over)
        return self.known[source, over]

    def points(self, name: str) -> pl.DataFrame:
        """Return the points of an indicator: series, start, end, named, value, error."""
        import polars as pl

        if not is_made(self.plan.indicators[name]):
            return self._reported(name)
        made = self.derive(name)
        return made.select("series", "start", "end", "value", "error", named=pl.lit(value=True))

    def _reported(self, name: str) -> pl.DataFrame:
        """Return the reports of an indicator in its own unit; those of no short decimal have an error."""
        import polars as pl

        first = self.number[name] * self.width
        series = self.reports.rows["series"]
        of_it = (series >= first) & (series < first + self.width) & self.reports.plain
        rows = self.reports.rows.filter(of_it.fill_null(value=False))
        rows = rows.filter(~self.reports.odd.gather(rows["series"]))
        parts = [
            _in_own_unit(rows.filter(pl.col("unit") == pair), self.reports.units[pair][0])
            for pair in rows["unit"].unique().sort().to_list()
        ]
        schema = {"series": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "value": pl.Float64,
                  "error": pl.Float64, "named": pl.Boolean}  # fmt: skip
        return pl.concat([pl.DataFrame(schema=schema), *parts])

    def _odd_of(self, name: str) -> pl.Series:
        """Return the series of an indicator that the reference engine reads."""
        import polars as pl

        first = self.number[name] * self.width
        found = self.odd.slice(first, self.width).arg_true()
        return (found + first).cast(pl.UInt32)

    def _mark(self, series: pl.Series) -> None:
        self.odd = self.odd.scatter(series, values=True)

    def joined(self) -> ObservationColumns:
        """Return the columns with the derived rows after the reported ones."""
        import polars as pl

        first = 1 + max(self.reports.units, default=-1)
        units: dict[int, Any] = dict(self.reports.units)
        parts = []
        for name, made in self.made.items():
            pair = first + self.number[name]
            units[pair] = (Fraction(1), True)
            parts.append(made.with_columns(unit=pl.lit(pair, pl.UInt32)))
        made = pl.concat(parts)
        spans = made.select("start", "end").unique()
        lengths = [
            FREQUENCIES.index(length_of(Period(_day(a), _day(b)))) for a, b in spans.iter_rows()
        ]
        spans = spans.with_columns(frequency=pl.Series(lengths, dtype=pl.UInt8))
        made = made.join(spans, on=["start", "end"], how="left", maintain_order="left")
        rows = pl.concat([self.reports.rows, made.select(
            *self.reports.rows.columns, "error", "full", "full_error")], how="diagonal")  # fmt: skip
        count, before = len(made), len(self.reports.rows)
        at = pl.int_range(before, before + count, dtype=pl.UInt32, eager=True)
        last = made.with_columns(row=at).group_by("series").agg(pl.col("row").sort_by("end").last())
        yes = pl.repeat(value=True, n=count, eager=True)
        sampled = (self.reports.rows["series"] // self.width).is_in(self.own)
        counted = [mask & ~sampled.fill_null(value=False) if self.own else mask
                   for mask in (self.reports.plain, self.reports.longest)]  # fmt: skip
        return replace(
            self.reports,
            rows=rows,
            plain=pl.concat([counted[0], yes]),
            longest=pl.concat([counted[1], yes]),
            newest=self.reports.newest.scatter(last["series"], last["row"]),
            odd=self.odd,
            units=units,
            raw=self.reports.raw.extend_constant(None, count),
        )


def _in_own_unit(rows: pl.DataFrame, worth: Fraction) -> pl.DataFrame:
    import polars as pl

    factor = decimal_factor(worth)
    value, error = pl.col("value") * float(worth), pl.lit(1.0)
    if factor is not None:
        whole, places = scaled(rows["value"])
        rows = rows.with_columns(number=whole, places=places.cast(pl.Int32))
        number = pl.col("number")
        fits = number.abs().cast(pl.Float64) * abs(factor[0]) < DIGITS
        exact = (number * factor[0]).cast(pl.Float64) / 10.0 ** (pl.col("places") + factor[1])
        value = pl.when(fits).then(exact).otherwise(value)
        error = pl.when(fits).then(0.0).otherwise(1.0)
    return rows.select(
        "series", "start", "end", value=value, error=error,
        named=pl.col("frequency").is_in(NAMED),
    )  # fmt: skip


def _day(number: int) -> date:
    return date.fromordinal(number + EPOCH)
