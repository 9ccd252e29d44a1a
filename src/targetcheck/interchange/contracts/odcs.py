"""The output tables as a data contract of the Open Data Contract Standard 3.2.

Layer: interchange. Output: plain data. Logical types are those of the CSV file, physical types
those of the Parquet file.
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
    "text": ("string", "string"),
    "number": ("number", "double"),
    "count": ("integer", "int64"),
    "date": ("date", "date32"),
    "yes_no": ("boolean", "bool"),
}


def data_contract() -> Record:
    """Return the contract of the verdicts and the scores."""
    return {
        "apiVersion": "v3.2.0",
        "kind": "DataContract",
        "id": "targetcheck-result",
        "name": "Result of targetcheck evaluate",
        "version": __version__,
        "status": "active",
        "description": {
            "purpose": "Verdicts on reported values against the targets of a policy document.",
            "usage": "Written as CSV and Parquet; keys of a verdict are target, place and due.",
            "limitations": "Parquet has numbers as binary floats, CSV and JSON have every digit.",
        },
        "schema": [_table(table) for table in output_tables()],
    }


def _table(table: OutputTable) -> Record:
    return {
        "name": table.name,
        "logicalType": "object",
        "physicalType": "table",
        "description": table.description,
        "properties": [_property(column, table.key) for column in table.columns],
    }


def _property(column: OutputColumn, key: tuple[str, ...]) -> Record:
    logical, physical = _TYPES[column.kind]
    made: Record = {
        "name": column.name,
        "logicalType": logical,
        "physicalType": physical,
        "description": column.description,
        "required": column.required,
    }
    if column.name in key:
        made |= {"primaryKey": True, "primaryKeyPosition": key.index(column.name) + 1}
    if column.values:
        made["quality"] = [
            {
                "type": "library",
                "metric": "invalidValues",
                "arguments": {"validValues": list(column.values)},
                "mustBe": 0,
            }
        ]
    return made
