"""Update of case files: actual verdicts become the expected ones.

Layer: authoring. Input: a case file and its results. Output: its new text, and a diff to show.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

from targetcheck.authoring.cases.case_file import Case
from targetcheck.authoring.cases.case_runner import CaseDifference, Ran
from targetcheck.authoring.formatter import write
from targetcheck.authoring.yaml_comments import read_remarks
from targetcheck.yaml_text.yaml_source import read_document


def updated(file: FilePath, ran: Sequence[Ran]) -> str:
    """Return the text of a case file in which every difference is accepted.

    A case that expects a verdict that does not exist is unchanged; its author must correct it.
    """
    document = read_document(file)
    data: Any = document.data
    for item in ran:
        for difference in item.differences:
            if difference.field:
                _accept(data, item.case, difference)
        for key, verdict in item.verdicts:
            _accept_short(data, item.case, key, f"{verdict.status}/{verdict.reason}")
    return write(data, read_remarks(document.text))


def shown_change(file: FilePath, before: str, after: str) -> str:
    """Return the change of a file as a unified diff."""
    lines = (before.splitlines(keepends=True), after.splitlines(keepends=True))
    return "".join(difflib.unified_diff(*lines, str(file), str(file)))


def _at(data: Any, case: Case) -> Any:
    for step in case.path:
        data = data[step]
    return data


def _accept(data: Any, case: Case, difference: CaseDifference) -> None:
    here = _at(data, case)
    if difference.field in ("set_aside", "summary"):
        counts = _counts(difference.got)
        one = difference.field == "set_aside" and list(counts.values()) == [1]
        here[difference.field] = next(iter(counts)) if one else counts
        return
    want = here["want"] if difference.key not in _mapping(here) else here["want"][difference.key]
    if not isinstance(want, dict):
        return  # the short form is written as a whole
    if difference.field in ("flags", "missing", "without"):
        want.pop(difference.field)
    else:
        want[difference.field] = difference.got
    if not want:
        want["status"] = difference.got


def _accept_short(data: Any, case: Case, key: str, got: str) -> None:
    here = _at(data, case)
    short = _mapping(here).get(key) if isinstance(here.get("want"), dict) else here.get("want")
    if not isinstance(short, str):
        return
    new = got if "/" in short else got.partition("/")[0]
    if isinstance(here["want"], dict):
        here["want"][key] = new
    else:
        here["want"] = new


def _mapping(here: Any) -> dict[str, Any]:
    want = here.get("want")
    return want if isinstance(want, dict) else {}


def _counts(text: str) -> dict[str, int]:
    """Return counts of rows by code, parsed from `{code: 1}`."""
    inner = text.strip("{}")
    pairs = (part.split(": ") for part in inner.split(", ") if part)
    return {name: int(number) for name, number in pairs}
