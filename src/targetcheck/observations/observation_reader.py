"""A table of reports becomes observations: names resolved, units converted, the implausible refused.

Layer: observations. Input: ObservationTable and a Plan. Output: Observations. No row is lost: it becomes a
observation or is set aside with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from targetcheck.errors import Diagnostic, Severity, TargetcheckError, Where, did_you_mean
from targetcheck.gc_pause import uncollected
from targetcheck.names import NameIndex, fold_name
from targetcheck.observations.observation import (
    Basis,
    Observation,
    Observations,
    SetAside,
    observations,
)
from targetcheck.observations.reported_value_cache import VALUE_CELLS, CachedValueReader, Cells
from targetcheck.periods.period_parser import FiscalYear, ParsedPeriod, Period, parse_period
from targetcheck.plan.plan import Plan
from targetcheck.tables.basis_words import BasisWord, own_period, read_basis, speaks_of_totals
from targetcheck.tables.column_names import code_in
from targetcheck.tables.known_names import Vocabulary
from targetcheck.tables.rejection_reasons import COLUMN, OF_VALUE, refusal
from targetcheck.tables.table_reader import ObservationTable

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators.indicator import Indicator
    from targetcheck.ruleset.place import Place

    Pieces = Mapping[str, Place] | Mapping[str, Indicator]

STATUSES = {
    "reported": "reported 上报 已上报 填报 a n r normal normalvalue final finalvalue revised"
    " revisedvalue official officialvalue",
    "verified": "verified 核实 已核实 审核 已审核 核查",
    "accepted": "accepted 验收 已验收 销号 已销号 验收销号",
    "provisional": "p 初步 暂定 快报 provisional provisionalvalue preliminary preliminaryvalue",
    "estimated": "e i s 估计 估算 estimated estimatedvalue estimate imputed imputedvalue"
    " imputedvalue(ccsadefinition) eurostatestimate",
    "break": "b break timeseriesbreak breakintimeseries",
    "definition_differs": "d definitiondiffers",
    "low_reliability": "u lowreliability unreliable",
    "unvalidated": "v unvalidated unvalidatedvalue",
    "forecast": "f 预测 forecast forecastvalue projection projected",
    "missing": "m l o h q k z c 缺测 missing missingvalue notapplicable confidential"
    " missingvalue;datacannotexist missingvalue;dataexistbutwerenotcollected missingvalue;suppressed",
}
"""Report statuses by the words and SDMX OBS_STATUS codes that say them."""


@uncollected()
def read_observations(table: ObservationTable, plan: Plan) -> Observations:
    """Return the observations of a table for a plan."""
    return _Reader(table, plan).read()


def vocabulary(plan: Plan) -> Vocabulary:
    """Return the names of places and indicators that reports for a plan may use."""
    ruleset = plan.ruleset
    return Vocabulary(_index(ruleset.all_places()), _index(ruleset.all_indicators()))


class _Reader:
    """One table on its way to observations; of every column each distinct text is understood once."""

    def __init__(self, table: ObservationTable, plan: Plan) -> None:
        self.table, self.plan = table, plan
        self.readers = _Known(lambda name: CachedValueReader(plan.indicators[str(name)]))
        self.places = _Known(_named("place", plan.ruleset.all_places()))
        self.indicators = _Known(_named("indicator", plan.ruleset.all_indicators()))
        fiscal = fiscal_of(plan)
        self.periods = _Known(lambda raw: _period(raw, fiscal))
        self.days = _Known(_day)
        self.statuses = _Known(_status)
        self.bases = _Known(_basis)
        self.where = table.places_of("value")

    def read(self) -> Observations:
        """Return the observations; every row becomes one, or is set aside."""
        names = (self.texts("place"), self.texts("indicator"), self.cells("period"),
                 self.texts("status"), self.texts("basis"), self.cells("reported_at"),
                 self.texts("source"), self.texts("note"))  # fmt: skip
        words = zip(*names, strict=False)
        values = zip(*map(self.cells, VALUE_CELLS), strict=False)
        refused = self.table.columns.get(COLUMN)
        understood: list[Observation] = []
        aside: list[SetAside] = []
        for row, said, of, cells in zip(
            range(len(self.table)), refused or repeat(None), words, values, strict=False
        ):
            found = self.refused(row, said, of) if said else self.row(row, of, cells)
            if isinstance(found, Observation):
                understood.append(found)
            else:
                aside.append(found)
        return observations(understood, aside, len(self.table))

    def cells(self, column: str) -> Iterable[object]:
        """Return the cells of a column; a column that the table lacks has no end of empty ones."""
        return self.table.columns.get(column) or repeat(None)

    def texts(self, column: str) -> Iterable[str]:
        """Return the cells of a column as texts."""
        cells = self.table.columns.get(column) or ()
        if not cells:
            return repeat("")
        if set(map(type, cells)) == {str}:
            return cast("list[str]", cells)
        return (
            cell if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells
        )

    def refused(self, row: int, said: object, of: Sequence[Any]) -> SetAside:
        """Set a row aside as the reader of the table did; place and indicator where known."""
        of_value = str(said).partition(":")[0] in OF_VALUE
        why = refusal(str(said), self.table.where(row, "value" if of_value else COLUMN))
        place, indicator = self.places[of[0]], self.indicators[of[1]]
        return SetAside(
            row,
            why,
            place if isinstance(place, str) else "",
            indicator if isinstance(indicator, str) else "",
        )

    def row(self, row: int, of: Sequence[Any], cells: Cells) -> Observation | SetAside:
        """Return the observation of a row; of several faults the first, from left to right, is told."""
        place, indicator, parsed = self.places[of[0]], self.indicators[of[1]], self.periods[of[2]]
        if not isinstance(place, str):
            return self.aside(row, "place", place)
        if not isinstance(indicator, str):
            return self.aside(row, "indicator", indicator, place)
        if isinstance(parsed, Diagnostic):
            return self.aside(row, "period", parsed, place, indicator)
        reading = self.readers[indicator].read(cells)
        if isinstance(reading, Diagnostic):
            column = reading.where.path or "value"
            return self.aside(row, column, reading, place, indicator, parsed.period)
        status, basis, day = self.statuses[of[3]], self.bases[of[4]], self.days[of[5]]
        if Diagnostic in (status.__class__, basis.__class__, day.__class__):
            for column, found in (("status", status), ("basis", basis), ("reported_at", day)):
                if isinstance(found, Diagnostic):
                    return self.aside(row, column, found, place, indicator)
        placed = self.placed(parsed, basis, indicator, of)
        if isinstance(placed, Diagnostic):
            return self.aside(row, placed.where.path, placed, place, indicator)
        return Observation(
            row, place, indicator, placed.period, placed.basis, reading.value,
            reading.low, reading.high, reading.text, reading.unit, reading.step, status[0], day,
            self.where(row), reading.counts, reading.printed, reading.weight, reading.completed,
            reading.flags + status[1], of[6], of[7],
        )  # fmt: skip

    def placed(
        self, parsed: ParsedPeriod, word: BasisWord | None, indicator: str, of: Sequence[Any]
    ) -> _Placed | Diagnostic:
        """Return over what time a figure runs, from its period, its basis and its remark."""
        if word is not None and word.basis == "period":
            own = own_period(parsed, word)
            if own is None:
                return _open_period(parsed.period.label, word.written)
            return _Placed(own.period, "period")
        if word is not None:
            return _Placed(parsed.period, word.basis)
        adds_up = self.plan.indicators[indicator].nature == "flow"
        if adds_up and parsed.basis != "year_to_date":
            return _of_flow(parsed, of[7])
        return _Placed(parsed.period, "period" if parsed.basis == "so_far" else parsed.basis)

    def aside(
        self,
        row: int,
        column: str,
        why: Diagnostic,
        place: str = "",
        indicator: str = "",
        period: Period | None = None,
    ) -> SetAside:
        return SetAside(row, why.at(self.table.where(row, column)), place, indicator, period)


class _Known(dict[Any, Any]):
    """What texts mean, each read once; a text that cannot be read means its finding."""

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


def _named(column: str, pieces: Pieces) -> Callable[[str], str]:
    """Return the function that finds the id which a text names."""
    known = _index(pieces)
    zh = {"place": "地区", "indicator": "指标"}[column]

    def find(text: str) -> str:
        raw = text.strip()
        found = known.find(raw)
        if found is not None:
            return found
        rivals = known.rivals(raw)
        if rivals:
            raise _refuse(
                f"{column}-ambiguous",
                f"the {column} `{raw}` may be {' or '.join(f'`{rival}`' for rival in rivals)}",
                f"{zh}“{raw}”可能指 {' 或 '.join(rivals)}",
                f"write the id of the {column} that is meant, in its own upper and lower case",
                f"请改填其中一个{zh}的编号，区分大小写",
                "warning",
            )
        if not raw:
            raise _refuse(
                f"{column}-unknown",
                f"the {column} is blank",
                f"{zh}为空",
                f"in a mapping file, write `{column}s: {{'': …}}` if a blank cell is the whole, or"
                f" `fill: [{column}]` if it repeats the cell above",
                f"空格表示总体的，请在对应文件中写 `{column}s: {{'': …}}`；与上一格相同的，"
                f"请写 `fill: [{column}]`",
                "warning",
            )
        near = did_you_mean(raw, known.texts())
        raise _refuse(
            f"{column}-unknown",
            f"the {column} `{raw}` is not in the ruleset",
            f"规则集中没有{zh}“{raw}”",
            f"did you mean `{near}`?" if near else "use an id, a name or an alias of the ruleset",
            f"是否应为“{near}”？" if near else "请用规则集中的编号、名称或别名",
            "warning",
        )

    return find


def _status(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the status that a text names, and the reservation that it makes."""
    raw = text.strip()
    if not raw:
        return "reported", ()
    found = _STATUS_WORDS.get(fold_name(raw)) or _STATUS_WORDS.get(fold_name(code_in(raw)))
    if found is None and 1 < len(raw) <= _MOST_FLAGS and all(c in _STATUS_WORDS for c in raw):
        return _flags(raw)
    if found in ("reported", "verified", "accepted"):
        return found, ()
    if found in ("forecast", "missing") or found is None:
        known = found is not None
        raise _refuse(
            f"status-{found}" if known else "status-unknown",
            f"a {found} value is not an observation"
            if known
            else f"the status `{raw}` is not known",
            "预测值或缺测值不是报告值" if known else f"无法识别状态“{raw}”",
            "" if known else "use reported, verified, accepted or an SDMX OBS_STATUS code",
            "" if known else "请用 上报、核实、销号 或 SDMX OBS_STATUS 代码",
            "warning" if known else "error",
        )
    return "reported", (found,)


def _flags(letters: str) -> tuple[str, tuple[str, ...]]:
    """Return the status that several letters in one cell name, as Eurostat writes them: `bp`."""
    flags = [flag for letter in letters for flag in _status(letter)[1]]
    return "reported", tuple(dict.fromkeys(flags))


def _basis(text: str) -> BasisWord | None:
    raw = text.strip()
    if not raw:
        return None
    found = read_basis(raw)
    if found is not None:
        return found
    raise _refuse(
        "basis-unknown",
        f"the basis `{raw}` is not known",
        f"无法识别口径“{raw}”",
        "use period, year_to_date or since_start",
        "请用 当期、累计 或 开工以来累计",
    )


class _Placed(NamedTuple):
    """Over what time a figure runs."""

    period: Period
    basis: Basis


def _of_flow(parsed: ParsedPeriod, remark: str) -> _Placed | Diagnostic:
    """Return over what time a flow runs whose label or remark may speak of a running total."""
    said = read_basis(remark) if remark else None
    if said is not None and not said.length:
        return _Placed(parsed.period, said.basis)
    if parsed.basis == "so_far":
        return _open_basis("period", parsed.period.label)
    if remark and speaks_of_totals(remark):
        return _open_basis("note", remark)
    return _Placed(parsed.period, "period")


def _open_basis(column: str, text: str) -> Diagnostic:
    en, zh = {
        "period": (
            f"`{text}` may count from 1 January, or from the start of the whole undertaking",
            f"“{text}”可能自年初累计，也可能自开工以来累计",
        ),
        "note": (
            f"`{text}` leaves open whether the figure is of its own period or of the year so far",
            f"“{text}”没有说明该数是当期数还是本年累计数",
        ),
    }[column]
    return Diagnostic(
        "basis-open",
        en,
        zh,
        "write `basis: year_to_date`, `since_start` or `period` in a mapping file, or in a column",
        "请在对应文件或“口径”列中写明：累计、开工以来累计 或 当期",
        Where(path=column),
    )


def _open_period(label: str, word: str) -> Diagnostic:
    return Diagnostic(
        "period-open",
        f"`{label}` does not say which month or quarter `{word}` is",
        f"“{label}”没有说明“{word}”是哪个月或哪个季度",
        "write `period: 2024-09` in a mapping file, or name the month in the heading",
        "请在对应文件中写 `period: 2024-09`，或在表头写明月份",
        Where(path="period"),
    )


def _day(raw: object) -> date | None:
    if raw is None or str(raw).strip() == "":
        return None
    return _period(raw).period.end


def _refuse(
    code: str, en: str, zh: str, hint_en: str = "", hint_zh: str = "", severity: Severity = "error"
) -> TargetcheckError:
    return TargetcheckError(Diagnostic(code, en, zh, hint_en, hint_zh, severity=severity))


_MOST_FLAGS = 4
_STATUS_WORDS = {word: name for name, words in STATUSES.items() for word in words.split()}


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
    """Return when the fiscal years of a ruleset start, where it says so."""
    ruleset = plan.ruleset
    month = ruleset.fiscal_year_starts
    return None if month is None else FiscalYear(month, ruleset.fiscal_year_named or "")


def _index(pieces: Pieces) -> NameIndex:
    """Return the index of the ids, names and aliases of pieces."""
    return NameIndex({name: (p.zh, p.en, *p.aliases) for name, p in pieces.items()})


def names_of(pieces: Pieces) -> Callable[[str], str | None]:
    """Return the function that finds the id which a report means by a spelling."""
    return _index(pieces).find


def means_reported(text: str) -> bool:
    """Return whether a status is that of a plain report, without any reservation."""
    return not text.strip() or _STATUS_WORDS.get(fold_name(text)) == "reported"


def end_of(raw: object, fiscal: FiscalYear | None = None) -> date:
    """Return the last day of a period as reported; raise TargetcheckError where it is unreadable."""
    return _period(raw, fiscal).period.end


def period_of(raw: object, fiscal: FiscalYear | None = None) -> ParsedPeriod:
    """Return the period as reported; raise TargetcheckError where it is unreadable."""
    return _period(raw, fiscal)
