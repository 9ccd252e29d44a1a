"""Levels to maintain and targets in progress, on columns.

Layer: columnar. Input: measured target instances before their due date. Output: the rule of the
last three for levels to maintain, and the schedule ratio on a straight line for the others; the
formulas are in progress_methods/maintain.py and schedule.py. A ratio so close to a threshold that
floats could misjudge it is unclear and becomes a fallback.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from targetcheck.columnar.table_decision.observation_bounds import ObservationBounds
from targetcheck.columnar.table_decision.observation_columns import (
    ObservationColumns,
    day_number,
)
from targetcheck.columnar.table_decision.period_frequency import DATED, FREQUENCIES
from targetcheck.columnar.table_decision.question_shapes import QuestionShape, ShapedQuestions
from targetcheck.kernel.progress_assessment import ORDER
from targetcheck.kernel.progress_methods.schedule import REASONS
from targetcheck.plan.plan import Plan
from targetcheck.quantities.rounding import binary
from targetcheck.ruleset.progress_method import Schedule

if TYPE_CHECKING:
    import polars as pl

SLICE = 250_000
"""Rows judged at once, so that intermediate results stay near the processor."""
UNSURE = 1e-12
"""Relative difference below which a float comparison is not trusted."""


@dataclass
class Ways:
    """Assessment of levels to maintain and of values in progress."""

    plan: Plan
    asked: ShapedQuestions
    reports: ObservationColumns
    measured: ObservationBounds
    as_of: date
    lagging: bool

    def started(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add start of the schedule (start_end, start_value), goal, required change, and `standing`."""
        import polars as pl

        table = pl.DataFrame(
            [_stated(shape) for shape in self.asked.shapes],
            schema={
                "start_end": pl.Int32, "start_value": pl.Float64, "base_first": pl.Int32,
                "base_last": pl.Int32, "base_only": pl.UInt8, "goal": pl.Float64, "sign": pl.Int8,
            },
            orient="row",
        )  # fmt: skip
        found = frame.with_columns(table.select(pl.all().gather(frame["shape"])))
        if table["base_last"].null_count() == len(table):
            return found
        return self._reported(found)

    def _reported(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add baselines read from observations; unclear if there is none."""
        import polars as pl

        asks = frame.filter(pl.col("base_last").is_not_null())
        rows = self.reports.rows.select("series", "end").with_row_index("row")
        on_day = rows["end"].is_in(asks["base_last"].unique().implode()) & self.reports.plain
        rows = rows.filter(on_day)
        places = asks.select("question", "shape", "series", "base_first", "base_last", "base_only")
        found = places.join(
            rows,
            left_on=["series", "base_last"], right_on=["series", "end"], how="inner",
        )  # fmt: skip
        found = self.measured.of(found)
        exact = pl.col("start_day") == pl.col("base_first")
        longest = self.reports.longest.gather(found["raw"])
        alike = pl.col("base_only") == pl.col("frequency")
        fits = exact | pl.when(pl.col("base_only") == 0).then(longest).otherwise(alike)
        found = found.with_columns(exact=exact).filter(fits).sort("exact", descending=True)
        found = found.unique("question", keep="first", maintain_order=True).select(
            "question", reported=pl.col("amount"), reported_met="met", of_day=pl.col("end")
        )
        joined = frame.join(found, on="question", how="left", maintain_order="left")
        wanted = pl.col("base_last").is_not_null()
        return joined.with_columns(
            unclear=pl.col("unclear") | (wanted & pl.col("reported").is_null()),
            start_value=pl.coalesce("start_value", "reported"),
            start_end=pl.coalesce("start_end", "of_day"),
            standing=pl.col("standing") | pl.col("reported_met").fill_null(value=False),
        ).drop("reported", "reported_met", "of_day")

    def kept(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return status, reason and lagging of levels to maintain."""
        import polars as pl

        settings = self.plan.profile.maintain
        inside = (pl.col("end") >= pl.col("start")).fill_null(value=True)
        inside = inside & (pl.col("end") > pl.col("after")).fill_null(value=True)
        past = self._history(frame, ("question", "shape", "start", "after"), inside)
        every = self.measured.of(past.drop("end"))
        told = every.sort("question", "end").group_by("question").agg(
            latest=pl.col("met").last(),
            misses=(~pl.col("met")).tail(settings.of_last).sum(),
            lagging=(pl.col("end") > pl.col("end").filter(pl.col("met")).max().fill_null(-(2**31)))
            .sum(),
        )  # fmt: skip
        found = frame.join(told, on="question", how="left", maintain_order="left")
        unsteady = pl.col("misses") >= settings.misses
        risky = ~pl.col("latest") | unsteady
        return found.with_columns(
            status=pl.when(risky).then(pl.lit("at_risk")).otherwise(pl.lit("on_track")),
            reason=pl.when(~pl.col("latest")).then(pl.lit("slipping"))
            .when(unsteady).then(pl.lit("unsteady")).otherwise(pl.lit("holding")),
        )  # fmt: skip

    def _history(self, frame: pl.DataFrame, columns: tuple[str, ...], inside: Any) -> pl.DataFrame:
        """Return every regular observation inside the window of each instance, by its `row`.

        `asker` is the row of the instance in the frame.
        """
        import polars as pl

        frame = frame.select("series", *columns).with_row_index("asker")
        wanted = pl.repeat(None, len(self.reports.odd), dtype=pl.UInt32, eager=True)
        number = pl.int_range(len(frame), dtype=pl.UInt32, eager=True)
        wanted = wanted.scatter(frame["series"], number)
        asking = wanted.gather(self.reports.rows["series"])
        rows = self.reports.rows.select("series", "end").with_row_index("row")
        mask = asking.is_not_null() & self.reports.longest
        rows, asking = rows.filter(mask), asking.filter(mask)
        if len(frame) == wanted.count():
            # One instance per series: a lookup costs less than a join.
            found = rows.with_columns(frame.drop("series").select(pl.all().gather(asking)))
        else:
            found = rows.join(frame, on="series")
        return found.filter(inside.fill_null(value=True))

    def paced(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return status, reason, ratio, catch-up factor and lagging by the schedule."""
        import polars as pl

        found = self._judged(self._timed(frame))
        if not self.lagging:
            return found
        late = found.filter((pl.col("status") == "at_risk") & ~pl.col("unclear"))
        if late.is_empty():
            return found
        count, doubt = self._late(late)
        known = late.select("question", lagging=count, doubt=doubt)
        found = found.join(known, on="question", how="left", maintain_order="left")
        doubted = pl.col("doubt").fill_null(value=False)
        return found.with_columns(unclear=pl.col("unclear") | doubted)

    def _timed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add whether time counts in months: all observations since the start cover whole months."""
        import polars as pl

        dated = self.reports.rows["frequency"].is_in(DATED) & self.reports.longest
        rows = self.reports.rows.filter(dated)
        last = rows.group_by("series").agg(dated=pl.col("end").max())
        found = frame.join(last, on="series", how="left", maintain_order="left")
        since = (pl.col("dated") > pl.col("start_end")).fill_null(value=False)
        ends = _ends_month(pl.col("start_end")) & _ends_month(pl.col("due"))
        return found.with_columns(monthly=ends & ~since).drop("dated")

    def _late(self, frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """Return the number of consecutive latest observations at which each instance was at risk.

        The second column marks instances for which one of these observations is unclear. An older
        one does not matter.
        """
        import polars as pl

        past = self._history(frame, KEPT, pl.col("end") > pl.col("start_end"))
        at_risk = self._at_risk
        deciding = [n for n, (a, b) in enumerate(pairwise(at_risk)) if a != b]
        past = past.with_columns(amount=self.measured.amounts(past["row"]))
        asker, end = past["asker"], past["end"]
        band, unsure = self._bands(past, deciding)
        fine = ~at_risk[band] & ~unsure
        last = pl.DataFrame([asker.filter(fine), end.filter(fine)]).group_by("asker").max()
        good = pl.repeat(-(2**31), len(frame), dtype=pl.Int32, eager=True)
        good = good.scatter(last["asker"], last["end"])
        after = end > good[asker]
        since = asker.filter(after).to_frame().group_by("asker").len()
        count = pl.zeros(len(frame), pl.UInt32, eager=True).scatter(since["asker"], since["len"])
        doubt = pl.repeat(value=False, n=len(frame), eager=True)
        return count, doubt.scatter(asker.filter(unsure & after).unique(), True)

    def _bands(self, frame: pl.DataFrame, deciding: Sequence[int]) -> tuple[pl.Series, pl.Series]:
        """Return band and doubt of each row, slice by slice."""
        import polars as pl

        starts = range(0, max(len(frame), 1), SLICE)
        with ThreadPoolExecutor(2) as pool:
            parts = [*pool.map(lambda at: self._way(frame[at : at + SLICE], deciding), starts)]
        return pl.concat([p.band for p in parts]), pl.concat([p.unsure for p in parts])

    def _judged(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the ratio of each observation and its band."""
        import polars as pl

        way = self._way(frame, range(len(BANDS) - 1))
        statuses = pl.Series(["on_track", "at_risk"])[self._at_risk.cast(pl.UInt32)]
        return frame.with_columns(
            ratio=way.ratio,
            catch_up=way.catch_up,
            unclear=frame["unclear"] | way.unsure,
            status=statuses[way.band],
            reason=pl.Series(REASONS)[way.band],
        )

    @property
    def _at_risk(self) -> pl.Series:
        """Whether each band of the ratio is at risk."""
        import polars as pl

        risky = ORDER.index(cast("Schedule", self.plan.profile.pace).at_risk_from)
        return pl.Series([ORDER.index(band) >= risky for band in BANDS])

    def _way(self, frame: pl.DataFrame, deciding: Sequence[int]) -> Way:
        """Return the way gone beside the way asked for; floats, and where they could misjudge.

        `deciding` are the cuts between bands whose sides matter.
        """
        import polars as pl

        settings = cast("Schedule", self.plan.profile.pace)
        value, start, goal = (frame[name] for name in ("amount", "start_value", "goal"))
        gone, whole, left = _elapsed(frame)
        asked = (goal - start) * (gone / whole)
        way = value - start
        size = value.abs() + start.abs() + goal.abs()
        unsure = (gone <= 0) | (asked.abs() <= size * 1e-6) | (frame["sign"] * asked <= 0)
        ratio = way / asked
        band = pl.repeat(len(BANDS) - 1, len(frame), dtype=pl.UInt32, eager=True)
        cuts = (float(settings.on_track), float(settings.serious), 0.0)
        for number, cut in reversed([*enumerate(cuts)]):
            if number in deciding:
                unsure = unsure | ((way - asked * cut).abs() <= size * UNSURE)
            band = band.set(ratio > cut, number)
        catch_up = ((goal - value) / left) / (way / gone)
        return Way(ratio, catch_up, band, unsure.fill_null(value=True))


KEPT = ("question", "due", "start_end", "start_value", "goal", "sign", "monthly")
BANDS = ("on_track", "behind", "far_behind", "away")
"""The bands of the schedule ratio, best first, parallel to REASONS."""


@dataclass(frozen=True, slots=True)
class Way:
    """Ratio, speed needed, number of the band, and whether a float could misjudge the ratio."""

    ratio: pl.Series
    catch_up: pl.Series
    band: pl.Series
    unsure: pl.Series


def _elapsed(frame: pl.DataFrame) -> tuple[pl.Series, ...]:
    """Return the time from start to the report, from start to due and from there on: months or days."""
    import polars as pl

    start, end, due = days = [frame[name] for name in ("start_end", "end", "due")]
    found: list[Any] = [d for day in days for d in (day.min(), day.max()) if d is not None]
    first, last = min(found, default=0), max(found, default=0)
    every = pl.Series(range(first, last + 1), dtype=pl.Int32).cast(pl.Date)
    table = every.dt.year() * 12 + every.dt.month().cast(pl.Int32)
    months = [table[(day - first).cast(pl.UInt32)] for day in days]
    of_start, of_end, of_due = months
    monthly = frame["monthly"]
    spans = (
        (of_start, of_end, start, end),
        (of_start, of_due, start, due),
        (of_end, of_due, end, due),
    )
    return tuple(
        (b - a).zip_with(monthly, to - since).cast(pl.Float64) for a, b, since, to in spans
    )


def _ends_month(day: pl.Expr) -> pl.Expr:
    import polars as pl

    return (day + 1).cast(pl.Date).dt.day() == 1


def _stated(shape: QuestionShape) -> tuple[Any, ...]:
    base, period, goal = shape.base, shape.base_period, shape.goal
    return (
        None if base is None else day_number(base[0]),
        None if base is None else binary(base[1]),
        None if period is None else day_number(period.start),
        None if period is None else day_number(period.end),
        FREQUENCIES.index(shape.check.frequency or ""),
        None if goal is None else binary(goal),
        1 if shape.upward else -1,
    )
