"""The output tables as data: columns, types, descriptions, permitted values.

Layer: interchange. Output: `OutputTable`, from which every contract is written. Columns and types
are those of the CSV and Parquet files; descriptions and permitted values are those of the JSON
Schema of results, so that the three never differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from targetcheck.output.result_files.result_csv import SCORE_COLUMNS
from targetcheck.output.ruleset_text.json_schemas import result_schema
from targetcheck.verdicts.verdict_row import COLUMNS, Kind

_NESTED = {
    "value_text": ("value",),
    "progress_method": ("evidence", "pace", "method"),
    "progress_ratio": ("evidence", "pace", "ratio"),
    "lagging_periods": ("evidence", "lagging_periods"),
    "clause": ("citation", "clause"),
    "quote": ("citation", "quote"),
}
"""Columns that JSON keeps elsewhere in the verdict."""
_SCORE_KINDS: Mapping[str, Kind] = {
    "points": "number",
    "full": "number",
    "rank": "count",
    "rank_worst": "count",
    "lagging_periods": "count",
}


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column: its type, its description, the values it may have; `required`: never empty."""

    name: str
    kind: Kind
    description: str
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutputTable:
    """A table that `evaluate` writes; `key` identifies a row."""

    name: str
    description: str
    columns: tuple[OutputColumn, ...]
    key: tuple[str, ...] = ()


def output_tables() -> tuple[OutputTable, ...]:
    """Return the table of verdicts and that of scores."""
    return (
        OutputTable(
            "verdicts",
            "One row for each target, place and due date.",
            tuple(_verdict_column(name, kind) for name, kind in COLUMNS.items()),
            ("target", "place", "due"),
        ),
        OutputTable(
            "scores",
            "One row for each score and place, followed by one for each of its items.",
            tuple(
                OutputColumn(name, _SCORE_KINDS.get(name, "text"), heading, name in _SCORE_KEY)
                for name, (_, heading) in SCORE_COLUMNS.items()
            ),
        ),
    )


_SCORE_KEY = ("score", "place")


def _verdict_column(name: str, kind: Kind) -> OutputColumn:
    schema = result_schema()
    verdict = schema["$defs"]["verdict"]
    found = verdict
    for key in _NESTED.get(name, (name,)):
        found = _resolved(found, schema)["properties"][key]
    description = str(found.get("description", ""))
    values = tuple(str(value) for value in _resolved(found, schema).get("enum", ()))
    required = name in verdict["required"] and kind in ("text", "date") and _never_empty(found)
    return OutputColumn(name, kind, description, required, values)


def _resolved(piece: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = piece.get("$ref")
    return piece if reference is None else schema["$defs"][reference.rpartition("/")[2]]


def _never_empty(piece: Mapping[str, Any]) -> bool:
    """Return whether JSON has a text here; a list may be empty, and so is its cell."""
    return bool(piece.get("type", "string") == "string")
