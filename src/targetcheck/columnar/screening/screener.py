"""Screening of frames: every row against the level requirements of its indicator and place.

Layer: columnar. Input: Levels and a frame. Output: the same kind of frame with `verdict` and
`margin` added to each row. Computed in Polars; other frames are converted through Arrow.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.column_encoding import binary_numbers, cells_of_codes, unsigned
from targetcheck.columnar.number_and_period_notation import plain_notation
from targetcheck.columnar.parquet_batches import screening_parts
from targetcheck.columnar.polars_frame import as_texts, plain_frame, plainly_named
from targetcheck.columnar.screening.cell_fallback import STATUSES, CellResult, judge_cells
from targetcheck.columnar.screening.level_requirements import Levels
from targetcheck.columnar.screening.lookup_rows import RuleBook
from targetcheck.columnar.screening.plain_refusals import NOT_ASKED, PlainRefusals
from targetcheck.columnar.screening.polars_lookup_table import KEYS, LookupTable
from targetcheck.columnar.screening.unit_suffixes import without_suffixes
from targetcheck.columnar.spelling_codes import SpellingCodes
from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.observations.excused_silence import Excuses
from targetcheck.observations.observation_reader import (
    end_of,
    fiscal_of,
    vocabulary,
)
from targetcheck.observations.observation_status import means_reported
from targetcheck.quantities.rounding import binary
from targetcheck.tables.cells.number_notation import NUMERIC
from targetcheck.tables.columns.column_matching import shape_table
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.formats.frame_format import from_frame, is_frame, no_frame
from targetcheck.tables.rejection_reasons import COLUMN

if TYPE_CHECKING:
    import polars as pl


LEARNING = Lock()
"""Lock for adding spellings and rules, since slices are screened in parallel."""
THREADS = min(4, os.cpu_count() or 1)
"""Number of slices screened in parallel."""
SLICE = 500_000
"""Most rows of a slice; longer intermediate results take memory, not less time."""
LEAST = 125_000
"""Rows for which a slice of its own is worth its fixed cost."""
REMEMBERED = 100_000
"""Rows whose results are remembered: more would not be met again often enough."""
CELLS = (
    "place", "indicator", "period", "value", "unit", "qualifier", "status", "numerator",
    "denominator", "lower", "upper",
)  # fmt: skip
REASONS = ("not_met", "met")


def _no_codes() -> dict[str, SpellingCodes]:
    """Return codes of no texts; raise TargetcheckError (`part-missing`) without Polars."""
    screening_parts("polars")
    return {key: SpellingCodes(()) for key in KEYS[:3]}


@dataclass
class Screener:
    """Screener of frames; the meaning of spellings and units is cached between frames."""

    levels: Levels
    place: str | None = None
    detail: bool = False
    seen: dict[str, dict[str, int]] = field(default_factory=lambda: {k: {} for k in KEYS[:3]})
    eras: dict[object, int] = field(default_factory=dict)
    codes: dict[str, SpellingCodes] = field(default_factory=_no_codes)
    judged: dict[tuple[object, ...], dict[tuple[object, ...], CellResult]] = field(
        default_factory=dict
    )
    """what the cell reader said of rows, by the types of their columns"""

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
        starts = slices(len(named))
        if len(starts) < 2:
            return self.slice(named)
        learnt = [] if self._made else [self.slice(named[starts[0] : starts[1]])]
        with ThreadPoolExecutor(THREADS) as pool:
            rest = starts[len(learnt) :]
            parts = pool.map(lambda start: self.slice(named[start : start + starts.step]), rest)
            return pl.concat([*learnt, *parts])

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
        import polars as pl

        numbers = binary_numbers(frame["value"])
        apart = without_suffixes(frame, numbers)
        keyed = self.keyed(*(apart or (frame, numbers)))
        met, margin = self.table().judge(keyed)
        regular = (margin - margin) == 0  # false for infinity and NaN, null for null
        regular = regular.fill_null(value=False) if regular.null_count() else regular
        alone = self.alone(frame)
        regular = regular if alone is None else regular & alone
        names = pl.Series(STATUSES, dtype=pl.Enum(STATUSES))
        told = {"verdict": names[1:2].zip_with(met, names[:1]), "margin": margin}
        if self.detail:
            told["reason"] = pl.Series(REASONS)[met.fill_null(value=False).cast(pl.UInt32)]
        if not regular.all():
            self.mend(told, frame, keyed, regular, alone)
        return self.detailed(told)

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

    def detailed(self, told: dict[str, pl.Series]) -> pl.DataFrame:
        """Return the results by name, and the gap if requested; a zero has no sign."""
        import polars as pl

        if self.detail:
            told = {**told, "gap": (-told["margin"]).set(told["margin"] >= 0, 0.0)}
        return pl.DataFrame({**told, "margin": unsigned(told["margin"])})

    def keyed(self, frame: pl.DataFrame, numbers: pl.Series) -> dict[str, pl.Series]:
        """Return the value as float, and for each key column the index of its spelling.

        A column that the frame does not have is left out if its text is the first, as mostly.
        """
        import polars as pl

        columns = {"value": numbers}
        for name in KEYS[:3]:
            if name in frame.columns:
                columns[name] = self.coded(name, frame[name])
            elif number := self.number_without(name):
                columns[name] = pl.repeat(number, len(frame), dtype=pl.UInt32, eager=True)
        if self.levels.eras:
            columns["era"] = self.era_of(frame["period"])
        return columns

    def number_without(self, name: str) -> int:
        """Return the index of the text that stands for a column that a frame does not have."""
        text = self.place or "" if name == "place" else ""
        if text not in self.seen[name]:
            with LEARNING:
                self.learn(name, [text])
        return self.seen[name][text]

    def coded(self, name: str, column: pl.Series) -> pl.Series:
        """Return the index of each spelling of a column; new ones are learnt."""
        import polars as pl

        texts = column.cast(pl.String)
        texts = texts.fill_null("") if texts.null_count() else texts
        codes = self.codes[name].read(texts)
        if codes.null_count():
            new = texts.filter(codes.is_null()).unique()
            with LEARNING:
                self.learn(name, new.to_list())
            codes = self.codes[name].read(texts)
        return codes

    def learn(self, name: str, texts: list[str]) -> None:
        """Add new spellings to the cache."""
        seen = self.seen[name]
        for text in texts:
            seen.setdefault(text, len(seen))
        self.codes[name] = SpellingCodes(list(seen))

    def era_of(self, periods: pl.Series) -> pl.Series:
        """Return the era of each period; each spelling is read once. An unreadable one maps to the last."""
        import polars as pl

        texts = periods.unique().to_list()
        for text in texts:
            if text not in self.eras:
                try:
                    self.eras[text] = self.levels.era(end_of(text, self.fiscal))
                except TargetcheckError:
                    self.eras[text] = len(self.levels.eras) + 1
        # a dictionary of its own, since other slices add to the shared one
        eras = {text: self.eras[text] for text in texts}
        return periods.replace_strict(eras, return_dtype=pl.UInt32)

    def table(self) -> LookupTable:
        """Return the lookup table for the spellings met so far."""
        with LEARNING:
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

    def mend(
        self, said: dict[str, pl.Series], frame: pl.DataFrame, keyed: Mapping[str, pl.Series],
        regular: pl.Series, alone: pl.Series | None,
    ) -> None:  # fmt: skip
        """Put in the results of rows without a number that a rule decides."""
        import polars as pl

        at = (~regular).arg_true()
        codes = self.told(frame, keyed, at, None if alone is None else alone[at])
        by_spelling = codes > 0
        plain, told = at.filter(by_spelling), codes.filter(by_spelling)
        names = pl.Series(["refused", "not_asked"], dtype=pl.Enum(STATUSES))
        asked = told != self.refusals.codes.index(NOT_ASKED)
        said["verdict"].scatter(plain, names[:1].zip_with(asked, names[1:]))
        said["margin"].scatter(plain, None)
        if self.detail:
            texts = pl.Series(self.refusals.codes, dtype=pl.String)
            said["reason"].scatter(plain, texts[told])
        rest = at.filter(~by_spelling)
        if len(rest):
            found = self.by_cell(frame[rest])
            for name, column in said.items():
                column.scatter(rest, found[f"_{name}"])

    def told(
        self, frame: pl.DataFrame, keyed: Mapping[str, pl.Series], at: pl.Series,
        alone: pl.Series | None,
    ) -> pl.Series:  # fmt: skip
        """Return the code of rows that their spellings alone explain; 0 for the cell reader."""
        rows = {name: column[at] for name, column in keyed.items()}
        with LEARNING:
            tables = self.refusals.tables(self.seen)
        missing = frame["value"][at].is_null() | rows["value"].is_nan().fill_null(value=False)
        codes = self.refusals.of(rows, missing, tables)
        odd = rows["era"] > len(self.levels.eras) if "era" in rows else None
        for mask in (odd, None if alone is None else ~alone):
            codes = codes if mask is None else codes.set(mask, 0)
        return codes

    def by_cell(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the results of the cell reader, which reads each distinct row once."""
        import polars as pl

        if self.place is not None and "place" not in rows.columns:
            rows = rows.with_columns(place=pl.lit(self.place))
        if not self.levels.eras and "period" in rows.columns:
            rows = rows.drop("period")
        distinct = rows.unique(maintain_order=True)
        answers = self.judged_rows(distinct)
        told = distinct.with_columns(
            pl.Series("_verdict", [a.status for a in answers], pl.Enum(STATUSES)),
            pl.Series("_margin", [_float(a.margin) for a in answers], pl.Float64),
            pl.Series("_reason", [a.reason for a in answers], pl.String),
        )
        return rows.join(
            told, on=distinct.columns, how="left", nulls_equal=True, maintain_order="left"
        )

    def judged_rows(self, distinct: pl.DataFrame) -> list[CellResult]:
        """Return the results of distinct rows; those of earlier frames are remembered.

        What a comma means depends on the column, so columns of numbers with one are read anew.
        """
        rows = distinct.rows()
        numeric = [n for n, name in enumerate(distinct.columns) if name in NUMERIC]
        texts = (row[n] for row in rows for n in numeric if isinstance(row[n], str))
        if any("," in text or "，" in text for text in texts):
            return judge_cells(self.levels, _cells(distinct), len(distinct))
        known = self.judged.setdefault(tuple(distinct.schema.items()), {})
        new = [n for n, row in enumerate(rows) if row not in known]
        fresh = distinct[new]
        answers = judge_cells(self.levels, _cells(fresh), len(fresh)) if new else []
        found = dict(zip((rows[n] for n in new), answers, strict=True))
        if len(known) + len(found) <= REMEMBERED:
            known.update(found)
        return [found[row] if row in found else known[row] for row in rows]


def slices(rows: int) -> range:
    """Return the first row of each slice, of equal lengths, as many for each thread."""
    count = max(-(-rows // SLICE), min(THREADS, rows // LEAST), 1)
    count = count if count == 1 else -(-count // THREADS) * THREADS
    return range(0, rows, max(-(-rows // count), 1))


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
