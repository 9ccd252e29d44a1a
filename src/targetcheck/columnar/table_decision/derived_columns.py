"""Values of derived indicators as further rows of the columns, next to the reported ones.

Layer: columnar. Input: a Plan and ObservationColumns. Output: ObservationColumns with a row for each
value that columns can derive. A series that they cannot derive, since an observation behind it is
irregular or a period is incomplete, is marked to be read by the reference engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.derived_values.exact_columns import (
    DIGITS,
    MOST_POWER,
    SLIP,
    decimal_factor,
    scaled,
    tenfold,
)
from targetcheck.columnar.derived_values.formula_columns import followed, parts_of
from targetcheck.columnar.derived_values.graded_columns import graded
from targetcheck.columnar.derived_values.statistic_columns import (
    Samples,
    means_of_years,
    prepared,
    statistics,
)
from targetcheck.columnar.derived_values.total_columns import totals
from targetcheck.columnar.table_decision.observation_bounds import digits_of
from targetcheck.columnar.table_decision.observation_columns import (
    ObservationColumns,
)
from targetcheck.columnar.table_decision.period_frequency import FREQUENCIES, length_of
from targetcheck.columnar.table_decision.question_shapes import ShapedQuestions
from targetcheck.periods.period import Period
from targetcheck.plan.data_dependencies import derived_from, is_made
from targetcheck.plan.derivation_plans import GradedItem, Grading
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    import polars as pl

EPOCH = date(1970, 1, 1).toordinal()
NAMED = tuple(FREQUENCIES.index(n) for n in ("day", "week", "month", "quarter", "half", "year"))


def with_derived(
    plan: Plan, reports: ObservationColumns, asked: ShapedQuestions
) -> ObservationColumns:
    """Return the columns with the values of derived indicators, and the totals, that are asked for."""
    deriving = Deriving(plan, reports, asked.width)
    for name in sorted(asked.derived):
        deriving.derive(name)
    deriving.add_up(asked)
    return deriving.joined() if deriving.made or deriving.sums else reports


@dataclass
class Deriving:
    """Derivation of the values of one table; `made` has the points of each derived indicator."""

    plan: Plan
    reports: ObservationColumns
    width: int
    made: dict[str, pl.DataFrame] = field(default_factory=dict)
    sums: dict[str, pl.DataFrame] = field(default_factory=dict)
    known: dict[tuple[str, str], Samples] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    """indices of the indicators whose reports are the samples of their values"""

    def __post_init__(self) -> None:
        self.number = {name: n for n, name in enumerate(self.plan.indicators)}
        self.odd = self.reports.odd.clone()  # `scatter` writes in place

    def derive(self, name: str) -> pl.DataFrame:
        """Return the points of a derived indicator, and mark the series that are left."""
        import polars as pl

        if name in self.made:
            return self.made[name]
        spec = self.plan.indicators[name]
        if spec.grading is not None:
            return self._graded(name, spec.grading)
        sampling = spec.sampling
        if sampling is None:
            return self._followed(name)
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

    def add_up(self, asked: ShapedQuestions) -> None:
        """Make the totals of every window that an instance asks for."""
        import polars as pl

        spans = [(s.total_from, s.question.due) for s in asked.shapes]
        table = pl.DataFrame(
            [(None, None) if a is None else (_number(a), _number(b)) for a, b in spans],
            schema={"start": pl.Int32, "end": pl.Int32}, orient="row",
        )  # fmt: skip
        of_shape = pl.Series(asked.shape, dtype=pl.UInt32)
        wanted = table.select(pl.all().gather(of_shape)).with_columns(
            series=pl.Series(asked.series, dtype=pl.UInt32)
        )
        wanted = wanted.filter(pl.col("start").is_not_null()).unique()
        names = list(self.number)
        for which in (wanted["series"] // self.width).unique().to_list():
            points = self._reported(names[which], digits=True)
            first = which * self.width
            of_it = (pl.col("series") >= first) & (pl.col("series") < first + self.width)
            self.sums[names[which]] = totals(points, wanted.filter(of_it))

    def _samples(self, source: str, over: str, points: pl.DataFrame) -> Samples:
        """Return the samples of an indicator, which several statistics may share."""
        if (source, over) not in self.known:
            self.known[source, over] = prepared(points, over)
        return self.known[source, over]

    def _graded(self, name: str, spec: Grading) -> pl.DataFrame:
        """Return the classes of an indicator, by the worst of its items."""
        import polars as pl

        first = self.number[name] * self.width
        items, places = {}, [pl.Series("place", dtype=pl.UInt32)]
        for item in spec.items:
            points, odd = self._item(item)
            before = self.number[item.indicator] * self.width
            places.append((points["series"] - before).unique().alias("place"))
            self._mark((odd - before + first).cast(pl.UInt32))
            items[item.indicator] = points.with_columns(place=pl.col("series") - before)
        lifted = {item.indicator: self._places_beside(item) for item in spec.items}
        made = graded(spec, items, lifted).with_columns(
            series=pl.col("place") + pl.lit(first, pl.UInt32), value=pl.col("rank").cast(pl.Float64),
            error=pl.lit(0.0), full_error=pl.lit(0.0),
        )  # fmt: skip
        made = made.with_columns(full="value").drop("place", "rank")
        return self._kept(name, made, pl.concat(places).unique() + first)

    def _followed(self, name: str) -> pl.DataFrame:
        """Return the values of a share or formula."""
        import polars as pl

        spec, first = self.plan.indicators[name], self.number[name] * self.width
        parts, places = {}, [pl.Series("place", dtype=pl.UInt32)]
        for part in parts_of(spec):
            before = self.number[part] * self.width
            points, odd = self.points(part), self._odd_of(part)
            self._mark((odd - before + first).cast(pl.UInt32))
            parts[part] = points.with_columns(place=pl.col("series") - before)
            places.append(parts[part]["place"])
        made = followed(spec, self.plan, parts).with_columns(
            series=(pl.col("place") + first).cast(pl.UInt32), full="value", full_error="error"
        )
        return self._kept(name, made.drop("place"), pl.concat(places).unique() + first)

    def _kept(self, name: str, made: pl.DataFrame, some: pl.Series) -> pl.DataFrame:
        """Return the values of an indicator; series with parts but no value, or reports, are left."""
        import polars as pl

        self._mark(some.cast(pl.UInt32).filter(~some.is_in(made["series"].implode())))
        self._mark(self._reported(name)["series"].unique())
        self.made[name] = made.filter(~self.odd.gather(made["series"]))
        return self.made[name]

    def _places_beside(self, item: GradedItem) -> pl.Series:
        """Return the places with a report of what may give an item a better class."""
        import polars as pl

        names = {c.indicator for _, rule in item.otherwise for c in rule}
        found = [pl.Series(dtype=pl.UInt32)]
        for name in names:
            first = self.number[name] * self.width
            here = self.reports.rows["series"] - first
            made = is_made(self.plan.indicators[name])
            every = pl.int_range(self.width, dtype=pl.UInt32, eager=True)
            found.append(every if made else here.filter(here < self.width).unique())
        return pl.concat([part.cast(pl.UInt32) for part in found])

    def _item(self, item: GradedItem) -> tuple[pl.DataFrame, pl.Series]:
        """Return the points of an item, averaged over time if it is, and the series left."""
        import polars as pl

        points, odd = self.points(item.indicator), self._odd_of(item.indicator)
        columns = ["series", "start", "end", "value", "error"]
        if item.sampling is None:
            return points.select(columns), odd
        samples = self._samples(item.indicator, item.sampling.over, points)
        made = statistics(samples, item.sampling)
        keys = ["series", "start", "end"]
        longer = points.join(samples.rows, on=keys, how="anti").join(made, on=keys, how="anti")
        # A period with too few samples has a class of its own, which decides nothing by itself.
        short = samples.rows.join(
            made, left_on=["series", "first", "last"], right_on=keys, how="anti"
        )["series"]
        return pl.concat([made.select(columns), longer.select(columns)]), pl.concat(
            [odd, samples.left, short.unique()]
        )

    def points(self, name: str) -> pl.DataFrame:
        """Return the points of an indicator: series, start, end, named, value, error."""
        import polars as pl

        if not is_made(self.plan.indicators[name]):
            return self._reported(name)
        made = self.derive(name)
        return made.select("series", "start", "end", "value", "error", named=pl.lit(value=True))

    def _reported(self, name: str, *, digits: bool = False) -> pl.DataFrame:
        """Return the reports of an indicator in its own unit; those of no short decimal have an error.

        `digits`: also the digits that each was written with.
        """
        import polars as pl

        first = self.number[name] * self.width
        series = self.reports.rows["series"]
        of_it = (series >= first) & (series < first + self.width) & self.reports.plain
        of_it = of_it.fill_null(value=False)
        rows = self.reports.rows.filter(of_it)
        written = digits_of(self.reports.raw.filter(of_it)) if digits else None
        rows = rows.with_columns(
            pl.lit(0, pl.UInt32).alias("digits") if written is None else written
        )
        rows = rows.filter(~self.reports.odd.gather(rows["series"]))
        parts = [
            _in_own_unit(rows.filter(pl.col("unit") == pair), *self.reports.units[pair])
            for pair in rows["unit"].unique().sort().to_list()
        ]
        schema = {"series": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "frequency": pl.UInt8,
                  "value": pl.Float64, "error": pl.Float64, "named": pl.Boolean,
                  "step": pl.Int64, "step_places": pl.UInt32}  # fmt: skip
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
        parts = [self._numbered(name, made, derived=True) for name, made in self.made.items()]
        for name, sums in self.sums.items():
            made = sums.with_columns(full="value", full_error=pl.lit(0.0))
            parts.append(self._numbered(name, made, derived=False))
        made = pl.concat(parts, how="diagonal")
        for name in (*self.made, *self.sums):
            units[first + self.number[name]] = (Fraction(1), True)
        made = made.with_columns(unit=pl.col("which") + first)
        spans = made.select("start", "end").unique()
        lengths = [
            FREQUENCIES.index(length_of(Period(_day(a), _day(b)))) for a, b in spans.iter_rows()
        ]
        spans = spans.with_columns(frequency=pl.Series(lengths, dtype=pl.UInt8))
        made = made.join(spans, on=["start", "end"], how="left", maintain_order="left")
        blank = {n: pl.lit(None, pl.Float64) for n in ("less", "more") if n not in made.columns}
        made = made.with_columns(**blank)
        if "near" not in made.columns:
            made = made.with_columns(near=pl.lit(None, pl.UInt32))
        more = ("error", "full", "full_error", "derived", "less", "more", "near")
        rows = pl.concat(
            [self.reports.rows, made.select(*self.reports.rows.columns, *more)], how="diagonal"
        )
        return self._joined(rows, made, units)

    def _numbered(self, name: str, made: pl.DataFrame, *, derived: bool) -> pl.DataFrame:
        import polars as pl

        return made.with_columns(
            which=pl.lit(self.number[name], pl.UInt32), derived=pl.lit(derived)
        )

    def _joined(
        self, rows: pl.DataFrame, made: pl.DataFrame, units: dict[int, Any]
    ) -> ObservationColumns:
        """Return the columns with these rows: derived values count as reports do, totals do not."""
        import polars as pl

        before, count = len(self.reports.rows), len(made)
        derived = made["derived"]
        at = pl.int_range(before, before + count, dtype=pl.UInt32, eager=True)
        numbered = made.with_columns(row=at)
        last = numbered.filter(derived).group_by("series").agg(
            pl.col("row").sort_by("end", -pl.col("start")).last()
        )  # fmt: skip
        sampled = (self.reports.rows["series"] // self.width).is_in(self.own)
        first = pl.col("start").min().over("series", "end", "derived")
        widest = numbered.select(pl.col("derived") & (pl.col("start") == first)).to_series()
        plain, longest = (
            pl.concat([mask & ~sampled.fill_null(value=False) if self.own else mask, added])
            for mask, added in (
                (self.reports.plain, derived), (self.reports.longest, widest)
            )
        )  # fmt: skip
        return replace(
            self.reports,
            rows=rows,
            plain=plain,
            longest=longest,
            newest=self.reports.newest.clone().scatter(last["series"], last["row"]),
            odd=self.odd,
            units=units,
            raw=self.reports.raw.extend_constant(None, count),
            totals=numbered.filter(~derived).select("series", "start", "end", "row"),
        )


def _in_own_unit(rows: pl.DataFrame, worth: Fraction, whole_numbers: bool) -> pl.DataFrame:
    """Return rows of one unit as points; the last digit of a number is `step` / 10^`step_places`."""
    import polars as pl

    factor = decimal_factor(worth)
    value = pl.col("value") * float(worth)
    error = value.abs() * SLIP
    whole, places = scaled(rows["value"])
    rows = rows.with_columns(number=whole, places=places.cast(pl.Int32))
    if factor is not None:
        number = pl.col("number")
        power = pl.col("places") + factor[1]
        fits = number.abs().cast(pl.Float64) * abs(factor[0]) < DIGITS
        exact = (number * factor[0]).cast(pl.Float64) / tenfold(power.clip(0, MOST_POWER))
        fits = fits & (power <= MOST_POWER)
        value = pl.when(fits).then(exact).otherwise(value)
        error = pl.when(fits).then(0.0).otherwise(error)
    top, more = (0, 0) if whole_numbers or factor is None else factor
    return rows.select(
        "series", "start", "end", "frequency", value=value, error=error,
        named=pl.col("frequency").is_in(NAMED), step=pl.lit(top, pl.Int64),
        step_places=pl.lit(0, pl.UInt32) if whole_numbers else pl.col("digits") + more,
    )  # fmt: skip


def _number(day: date) -> int:
    return day.toordinal() - EPOCH


def _day(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def series_behind(plan: Plan, asked: ShapedQuestions, refused: pl.DataFrame) -> pl.DataFrame:
    """Return the refused rows of series, also as those of each series that derives from them."""
    import polars as pl

    number = {name: n for n, name in enumerate(plan.indicators)}
    parts = [refused]
    for name in sorted(asked.derived):
        for source in derived_from(plan, [name]) - {name}:
            own = refused.filter(pl.col("series") // asked.width == number[source])
            moved = pl.col("series") % asked.width + number[name] * asked.width
            parts.append(own.with_columns(series=moved.cast(pl.UInt32)))
    return pl.concat(parts).unique()
