"""Reader of Parquet files in batches, and import of the libraries of screening.

Layer: columnar. Input: a path. Output: Arrow tables and Polars frames of them, or TargetcheckError.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import must_be_readable
from targetcheck.install_command import install_command
from targetcheck.tables.formats.frame_format import library_refusals

if TYPE_CHECKING:
    import polars as pl

_PARTS = ("polars", "pyarrow", "pyarrow.parquet")


def screening_parts(*names: str) -> tuple[Any, ...]:
    """Return the libraries of screening; raise TargetcheckError (`part-missing`) without one."""
    try:
        return tuple(importlib.import_module(name) for name in names or _PARTS)
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "part-missing",
                "screening needs Polars and PyArrow, which are not both installed",
                "逐行筛查需要 Polars 和 PyArrow，但没有装全",
                f"install it with `{install_command('scale')}`",
                f"请运行 {install_command('scale')} 安装",
            )
        ) from None


def parquet_files(source: str | os.PathLike[str]) -> list[Path]:
    """Return the Parquet files of a path; raise TargetcheckError if there is none."""
    path, name = Path(source), os.fspath(source)
    must_be_readable(path, name)
    found = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    if not found:
        raise TargetcheckError(
            Diagnostic(
                "table-format",
                f"there is no Parquet file in the folder `{name}`",
                f"文件夹“{name}”中没有 Parquet 文件",
                "name a folder that holds files ending in .parquet",
                "请给出含 .parquet 文件的文件夹",
                Where(name),
            )
        )
    return found


def batches(path: Path, rows: int) -> Iterator[Any]:
    """Yield the rows of a file as Arrow tables; raise TargetcheckError if it is damaged.

    A table has `rows` rows, or some more if the file has them in groups; there is at least one.
    """
    _, pa, pq = screening_parts()
    with library_refusals(path):
        file = pq.ParquetFile(path)
        file = pq.ParquetFile(path, metadata=file.metadata, read_dictionary=_listed(file))
    with file:
        found, parts, empty = file.iter_batches(batch_size=rows), [], not file.metadata.num_rows
        if empty:
            yield file.schema_arrow.empty_table()
        while True:
            with library_refusals(path):
                batch = next(found, None)
                parts += [] if batch is None else [batch]
                full = batch is None or sum(map(len, parts)) >= rows
                table = _whole(pa.Table.from_batches(parts)) if full and parts else None
            if table is not None:
                parts = []
                yield table
            if batch is None:
                return


def _whole(table: Any) -> Any:
    """Return a table in one piece, each column of texts with one list."""
    several = any(column.num_chunks > 1 for column in table.columns)
    return table.unify_dictionaries().combine_chunks() if several else table


def _listed(file: Any) -> list[str]:
    """Return the columns of texts that the file writes as short numbers of a list of texts."""
    import pyarrow as pa

    names = file.schema_arrow.names
    if not file.metadata.num_row_groups or len(set(names)) < len(names):
        return []
    group = file.metadata.row_group(0)
    short = {
        column.path_in_schema
        for column in map(group.column, range(group.num_columns))
        if column.has_dictionary_page and column.total_uncompressed_size < 4 * column.num_values
    }
    texts = (pa.string(), pa.large_string())
    return [f.name for f in file.schema_arrow if f.name in short and f.type in texts]


def frame_of(table: Any, names: Sequence[str]) -> pl.DataFrame:
    """Return columns of a table as a frame; texts by number are looked up in their list."""
    import polars as pl
    import pyarrow as pa

    chosen = table.select(names)
    listed = [f.name for f in chosen.schema if pa.types.is_dictionary(f.type)]
    frame: Any = pl.from_arrow(chosen.drop_columns(listed))
    texts: dict[str, Any] = {}
    for name in listed:
        column = chosen.column(name).combine_chunks()
        known, numbers = pl.Series(column.dictionary), pl.Series(column.indices)
        texts[name] = known[numbers.cast(pl.UInt32)]
    found: pl.DataFrame = frame.with_columns(**texts).select(names) if texts else frame
    return found
