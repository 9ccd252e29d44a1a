"""Screening of frames: every row against the level requirements of its indicator and place.

Layer: columnar. Input: Levels and a frame. Output: the same kind of frame with `verdict` and
`margin` added to each row. Computed in Polars; other frames are converted through Arrow.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.column_encoding import (
    binary_numbers,
    cells_of_codes,
    is_text,
    unsigned,
)
from targetcheck.columnar.number_and_period_notation import plain_notation
from targetcheck.columnar.polars_frame import as_texts, plain_frame, plainly_named
from targetcheck.columnar.screening.cell_fallback import STATUSES, judge_cells
from targetcheck.columnar.screening.level_requirements import Levels
from targetcheck.columnar.screening.lookup_rows import RuleBook
from targetcheck.columnar.screening.parquet_batches import batches, parquet_files, screening_parts
from targetcheck.columnar.screening.plain_refusals import NOT_ASKED, PlainRefusals
from targetcheck.columnar.screening.polars_lookup_table import KEYS, LookupTable
from targetcheck.columnar.screening.unit_suffixes import without_suffixes
from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.files import inputs_noted, refuse_input, whole_file
from targetcheck.observations.observation_reader import (
    end_of,
    fiscal_of,
    vocabulary,
)
from targetcheck.observations.observation_status import Excuses, means_reported
from targetcheck.quantities.rounding import binary
from targetcheck.tables.columns.column_matching import shape_table
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.formats.frame_format import from_frame, is_frame, library_refusals, no_frame
from targetcheck.tables.rejection_reasons import COLUMN

if TYPE_CHECKING:
    import polars as pl


LEARNING = Lock()
"""Lock for adding spellings and rules, since slices are screened in parallel."""
BESIDE = 4
"""Number of slices screened in parallel, if there are that many processors."""
SLICE = 1_000_000
"""Rows per slice, so that intermediate results fit into the processor cache."""
CELLS = (
    "place", "indicator", "period", "value", "unit", "qualifier", "status", "numerator",
    "denominator", "lower", "upper",
)  # fmt: skip
REASONS = ("not_met", "met", "", "", "")


@dataclass
class Screener:
    """Screener of frames; the meaning of spellings and units is cached between frames."""

    levels: Levels
    place: str | None = None
    detail: bool = False
    seen: dict[str, dict[str, int]] = field(default_factory=lambda: {k: {} for k in KEYS[:3]})
    eras: dict[object, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = RuleBook(self.levels)
        self.refusals = PlainRefusals(self.book)
        self.fiscal = fiscal_of(self.levels.plan)
        self.excuses = Excuses(self.levels.plan)
        self._made: tuple[tuple[int, ...], LookupTable] | None = None

    def frame(self, data: Any) -> Any:
        """Return the frame, in the kind of the input, with the results as columns."""
        import narwhals as nw

        screening_parts("polars")
        if not is_frame(data):
            raise TargetcheckError(no_frame(data))
        frame, eager, kind = plain_frame(data)
        answers = self.answers(frame)
        if kind == "polars":
            return eager.to_native().with_columns(answers)
        if kind == "duckdb":
            import duckdb

            return duckdb.from_arrow(eager.to_polars().with_columns(answers).to_arrow())
        columns = [
            nw.new_series(c.name, c.to_list() if c.dtype != float else c.to_numpy(), None,
                          backend=eager.implementation)
            for c in answers
        ]  # fmt: skip
        return eager.with_columns(*columns).to_native()

    def answers(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the results for a Polars frame's rows, in row order."""
        import polars as pl

        named, open_ = plain_notation(self.named(frame))
        named = named if open_ is None else named.with_columns(open_)
        first, rest = self.slice(named[:SLICE]), range(SLICE, len(named), SLICE)
        if not rest:
            return first
        with ThreadPoolExecutor(min(BESIDE, os.cpu_count() or 1)) as pool:
            parts = pool.map(lambda start: self.slice(named[start : start + SLICE]), rest)
            return pl.concat([first, *parts])

    def named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the columns that are read, under their canonical names.

        If more than their names is needed, the table reader reads them.
        """
        if plainly_named(self.levels.plan, frame.columns):
            return frame.select(**self.columns_of(frame.columns))
        import polars as pl

        if "place" not in {read_header(c).name for c in frame.columns} and self.place is not None:
            frame = frame.with_columns(place=pl.lit(self.place))
        if "period" not in {read_header(c).name for c in frame.columns}:
            frame = frame.with_columns(period=pl.lit(str(self.levels.as_of)))
        table = shape_table(from_frame(frame), known=vocabulary(self.levels.plan))
        cells = {name: as_texts(column) for name, column in table.columns.items()}
        return pl.DataFrame({name: cells[name] for name in (*CELLS, COLUMN) if name in cells})

    def columns_of(self, names: Sequence[str]) -> dict[str, str]:
        """Return the columns that are read: canonical name → name in the frame.

        Raises TargetcheckError if one is missing.
        """
        found = {name: c for c in names if (name := read_header(c).name) in CELLS}
        missing = [n for n in ("indicator", "value") if n not in found]
        if "place" not in found and self.place is None:
            missing.append("place")
        if self.levels.eras and "period" not in found:
            missing.append("period")
        if missing:
            raise TargetcheckError([_no_column(name) for name in missing])
        return found

    def slice(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the results for a slice."""
        numbers = binary_numbers(frame["value"])
        apart = without_suffixes(frame, numbers)
        keyed = self.keyed(*(apart or (frame, numbers)))
        table = self.table(keyed)
        judged = table.judge(keyed)
        regular = judged["margin"].is_finite().fill_null(value=False)
        alone = self.alone(frame)
        regular = regular if alone is None else regular & alone
        if regular.all():
            said = [self.reasons(judged["verdict"])] if self.detail else []
            return self.detailed(judged.with_columns(said))
        return self.detailed(self.mended(frame, keyed, judged, regular, alone))

    def alone(self, frame: pl.DataFrame) -> pl.Series | None:
        """Return which rows have a plain status and nothing beside their value; None if all do."""
        found = self.plain_status(frame)
        silent = cells_of_codes(frame["value"], self.excuses.numbers())
        if silent is not None:
            found = ~silent if found is None else found & ~silent
        for name in ("qualifier", "numerator", "denominator", "lower", "upper", COLUMN):
            if name in frame.columns and frame[name].null_count() < len(frame):
                blank = frame[name].is_null()
                found = blank if found is None else found & blank
        return found

    def detailed(self, judged: pl.DataFrame) -> pl.DataFrame:
        """Return verdicts by name, and the gap if requested."""
        import polars as pl

        names = pl.Series(STATUSES, dtype=pl.Enum(STATUSES))
        margin = unsigned(judged["margin"])
        gap = {"gap": unsigned((-margin).clip(0))} if self.detail else {}
        verdict = names.gather(judged["verdict"])
        return judged.with_columns(margin=margin, verdict=verdict, **gap)

    def reasons(self, verdicts: pl.Series) -> pl.Series:
        """Return the reasons for numeric cells."""
        import polars as pl

        return pl.Series("reason", REASONS, dtype=pl.String).gather(verdicts)

    def keyed(self, frame: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
        """Return the value as float, and for each key column the index of its spelling."""
        import polars as pl

        given = [name for name in KEYS[:3] if name in frame.columns]
        columns = {"value": numbers}
        coded = self.coded(frame, given)
        for name in given:
            column = coded[name]
            if column.null_count():
                new = frame[name].filter(column.is_null()).unique().cast(pl.String)
                with LEARNING:
                    self.learn(name, [text or "" for text in new.to_list()])
                column = self.coded(frame, [name])[name]
            columns[name] = column
        if self.levels.eras:
            columns["era"] = self.era_of(frame["period"])
        return pl.DataFrame(columns)

    def coded(self, frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
        """Return the index of each spelling; null if it is new."""
        import polars as pl

        def code(name: str) -> pl.Expr:
            texts = pl.col(name).cast(pl.String) if not is_text(frame[name]) else pl.col(name)
            texts = texts.fill_null("") if frame[name].null_count() else texts
            known = pl.Enum(list(self.seen[name]))
            return texts.cast(known, strict=False).to_physical().cast(pl.UInt32)

        return frame.select(code(name) for name in names)

    def learn(self, name: str, texts: list[str]) -> None:
        """Add new spellings to the cache."""
        for text in texts:
            self.seen[name].setdefault(text, len(self.seen[name]))

    def era_of(self, periods: pl.Series) -> pl.Series:
        """Return the era of each period; each spelling is read once. An unreadable one maps to the last."""
        import polars as pl

        for text in periods.unique().to_list():
            if text not in self.eras:
                try:
                    self.eras[text] = self.levels.era(end_of(text, self.fiscal))
                except TargetcheckError:
                    self.eras[text] = len(self.levels.eras) + 1
        return periods.replace_strict(self.eras, return_dtype=pl.UInt32)

    def table(self, keyed: pl.DataFrame) -> LookupTable:
        """Return the lookup table for the spellings met so far."""
        with LEARNING:
            for name in KEYS[:3]:
                if name not in keyed.columns:
                    self.learn(name, [self.place or "" if name == "place" else ""])
            size = tuple(len(seen) for seen in self.seen.values())
            if self._made is None or self._made[0] != size:
                rules = list(self.book.rules(*self.seen.values()))
                self._made = size, LookupTable(rules, self.seen, len(self.levels.eras) + 2)
            return self._made[1]

    def plain_status(self, frame: pl.DataFrame) -> pl.Series | None:
        """Return which rows are regular by their status; None if all are."""
        import polars as pl

        if "status" not in frame.columns:
            return None
        status = frame["status"].cast(pl.String)
        silent = self.excuses.means_silence
        told = status.unique().to_list()
        texts = [t for t in told if t is None or (means_reported(t) and not silent(t))]
        return status.is_in(texts, nulls_equal=True)

    def mended(
        self, frame: pl.DataFrame, keyed: pl.DataFrame, judged: pl.DataFrame, regular: pl.Series,
        alone: pl.Series | None,
    ) -> pl.DataFrame:  # fmt: skip
        """Add the results of rows without a number that a rule decides."""
        import polars as pl

        verdict, margin = judged["verdict"], judged["margin"]
        reason = self.reasons(verdict) if self.detail else None
        at = (~regular).arg_true()
        codes = self.told(frame, keyed, at, None if alone is None else alone.gather(at))
        plain, told = at.filter(codes > 0), codes.filter(codes > 0)
        asked = told != self.refusals.codes.index(NOT_ASKED)
        words = pl.Series([STATUSES.index(n) for n in ("not_asked", "refused")], dtype=pl.UInt8)
        verdict = verdict.scatter(plain, words.gather(asked.cast(pl.UInt32)))
        margin = margin.scatter(plain, None)
        if reason is not None:
            texts = pl.Series(self.refusals.codes, dtype=pl.String)
            reason = reason.scatter(plain, texts.gather(told))
        at = at.filter(codes == 0)
        if len(at):
            said = self.by_cell(frame[at])
            verdict = verdict.scatter(at, said["_verdict"])
            margin = margin.scatter(at, said["_margin"])
            reason = None if reason is None else reason.scatter(at, said["_reason"])
        columns = {"verdict": verdict, "margin": margin}
        return pl.DataFrame(columns if reason is None else {**columns, "reason": reason})

    def told(
        self, frame: pl.DataFrame, keyed: pl.DataFrame, at: pl.Series, alone: pl.Series | None
    ) -> pl.Series:
        """Return the code of rows that their spellings alone explain; 0 for the cell reader."""
        import polars as pl

        raw, zero = frame["value"].gather(at), pl.zeros(len(at), pl.UInt32, eager=True)
        given = keyed[at]
        value = given["value"]
        rows = pl.DataFrame(
            {name: given[name] if name in given.columns else zero for name in (*KEYS, "value")}
        )
        empty = raw.is_null() | value.is_nan().fill_null(value=False)
        with LEARNING:
            codes = self.refusals.of(rows.with_columns(missing=empty), self.seen)
        odd = given["era"] > len(self.levels.eras) if "era" in given.columns else None
        for mask in (odd, None if alone is None else ~alone):
            if mask is not None:
                codes = codes.set(mask, 0)
        return codes

    def by_cell(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the results of the cell reader, which reads each distinct row once."""
        import polars as pl

        if self.place is not None and "place" not in rows.columns:
            rows = rows.with_columns(place=pl.lit(self.place))
        if not self.levels.eras and "period" in rows.columns:
            rows = rows.drop("period")
        distinct = rows.unique(maintain_order=True)
        answers = judge_cells(self.levels, _cells(distinct), len(distinct))
        told = distinct.with_columns(
            pl.Series("_verdict", [STATUSES.index(a.status) for a in answers], pl.UInt8),
            pl.Series("_margin", [_float(a.margin) for a in answers], pl.Float64),
            pl.Series("_reason", [a.reason for a in answers], pl.String),
        )
        return rows.join(
            told, on=distinct.columns, how="left", nulls_equal=True, maintain_order="left"
        )


def _cells(frame: pl.DataFrame) -> dict[str, list[object]]:
    """Return raw cells in the form of the table reader."""
    raw = from_frame(frame, "<frame>", "rows")
    return dict(zip(raw.headers, raw.columns, strict=True))


def _float(value: Any) -> float | None:
    return None if value is None else binary(value)


def _no_column(name: str) -> Diagnostic:
    hint = ("name the place by `place=`", "请用 place= 指明地区") if name == "place" else ("", "")
    return Diagnostic(
        "screen-column",
        f"screening needs the column `{name}`",
        f"筛查需要“{name}”列",
        *hint,
    )


BATCH = 500_000


def screen_parquet(
    screener: Screener, source: str | Path, output: str | Path, batch: int = BATCH
) -> dict[str, int]:
    """Write the rows of a Parquet file or folder with results; return counts by verdict.

    Raises TargetcheckError if it cannot be read, or if the output is one of its files.
    """
    pl, _, pq = screening_parts()
    counts: Counter[str] = Counter(dict.fromkeys(STATUSES, 0))
    with inputs_noted():
        files = parquet_files(source)
        refuse_input(output)
    with whole_file(output) as stream, ExitStack() as closing:
        writer: Any = None
        for path in files:
            for frame in batches(path, batch):
                answers = screener.answers(frame)
                counts.update(dict(answers["verdict"].value_counts().iter_rows()))
                shown = answers.with_columns(verdict=answers["verdict"].cast(pl.String))
                table = frame.with_columns(shown).to_arrow()
                if writer is None:
                    writer = closing.enter_context(pq.ParquetWriter(stream, table.schema))
                with library_refusals(path):
                    table = table.cast(writer.schema)
                writer.write_table(table)
    return dict(counts)
