"""The order of decision on columns: regular observations against bounds, dates and schedules.

Layer: columnar. Input: ShapedQuestions (question_shapes.py) and ObservationColumns
(observation_columns.py). Output: `Answers`: a frame with a row for each target instance decided,
and the indices of the fallbacks to the reference engine. The rules are those of the reference
engine, restricted to regular observations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.table_decision.column_progress import Ways
from targetcheck.columnar.table_decision.observation_bounds import ObservationBounds
from targetcheck.columnar.table_decision.observation_columns import (
    ObservationColumns,
    day_number,
)
from targetcheck.columnar.table_decision.period_frequency import FREQUENCIES
from targetcheck.columnar.table_decision.question_shapes import QuestionShape, ShapedQuestions
from targetcheck.columnar.table_decision.shape_windows import Numbers
from targetcheck.kernel.derived_values.missing_data import next_to_report
from targetcheck.plan.data_dependencies import derived_from, is_made
from targetcheck.plan.plan import Plan
from targetcheck.ruleset.indicators.statistic import LENGTHS

if TYPE_CHECKING:
    import polars as pl

FLAGS = (
    "would_pass", "would_fail", "derived", "near_class_limit", "close_call", "limit_changed_within_period", "stale",
    "rounding_sensitive", "own_reading", "row_set_aside",
)  # fmt: skip
"""Flags of regular observations in the order of the reference engine; a bit for each."""
WOULD_PASS, WOULD_FAIL, DERIVED, NEAR, CLOSE, CHANGED, STALE, SENSITIVE, OWN, ASIDE = (
    1 << n for n in range(len(FLAGS))
)
MISSING = ("", "as_of", "due", "window")
"""Missing data: none, the observation of the as-of date, that of the due date, or those of all days
of a total."""


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
        held = self._behind(of_series.filter("held"))
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
        return settled.with_columns(flags=pl.col("flags") | _bits(beside, ASIDE))

    def _behind(self, refused: pl.DataFrame) -> pl.DataFrame:
        """Return the refused rows of series, also as those of each series that derives from them."""
        import polars as pl

        number = {name: n for n, name in enumerate(self.plan.indicators)}
        width = self.asked.width
        parts = [refused]
        for name in sorted(self.asked.derived):
            for source in derived_from(self.plan, [name]) - {name}:
                own = refused.filter(pl.col("series") // width == number[source])
                moved = pl.col("series") % width + number[name] * width
                parts.append(own.with_columns(series=moved.cast(pl.UInt32)))
        return pl.concat(parts).unique()

    def _asked(self) -> pl.DataFrame:
        """Return the target instances joined with their shape and latest observation."""
        import polars as pl

        frame = self.asked_frame
        found = frame.with_columns(
            row=self.reports.newest.gather(frame["series"]),
            odd=self.reports.odd.gather(frame["series"]),
        )
        table = _table(self.asked.shapes)
        return found.with_columns(table.select(pl.all().gather(frame["shape"])))

    def _leave(self, frame: pl.DataFrame) -> None:
        self.left.append(frame["question"])

    def _settle(self, frame: pl.DataFrame, **answers: Any) -> None:
        import polars as pl

        given = {k: pl.lit(v) if isinstance(v, str | int) else v for k, v in answers.items()}
        self.parts.append(frame.with_columns(**given))

    def _due(self, frame: pl.DataFrame) -> None:
        """Step 3: the due date has passed, and the value of the period that ends on it decides."""
        import polars as pl

        silent = frame.filter(pl.col("row").is_null())
        nothing = pl.when(pl.col("total_from").is_null()).then(2).otherwise(3)
        self._settle(
            silent, status="undetermined", reason="overdue_report", missing=nothing, flags=_own()
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
            status="undetermined", reason="overdue_report", missing=2, flags=_own(),
        )  # fmt: skip
        shown = frame.filter(~(wanting.to_series() | elsewhere))
        if shown.is_empty():
            return
        found = self.measured.of(shown.rename({"newest": "row"}))
        self._leave(found.filter("unclear"))
        found = found.filter(~pl.col("unclear"))
        allowed = self.plan.profile.stale_after_days
        old = pl.lit(value=False) if allowed is None else self.today - pl.col("end") > allowed
        would = _bits(pl.col("met"), WOULD_PASS) + _bits(~pl.col("met"), WOULD_FAIL)
        self._settle(
            found, status="undetermined", reason="overdue_report", missing=2,
            flags=would + _bits(old, STALE) + _sensitive() + _own(),
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
        missed = pl.when("binding").then(pl.lit("fail")).otherwise(pl.lit("missed"))
        self._settle(
            found,
            status=pl.when("met").then(pl.lit("pass")).otherwise(missed),
            reason=pl.when("met").then(pl.lit("met")).otherwise(pl.lit("not_met")),
            flags=_bits(pl.col("derived"), DERIVED)
            + _bits((pl.col("near") & pl.col("asked_rank")) > 0, NEAR)
            + _bits(changed, CHANGED)
            + _sensitive()
            + _own(),
        )

    def _ahead(self, frame: pl.DataFrame) -> None:
        """Steps 4 and 5: not yet due, possibly decided early or at risk."""
        import polars as pl

        early = (pl.col("start") > self.today).fill_null(value=False)
        self._settle(frame.filter(early), status="not_due", reason="before_start", flags=_own())
        frame = frame.filter(~early)
        silent = frame.filter(pl.col("row").is_null())
        kept = pl.when("maintain").then(pl.lit("undetermined")).otherwise(pl.lit("not_due"))
        self._settle(silent, status=kept, reason="no_data", missing=1, flags=_own())
        found = self.measured.of(frame.filter(pl.col("row").is_not_null()))
        outside = pl.col("unclear") | (pl.col("end") < pl.col("start")).fill_null(value=False)
        outside = outside | (pl.col("end") <= pl.col("after")).fill_null(value=False)
        self._leave(found.filter(outside))
        found = found.filter(~outside)
        met = pl.col("met")
        locked = met & pl.col("irreversible")
        self._settle(
            found.filter(locked), status="pass", reason="locked", flags=_sensitive() + _own()
        )
        self._by_nature(found.filter(~locked))

    def _by_nature(self, frame: pl.DataFrame) -> None:
        """Outcomes of levels to maintain, targets met early, and targets in progress."""
        import polars as pl

        ways = Ways(self.plan, self.asked, self.reports, self.measured, self.as_of, self.lagging)
        frame = ways.started(frame)
        self._leave(frame.filter("unclear"))
        frame = frame.filter(~pl.col("unclear"))
        allowed = self.plan.profile.stale_after_days
        old = pl.lit(value=False) if allowed is None else self.today - pl.col("end") > allowed
        common = _bits(old, STALE) + _sensitive() + _own()
        keep = pl.col("maintain") | pl.col("standing")
        self._stale(frame.filter(keep & old), common)
        holding = frame.filter(keep & ~old)
        if not holding.is_empty():
            close = _bits((pl.col("reason") == "holding") & pl.col("close"), CLOSE)
            self._settle(ways.kept(holding), flags=close + common)
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


def _table(shapes: Iterable[QuestionShape]) -> pl.DataFrame:
    """Return the properties of each shape as columns."""
    import polars as pl

    schema = {
        "due": pl.Int32, "start": pl.Int32, "is_due": pl.Boolean, "maintain": pl.Boolean,
        "standing": pl.Boolean, "irreversible": pl.Boolean, "binding": pl.Boolean, "recurring": pl.Boolean,
        "own": pl.Boolean, "only": pl.UInt8, "changed": pl.Int32, "after": pl.Int32,
        "total_from": pl.Int32, "by_limit": pl.Boolean, "made": pl.Boolean,
        "asked_rank": pl.UInt32,
    }  # fmt: skip
    rows = []
    for shape in shapes:
        question, check = shape.question, shape.check
        start, changed, after = question.start, shape.changed, shape.after
        rows.append(
            (
                day_number(question.due),
                None if start is None else day_number(start),
                shape.is_due,
                question.mode == "maintain",
                shape.standing,
                check.irreversible,
                question.strength == "binding",
                question.recurring,
                bool(check.own_reading),
                FREQUENCIES.index(check.frequency or ""),
                None if changed is None else day_number(changed),
                None if after is None else day_number(after),
                None if shape.total_from is None else day_number(shape.total_from),
                check.kind == "limit",
                is_made(shape.spec),
                shape.asked_rank,
            )
        )
    return pl.DataFrame(rows, schema=schema, orient="row")


def _own() -> pl.Expr:
    import polars as pl

    return _bits(pl.col("own"), OWN)


def _sensitive() -> pl.Expr:
    import polars as pl

    return _bits(pl.col("sensitive"), SENSITIVE)


def _bits(holds: pl.Expr, bit: int) -> pl.Expr:
    import polars as pl

    return holds.cast(pl.UInt16) * pl.lit(bit, pl.UInt16)


def _cast(frame: pl.DataFrame, name: str, kind: Any) -> pl.Expr:
    import polars as pl

    if name not in frame.columns:
        blank = 0 if name in ("flags", "lagging", "missing") else None
        return pl.lit(blank, kind).alias(name)
    return pl.col(name).cast(kind)
