"""Rows of a frame as columns of numbers: which series, which days, what value in which unit.

Floor: kernel. Comes in: a Polars frame in long form and the series that are asked for. Goes out:
`Reports`: plain reports sorted by series and day, the numbers of all other rows, and the series that
must be read cell by cell because a report of theirs is no plain number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from targetcheck.errors import TargetcheckError
from targetcheck.kernel.columnar.edges import plausible
from targetcheck.kernel.columnar.rules import _unit, _whole, _worth
from targetcheck.kernel.columnar.screen import _number
from targetcheck.kernel.columnar.shapes import Declines
from targetcheck.plan.observations import end_of, means_reported, names_of, period_of
from targetcheck.plan.plan import Plan
from targetcheck.sources.headers import read_header

if TYPE_CHECKING:
    import polars as pl

NEEDED = ("place", "indicator", "period", "value")
ALONE = ("qualifier", "numerator", "denominator", "weight", "completed", "basis")
"""Columns that a plain report leaves empty."""
READ = (*NEEDED, "unit", "status", "reported_at", *ALONE)
FREQUENCIES = ("", "other", "day", "week", "month", "quarter", "half", "year")
EPOCH = date(1970, 1, 1).toordinal()
ASIDE = ("place-unknown", "indicator-unknown", "after-as-of", "after-known-at")


def day_number(day: date) -> int:
    """Give a day as the number that a column of days holds."""
    return day.toordinal() - EPOCH


@dataclass(frozen=True, slots=True)
class Reports:
    """Plain reports that count, sorted by series and last day.

    `rows` has the columns series, end, start, frequency, value, unit and row; `odd` the series to
    be read cell by cell; `aside` the rows that are not used, each with its code; `cells` the rows
    that only the reader of cells understands.
    """

    rows: pl.DataFrame
    odd: pl.Series
    aside: pl.DataFrame
    cells: pl.Series
    units: Mapping[int, Any]
    """number of an indicator and a unit → (worth, whole)"""
    raw: pl.Series
    """values as written"""


@dataclass
class Intake:
    """One frame on its way to reports."""

    frame: pl.DataFrame
    plan: Plan
    series: Mapping[tuple[str, str], int]
    as_of: date
    known_at: date | None

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        for written in self.frame.columns:
            name = read_header(written).name
            if name is None or name not in READ:
                continue
            if name in found:
                raise Declines("layout")
            found[name] = written
        if any(name not in found for name in NEEDED):
            raise Declines("layout")
        self.columns = self.frame.select(**found)

    def reports(self) -> Reports:
        """Give the reports of the frame."""
        import polars as pl

        coded = self.coded
        unknown_place, unknown = coded["place"].is_null(), coded["indicator"].is_null()
        named = ~(unknown_place | unknown)
        plain = self._plain(coded)
        seen = coded["end"] <= day_number(self.as_of)
        late = ~seen
        known = self._known(coded["end"])
        asked = coded["series"].is_not_null()
        aside = [
            (unknown_place, 0),
            (unknown & ~unknown_place, 1),
            (named & plain & late, 2),
        ]
        if known is not None:
            aside.append((named & plain & seen & ~known, 3))
            seen = seen & known
        cells = (named & ~plain).arg_true()
        odd = coded["series"].gather(cells).drop_nulls().unique()
        rows = coded.filter(named & plain & seen & asked)
        rows, twice = _sorted(rows)
        odd = pl.concat([odd, twice]).unique()
        told = pl.concat(
            [
                pl.DataFrame({"row": mask.arg_true(), "code": ASIDE[code]},
                             schema={"row": pl.UInt32, "code": pl.Enum(ASIDE)})
                for mask, code in aside
            ]
        )  # fmt: skip
        return Reports(rows, odd, told, cells, self._units, self.columns["value"])

    def of_indicators(self, names: Iterable[str]) -> pl.Series:
        """Say which rows report one of these indicators."""
        import polars as pl

        at = {name: n for n, name in enumerate(self.plan.indicators)}
        wanted = pl.Series([at[name] for name in names], dtype=pl.UInt32)
        return self.coded["indicator"].is_in(wanted.implode()).fill_null(value=False)

    def of_series(self, keys: Iterable[tuple[str, str]]) -> pl.Series:
        """Say which rows report one of these series."""
        import polars as pl

        wanted = pl.Series([self.series[key] for key in keys], dtype=pl.UInt32)
        return self.coded["series"].is_in(wanted.implode()).fill_null(value=False)

    @cached_property
    def coded(self) -> pl.DataFrame:
        """Give place, indicator, unit and period by number, null where the spelling is unknown."""
        import polars as pl

        ruleset = self.plan.ruleset
        place_ids, indicator_ids = list(ruleset.all_places()), list(self.plan.indicators)
        place = self._by_id("place", names_of(ruleset.all_places()), place_ids)
        indicator = self._by_id("indicator", names_of(ruleset.all_indicators()), indicator_ids)
        frame = pl.DataFrame({"place": place, "indicator": indicator})
        at = {name: n for n, name in enumerate(place_ids)}
        of = {name: n for n, name in enumerate(indicator_ids)}
        width = len(place_ids)
        slots = [of[i] * width + at[p] for i, p in self.series]
        frame = frame.with_columns(
            series=_looked_up(indicator.cast(pl.Int64) * width + place, slots, len(of) * width)
        )
        texts, unit = self._units_of()
        self._units: dict[int, Any] = {}
        pair = indicator.cast(pl.UInt32) * len(texts) + unit
        spans = self._spans()
        return frame.with_columns(
            unit=pair.alias("unit"),
            value=_number(self.columns["value"]),
            start=spans["start"],
            end=spans["end"],
            frequency=spans["frequency"],
            row=pl.int_range(len(frame), dtype=pl.UInt32, eager=True),
        )

    def _by_id(self, name: str, id_of: Callable[[str], str | None], ids: list[str]) -> pl.Series:
        import polars as pl

        codes, texts = _texts(self.columns[name])
        number = {known: n for n, known in enumerate(ids)}
        found = [number.get(id_of(text or "") or "") for text in texts]
        return pl.Series(name, found, pl.UInt32).gather(codes)

    def _units_of(self) -> tuple[list[str], pl.Series]:
        """Give the spellings of units, and the spelling of each row by number."""
        import polars as pl

        if "unit" not in self.columns.columns:
            self._spelled = [""]
            return self._spelled, pl.zeros(len(self.columns), pl.UInt32, eager=True)
        codes, texts = _texts(self.columns["unit"])
        self._spelled = [(text or "").strip() for text in texts]
        return self._spelled, codes

    def _spans(self) -> pl.DataFrame:
        """Give first day, last day and frequency of the period of each row; null where unread."""
        import polars as pl

        codes, texts = _texts(self.columns["period"])
        spans: list[tuple[int | None, int | None, int | None]] = []
        for text in texts:
            try:
                read = period_of(text)
            except TargetcheckError:
                spans.append((None, None, None))
                continue
            plain = read.basis == "period"
            period = read.period
            frequency = FREQUENCIES.index(period.frequency) if plain else None
            spans.append((day_number(period.start), day_number(period.end), frequency))
        schema = {"start": pl.Int32, "end": pl.Int32, "frequency": pl.UInt8}
        table = pl.DataFrame(spans, schema=schema, orient="row")
        return table.select(pl.all().gather(codes))

    def _plain(self, coded: pl.DataFrame) -> pl.Series:
        """Say which rows are plain numbers of a known unit for a plain period."""
        import polars as pl

        plain = self._sane(coded)
        plain = plain & coded["frequency"].is_not_null()
        for name in ALONE:
            if name in self.columns.columns:
                plain = plain & self.columns[name].is_null()
        if "status" in self.columns.columns:
            codes, texts = _texts(self.columns["status"])
            fine = [text is None or means_reported(str(text)) for text in texts]
            plain = plain & pl.Series(fine, dtype=pl.Boolean).gather(codes)
        if "reported_at" in self.columns.columns:
            plain = plain & self._reported[1]
        return plain

    def _sane(self, coded: pl.DataFrame) -> pl.Series:
        """Say which values may stand in their unit; notes what each unit is worth."""
        import polars as pl

        pairs = coded["unit"].unique().drop_nulls().to_list()
        ids = list(self.plan.indicators)
        rows: list[tuple[int, float, float, bool]] = []
        for pair in pairs:
            spec = self.plan.indicators[ids[pair // len(self._spelled)]]
            text = self._spelled[pair % len(self._spelled)]
            unit = _unit(text)
            worth = None if text and unit is None else _worth(unit, spec)
            whole = _whole(unit, spec)
            if worth is None or whole is None or spec.scale or spec.nature in ("class", "done"):
                continue
            sane = plausible(spec.low, spec.high, worth)
            self._units[pair] = (worth, whole)
            rows.append((pair, sane.low, sane.high, whole))
        count = len(ids) * len(self._spelled)
        lows, highs, wholes = (
            _filled([r[0] for r in rows], [r[n] for r in rows], count, kind)
            for n, kind in ((1, pl.Float64), (2, pl.Float64), (3, pl.Boolean))
        )
        value, at = coded["value"], coded["unit"]
        fine = pl.DataFrame({"value": value, "at": at}).select(
            fine=pl.col("value").is_finite()
            & (pl.col("value") >= pl.lit(lows).gather(pl.col("at")))
            & (pl.col("value") <= pl.lit(highs).gather(pl.col("at")))
            & (~pl.lit(wholes).gather(pl.col("at")) | (pl.col("value") == pl.col("value").floor()))
        )
        return fine["fine"].fill_null(value=False)

    @cached_property
    def _reported(self) -> tuple[pl.Series, pl.Series]:
        """Give the day on which each row was reported, and which of them could be read."""
        import polars as pl

        codes, texts = _texts(self.columns["reported_at"])
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
        """Say which rows had been reported by the day of knowing; None where all count."""
        if self.known_at is None:
            return None
        day = ends
        if "reported_at" in self.columns.columns:
            day = self._reported[0].fill_null(ends)
        return day <= day_number(self.known_at)


def _texts(column: pl.Series) -> tuple[pl.Series, list[Any]]:
    """Give each cell by the number of its spelling, and the spellings; a blank cell is one too."""
    import polars as pl

    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
    spelled = column.cast(pl.String)
    kind = spelled.cast(pl.Categorical(pl.Categories.random()))
    codes = kind.to_physical().cast(pl.UInt32)
    known = kind.drop_nulls().unique()
    places, spellings = known.to_physical().to_list(), known.cast(pl.String).to_list()
    texts: list[Any] = [text for _, text in sorted(zip(places, spellings, strict=True))]
    if column.dtype == pl.Date:
        texts = [date.fromisoformat(text) for text in texts]
    if column.null_count():
        codes = codes.fill_null(len(texts))
        texts.append(None)
    return codes, texts


def _looked_up(keys: pl.Series, slots: list[int], size: int) -> pl.Series:
    """Give the series of each combined number of indicator and place, null where none is asked."""
    import polars as pl

    table = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
    table = table.scatter(
        pl.Series(slots, dtype=pl.UInt32), pl.int_range(len(slots), dtype=pl.UInt32, eager=True)
    )
    return table.gather(keys.cast(pl.UInt32)).alias("series")


def _filled(at: list[int], values: list[Any], count: int, kind: Any) -> pl.Series:
    import polars as pl

    blank = pl.repeat(None, count, dtype=kind, eager=True)
    return blank.scatter(pl.Series(at, dtype=pl.UInt32), pl.Series(values, dtype=kind))


def _sorted(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Sort rows by series and last day; give the series that tell one day twice."""
    import polars as pl

    days = rows["end"].unique().sort()
    code = rows["end"].replace_strict(days, pl.int_range(len(days), eager=True, dtype=pl.Int64))
    bits = max(len(rows) - 1, 1).bit_length()
    wide = max(len(days) - 1, 1).bit_length()
    if rows["series"].is_empty():
        return rows, rows["series"]
    at = pl.int_range(len(rows), dtype=pl.Int64, eager=True)
    packed = (rows["series"].cast(pl.Int64) * (1 << wide) + code) * (1 << bits) + at
    packed = packed.sort()
    place = pl.select((pl.lit(packed) % (1 << bits)).cast(pl.UInt32)).to_series()
    key = pl.select(pl.lit(packed) // (1 << bits)).to_series()
    again = (key == key.shift(1)).fill_null(value=False)
    rows = rows.select(pl.all().gather(place))
    return rows, rows["series"].filter(again).unique()
