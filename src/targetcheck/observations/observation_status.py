"""Status of an observation, from a word or an SDMX code; or why there is no value.

Layer: observations. Input: a text. Output: status and flag. Rows that report no value may say why:
frozen, closed, too few cases. The code of the reason, which the profile declares, stands in the
value, the qualifier or the status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.first_use import pattern
from targetcheck.name_index import NameIndex, fold_name
from targetcheck.plan.plan import Plan
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.columns.column_names import code_in
from targetcheck.tables.rejection_reasons import CONFIDENTIAL

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
"""Statuses of observations, with the words and SDMX OBS_STATUS codes for each."""

FLAG_LETTERS = {
    "provisional": "p",
    "estimated": "e",
    "break": "b",
    "definition_differs": "d",
    "low_reliability": "u",
    "unvalidated": "v",
}
"""The letter of each flag, by which SDMX and Eurostat write it."""
_MOST_FLAGS = 4
_ALSO_VALUES = ("numerator", "lower", "upper")
"""Columns that make a value where the column `value` is blank."""
_NUMBER = pattern(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_STATUS_WORDS = {word: name for name, words in STATUSES.items() for word in words.split()}


def read_status(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the status that a text names, and its qualifying flag."""
    raw = text.strip()
    if raw.endswith(CONFIDENTIAL.strip()):
        status, flags = read_status(raw.removesuffix(CONFIDENTIAL.strip()))
        return status, (*flags, "confidential")
    if not raw:
        return "reported", ()
    found = _STATUS_WORDS.get(fold_name(raw)) or _STATUS_WORDS.get(fold_name(code_in(raw)))
    if found is None and 1 < len(raw) <= _MOST_FLAGS and all(c in _STATUS_WORDS for c in raw):
        return _flags(raw)
    if found in ("reported", "verified", "accepted"):
        return found, ()
    if found is None:
        raise TargetcheckError(_unknown(raw))
    if found in ("forecast", "missing"):
        raise TargetcheckError(_no_report(found))
    return "reported", (found,)


def _flags(letters: str) -> tuple[str, tuple[str, ...]]:
    """Return the status of several letters in one cell, as Eurostat writes them: `bp`."""
    flags = [flag for letter in letters for flag in read_status(letter)[1]]
    return "reported", tuple(dict.fromkeys(flags))


def means_reported(text: str) -> bool:
    """Return whether a status is `reported` without any flag."""
    return not text.strip() or _STATUS_WORDS.get(fold_name(text)) == "reported"


def _unknown(raw: str) -> Diagnostic:
    return Diagnostic(
        "status-unknown",
        f"unknown status `{raw}`",
        f"无法识别状态“{raw}”",
        "use reported, verified, accepted or an SDMX OBS_STATUS code",
        "请用上报、核实、验收，或 SDMX OBS_STATUS 代码",
    )


def _no_report(found: str) -> Diagnostic:
    return Diagnostic(
        f"status-{found}",
        f"a {found} value is not an observation",
        "预测值或缺测值不是报送值",
        severity="warning",
    )


class Excuses:
    """The reasons for silence that a profile accepts."""

    def __init__(self, plan: Plan) -> None:
        spec = plan.profile.excused
        self._names = NameIndex({name: (e.zh, e.en, *e.aliases) for name, e in spec.items()})
        self.any = bool(spec)

    def means_silence(self, text: str) -> bool:
        """Return whether a cell of this text is the reason of a silence."""
        return self._names.find(text) is not None

    def numbers(self) -> tuple[str, ...]:
        """Return the reasons that are written as a number, such as `-88`."""
        folded = dict.fromkeys(map(fold_name, self._names.texts()))
        return tuple(text for text in folded if _NUMBER.fullmatch(text))

    def look_regular(self) -> bool:
        """Return whether a reason may also be read as a number, or as the status of a report."""
        return bool(self.numbers()) or any(map(means_reported, self._names.texts()))

    def read(self, cells: Mapping[str, object]) -> tuple[str, str, str] | Diagnostic | None:
        """Return code, text and status cell of a row without a value; None without such a reason.

        A status cell that holds the reason states no status.
        """
        said = {name: self._code(cells[name]) for name in ("value", "qualifier", "status")}
        code = next((found for found in said.values() if found), "")
        if not code:
            return None
        spoken = () if said["value"] else ("value",)
        told = [cells[n] for n in (*spoken, *_ALSO_VALUES) if not is_blank(cells[n])]
        if told:
            return None if _is_status(cells["status"]) else _with_value(told[0])
        name = next(name for name, found in said.items() if found)
        status = "" if said["status"] else str(cells["status"] or "")
        return code, str(cells[name]).strip(), status

    def _code(self, cell: object) -> str:
        if isinstance(cell, float) and cell.is_integer():  # a code in a column with gaps
            cell = int(cell)
        text = str(cell).strip() if cell is not None else ""
        return (self._names.find(text) or "") if text else ""


def _is_status(cell: object) -> bool:
    """Return whether a status means something beside a value too."""
    try:
        read_status(str(cell or ""))
    except TargetcheckError:
        return False
    return True


def _with_value(value: object) -> Diagnostic:
    return Diagnostic(
        "excused-with-value",
        f"`{value}` is reported, and with it a reason why nothing is reported",
        f"既报送了“{value}”，又填了缺报原因",
        "keep the value or the reason",
        "请只保留数值或缺报原因",
        Where(path="value"),
    )
