"""The order of decision on columns: regular observations against bounds, dates and schedules.

Layer: columnar. Input: ShapedQuestions (question_shapes.py) and ObservationColumns
(observation_columns.py). Output: `Answers`: a frame with a row for each target instance decided,
and the indices of the fallbacks to the reference engine. The rules are those of the reference
engine, restricted to regular observations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.outcome_flags import (
    ASIDE,
    CHANGED,
    CLOSE,
    DERIVED,
    NEAR,
    STALE,
    WOULD_FAIL,
    WOULD_PASS,
    bits,
    failed,
    own,
    sensitive,
)
from targetcheck.columnar.table_decision.column_progress import Ways
from targetcheck.columnar.table_decision.derived_columns import series_behind
from targetcheck.columnar.table_decision.observation_bounds import ObservationBounds
from targetcheck.columnar.table_decision.observation_columns import (
    ObservationColumns,
    day_number,
)
from targetcheck.columnar.table_decision.period_frequency import FREQUENCIES
from targetcheck.columnar.table_decision.question_shapes import ShapedQuestions
from targetcheck.columnar.table_decision.shape_windows import Numbers, shape_table
from targetcheck.columnar.table_decision.sustained_levels import sustained
from targetcheck.columnar.table_decision.unmeasured_targets import MEASURED, unmeasured
from targetcheck.kernel.derived_values.missing_data import next_to_report
from targetcheck.plan.plan import Plan
from targetcheck.ruleset.indicators.statistic import LENGTHS

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Answers:
    """Columnar outcomes, and the indices of the fallbacks.

    `settled` has question, status, reason, flags, value, margin, ratio, catch_up, lagging, missing.
    """

    settled: pl.DataFrame
    left: pl.Series


@dataclass
class Deciding:
    """Evaluation of one frame's observations for the target instances of a plan."""

    plan: Plan
    asked: ShapedQuestions
    reports: ObservationColumns
    as_of: date
    lagging: bool = True
    parts: list[Any] = field(default_factory=list)
    left: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        import polars as pl

        profile = self.plan.profile
        numbers = Numbers(Fraction(profile.close_call))
        self.measured = ObservationBounds(self.asked.shapes, self.reports, numbers)
        self.today = day_number(self.as_of)
        self.asked_frame = pl.DataFrame(
            {
                "question": pl.Series(self.asked.question, dtype=pl.UInt32),
                "series": pl.Series(self.asked.series, dtype=pl.UInt32),
                "shape": pl.Series(self.asked.shape, dtype=pl.UInt32),
            }
        )

    def answers(self) -> Answers:
        """Return all columnar outcomes."""
        import polars as pl

        asked = self._asked()
        self._leave(asked.filter("odd"))
        asked = asked.filter(~pl.col("odd"))
        self._unmeasured(asked.filter(pl.col("kind") != MEASURED))
        asked = asked.filter(pl.col("kind") == MEASURED)
        self._sustained(asked.filter("sustain"))
        asked = asked.filter(~pl.col("sustain"))
        self._due(asked.filter("is_due"))
        self._ahead(asked.filter(~pl.col("is_due")))
        schema = {
            "question": pl.UInt32, "status": pl.String, "reason": pl.String, "flags": pl.UInt16,
            "value": pl.Float64, "margin": pl.Float64, "ratio": pl.Float64,
            "catch_up": pl.Float64, "lagging": pl.UInt32, "missing": pl.UInt8,
        }  # fmt: skip
        whole = [
            part.select(*(_cast(part, n, t) for n, t in schema.items())) for part in self.parts
        ]
        left = pl.concat([pl.Series(dtype=pl.UInt32), *self.left])
        settled = pl.concat([pl.DataFrame(schema=schema), *whole])
        return Answers(self._beside_refusals(settled), left)

    def _beside_refusals(self, settled: pl.DataFrame) -> pl.DataFrame:
        """Add the flag of instances that a row set aside may concern, by series and last day."""
        import polars as pl

        refused = self.reports.refused
        if refused.is_empty():
            return settled
        shapes = [shape.question for shape in self.asked.shapes]
        dues = pl.Series([day_number(q.due) for q in shapes], dtype=pl.Int32)
        within = [day_number(q.start) if q.recurring and q.start else None for q in shapes]
        starts = pl.Series(within, dtype=pl.Int32)
        of = self.asked_frame["shape"]
        asked = self.asked_frame.with_columns(due=dues.gather(of), first=starts.gather(of))
        of_series = refused.unique()
        silent = settled.filter(
            pl.col("reason").is_in(["no_data", "overdue_report"]) & pl.col("value").is_null()
        )["question"]
        held = series_behind(self.plan, self.asked, of_series.filter("held"))
        unheard = asked.filter(pl.col("question").is_in(silent.implode()))
        reported = unheard.join(held, on="series", how="inner").filter(
            pl.col("end").is_null()
            | pl.col("end").is_between(pl.col("first").fill_null(pl.col("end")), pl.col("due"))
        )
        concerned = pl.concat(
            [
                asked.join(of_series.filter(pl.col("end").is_null()), on="series", how="semi"),
                asked.join(of_series, left_on=["series", "due"], right_on=["series", "end"],
                           how="semi"),
                reported.select(asked.columns),
            ]
        )["question"]  # fmt: skip
        beside = pl.col("question").is_in(concerned.unique().implode())
        return settled.with_columns(flags=pl.col("flags") | bits(beside, ASIDE))

    def _asked(self) -> pl.DataFrame:
        """Return the target instances joined with their shape and latest observation."""
        import polars as pl

        frame = self.asked_frame
        found = frame.with_columns(
            row=self.reports.newest.gather(frame["series"]),
            odd=self.reports.odd.gather(frame["series"]),
        )
        table = shape_table(self.asked.shapes)
        return found.with_columns(table.select(pl.all().gather(frame["shape"])))

    def _leave(self, frame: pl.DataFrame) -> None:
        self.left.append(frame["question"])

    def _settle(self, frame: pl.DataFrame, **answers: Any) -> None:
        import polars as pl

        given = {k: pl.lit(v) if isinstance(v, str | int) else v for k, v in answers.items()}
        self.parts.append(frame.with_columns(**given))

    def _unmeasured(self, frame: pl.DataFrame) -> None:
        """Step 6, and deliverables."""
        import polars as pl

        if frame.is_empty():
            return
        found = unmeasured(frame, self.reports, self.today)
        self._leave(found.filter("unclear"))
        found = found.filter(~pl.col("unclear"))
        open_ = ~pl.col("status").is_in(["pass", "fail"]) & (pl.col("reason") != "not_met")
        old = (open_ & self._old("shown")).fill_null(value=False)
        self._settle(found, flags=bits(old, STALE) + own())

    def _sustained(self, frame: pl.DataFrame) -> None:
        """All periods of a span: one miss fails, due or not."""
        import polars as pl

        early = ~pl.col("is_due") & (pl.col("start") > self.today).fill_null(value=False)
        self._settle(frame.filter(early), status="not_due", reason="before_start", flags=own())
        frame = frame.filter(~early)
        if frame.is_empty():
            return
        found, sure = sustained(frame, self.reports, self.measured), sensitive() + own()
        self._leave(found.unclear)
        self._settle(found.missed, status=failed(), reason="lapsed", flags=sure)
        kept = found.kept
        met = found.met.filter("is_due")
        self._settle(met, status="pass", reason="met", flags=sure)
        kept = kept.filter(~pl.col("question").is_in(met["question"].implode()))
        silent = kept.filter(pl.col("is_due") & pl.col("row").is_null())
        self._settle(silent, status="undetermined", reason="overdue_report", missing=2, flags=own())
        last = self.reports.rows["end"].gather(kept["row"])
        none = kept.with_columns(last=last).select(
            pl.col("last").is_null() | (pl.col("last") < pl.col("start")).fill_null(value=False)
        ).to_series() & ~kept["is_due"]  # fmt: skip
        self._settle(
            kept.filter(none), status="undetermined", reason="no_data", missing=1, flags=own()
        )
        rest = self.measured.of(kept.filter(~none & kept["row"].is_not_null()))
        self._leave(rest.filter("unclear"))
        rest = rest.filter(~pl.col("unclear"))
        common = bits(self._old("end"), STALE) + sure
        self._settle(
            rest.filter("is_due"), status="undetermined", reason="incomplete", missing=2,
            flags=common,
        )  # fmt: skip
        ways = Ways(self.plan, self.asked, self.reports, self.measured, self.as_of, self.lagging)
        self._steady(rest.filter(~pl.col("is_due")), ways, common)

    def _old(self, end: str) -> pl.Expr:
        """Return whether a day is longer ago than the profile allows for a current status."""
        import polars as pl

        allowed = self.plan.profile.stale_after_days
        return pl.lit(value=False) if allowed is None else self.today - pl.col(end) > allowed

    def _due(self, frame: pl.DataFrame) -> None:
        """Step 3: the due date has passed, and the value of the period that ends on it decides."""
        import polars as pl

        silent = frame.filter(pl.col("row").is_null())
        nothing = pl.when(pl.col("total_from").is_null()).then(2).otherwise(3)
        self._settle(
            silent, status="undetermined", reason="overdue_report", missing=nothing, flags=own()
        )
        told = frame.filter(pl.col("row").is_not_null()).rename({"row": "newest"})
        if told.is_empty():
            return
        self._totals(told.filter(pl.col("total_from").is_not_null()))
        told = told.filter(pl.col("total_from").is_null())
        rows = self.reports.rows.select("series", "end", "frequency").with_row_index("row")
        on_day = rows["end"].is_in(told["due"].unique().implode()) & self.reports.plain
        rows = rows.filter(on_day)
        found = told.join(rows, left_on=["series", "due"], right_on=["series", "end"], how="left")
        longest = self.reports.longest.gather(found["row"])
        alike = pl.col("only") == pl.col("frequency")
        right = pl.when(pl.col("only") == 0).then(longest).otherwise(alike)
        found = found.filter(right.fill_null(value=False))
        self._overdue(told.join(found, on="question", how="anti", maintain_order="left"))
        self._compared(found.drop("frequency"))

    def _overdue(self, frame: pl.DataFrame) -> None:
        """Step 3 without the value: the newest earlier one shows what would have been."""
        import polars as pl

        if frame.is_empty():
            return
        last = self.reports.rows["end"].gather(frame["newest"])
        made = pl.col("irreversible") | pl.col("by_limit") | pl.col("made")
        wanting = frame.with_columns(last=last).select(made | (pl.col("last") >= pl.col("due")))
        self._leave(frame.filter(wanting.to_series()))
        # The value of another period says nothing of one of several periods.
        before = (last < frame["start"]).fill_null(value=False)
        elsewhere = frame["recurring"] & before & ~wanting.to_series()
        self._settle(
            frame.filter(elsewhere).drop("newest"),
            status="undetermined", reason="overdue_report", missing=2, flags=own(),
        )  # fmt: skip
        shown = frame.filter(~(wanting.to_series() | elsewhere))
        if shown.is_empty():
            return
        found = self.measured.of(shown.rename({"newest": "row"}))
        self._leave(found.filter("unclear"))
        found = found.filter(~pl.col("unclear"))
        old = self._old("end")
        would = bits(pl.col("met"), WOULD_PASS) + bits(~pl.col("met"), WOULD_FAIL)
        self._settle(
            found, status="undetermined", reason="overdue_report", missing=2,
            flags=would + bits(old, STALE) + sensitive() + own(),
        )  # fmt: skip

    def _totals(self, frame: pl.DataFrame) -> None:
        """Step 3 for totals: that of all days from the first to the due date decides."""
        rows = self.reports.totals
        if rows is None or frame.is_empty():
            self._leave(frame)
            return
        found = frame.join(
            rows, left_on=["series", "total_from", "due"], right_on=["series", "start", "end"],
            how="inner",
        )  # fmt: skip
        self._leave(frame.join(found, on="question", how="anti", maintain_order="left"))
        self._compared(found)

    def _compared(self, frame: pl.DataFrame) -> None:
        """Settle instances, each with the `row` of the value that decides."""
        import polars as pl

        if frame.is_empty():
            return
        found = self.measured.of(frame)
        self._leave(found.filter("unclear"))
        found = found.filter(~pl.col("unclear"))
        changed = (pl.col("start_day") < pl.col("changed")).fill_null(value=False)
        self._settle(
            found,
            status=pl.when("met").then(pl.lit("pass")).otherwise(failed()),
            reason=pl.when("met").then(pl.lit("met")).otherwise(pl.lit("not_met")),
            flags=bits(pl.col("derived"), DERIVED)
            + bits((pl.col("near") & pl.col("asked_rank")) > 0, NEAR)
            + bits(changed, CHANGED)
            + sensitive()
            + own(),
        )

    def _ahead(self, frame: pl.DataFrame) -> None:
        """Steps 4 and 5: not yet due, possibly decided early or at risk."""
        import polars as pl

        early = (pl.col("start") > self.today).fill_null(value=False)
        self._settle(frame.filter(early), status="not_due", reason="before_start", flags=own())
        frame = frame.filter(~early)
        silent = frame.filter(pl.col("row").is_null())
        kept = pl.when("maintain").then(pl.lit("undetermined")).otherwise(pl.lit("not_due"))
        self._settle(silent, status=kept, reason="no_data", missing=1, flags=own())
        found = self.measured.of(frame.filter(pl.col("row").is_not_null()))
        outside = pl.col("unclear") | (pl.col("end") < pl.col("start")).fill_null(value=False)
        outside = outside | (pl.col("end") <= pl.col("after")).fill_null(value=False)
        self._leave(found.filter(outside))
        found = found.filter(~outside)
        met = pl.col("met")
        locked = met & pl.col("irreversible")
        self._settle(
            found.filter(locked), status="pass", reason="locked", flags=sensitive() + own()
        )
        self._by_nature(found.filter(~locked))

    def _by_nature(self, frame: pl.DataFrame) -> None:
        """Outcomes of levels to maintain, targets met early, and targets in progress."""
        import polars as pl

        ways = Ways(self.plan, self.asked, self.reports, self.measured, self.as_of, self.lagging)
        frame = ways.started(frame)
        self._leave(frame.filter("unclear"))
        frame = frame.filter(~pl.col("unclear"))
        old = self._old("end")
        common = bits(old, STALE) + sensitive() + own()
        keep = pl.col("maintain") | pl.col("standing")
        self._steady(frame.filter(keep), ways, common)
        rest = frame.filter(~keep)
        self._stale(rest.filter(pl.col("met") & old), common)
        early = rest.filter(pl.col("met") & ~old)
        self._settle(early, status="on_track", reason="met_early", flags=common)
        rest = rest.filter(~pl.col("met"))
        without = pl.col("start_value").is_null()
        self._settle(rest.filter(without), status="not_due", reason="no_baseline", flags=common)
        rest = rest.filter(~without)
        if rest.is_empty():
            return
        paced = ways.paced(rest)
        self._leave(paced.filter("unclear"))
        paced = paced.filter(~pl.col("unclear"))
        self._stale(paced.filter(old).select(rest.columns), common)
        self._settle(paced.filter(~old), flags=common)

    def _steady(self, frame: pl.DataFrame, ways: Ways, flags: pl.Expr) -> None:
        """Levels to maintain: by their newest values, unless these are too old."""
        import polars as pl

        old = self._old("end")
        self._stale(frame.filter(old), flags)
        holding = frame.filter(~old)
        if not holding.is_empty():
            close = bits((pl.col("reason") == "holding") & pl.col("close"), CLOSE)
            self._settle(ways.kept(holding), flags=close + flags)

    def _stale(self, frame: pl.DataFrame, flags: pl.Expr) -> None:
        """Return the outcomes with `stale` if they rest on a value that is too old."""
        import polars as pl

        # Where the last period that is over is reported, the reference engine names the next one.
        over = {
            n: day_number(next_to_report(self.as_of, name, ()).end)
            for n, name in enumerate(FREQUENCIES)
            if name in LENGTHS
        }
        last = pl.col("only").replace_strict(over, default=None, return_dtype=pl.Int32)
        known = (pl.col("end") >= last).fill_null(value=False)
        self._leave(frame.filter(known))
        frame = frame.filter(~known)
        self._settle(frame, status="undetermined", reason="stale", missing=1, flags=flags)


def _cast(frame: pl.DataFrame, name: str, kind: Any) -> pl.Expr:
    import polars as pl

    if name not in frame.columns:
        blank = 0 if name in ("flags", "lagging", "missing") else None
        return pl.lit(blank, kind).alias(name)
    return pl.col(name).cast(kind)
