"""One table written in every format that is read."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
)


def write_csv(rows: Rows, path: Path) -> str:
    """Write rows as CSV and return the path."""
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["" if c is None else c for c in row] for row in rows])
    return str(path.with_suffix(".csv"))


def write_xlsx(rows: Rows, path: Path) -> str:
    """Write rows as the one sheet of a workbook and return the path."""
    book = Workbook()
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell not in (None, ""):
                written = book.active.cell(at, column)
                written.value = cell
                if isinstance(cell, str):
                    written.data_type = "s"  # a text that starts with = is no formula
    book.save(path.with_suffix(".xlsx"))
    return str(path.with_suffix(".xlsx"))


def ods_bytes(tables: str, styles: str = "") -> str:
    """Return the content of an OpenDocument sheet around the XML of its tables."""
    return (
        f"{_HEAD}<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def write_ods(rows: Rows, path: Path) -> str:
    """Write rows as the one sheet of an OpenDocument file and return the path."""
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return packed_ods(ods_bytes(f'<table:table table:name="Sheet">{body}</table:table>'), path)


def packed_ods(content: str, path: Path) -> str:
    """Write the content of an OpenDocument sheet as a file and return its path."""
    with zipfile.ZipFile(path.with_suffix(".ods"), "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return str(path.with_suffix(".ods"))


def _cell(cell: object) -> str:
    if cell in (None, ""):
        return "<table:table-cell/>"
    shown = f"<text:p>{escape(str(cell))}</text:p>"
    if isinstance(cell, int | float):
        value = quoteattr(repr(cell))
        return f'<table:table-cell office:value-type="float" office:value={value}>{shown}</table:table-cell>'
    return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'


def write_json(rows: Rows, path: Path) -> str:
    """Write rows below a heading as a JSON list of objects and return the path."""
    head, *below = rows
    objects = [dict(zip(map(str, head), row, strict=True)) for row in below]
    path.with_suffix(".json").write_text(json.dumps({"data": objects}, ensure_ascii=False), "utf-8")
    return str(path.with_suffix(".json"))


WRITERS: dict[str, Callable[[Rows, Path], str]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "ods": write_ods,
    "json": write_json,
}
