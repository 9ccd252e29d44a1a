"""Rows of a dataflow as SDMX-CSV 1.0, 2.0 and 2.1.

Layer: interchange. Input: rows of cells by component, each with its name if it has one. Output:
text. SDMX-CSV 1.0 has a column DATAFLOW; 2.0 and 2.1 have STRUCTURE, STRUCTURE_ID and ACTION.
Labels: `id` codes only, `both` as `code: name` in one cell, `name` in columns of their own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.interchange.sdmx.dataflow_columns import (
    AGENCY,
    CODELISTS,
    DATAFLOWS,
    VERSION,
    SdmxField,
)
from targetcheck.printable_text import cell_text

CsvVersion = Literal["1.0", "2.0", "2.1"]
Labels = Literal["id", "name", "both"]
Names = Mapping[str, Mapping[str, str]]
"""component → code → name, for codes whose names are not in a codelist that ships"""
_ACTIONS = {"2.0": "I", "2.1": "M"}


def sdmx_csv(
    dataflow: str,
    rows: Iterable[Mapping[str, object]],
    names: Names,
    lang: Language = "en",
    *,
    version: CsvVersion = "2.0",
    labels: Labels = "id",
) -> str:
    """Return rows of a dataflow as SDMX-CSV.

    Raises TargetcheckError (`sdmx-labels`) for `labels=name` in version 1.0, which does not have it.
    """
    if version == "1.0" and labels == "name":
        raise TargetcheckError(_no_names())
    zh, en, fields = DATAFLOWS[dataflow]
    title = zh if lang == "zh" else en
    known = {field.id: _names(field, names, lang) for field in fields}
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    head, frame = _frame(dataflow, title, version, labels)
    writer.writerow([*head, *(cell for f in fields for cell in _heading(f, lang, labels))])
    for row in rows:
        cells = (c for f in fields for c in _cells(row.get(f.id), known[f.id], labels))
        writer.writerow([*frame, *cells])
    return text.getvalue()


def _frame(
    dataflow: str, title: str, version: CsvVersion, labels: Labels
) -> tuple[list[str], list[str]]:
    """Return the headings and cells of the columns before the components."""
    name = f"{AGENCY}:{dataflow}({VERSION})"
    shown = f"{name}: {title}" if labels == "both" else name
    if version == "1.0":
        return ["DATAFLOW"], [shown]
    action = _ACTIONS[version]
    if labels == "name":
        headings = ["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"]
        return headings, ["dataflow", shown, title, action]
    return ["STRUCTURE", "STRUCTURE_ID", "ACTION"], ["dataflow", shown, action]


def _heading(field: SdmxField, lang: Language, labels: Labels) -> Iterator[str]:
    name = field.zh if lang == "zh" else field.en
    yield f"{field.id}: {name}" if labels == "both" else field.id
    if labels == "name":
        yield name


def _cells(value: object, names: Mapping[str, str], labels: Labels) -> Iterator[str]:
    name = names.get(str(value), "")
    if labels == "both" and name:
        yield cell_text(f"{value}: {name}")
        return
    yield cell_text(value)
    if labels == "name":
        yield cell_text(name)


def _names(field: SdmxField, names: Names, lang: Language) -> Mapping[str, str]:
    if not field.codes:
        return names.get(field.id, {})
    at = 0 if lang == "zh" else 1
    return {code: words[at] for code, words in CODELISTS[field.codes][1].items()}


def _no_names() -> Diagnostic:
    return Diagnostic(
        "sdmx-labels",
        "SDMX-CSV 1.0 has no columns of names",
        "SDMX-CSV 1.0 没有名称列",
        "use `--labels both`, or `--sdmx-version 2.0`",
        "请用 --labels both，或 --sdmx-version 2.0",
    )
