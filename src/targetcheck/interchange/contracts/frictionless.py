"""The output tables as Table Schema and as a Tabular Data Package (Frictionless Data).

Layer: interchange. Output: plain data.
"""

from __future__ import annotations

from targetcheck.interchange.contracts.output_tables import (
    OutputColumn,
    OutputTable,
    output_tables,
)
from targetcheck.version import __version__

Record = dict[str, object]
_TYPES = {
    "text": "string",
    "number": "number",
    "count": "integer",
    "date": "date",
    "yes_no": "boolean",
}


def table_schema(table: OutputTable) -> Record:
    """Return the Table Schema of a table."""
    schema: Record = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    return {**schema, "primaryKey": list(table.key)} if table.key else schema


def data_package() -> Record:
    """Return a Tabular Data Package of `verdicts.csv` and the scores that are written beside it."""
    return {
        "profile": "tabular-data-package",
        "name": "targetcheck-result",
        "version": __version__,
        "title": "Verdicts of targetcheck evaluate -o verdicts.csv",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "path": path,
                "description": table.description,
                "encoding": "utf-8",
                "format": "csv",
                "mediatype": "text/csv",
                "schema": table_schema(table),
            }
            for table, path in zip(
                output_tables(), ("verdicts.csv", "verdicts-scores.csv"), strict=True
            )
        ],
    }


def _field(column: OutputColumn) -> Record:
    field: Record = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.description,
    }
    if column.kind == "yes_no":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    limits: Record = {"required": True} if column.required else {}
    if column.values:
        limits["enum"] = list(column.values)
    return {**field, "constraints": limits} if limits else field
