"""A table of reports becomes facts: names resolved, units converted, the implausible refused.

Floor: plan. Comes in: ObservationTable and a Plan. Goes out: Facts. No row is lost: it becomes a
fact or is set aside with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.ground.periods import ParsedPeriod, Period, parse_period
from targetcheck.model.indicator import Indicator
from targetcheck.model.place import Place
from targetcheck.plan.facts import Basis, Fact, Facts, SetAside, facts
from targetcheck.plan.plan import IndicatorPlan, Plan
from targetcheck.plan.readings import Reading, read_report
from targetcheck.sources.refusals import COLUMN, refusal
from targetcheck.sources.table import ObservationTable
from targetcheck.sources.vocabulary import Vocabulary, fold_name

STATUSES = {
    "reported": "reported 上报 已上报 填报 a n",
    "verified": "verified 核实 已核实 审核 已审核 核查",
    "accepted": "accepted 验收 已验收 销号 已销号 验收销号",
    "provisional": "p 初步 暂定 快报",
    "estimated": "e i 估计 估算",
    "break": "b",
    "definition_differs": "d",
    "low_reliability": "u",
    "unvalidated": "v",
    "forecast": "f 预测",
    "missing": "m l o h q 缺测",
}
"""Report statuses by the words and SDMX OBS_STATUS codes that say them."""

BASES: dict[str, Basis] = {
    "period": "period",
    "当期": "period",
    "本期": "period",
    "year_to_date": "year_to_date",
    "ytd": "year_to_date",
    "累计": "year_to_date",
    "本年累计": "year_to_date",
    "年初累计": "year_to_date",
    "since_start": "since_start",
    "开工以来累计": "since_start",
    "总累计": "since_start",
}


class _Refusal(Exception):
    """Carries the reason why a row is set aside."""

    def __init__(self, why: Diagnostic, period: Period | None = None) -> None:
        self.why = why
        self.period = period


def read_facts(table: ObservationTable, plan: Plan) -> Facts:
    """Give the facts of a table for a plan."""
    return _Reader(table, plan).read()


def vocabulary(plan: Plan) -> Vocabulary:
    """Give the names of places and indicators that reports for a plan may use."""
    ruleset = plan.ruleset
    return Vocabulary(_names(ruleset.all_places()), _names(ruleset.all_indicators()))


class _Reader:
    """One table on its way to facts."""

    def __init__(self, table: ObservationTable, plan: Plan) -> None:
        self.table = table
        self.plan = plan
        self.places = _names(plan.ruleset.all_places())
        self.indicators = _names(plan.ruleset.all_indicators())
        self.meant: dict[str, dict[str, list[str]]] = {}

    def read(self) -> Facts:
        understood: list[Fact] = []
        aside: list[SetAside] = []
        for row in range(len(self.table)):
            place = indicator = ""
            said = self.cell(row, COLUMN)
            if said:
                why = refusal(str(said), self.table.where(row, COLUMN))
                aside.append(SetAside(row, why, *self.known(row)))
                continue
            try:
                place = self.name(row, "place", self.places)
                indicator = self.name(row, "indicator", self.indicators)
                understood.append(self.fact(row, place, self.plan.indicators[indicator]))
            except _Refusal as caught:
                aside.append(SetAside(row, caught.why, place, indicator, caught.period))
        return facts(understood, aside, len(self.table))

    def cell(self, row: int, column: str) -> object:
        cells = self.table.columns.get(column)
        return cells[row] if cells is not None else None

    def known(self, row: int) -> tuple[str, str]:
        """Give place and indicator of a row that the reader set aside, where they are known."""
        place = self.places.get(fold_name(str(self.cell(row, "place") or "")), "")
        return place, self.indicators.get(fold_name(str(self.cell(row, "indicator") or "")), "")

    def name(self, row: int, column: str, known: Mapping[str, str]) -> str:
        raw = str(self.cell(row, column) or "").strip()
        found = known.get(fold_name(raw))
        if found is not None:
            return found
        zh = {"place": "地区", "indicator": "指标"}[column]
        rivals = self.rivals(raw, column)
        if rivals:
            raise self.refusal(
                row,
                column,
                f"{column}-ambiguous",
                f"the {column} `{raw}` may be {' or '.join(f'`{rival}`' for rival in rivals)}",
                f"{zh}“{raw}”可能指 {' 或 '.join(rivals)}",
                f"write the id of the {column} that is meant",
                f"请改填其中一个{zh}的编号",
                "warning",
            )
        near = did_you_mean(fold_name(raw), known)
        raise self.refusal(
            row,
            column,
            f"{column}-unknown",
            f"the {column} `{raw}` is not in the ruleset" if raw else f"the {column} is blank",
            f"规则集中没有{zh}“{raw}”" if raw else f"{zh}为空",
            f"did you mean `{near}`?" if near else "use an id, a name or an alias of the ruleset",
            f"是否应为“{near}”？" if near else "请用规则集中的编号、名称或别名",
            "warning",
        )

    def rivals(self, raw: str, column: str) -> tuple[str, ...]:
        """Give the ids that a name means alike; none where it means nothing or one thing."""
        if column not in self.meant:
            ruleset = self.plan.ruleset
            pieces = ruleset.all_places() if column == "place" else ruleset.all_indicators()
            self.meant[column] = _meant(pieces)
        return tuple(self.meant[column].get(fold_name(raw), ()))

    def refusal(
        self,
        row: int,
        column: str,
        code: str,
        en: str,
        zh: str,
        hint_en: str = "",
        hint_zh: str = "",
        severity: str = "error",
    ) -> _Refusal:
        where = self.table.where(row, column)
        return _Refusal(Diagnostic(code, en, zh, hint_en, hint_zh, where, severity))  # type: ignore[arg-type]

    def fact(self, row: int, place: str, indicator: IndicatorPlan) -> Fact:
        try:
            parsed = _period(self.cell(row, "period"))
        except TargetcheckError as error:
            raise _Refusal(error.diagnostics[0].at(self.table.where(row, "period"))) from None
        reading = self.reading(row, indicator, parsed.period)
        status, flags = self.status(row)
        return Fact(
            row=row,
            place=place,
            indicator=indicator.id,
            period=parsed.period,
            basis=self.basis(row) or parsed.basis,
            value=reading.value,
            low=reading.low,
            high=reading.high,
            text=reading.text,
            unit=reading.unit,
            step=reading.step,
            status=status,
            reported_at=self.day(row),
            where=self.table.where(row, "value"),
            counts=reading.counts,
            printed=reading.printed,
            weight=reading.weight,
            completed=reading.completed,
            flags=(*reading.flags, *flags),
            source=str(self.cell(row, "source") or ""),
            note=str(self.cell(row, "note") or ""),
        )

    def reading(self, row: int, indicator: IndicatorPlan, period: Period) -> Reading:
        cells = {
            name: self.cell(row, name)
            for name in (
                "value", "unit", "qualifier", "numerator", "denominator", "weight", "completed"
            )
        }  # fmt: skip
        try:
            return read_report(indicator, cells)
        except TargetcheckError as error:
            column = error.diagnostics[0].where.path or "value"
            raise _Refusal(error.diagnostics[0].at(self.table.where(row, column)), period) from None

    def status(self, row: int) -> tuple[str, tuple[str, ...]]:
        raw = str(self.cell(row, "status") or "").strip()
        if not raw:
            return "reported", ()
        found = _STATUS_WORDS.get(fold_name(raw))
        if found in ("reported", "verified", "accepted"):
            return found, ()
        if found in ("forecast", "missing") or found is None:
            known = found is not None
            raise self.refusal(
                row,
                "status",
                f"status-{found}" if known else "status-unknown",
                f"a {found} figure is no report" if known else f"the status `{raw}` is not known",
                "预测值或缺测值不是报告值" if known else f"无法识别状态“{raw}”",
                "" if known else "use reported, verified, accepted or an SDMX OBS_STATUS code",
                "" if known else "请用 上报、核实、销号 或 SDMX OBS_STATUS 代码",
                "warning" if known else "error",
            )
        return "reported", (found,)

    def basis(self, row: int) -> Basis | None:
        raw = str(self.cell(row, "basis") or "").strip()
        if not raw:
            return None
        if fold_name(raw) in BASES:
            return BASES[fold_name(raw)]
        raise self.refusal(
            row,
            "basis",
            "basis-unknown",
            f"the basis `{raw}` is not known",
            f"无法识别口径“{raw}”",
            "use period, year_to_date or since_start",
            "请用 当期、累计 或 开工以来累计",
        )

    def day(self, row: int) -> date | None:
        raw = self.cell(row, "reported_at")
        if raw is None or str(raw).strip() == "":
            return None
        try:
            return _period(raw).period.end
        except TargetcheckError as error:
            raise _Refusal(error.diagnostics[0].at(self.table.where(row, "reported_at"))) from None


_STATUS_WORDS = {word: name for name, words in STATUSES.items() for word in words.split()}


@cache
def _period_of_text(text: str) -> ParsedPeriod:
    return parse_period(text)


def _period(raw: object) -> ParsedPeriod:
    if isinstance(raw, str):
        return _period_of_text(raw.strip())
    if raw is None:
        return parse_period("")
    return parse_period(raw if isinstance(raw, date | int) else str(raw))


def _meant(
    pieces: Mapping[str, Place] | Mapping[str, Indicator],
) -> dict[str, list[str]]:
    """Give, by every name and alias, the ids of the pieces that bear it."""
    found: dict[str, list[str]] = {}
    for name, piece in pieces.items():
        for key in dict.fromkeys(map(fold_name, (piece.zh, piece.en, *piece.aliases))):
            if key:
                found.setdefault(key, []).append(name)
    return found


def _names(pieces: Mapping[str, Place] | Mapping[str, Indicator]) -> dict[str, str]:
    """Give id by every spelling; ids win over names, and a name of two pieces means neither."""
    found = {key: names[0] for key, names in _meant(pieces).items() if len(names) == 1}
    return {**found, **{fold_name(name): name for name in pieces}}


def names_of(pieces: Mapping[str, Place] | Mapping[str, Indicator]) -> Callable[[str], str | None]:
    """Give the function that finds the id which a report means by a spelling."""
    known = _names(pieces)
    return lambda text: known.get(fold_name(text.strip()))


def means_reported(text: str) -> bool:
    """Say whether a status is that of a plain report, without any reservation."""
    return not text.strip() or _STATUS_WORDS.get(fold_name(text)) == "reported"


def end_of(raw: object) -> date:
    """Give the last day of a period as reported; raises TargetcheckError where it is unreadable."""
    return _period(raw).period.end


def period_of(raw: object) -> ParsedPeriod:
    """Give the period as reported; raises TargetcheckError where it is unreadable."""
    return _period(raw)
