"""Screening of Parquet files of any length: read, judged and written batch by batch.

Layer: columnar. Input: a Screener and a path. Output: a Parquet file with the results beside the
rows. Batches are read and judged while others are packed and written, so all processors have work.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from targetcheck.columnar.parquet_batches import (
    batches,
    frame_of,
    parquet_files,
    screening_parts,
)
from targetcheck.columnar.polars_frame import plainly_named
from targetcheck.columnar.screening.cell_fallback import STATUSES
from targetcheck.files import inputs_noted, refuse_input, whole_file
from targetcheck.tables.formats.frame_format import library_refusals

if TYPE_CHECKING:
    from targetcheck.columnar.screening.screener import Screener

BATCH = 500_000
AHEAD = 2
"""Number of batches that wait to be written."""


def screen_parquet(
    screener: Screener, source: str | Path, output: str | Path, batch: int = BATCH
) -> dict[str, int]:
    """Write the rows of a Parquet file or folder with results; return counts by verdict.

    Raises TargetcheckError if it cannot be read, or if the output is one of its files.
    """
    screening_parts()
    counts = dict.fromkeys(STATUSES, 0)
    with inputs_noted():
        files = parquet_files(source)
        refuse_input(output)
    judged = (
        (path, _with_results(screener, table, counts, path))
        for path in files
        for table in batches(path, batch)
    )
    with whole_file(output) as stream:
        _write(judged, stream)
    return counts


def _with_results(screener: Screener, table: Any, counts: dict[str, int], path: Path) -> Any:
    """Return a table with its results, and add how often each verdict occurs."""
    import polars as pl
    import pyarrow as pa

    names = table.column_names
    plain = plainly_named(screener.levels.plan, names)
    needed = list(screener.columns_of(names).values()) if plain else names
    with library_refusals(path):
        frame = frame_of(table, needed)
    answers = screener.answers(frame)
    codes = answers["verdict"].to_physical()
    for code, name in enumerate(STATUSES):
        counts[name] += int((codes == code).sum())
    for name in answers.columns:
        column = answers[name].to_arrow()
        if name == "verdict":
            column = pa.DictionaryArray.from_arrays(codes.cast(pl.Int32).to_arrow(), STATUSES)
        elif answers.schema[name] == pl.String:
            column = column.dictionary_encode()
        at = names.index(name) if name in names else len(table.column_names)
        table = table.drop_columns([name]) if name in names else table
        table = table.add_column(at, name, column)
    return table


def _write(judged: Iterable[tuple[Path, Any]], stream: BinaryIO) -> None:
    """Write tables in order; while one is packed, the next is read and judged."""
    with ExitStack() as closing:
        writer: Any = None
        ahead: deque[Future[None]] = deque()
        for path, table in judged:
            if writer is None:
                schema = table.schema.remove_metadata()
                writer = closing.enter_context(_writer(stream, schema, path))
                packing = closing.enter_context(ThreadPoolExecutor(1))
            ahead.append(packing.submit(writer.write_table, _alike(table, schema, path)))
            if len(ahead) > AHEAD:
                ahead.popleft().result()
        for packed in ahead:
            packed.result()


def _writer(stream: BinaryIO, schema: Any, path: Path) -> Any:
    """Return a writer of tables of a schema, for results of the file `path` and those after it.

    Texts by number are written so; the schema stored in the file calls their columns what that of
    `path` calls them, so that readers give the types that came in.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    given = pq.read_schema(path)
    kinds = {f.name: f.type for f in schema} | {
        f.name: f.type for f in given if f.name in schema.names
    }
    kinds |= {name: pa.large_string() for name in ("verdict", "reason") if name in schema.names}
    kinds |= {name: pa.float64() for name in ("margin", "gap") if name in schema.names}
    told = pa.schema([field.with_type(kinds[field.name]) for field in schema])
    ordered = [name for name in schema.names if name != "verdict"]
    writer = pq.ParquetWriter(stream, schema, store_schema=False, write_statistics=ordered)
    text = base64.b64encode(told.serialize().to_pybytes()).decode()
    writer.add_key_value_metadata({"ARROW:schema": text})
    return writer


def _alike(table: Any, schema: Any, path: Path) -> Any:
    """Return a table with the columns of the first; raise TargetcheckError if it has others."""
    import pyarrow as pa

    table = table.replace_schema_metadata(None)
    if table.schema == schema:
        return table
    with library_refusals(path):
        for field in schema:
            at = table.schema.get_field_index(field.name)
            by_number = pa.types.is_dictionary(field.type)
            if at >= 0 and by_number and not pa.types.is_dictionary(table.field(at).type):
                table = table.set_column(at, field.name, table.column(at).dictionary_encode())
        return table.cast(schema)
