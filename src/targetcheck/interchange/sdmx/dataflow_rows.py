"""Verdicts and reports as rows of their dataflows.

Layer: interchange. Input: a Result; a table with its observations. Output: cells by component.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.interchange.sdmx.sdmx_csv import CsvVersion, Labels, Names, sdmx_csv
from targetcheck.observations.observation import Observation, Observations
from targetcheck.observations.observation_status import FLAG_LETTERS
from targetcheck.periods.period import Period
from targetcheck.periods.period_sequence import next_start
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.tables.cells.cell_value import is_blank, read_cell
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_row import flat

Row = dict[str, object]
_COPIED = {
    "NUMERATOR": "numerator",
    "DENOMINATOR": "denominator",
    "QUALIFIER": "qualifier",
    "LOWER": "lower",
    "UPPER": "upper",
    "WEIGHT": "weight",
    "COMPLETED": "completed",
    "REPORTED_AT": "reported_at",
    "SOURCE": "source",
    "OBS_COMMENT": "note",
}


def verdicts_as_sdmx_csv(
    result: Result,
    lang: Language = "en",
    verdicts: Iterable[Verdict] | None = None,
    *,
    version: CsvVersion = "2.0",
    labels: Labels = "id",
) -> str:
    """Return verdicts as rows of the dataflow TARGETCHECK:VERDICTS(1.0)."""
    listed = result.verdicts if verdicts is None else verdicts
    names = {
        **_names(result.ruleset, lang),
        "TARGET": {v.target: v.title(lang) for v in result.verdicts},
    }
    rows = (_verdict_row(verdict, lang) for verdict in listed)
    return sdmx_csv("VERDICTS", rows, names, lang, version=version, labels=labels)


def reports_as_sdmx_csv(
    table: ObservationTable,
    observations: Observations,
    ruleset: Ruleset,
    lang: Language = "en",
    *,
    version: CsvVersion = "2.0",
    labels: Labels = "id",
) -> str:
    """Return observations as rows of the dataflow TARGETCHECK:REPORTS(1.0).

    Rows of the table that were set aside are no observations and are not written.
    """
    numbers: Counter[tuple[str, str, str]] = Counter()
    rows = (_report_row(table, one, numbers) for one in observations.all)
    names = _names(ruleset, lang)
    return sdmx_csv("REPORTS", rows, names, lang, version=version, labels=labels)


def sdmx_period(period: Period) -> str:
    """Return a period as SDMX writes it: `2024`, `2024-Q3`, `2024-01-01/P9M`."""
    start, kind = period.start, period.frequency
    written = {
        "year": f"{start:%Y}",
        "half": f"{start:%Y}-S{(start.month + 5) // 6}",
        "quarter": f"{start:%Y}-Q{(start.month + 2) // 3}",
        "month": f"{start:%Y-%m}",
        "day": start.isoformat(),
    }
    return written.get(kind) or f"{start.isoformat()}/{_duration(period)}"


def _duration(period: Period) -> str:
    start, after = period.start, next_start(period)
    if start.day == after.day:
        return f"P{(after.year - start.year) * 12 + after.month - start.month}M"
    return f"P{period.days}D"


def _verdict_row(verdict: Verdict, lang: Language) -> Row:
    row, made = flat(verdict, lang), verdict.provenance
    value = row["value_text"] if row["value"] is None else row["value"]
    confidential = "confidential" in verdict.flags
    return {
        "RULESET": made.ruleset,
        "PROFILE": made.profile,
        "AS_OF": made.as_of,
        "TARGET": verdict.target,
        "REF_AREA": verdict.place,
        "TIME_PERIOD": verdict.due,
        "OBS_VALUE": value,
        "VERDICT": row["status"],
        "REASON": row["reason"],
        "FLAGS": row["flags"],
        "OBS_STATUS": "M" if value is None else _status("reported", verdict.flags),
        "CONF_STATUS": "N" if confidential else "F",
        "UNIT_MEASURE": verdict.unit.name if verdict.unit is not None else None,
        "UNIT_MULT": 0,
        "DECIMALS": _decimals(value),
        "INDICATOR": row["indicator"],
        **{name.upper(): row[name] for name in _SAME},
    }


_SAME = (
    "strength", "requirement", "margin", "gap", "progress_method", "progress_ratio", "lead",
    "clause", "quote", "sentence",
)  # fmt: skip


def _report_row(
    table: ObservationTable, report: Observation, numbers: Counter[tuple[str, str, str]]
) -> Row:
    at = report.row
    period = sdmx_period(report.period)
    key = (report.indicator, report.place, period)
    numbers[key] += 1
    value, unit = _figure(table, report)
    copied = {
        code: table.columns[name][at] for code, name in _COPIED.items() if name in table.columns
    }
    if report.reported_at is not None:
        copied["REPORTED_AT"] = report.reported_at
    if report.completed is not None:
        copied["COMPLETED"] = report.completed
    if report.excuse:  # a reason for silence may stand in another column; no value goes with it
        value = report.excuse
        copied.pop("QUALIFIER", None)
    return {
        **copied,
        "INDICATOR": report.indicator,
        "REF_AREA": report.place,
        "REPORT_NO": numbers[key],
        "TIME_PERIOD": period,
        "OBS_VALUE": value,
        "OBS_STATUS": _status(report.status, report.flags),
        "CONF_STATUS": "N" if "confidential" in report.flags else "F",
        "UNIT_MEASURE": unit,
        "UNIT_MULT": 0,
        "DECIMALS": _decimals(value),
        "BASIS": report.basis,
    }


def _figure(table: ObservationTable, report: Observation) -> tuple[object, object]:
    """Return value and unit; a plain number without its unit, anything else as it was written."""
    raw = table.columns["value"][report.row] if "value" in table.columns else None
    unit = table.columns["unit"][report.row] if "unit" in table.columns else None
    cell = read_cell(raw)
    if is_blank(unit) and report.unit is not None and not cell.unit:
        unit = report.unit.name
    plain = cell.kind == "number" and cell.number is not None and cell.other is None
    if not plain or cell.approximate or cell.currency or (cell.unit and not is_blank(unit)):
        return (None if is_blank(raw) else str(raw)), unit
    return cell.number, cell.unit or unit


def _status(status: str, flags: Iterable[str]) -> str:
    """Return the code of a status; several at once as small letters, as Eurostat writes them."""
    if status in ("verified", "accepted"):
        return status.upper()
    letters = "".join(FLAG_LETTERS.get(flag, "") for flag in flags)
    return (letters if len(letters) > 1 else letters.upper()) or "A"


def _decimals(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else None


def _names(ruleset: Ruleset, lang: Language) -> Names:
    pieces = (("REF_AREA", ruleset.all_places()), ("INDICATOR", ruleset.all_indicators()))
    return {code: {n: p.say(lang) for n, p in found.items()} for code, found in pieces}
