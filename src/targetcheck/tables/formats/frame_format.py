"""Reader of data frames of any library, through Narwhals.

Layer: tables. Input: a frame or a Parquet file. Output: raw rows.
"""

from __future__ import annotations

import importlib
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import must_be_readable
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.formats.python_cell import NoCell, raw_cell
from targetcheck.tables.raw_table import RawRows, RowPlaces, refuse, refuse_wide

# Columns of these kinds come out of these engines as plain Python values, or as None.
_EXACT_ENGINES = frozenset({"polars", "pyarrow", "duckdb"})


def is_frame(source: object) -> bool:
    """Return whether Narwhals recognises the source as a frame."""
    import narwhals as nw

    try:
        frame = nw.from_native(source, pass_through=True)
    except Exception as error:  # noqa: BLE001 - a frame whose column names are not unique is refused at once
        names = [str(column) for column in getattr(source, "columns", ())]
        twice = sorted({column for column in names if names.count(column) > 1})
        found = [_twice(column) for column in twice] or [unreadable("<frame>", error)]
        raise TargetcheckError(found) from None
    return isinstance(frame, (nw.DataFrame, nw.LazyFrame))


def named_columns(source: Any) -> Any:
    """Return a pandas frame with text column names, and an index with a known name as a column."""
    if type(source).__module__.partition(".")[0] != "pandas":
        return source
    names = [name for name in source.index.names if name is not None]
    known = any(read_header(str(name)).name for name in names)
    if known and not set(names) & set(source.columns):
        source = source.reset_index()
    if all(isinstance(name, str) for name in source.columns):
        return source
    return source.rename(columns=str)


def from_frame(source: Any, name: str | None = None, native: str | None = None) -> RawRows:
    """Return the raw rows of a frame, in order; a lazy frame is collected."""
    import narwhals as nw

    with library_refusals(name or "<frame>"):
        frame = nw.from_native(named_columns(source))
        native = native or frame.implementation.name.lower()
        if isinstance(frame, nw.LazyFrame):
            frame = frame.collect()
        headers = [str(column) for column in frame.columns]
        refuse_wide(len(headers), Where(name or "<frame>"))
        series = list(frame.iter_columns())
    shown = name or f"<{native}>"
    places = RowPlaces(shown, range(1, len(frame) + 1))
    exact = frame.implementation.name.lower() in _EXACT_ENGINES
    found: list[Diagnostic] = []
    columns = [
        _column(column, exact, places, header, found)
        for header, column in zip(headers, series, strict=True)
    ]
    refuse(found)
    return RawRows(shown, headers, columns, places, native, header_place=Where(shown))


def read_parquet(path: str | os.PathLike[str], name: str) -> RawRows:
    """Return the raw rows of a Parquet file, read with Polars or else PyArrow."""
    must_be_readable(path, name)
    try:
        with library_refusals(name):
            frame = _parquet_frame(Path(path))
    except ImportError:
        raise TargetcheckError(_no_engine(name)) from None
    return from_frame(frame, name, "parquet")


@contextmanager
def library_refusals(name: str | os.PathLike[str]) -> Iterator[None]:
    """Convert any exception of a frame library into a finding.

    A panic of Polars is not an Exception and is recognised by name.
    """
    try:
        yield
    except (ImportError, TargetcheckError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise TargetcheckError(unreadable(os.fspath(name), error)) from None


def _parquet_frame(path: Path) -> Any:
    try:  # first, since a damaged page may make Polars end the process
        reader = importlib.import_module("pyarrow.parquet")
    except ImportError:
        import polars as pl

        return pl.read_parquet(path, glob=False)
    return reader.read_table(path, partitioning=None)


def _column(
    series: Any, exact: bool, places: RowPlaces, header: str, found: list[Diagnostic]
) -> list[object]:
    import narwhals as nw

    dtype = series.dtype
    if dtype == nw.Float32:
        return [_narrow_float(value) for value in series.to_list()]
    values: list[Any] = series.to_list()
    if exact and (dtype.is_integer() or dtype in (nw.String, nw.Boolean, nw.Date)):
        return values
    cells: list[object] = []
    for row, value in enumerate(values):
        try:
            cells.append(raw_cell(value))
        except NoCell as error:
            cells.append(None)
            found.append(_no_cell(places[row], header, str(error)))
    return cells


def _narrow_float(value: Any) -> object:
    """Return the cell of a 32-bit float: the shortest decimal that reads back as it."""
    cell = raw_cell(value)
    if not isinstance(cell, Decimal):
        return cell
    number = float(value)
    for digits in range(6, 10):
        text = f"{number:.{digits}g}"
        if struct.unpack("f", struct.pack("f", float(text)))[0] == number:
            return raw_cell(float(text))
    return cell


def _no_cell(place: Where, header: str, kind: str) -> Diagnostic:
    return Diagnostic(
        "table-cell",
        f"a cell cannot have a value of type {kind}",
        f"单元格中不能是 {kind} 类型的值",
        "give a number, a text, a date, true, false or nothing",
        "请给出数字、文字、日期、真假值或空值",
        Where(place.file, line=place.line, path=header),
    )


def _twice(column: str) -> Diagnostic:
    return Diagnostic(
        "table-column-twice",
        f"the frame has the column `{column}` more than once",
        f"数据框中“{column}”列重复出现",
        "keep one of them, or rename the others",
        "请只保留一列，或把其余的列改名",
        Where("<frame>"),
    )


def no_frame(
    source: object,
    hint_en: str = "give a data frame of Polars, pandas, PyArrow, DuckDB or Spark",
    hint_zh: str = "请给出 Polars、pandas、PyArrow、DuckDB 或 Spark 数据框",
) -> Diagnostic:
    """Return the finding for a source that is not a data frame."""
    kind = type(source).__name__
    return Diagnostic(
        "table-source",
        f"a table cannot be read from a value of type {kind}",
        f"无法从 {kind} 类型的值读取表",
        hint_en,
        hint_zh,
    )


def unreadable(name: str, error: BaseException) -> Diagnostic:
    """Return the finding for a table that its library cannot read."""
    reason = " ".join(str(error).split())[:200]
    return Diagnostic(
        "table-format",
        f"`{name}` cannot be read as a table: {reason}",
        f"“{name}”无法读取为表：{reason}",
        "check that column names differ and that the file is complete",
        "请检查列名是否重复、文件是否完整",
        Where(name),
    )


def _no_engine(name: str) -> Diagnostic:
    return Diagnostic(
        "table-format",
        f"reading `{name}` needs Polars or PyArrow, and neither is installed",
        f"读取“{name}”需要 Polars 或 PyArrow，但两者都没有安装",
        "install `polars` or `pyarrow`, or save the table as CSV",
        "请安装 polars 或 pyarrow，或把表另存为 CSV",
        Where(name),
    )
