"""Lossless compact encoding of observation tables and evidence.

Layer: ledger. Cells keep their types: decimals, fractions and dates are restored as such.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from targetcheck.errors import Where
from targetcheck.tables.table_reader import ObservationTable, concat

_TAG = "$"
_LEVEL = 1
"""The lowest compression level already shrinks repeated text twentyfold."""


def to_text(data: object) -> str:
    """Return plain data as one line of JSON; decimals, fractions and dates carry a tag."""
    return _ENCODER.encode(data)


def texts_to_text(texts: Iterable[str | None]) -> str:
    """Return what `to_text` returns for a list of texts, without making an encoder for it."""
    return f"[{','.join(['null' if text is None else _quoted(text) for text in texts])}]"


def from_text(text: str) -> Any:
    """Return the plain data of a line of JSON from `to_text`."""
    return json.loads(text, object_hook=_untagged)


def pack(text: str) -> bytes:
    """Return text as compressed UTF-8 bytes."""
    return zlib.compress(text.encode(), _LEVEL)


def unpack(packed: bytes) -> str:
    """Return the text of compressed bytes."""
    return zlib.decompress(packed).decode()


def _tagged(value: object) -> object:
    if isinstance(value, Decimal):
        return {_TAG: "decimal", "v": str(value)}
    if isinstance(value, Fraction):
        return {_TAG: "fraction", "v": str(value)}
    if isinstance(value, datetime):
        return {_TAG: "datetime", "v": value.isoformat()}
    if isinstance(value, date):
        return {_TAG: "date", "v": value.isoformat()}
    return str(value)


def _untagged(found: dict[str, Any]) -> Any:
    kind = found.get(_TAG)
    if kind is None or set(found) != {_TAG, "v"}:
        return found
    readers: dict[str, Any] = {
        "decimal": Decimal,
        "fraction": Fraction,
        "datetime": datetime.fromisoformat,
        "date": date.fromisoformat,
    }
    return readers[kind](found["v"])


_quoted = json.encoder.encode_basestring
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tagged)


def table_to_text(table: ObservationTable) -> str:
    """Return a table, with the location of every cell, as text."""
    return to_text([_part(part) for part in (table.parts or (table,))])


def table_from_text(text: str) -> ObservationTable:
    """Return the table of such a text, with the same cells, locations and digest."""
    return concat(_table(part) for part in from_text(text))


def _part(table: ObservationTable) -> dict[str, object]:
    places = [table.places[row] for row in range(len(table))]
    return {
        "name": table.name,
        "native": table.native,
        "columns": table.columns,
        "header": dict(table.header),
        "positions": dict(table.positions),
        "comments": list(table.comments),
        "places": {key: _short([getattr(p, key) for p in places]) for key in _PLACE},
        "rows": len(table),
    }


_PLACE = ("file", "sheet", "line", "column", "cell", "path")


def _short(values: Sequence[object]) -> object:
    """Return a list in short form: one value if all are equal, (first, step) if evenly spaced."""
    first = values[0] if values else ""
    if all(value == first for value in values):
        return {"all": first}
    if isinstance(first, int) and list(values) == list(range(first, first + len(values))):
        return {"from": first}
    return {"each": list(values)}


def _long(short: Mapping[str, Any], rows: int) -> Iterable[Any]:
    if "all" in short:
        return [short["all"]] * rows
    if "from" in short:
        return range(short["from"], short["from"] + rows)
    listed: list[Any] = short["each"]
    return listed


def _table(part: Mapping[str, Any]) -> ObservationTable:
    columns = [_long(part["places"][key], part["rows"]) for key in _PLACE]
    return ObservationTable(
        name=part["name"],
        columns=part["columns"],
        places=[Where(*values) for values in zip(*columns, strict=True)],
        native=part["native"],
        header=part["header"],
        comments=tuple(part["comments"]),
        positions=part["positions"],
    )
