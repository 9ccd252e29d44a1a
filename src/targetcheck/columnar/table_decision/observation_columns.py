"""Rows of a frame as numeric columns: series, days, value and unit.

Layer: columnar. Input: a Polars frame in long form. Output: `ObservationColumns`: which rows are
regular observations, the latest of each series, and the series to read cell by cell because an
observation is not numeric or a day occurs twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.column_encoding import (
    binary_numbers,
    cells_of_codes,
    filled,
    is_text,
    texts_of,
)
from targetcheck.columnar.polars_frame import splits
from targetcheck.columnar.table_decision.newest_rows import newest_of
from targetcheck.columnar.table_decision.odd_rows import ReadCells, read_odd_rows
from targetcheck.columnar.table_decision.period_frequency import FREQUENCIES, length_of
from targetcheck.columnar.table_decision.question_shapes import Declines
from targetcheck.columnar.unit_reading import UnitReading, UnitReadings
from targetcheck.columnar.word_reading import rank_of_word
from targetcheck.errors import TargetcheckError
from targetcheck.observations.excused_silence import Excuses
from targetcheck.observations.observation_reader import (
    end_of,
    fiscal_of,
    period_of,
)
from targetcheck.observations.observation_status import means_reported
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.plan import Plan
from targetcheck.tables.cells.basis_words import speaks_of_totals
from targetcheck.tables.columns.column_names import PARTS, SDMX_FRAME, is_labelled, read_header
from targetcheck.tables.columns.disaggregation import part_columns

if TYPE_CHECKING:
    import polars as pl


NEEDED = ("place", "indicator", "period")
ALONE = ("qualifier", "numerator", "denominator", "weight", "completed", "basis", "lower", "upper")
"""Columns that are empty in a regular observation."""
READ = (*NEEDED, "value", "unit", "status", "reported_at", *ALONE)
EPOCH = date(1970, 1, 1).toordinal()
ASIDE = ("place-unknown", "indicator-unknown", "after-as-of", "after-known-at")
"""Codes of rows set aside without a look at their cells."""


def _speaks_of_totals(notes: pl.Series) -> bool:
    """Return whether a note mentions running totals, which may set the basis of a row."""
    import polars as pl

    return any(speaks_of_totals(text) for text in notes.cast(pl.String).unique() if text)


def day_number(day: date) -> int:
    """Return a day as the integer of a date column."""
    return day.toordinal() - EPOCH


@dataclass(frozen=True, slots=True)
class ObservationColumns:
    """The rows of a frame as numbers, with those that are regular observations.

    `rows` has the columns series, end, start, frequency, value and unit; `plain` marks the rows
    that count, `longest` those of them that no longer period of the same series and last day
    covers; `newest` is the row of the latest of these in each series, `odd` marks the series to
    read cell by cell; `aside` holds the rows set aside, each with its code; `refused` has the
    series of those that could not be read, the last day of their period if that could, and
    whether they hold a value (`held`).
    """

    rows: pl.DataFrame
    plain: pl.Series
    longest: pl.Series
    newest: pl.Series
    odd: pl.Series
    aside: pl.DataFrame
    refused: pl.DataFrame
    units: Mapping[int, Any]
    """index of an indicator and a unit → (factor, whole)"""
    raw: pl.Series
    """values as written"""
    totals: pl.DataFrame | None = None
    """series, start and end of each total that is known, and its row"""


@dataclass
class Intake:
    """Reader of one frame; `readings` are the meanings of its units."""

    frame: pl.DataFrame
    plan: Plan
    as_of: date
    known_at: date | None
    readings: UnitReadings = field(default_factory=UnitReadings)

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        if splits(self.plan, self.frame.columns):
            raise Declines("layout")
        if part_columns(self.frame.columns) or any(map(is_labelled, self.frame.columns)):
            raise Declines("layout")
        for written in self.frame.columns:
            header = read_header(written)
            name = header.name
            if written.casefold() in SDMX_FRAME or name in PARTS or name == "set_aside":
                raise Declines("layout")
            if name == "note" and _speaks_of_totals(self.frame[written]):
                raise Declines("layout")
            if name is None or name not in READ:
                continue
            if name in found or header.unit is not None:
                raise Declines("layout")
            found[name] = written
        counted = {"numerator", "denominator"} <= found.keys()
        if any(name not in found for name in NEEDED) or not (counted or "value" in found):
            raise Declines("layout")
        self.columns = self.frame.select(**found)
        if "value" not in found:
            import polars as pl

            self.columns = self.columns.with_columns(value=pl.lit(None, pl.String))

    def reports(self, read: ReadCells) -> ObservationColumns:
        """Return the observations of the frame; `read` is the cell reader for irregular rows."""
        import polars as pl

        coded = self.coded
        unknown_place, unknown = coded["place"].is_null(), coded["indicator"].is_null()
        named = ~(unknown_place | unknown)
        plain = self._plain(coded) & named
        told = read_odd_rows(self, (named & ~plain).arg_true(), read)
        seen = coded["end"] <= day_number(self.as_of)
        aside = [(unknown_place, 0), (unknown & ~unknown_place, 1), (plain & ~seen, 2)]
        known = self._known(coded["end"])
        if known is not None:
            aside.append((plain & seen & ~known, 3))
            seen = seen & known
        plain = plain & seen
        newest, longest, twice = newest_of(coded, plain, self.size)
        odd = pl.repeat(value=False, n=self.size, eager=True)
        odd = odd.scatter(coded["series"].gather(told.counting), True).scatter(twice, True)
        listed = pl.concat(
            [
                told.aside,
                *(
                    pl.DataFrame({"row": mask.arg_true(), "code": ASIDE[code]}, schema=told.aside.schema)
                    for mask, code in aside if mask.any()
                ),
            ]
        )  # fmt: skip
        rows = coded.select("series", "end", "start", "frequency", "value", "unit")
        refused = coded.select("series")[told.refused["row"]].hstack(
            told.refused.select("end", "held")
        )
        return ObservationColumns(
            rows, plain, longest, newest, odd, listed, refused, self._units, self.columns["value"]
        )

    @property
    def size(self) -> int:
        """Number of possible series."""
        return len(self.plan.indicators) * len(self.plan.ruleset.all_places())

    def unit_reading(self, pair: int) -> UnitReading | str | None:
        """Return what numbers of an indicator in a unit mean, by the index of the two."""
        name = list(self.plan.indicators)[pair // len(self._spelled)]
        text = self._spelled[pair % len(self._spelled)]
        return self.readings.of(text, self.plan.indicators[name])

    def _is_class(self, pair: int) -> bool:
        """Return whether an indicator has grades or words, whatever the unit beside them."""
        spec = list(self.plan.indicators.values())[pair // len(self._spelled)]
        return spec.nature == "done" or (spec.scale is not None and spec.nature == "class")

    def of_indicators(self, names: Iterable[str]) -> pl.Series:
        """Return a mask of the rows of these indicators."""
        import polars as pl

        at = {name: n for n, name in enumerate(self.plan.indicators)}
        wanted = pl.Series([at[name] for name in names], dtype=pl.UInt32)
        return self.coded["indicator"].is_in(wanted.implode()).fill_null(value=False)

    def of_series(self, numbers: Iterable[int]) -> pl.Series:
        """Return a mask of the rows of these series."""
        import polars as pl

        wanted = pl.repeat(value=False, n=self.size, eager=True)
        at = pl.Series(list(numbers), dtype=pl.UInt32)
        wanted = wanted.scatter(at, True)
        return wanted.gather(self.coded["series"]).fill_null(value=False)

    @cached_property
    def coded(self) -> pl.DataFrame:
        """Return series, unit and period as indices, null if the spelling is unknown."""
        import polars as pl

        ruleset = self.plan.ruleset
        place_ids, indicator_ids = list(ruleset.all_places()), list(self.plan.indicators)
        places, indicators = names_of(ruleset.all_places()), names_of(ruleset.all_indicators())
        with ThreadPoolExecutor(2) as pool:
            # Each column is encoded by one processor: two columns at a time.
            of_place = pool.submit(self._by_id, "place", places, place_ids)
            of_indicator = pool.submit(self._by_id, "indicator", indicators, indicator_ids)
            of_unit, of_span = pool.submit(self._units_of), pool.submit(self._spans)
        place, indicator = of_place.result(), of_indicator.result()
        (texts, unit), spans = of_unit.result(), of_span.result()
        self._units: dict[int, Any] = {}
        return pl.DataFrame(
            {
                "place": place,
                "indicator": indicator,
                "series": indicator * len(place_ids) + place,
                "unit": indicator * len(texts) + unit,
                "value": self._ranked(binary_numbers(self.columns["value"]), indicator),
                "start": spans["start"],
                "end": spans["end"],
                "frequency": spans["frequency"],
                "no_span": spans["no_span"],
            }
        )

    def _ranked(self, numbers: pl.Series, indicator: pl.Series) -> pl.Series:
        """Return the numbers, of grades the rank, 1 or 0 of deliverables; null for what may be none."""
        import polars as pl

        specs = list(self.plan.indicators.values())
        graded = [
            n for n, spec in enumerate(specs)
            if spec.nature == "done" or (spec.scale and spec.nature == "class")
        ]  # fmt: skip
        if not graded:
            return numbers
        at = indicator.is_in(graded).fill_null(value=False).arg_true()
        written = self.columns["value"]
        if not is_text(written) and not written.dtype.is_integer():
            return numbers.scatter(at, None)
        cells = pl.DataFrame(
            {"of": indicator.gather(at), "text": written.gather(at).cast(pl.String)}
        )
        known = cells.unique()
        ranks = [rank_of_word(specs[of], text) for of, text in known.iter_rows()]
        told = known.with_columns(rank=pl.Series(ranks, dtype=pl.Float64))
        found = cells.join(
            told, on=["of", "text"], how="left", nulls_equal=True, maintain_order="left"
        )
        return numbers.scatter(at, found["rank"])

    def _by_id(self, name: str, id_of: Callable[[str], str | None], ids: list[str]) -> pl.Series:
        import polars as pl

        codes, texts = texts_of(self.columns[name])
        number = {known: n for n, known in enumerate(ids)}
        found = [number.get(id_of(text or "") or "") for text in texts]
        return pl.Series(name, found, pl.UInt32).gather(codes)

    def _units_of(self) -> tuple[list[str], pl.Series]:
        """Return the spellings of units, and the index of the spelling of each row."""
        import polars as pl

        if "unit" not in self.columns.columns:
            self._spelled = [""]
            return self._spelled, pl.zeros(len(self.columns), pl.UInt32, eager=True)
        codes, texts = texts_of(self.columns["unit"])
        self._spelled = [(text or "").strip() for text in texts]
        return self._spelled, codes

    def _spans(self) -> pl.DataFrame:
        """Return first day, last day and frequency of the period of each row; null if unreadable."""
        import polars as pl

        fiscal = fiscal_of(self.plan)
        codes, texts = texts_of(self.columns["period"])
        spans: list[tuple[int | None, int | None, int | None, str | None]] = []
        for text in texts:
            try:
                read = period_of(text, fiscal)
            except TargetcheckError as error:
                spans.append((None, None, None, error.diagnostics[0].code))
                continue
            plain = read.basis == "period"
            period = read.period
            frequency = FREQUENCIES.index(length_of(period)) if plain else None
            spans.append((day_number(period.start), day_number(period.end), frequency, None))
        schema = {"start": pl.Int32, "end": pl.Int32, "frequency": pl.UInt8, "no_span": pl.String}
        table = pl.DataFrame(spans, schema=schema, orient="row")
        return table.select(pl.all().gather(codes))

    def _plain(self, coded: pl.DataFrame) -> pl.Series:
        """Return a mask of rows with simple numbers, a known unit and a regular period."""
        return self._sane(coded) & coded["frequency"].is_not_null() & self.alone

    @cached_property
    def alone(self) -> pl.Series:
        """Return a mask of rows with a readable, plain status and nothing beside their value."""
        import polars as pl

        excuses = Excuses(self.plan)
        silent = cells_of_codes(self.columns["value"], excuses.numbers())
        plain = pl.repeat(value=True, n=len(self.columns), eager=True)
        plain = plain if silent is None else ~silent
        for name in ALONE:
            if name in self.columns.columns:
                plain = plain & self.columns[name].is_null()
        if "status" in self.columns.columns:
            codes, texts = texts_of(self.columns["status"])
            said = ["" if text is None else str(text) for text in texts]
            fine = [means_reported(text) and not excuses.means_silence(text) for text in said]
            plain = plain & pl.Series(fine, dtype=pl.Boolean).gather(codes)
        if "reported_at" in self.columns.columns:
            plain = plain & self._reported[1]
        return plain

    def _sane(self, coded: pl.DataFrame) -> pl.Series:
        """Return a mask of values that are valid in their unit; store the factor of each unit."""
        import polars as pl

        count = len(self.plan.indicators) * len(self._spelled)
        seen = pl.repeat(value=False, n=count, eager=True)
        pairs = seen.scatter(coded["unit"].drop_nulls(), True).arg_true().to_list()
        rows: list[tuple[int, float, float, bool]] = []
        for pair in pairs:
            found = self.unit_reading(pair)
            if found is None and self._is_class(pair):
                self._units[pair] = (Fraction(1), True)
                rows.append((pair, -math.inf, math.inf, False))
                continue
            if not isinstance(found, UnitReading) or found.flags:
                continue
            self._units[pair] = (found.worth, found.whole)
            rows.append((pair, found.sane.low, found.sane.high, found.whole))
        value, at = coded["value"], coded["unit"]

        def of_unit(position: int, kind: Any) -> pl.Series:
            return filled([r[0] for r in rows], [r[position] for r in rows], count, kind)

        fine = value.is_finite() & of_unit(3, pl.Boolean).is_not_null()[at]
        if any(row[1:3] != (-math.inf, math.inf) for row in rows):
            low, high = of_unit(1, pl.Float64)[at], of_unit(2, pl.Float64)[at]
            fine = fine & (value >= low) & (value <= high)
        if any(row[3] for row in rows):
            fine = fine & (~of_unit(3, pl.Boolean)[at] | (value == value.floor()))
        return fine.fill_null(value=False) if fine.null_count() else fine

    @cached_property
    def _reported(self) -> tuple[pl.Series, pl.Series]:
        """Return the report date of each row, and a mask of those that could be read."""
        import polars as pl

        codes, texts = texts_of(self.columns["reported_at"])
        days: list[int | None] = []
        fine: list[bool] = []
        for text in texts:
            blank = text is None or str(text).strip() == ""
            try:
                days.append(None if blank else day_number(end_of(text)))
                fine.append(True)
            except TargetcheckError:
                days.append(None)
                fine.append(False)
        return (
            pl.Series(days, dtype=pl.Int32).gather(codes),
            pl.Series(fine, dtype=pl.Boolean).gather(codes),
        )

    def _known(self, ends: pl.Series) -> pl.Series | None:
        """Return a mask of rows reported by the known-at date; None if all count."""
        if self.known_at is None:
            return None
        day = ends
        if "reported_at" in self.columns.columns:
            day = self._reported[0].fill_null(ends)
        return day <= day_number(self.known_at)
