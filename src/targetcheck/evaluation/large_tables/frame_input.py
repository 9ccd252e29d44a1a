"""Conversion of input data to Polars frames.

Layer: evaluation. Input: a frame of any library, a path, rows. Output: a Polars frame, and the
frame kind in which verdicts are returned.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.polars_frame import as_texts, plain_frame
from targetcheck.evaluation.large_tables.plain_csv import plain_csv
from targetcheck.evaluation.large_tables.plain_json import plain_json
from targetcheck.files import must_be_readable
from targetcheck.tables.flat_table import names_all
from targetcheck.tables.formats.frame_format import is_frame, library_refusals
from targetcheck.tables.table_reader import read_table

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.plan.plan import Plan

PARQUET = (".parquet", ".pq")


def carried(data: object, plan: Plan, mapping: Any = None) -> tuple[pl.DataFrame, str]:
    """Return data as a Polars frame, and its original kind; files and rows count as `polars`.

    Parquet, plain CSV and plain JSON are read column by column; every other file by the table reader, which
    handles irregular sheets. Raises TargetcheckError if the data cannot be read.
    """
    import polars as pl

    from targetcheck.observations.observation_reader import vocabulary

    known, kind = vocabulary(plan), "polars"
    if mapping is None and isinstance(data, (str, os.PathLike)) and is_parquet(data):
        with _refusals(data):
            whole = pl.read_parquet(_pattern(Path(data)))
        if names_all(whole.columns, known):
            return whole, kind
    elif mapping is None and isinstance(data, (str, os.PathLike)):
        found = plain_csv(data, known)
        found = plain_json(data, known) if found is None else found
        if found is not None:
            return found, kind
    elif not isinstance(data, (str, os.PathLike, list, tuple, dict)) and is_frame(data):
        frame, _, kind = plain_frame(data)
        if mapping is None and names_all(frame.columns, known):
            return frame, kind
    table = read_table(data, known=known, mapping=mapping)
    return pl.DataFrame({n: as_texts(cells) for n, cells in table.columns.items()}), kind


def is_parquet(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is a Parquet file, or a folder of them."""
    given = Path(path)
    return given.suffix.lower() in PARQUET or (given.is_dir() and any(given.glob("**/*.parquet")))


def rows_of(path: str | os.PathLike[str]) -> int:
    """Return the number of rows of a Parquet file or folder, from its footers.

    Raises TargetcheckError if it does not exist or is damaged.
    """
    import polars as pl

    with _refusals(path):
        counted = pl.scan_parquet(_pattern(Path(path))).select(pl.len()).collect()
        return int(counted.item())


def scanned(path: str | os.PathLike[str], row: str) -> pl.LazyFrame:
    """Return a lazy frame of a Parquet file or folder, with row numbers in the column `row`."""
    import polars as pl

    return pl.scan_parquet(_pattern(Path(path)), row_index_name=row)


def must_exist(path: str | os.PathLike[str]) -> None:
    """Raise TargetcheckError if a path does not exist."""
    must_be_readable(path, os.fspath(path))


@contextmanager
def _refusals(path: str | os.PathLike[str]) -> Iterator[None]:
    """Convert library errors about an unreadable file into findings."""
    must_exist(path)
    with library_refusals(path):
        yield


def _pattern(path: Path) -> str:
    return str(path / "**" / "*.parquet") if path.is_dir() else str(path)
