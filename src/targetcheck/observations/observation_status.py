"""Status of an observation, from a word or an SDMX code.

Layer: observations. Input: a text. Output: status and flag. A reason for reporting no value, which
may stand in the same column, is read in excused_silence.py.
"""

from __future__ import annotations

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.name_index import fold_name
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
