"""Reader of any source into an `ObservationTable`.

Layer: tables. Input: a file, rows, columns or a frame. Output: an `ObservationTable`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import read_bytes, shown_name
from targetcheck.first_use import on_first_use
from targetcheck.gc_pause import uncollected
from targetcheck.tables.columns.column_matching import shape_table
from targetcheck.tables.columns.sdmx_columns import spaced_labels
from targetcheck.tables.flat_table import has_lines, names_all, names_most
from targetcheck.tables.formats.csv_format import read_delimited
from targetcheck.tables.known_names import Vocabulary
from targetcheck.tables.observation_table import ObservationTable, concat
from targetcheck.tables.raw_table import RawRows

if TYPE_CHECKING:
    from targetcheck.tables.columns import sdg_columns
    from targetcheck.tables.formats import frame_format, json_format
    from targetcheck.tables.mapping_file import MappingSource, TableMapping
else:
    frame_format = on_first_use("targetcheck.tables.formats.frame_format")
    json_format = on_first_use("targetcheck.tables.formats.json_format")
    sdg_columns = on_first_use("targetcheck.tables.columns.sdg_columns")

__all__ = ["ObservationTable", "concat", "read_table"]


@uncollected()
def read_table(
    source: object,
    name: str | None = None,
    *,
    known: Vocabulary | None = None,
    mapping: MappingSource | TableMapping | None = None,
) -> ObservationTable:
    """Return the observation table of a file, of rows or columns, of a frame, or of several of them.

    Messages name the source `name`, by default its path. `known` names and a `mapping` help to
    interpret hand-made sheets; tables in standard form need none.
    """
    if isinstance(source, ObservationTable):
        return source
    given = _mapping(mapping)
    if isinstance(source, (str, os.PathLike)):
        return _read_file(os.fspath(source), name, known, given)
    if isinstance(source, Mapping):
        return _shaped(
            json_format.from_columns(source, name or "<columns>", "columns"), known, given
        )
    if isinstance(source, (list, tuple, Iterator)):
        return _read_list(list(source), name, known, given)
    return _shaped(_read_frame(source, name), known, given)


def _mapping(mapping: MappingSource | TableMapping | None) -> TableMapping | None:
    if mapping is None:
        return None
    from targetcheck.tables.mapping_file import read_mapping

    return read_mapping(mapping)


def _shaped(
    raw: RawRows, known: Vocabulary | None, mapping: TableMapping | None
) -> ObservationTable:
    """Return the table of rows with named columns, or laid out as a sheet."""
    if mapping is None and names_all(raw.headers, known):
        return shape_table(raw, known=known)
    from targetcheck.tables.sheet_layout.sheet_reader import read_rows

    try:
        found = read_rows(raw, known, mapping)
    except TargetcheckError:
        if mapping is not None:
            raise
        found = None
    return shape_table(raw, known=known) if found is None else found


def _read_list(
    items: list[object],
    name: str | None,
    known: Vocabulary | None,
    mapping: TableMapping | None,
) -> ObservationTable:
    """Return the table of a list of rows, or of sources; rows are mappings whose values are cells."""
    if not items:
        return concat([])
    if any(isinstance(item, Mapping) and not _is_columns(item) for item in items):
        return _shaped(json_format.from_rows(items, name or "<rows>", "rows"), known, mapping)
    return concat(read_table(item, known=known, mapping=mapping) for item in items)


def _is_columns(item: Mapping[object, object]) -> bool:
    return any(
        isinstance(value, Iterable) and not isinstance(value, (str, bytes))
        for value in item.values()
    )


def _read_frame(source: object, name: str | None) -> RawRows:
    from targetcheck.tables.formats.frame_format import from_frame, is_frame, no_frame

    if is_frame(source):
        return from_frame(source, name)
    raise TargetcheckError(
        no_frame(
            source,
            "give a path, a list of rows, a dictionary of columns, or a data frame",
            "请给出文件路径、行的列表、列的字典或数据框",
        )
    )


def _read_file(
    path: str | bytes,
    name: str | None,
    known: Vocabulary | None,
    mapping: TableMapping | None,
) -> ObservationTable:
    file = os.fsdecode(path)
    shown = name or shown_name(file)
    suffix = Path(file).suffix.lower()
    if suffix in (*_WORKBOOKS, *_OPEN):
        from targetcheck.tables.sheet_layout.sheet_reader import read_book

        return read_book(file, shown, known, mapping)
    if suffix in _DELIMITED:
        return _read_delimited(file, shown, known, mapping)
    if suffix == _ACTIVITIES:
        from targetcheck.tables.iati.activity_rows import read_activity_rows

        return _shaped(read_activity_rows(file, shown, known), known, mapping)
    if suffix in _RECORDS:
        return _shaped(_reader(suffix)(file, shown), known, mapping)
    read_bytes(file, shown)
    raise TargetcheckError(_unknown_format(shown))


def _read_delimited(
    file: str, shown: str, known: Vocabulary | None, mapping: TableMapping | None
) -> ObservationTable:
    """Return the table of a CSV file with headings in its first line, else laid out as a sheet."""
    raw = None
    if mapping is None:
        raw = spaced_labels(read_delimited(file, shown))
        if raw.headers[0].strip().casefold() == "year":  # as data files of Open SDG begin
            raw = sdg_columns.named_by_file(raw, file, known)
        if names_all(raw.headers, known) and not has_lines(raw):
            return shape_table(raw, known=known)
    from targetcheck.tables.sheet_layout.sheet_reader import read_csv_sheet

    try:
        found = read_csv_sheet(file, shown, known, mapping)
    except TargetcheckError:
        if raw is None or not names_most(raw.headers, known):
            raise
        found = None
    if found is None:
        assert raw is not None
        return shape_table(raw, known=known)
    return found


def _reader(suffix: str) -> Callable[[str, str], RawRows]:
    """Return what reads a format of records."""
    if suffix == ".parquet":
        return frame_format.read_parquet
    return json_format.read_json if suffix == ".json" else json_format.read_json_lines


def _unknown_format(shown: str) -> Diagnostic:
    known = " ".join(sorted((*_RECORDS, *_DELIMITED, *_WORKBOOKS, *_OPEN, _ACTIVITIES)))
    suffix = Path(shown).suffix.lower()
    hint_en, hint_zh = f"known are {known}", f"支持的格式有 {known}"
    if suffix in _OTHER_SHEETS:
        hint_en = "open it in a spreadsheet program and save it as .xlsx"
        hint_zh = "请用表格软件打开后另存为 .xlsx"
    elif suffix in _DOCUMENTS:
        hint_en = "copy its table into a workbook and save that as .xlsx"
        hint_zh = "请把其中的表复制到工作簿，另存为 .xlsx"
    return Diagnostic(
        "table-format",
        f"`{shown}` is in a format that is not read",
        f"不支持“{shown}”的格式",
        hint_en,
        hint_zh,
        Where(shown),
    )


_WORKBOOKS = (".xlsx", ".xlsm")
_OPEN = (".ods",)
_OTHER_SHEETS = frozenset((".xls", ".xlsb", ".xlt", ".xltx", ".et", ".fods", ".numbers"))
_DOCUMENTS = frozenset((".doc", ".docx", ".wps", ".pdf", ".htm", ".html", ".mht", ".rtf"))
_DELIMITED = (".csv", ".tsv", ".txt")
_ACTIVITIES = ".xml"
_RECORDS = (".json", ".jsonl", ".ndjson", ".parquet")
