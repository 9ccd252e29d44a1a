"""Reader from tables to observations: resolves names, converts units, refuses implausible values.

Layer: observations. Input: ObservationTable and a Plan. Output: Observations. Every row becomes an
observation or is set aside with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any, cast

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.first_use import on_first_use
from targetcheck.gc_pause import uncollected
from targetcheck.observations.observation import Observation, Observations, SetAside, observations
from targetcheck.observations.observation_status import read_status
from targetcheck.observations.reported_name import index_of, named
from targetcheck.observations.reported_unit import where_to_write
from targetcheck.observations.reported_value import ReportedValue
from targetcheck.observations.reported_value_cache import VALUE_CELLS, CachedValueReader, Cells
from targetcheck.observations.value_time_span import basis_of, figure_span
from targetcheck.periods.fiscal_and_school_year import FiscalYear
from targetcheck.periods.period import Period
from targetcheck.periods.period_label_reader import ParsedPeriod
from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.plan import Plan
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.known_names import KnownDimension, Vocabulary
from targetcheck.tables.rejection_reasons import COLUMN, OF_VALUE, refusal
from targetcheck.tables.table_reader import ObservationTable

if TYPE_CHECKING:
    from targetcheck.observations import excused_silence, judgement
    from targetcheck.observations.judgement import Key
else:
    excused_silence = on_first_use("targetcheck.observations.excused_silence")
    judgement = on_first_use("targetcheck.observations.judgement")


@uncollected()
def read_observations(
    table: ObservationTable, plan: Plan, rows: Sequence[int] | None = None
) -> Observations:
    """Return the observations of a table for a plan; `rows`: only those of some rows."""
    return _Reader(table, plan, rows).read()


def vocabulary(plan: Plan) -> Vocabulary:
    """Return the names of places and indicators that data for a plan may use."""
    ruleset = plan.ruleset
    indicators = ruleset.all_indicators()
    places = index_of(ruleset.all_places())
    dimensions = ruleset.all_dimensions()
    if not dimensions:
        return Vocabulary(places, index_of(indicators))
    known = {
        name: KnownDimension(name, index_of(spec.members), spec.total)
        for name, spec in dimensions.items()
    }
    parts = {
        (item.part_of.of, frozenset(item.part_of.at.items())): name
        for name, item in indicators.items()
        if item.part_of is not None
    }
    return Vocabulary(places, index_of(indicators), index_of(dimensions), known, parts)


class _Reader:
    """Reader of one table; each distinct text of a column is interpreted once."""

    def __init__(
        self, table: ObservationTable, plan: Plan, rows: Sequence[int] | None = None
    ) -> None:
        self.table, self.plan, self.rows = table, plan, rows
        self.readers = _Known(lambda name: CachedValueReader(plan.indicators[str(name)]))
        self.places = _Known(named("place", plan.ruleset.all_places()))
        self.indicators = _Known(named("indicator", plan.ruleset.all_indicators()))
        fiscal = fiscal_of(plan)
        self.periods = _Known(lambda raw: _period(raw, fiscal))
        self.days = _Known(_day)
        self.statuses = _Known(read_status)
        self.bases = _Known(basis_of)
        self.flows = _Known(lambda name: plan.indicators[name].nature == "flow")
        self.where = table.places_of("value")
        self.excuses = excused_silence.Excuses(plan) if plan.profile.excused else None

    def read(self) -> Observations:
        """Return the observations; every row becomes one or is set aside."""
        names = (self.texts("place"), self.texts("indicator"), self.cells("period"),
                 self.texts("status"), self.texts("basis"), self.cells("reported_at"),
                 self.texts("source"), self.texts("note"))  # fmt: skip
        words = zip(*names, strict=False)
        values = zip(*map(self.cells, VALUE_CELLS), strict=False)
        refused = self.taken(self.table.columns.get(COLUMN) or ())
        understood: list[Observation] = []
        aside: list[SetAside] = []
        judgements: list[judgement.Judgement] = []
        judged = self.table.columns.get("judged")
        for row, said, of, cells in zip(
            self.numbers, refused or repeat(None), words, values, strict=False
        ):
            found: Observation | judgement.Judgement | SetAside
            if said:
                found = self.refused(row, said, of)
            elif judged is not None and not is_blank(judged[row]):
                found = self.judgement(row, of)
            else:
                found = self.row(row, of, cells)
            if isinstance(found, Observation):
                understood.append(found)
            elif isinstance(found, SetAside):
                aside.append(found)
            else:
                judgements.append(found)
        return observations(understood, aside, len(self.table), judgements)

    def judgement(self, row: int, of: Sequence[Any]) -> judgement.Judgement | SetAside:
        """Return the person's judgement in a row."""
        place, indicator, parsed = self.places[of[0]], self.indicators[of[1]], self.periods[of[2]]
        at, of_what = (name if isinstance(name, str) else "" for name in (place, indicator))
        if isinstance(parsed, Diagnostic):
            return self.aside(row, "period", parsed, at, of_what)
        cells = {name: str(self.table.column(name)[row] or "") for name in judgement.COLUMNS}
        where = self.table.where(row, "judgement")
        found = judgement.read_judgement(row, cells, parsed.period, where)
        if not isinstance(found, Diagnostic) and found.key not in self.instances:
            found = judgement.unknown_target(cells["judged"])
        if isinstance(found, Diagnostic):
            return self.aside(row, found.where.path, found, at, of_what, parsed.period)
        return found

    @cached_property
    def instances(self) -> frozenset[Key]:
        """The target instances of the plan."""
        whole = self.plan.part_of or self.plan
        return frozenset((q.target, q.place, q.due) for q in whole.questions)

    def cells(self, column: str) -> Iterable[object]:
        """Return the cells of a column; an endless sequence of empty cells for a missing column."""
        return self.taken(self.table.columns.get(column) or ()) or repeat(None)

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the rows that are read."""
        return range(len(self.table)) if self.rows is None else self.rows

    def taken(self, cells: Sequence[object]) -> Sequence[object]:
        """Return the cells of the rows that are read."""
        if self.rows is None or not cells:
            return cells
        return [cells[row] for row in self.rows]

    def texts(self, column: str) -> Iterable[str]:
        """Return the cells of a column as texts."""
        cells = self.taken(self.table.columns.get(column) or ())
        if not cells:
            return repeat("")
        if set(map(type, cells)) == {str}:
            return cast("list[str]", cells)
        return (
            cell if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells
        )

    def refused(self, row: int, said: object, of: Sequence[Any]) -> SetAside:
        """Set aside a row that the table reader refused; place and indicator if known."""
        of_value = str(said).partition(":")[0] in OF_VALUE
        why = refusal(str(said), self.table.where(row, "value" if of_value else COLUMN))
        place, indicator = self.places[of[0]], self.indicators[of[1]]
        return SetAside(
            row,
            why,
            place if isinstance(place, str) else "",
            indicator if isinstance(indicator, str) else "",
            source=self.source(row),
        )

    def row(self, row: int, of: Sequence[Any], cells: Cells) -> Observation | SetAside:
        """Return the observation of a row; of several errors the leftmost is reported."""
        place, indicator, parsed = self.places[of[0]], self.indicators[of[1]], self.periods[of[2]]
        if not isinstance(place, str):
            empty = not of[0].strip() and not is_blank(self.table.column("member_of")[row])
            return self.aside(row, "place", _NO_MEMBER if empty else place)
        if not isinstance(indicator, str):
            return self.aside(row, "indicator", indicator, place)
        if isinstance(parsed, Diagnostic):
            return self.aside(row, "period", parsed, place, indicator)
        status_cell, excuse = of[3], ""
        silence = self.excuses.read(_said(cells, status_cell)) if self.excuses else None
        if isinstance(silence, Diagnostic):
            return self.aside(row, "value", silence, place, indicator, parsed.period)
        reading: ReportedValue | Diagnostic
        if silence is not None:
            excuse, text, status_cell = silence
            reading = ReportedValue(None, Fraction(0), None, text, None, flags=("excused",))
        else:
            reading = self.readers[indicator].read(cells)
        if isinstance(reading, Diagnostic):
            column = reading.where.path or "value"
            return self.aside(row, column, reading, place, indicator, parsed.period)
        status, basis, day = self.statuses[status_cell], self.bases[of[4]], self.days[of[5]]
        if Diagnostic in (status.__class__, basis.__class__, day.__class__):
            for column, found in (("status", status), ("basis", basis), ("reported_at", day)):
                if isinstance(found, Diagnostic):
                    return self.aside(row, column, found, place, indicator)
        period, kind = parsed.period, parsed.basis
        adds_up = self.flows[indicator]
        if adds_up or basis is not None or kind == "so_far":
            placed = figure_span(parsed, basis, of[7], adds_up=adds_up)
            if isinstance(placed, Diagnostic):
                return self.aside(row, placed.where.path, placed, place, indicator)
            period, kind = placed
        return Observation(
            row, place, indicator, period, kind, reading.value,
            reading.low, reading.high, reading.text, reading.unit, reading.step, status[0], day,
            self.where(row), reading.counts, reading.printed, reading.weight, reading.completed,
            reading.flags + status[1], of[6], of[7], reading.interval, excuse,
        )  # fmt: skip

    def aside(
        self,
        row: int,
        column: str,
        why: Diagnostic,
        place: str = "",
        indicator: str = "",
        period: Period | None = None,
    ) -> SetAside:
        where = self.table.where(row, column)
        if why.code == "unit-missing":
            why = self.without_unit(why, row, indicator)
        return SetAside(row, why.at(where), place, indicator, period, self.source(row))

    def without_unit(self, why: Diagnostic, row: int, indicator: str) -> Diagnostic:
        """Return the finding for a value without a unit, with the place where it is written."""
        unit, part = self.plan.indicators[indicator].unit, self.table.part_at(row)
        if unit is None:
            return why
        wide = any(layout.form == "wide" for layout in part.layouts)
        return where_to_write(why, unit, wide=wide, column="unit" in part.columns)

    def source(self, row: int) -> str:
        """Return what a row says of its origin, in its source and its note."""
        found = (self.table.columns.get(column) for column in ("source", "note"))
        return " ".join(str(cells[row]) for cells in found if cells and cells[row] is not None)


def _said(cells: Cells, status: object) -> dict[str, object]:
    """Return the cells in which a reason for silence may stand."""
    return {**dict(zip(VALUE_CELLS, cells, strict=True)), "status": status}


class _Known(dict[Any, Any]):
    """Cache of interpreted texts; an unreadable text is cached as its finding."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __missing__(self, text: Any) -> Any:
        try:
            found = self.read(text)
        except TargetcheckError as error:
            found = error.diagnostics[0]
        if text is None or isinstance(
            text, str | date
        ):  # not numbers: 1, True and 1.0 would be one key
            self[text] = found
        return found


def _day(raw: object) -> date | None:
    if raw is None or str(raw).strip() == "":
        return None
    return _period(raw).period.end


_NO_MEMBER = Diagnostic(
    "member-missing", "no member is named in this row", "该行没有填写成员名称", severity="note"
)


@cache
def _period_of_text(text: str, fiscal: FiscalYear | None) -> ParsedPeriod:
    return parse_period(text, fiscal=fiscal)


def _period(raw: object, fiscal: FiscalYear | None = None) -> ParsedPeriod:
    if isinstance(raw, str):
        return _period_of_text(raw.strip(), fiscal)
    if raw is None:
        return parse_period("")
    return parse_period(raw if isinstance(raw, date | int) else str(raw))


def fiscal_of(plan: Plan) -> FiscalYear | None:
    """Return the start of the fiscal years of a ruleset, or None."""
    ruleset = plan.ruleset
    month = ruleset.fiscal_year_starts
    return None if month is None else FiscalYear(month, ruleset.fiscal_year_named or "")


def end_of(raw: object, fiscal: FiscalYear | None = None) -> date:
    """Return the last day of a period in the data; raise TargetcheckError if it is unreadable."""
    return _period(raw, fiscal).period.end


def period_of(raw: object, fiscal: FiscalYear | None = None) -> ParsedPeriod:
    """Return a period in the data; raise TargetcheckError if it is unreadable."""
    return _period(raw, fiscal)
