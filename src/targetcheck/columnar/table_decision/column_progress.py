"""Levels to maintain and targets in progress, on columns.

Layer: columnar. Input: measured target instances before their due date. Output: the rule of the
last three for levels to maintain, and the schedule ratio on a straight line for the others; the
formulas are in progress_methods/maintain.py and schedule.py. A ratio so close to a threshold that
floats could misjudge it is unclear and becomes a fallback.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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

        The second column marks instances for which one of these observations is unclear.
        """
        import polars as pl

        past = self._history(frame, KEPT, pl.col("end") > pl.col("start_end"))
        amount = self.measured.amounts(past["row"])
        past = self._judged(past.with_columns(amount=amount, unclear=pl.lit(value=False)))
        last = past.filter(pl.col("status") != "at_risk").group_by("asker").agg(pl.col("end").max())
        good = pl.repeat(-(2**31), len(frame), dtype=pl.Int32, eager=True)
        good = good.scatter(last["asker"], last["end"])
        since = past.filter(past["end"] > good.gather(past["asker"])).group_by("asker").len()
        count = pl.zeros(len(frame), pl.UInt32, eager=True).scatter(since["asker"], since["len"])
        doubt = pl.repeat(value=False, n=len(frame), eager=True)
        return count, doubt.scatter(past.filter("unclear")["asker"].unique(), True)

    def _judged(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the ratio of each observation and its band."""
        import polars as pl

        settings = cast("Schedule", self.plan.profile.pace)
        value, start, goal = pl.col("amount"), pl.col("start_value"), pl.col("goal")
        gone = _elapsed(pl.col("start_end"), pl.col("end"))
        whole = _elapsed(pl.col("start_end"), pl.col("due"))
        left = _elapsed(pl.col("end"), pl.col("due"))
        asked = (goal - start) * (gone / whole)
        way = value - start
        ratio = way / asked
        size = value.abs() + start.abs() + goal.abs()
        cuts = (float(settings.on_track), float(settings.serious), 0.0)
        unsure = pl.any_horizontal(*((way - asked * c).abs() <= size * UNSURE for c in cuts))
        unsure = unsure | (gone <= 0) | (asked.abs() <= size * 1e-6)
        unsure = unsure | (pl.col("sign") * asked <= 0)
        status, reason = _bands(ratio, cuts, settings)
        return frame.with_columns(
            ratio=ratio,
            catch_up=((goal - value) / left) / (way / gone),
            unclear=pl.col("unclear") | unsure.fill_null(value=True),
            status=status,
            reason=reason,
        )


KEPT = ("question", "due", "start_end", "start_value", "goal", "sign", "monthly")


def _elapsed(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Return the time between two days, in months or days."""
    import polars as pl

    months = _months(b) - _months(a)
    return pl.when("monthly").then(months).otherwise(b - a).cast(pl.Float64)


def _months(day: pl.Expr) -> pl.Expr:
    import polars as pl

    when = day.cast(pl.Date)
    return when.dt.year().cast(pl.Int32) * 12 + when.dt.month().cast(pl.Int32)


def _ends_month(day: pl.Expr) -> pl.Expr:
    import polars as pl

    return (day + 1).cast(pl.Date).dt.day() == 1


BANDS = ("on_track", "behind", "far_behind", "away")
"""The bands of the schedule ratio, best first, parallel to REASONS."""


def _bands(ratio: Any, cuts: tuple[float, ...], settings: Schedule) -> tuple[Any, Any]:
    """Return status and reason of a ratio; ratios at a threshold are already unclear."""
    import polars as pl

    risky = ORDER.index(settings.at_risk_from)
    statuses = ["at_risk" if ORDER.index(band) >= risky else "on_track" for band in BANDS]
    found = []
    for words in (statuses, REASONS):
        first, second, third, last = map(pl.lit, words)
        found.append(
            pl.when(ratio > cuts[0]).then(first).when(ratio > cuts[1]).then(second)
            .when(ratio > cuts[2]).then(third).otherwise(last)
        )  # fmt: skip
    return found[0], found[1]


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
