"""Conversion of flat rows to data frames.

Layer: evaluation. Input: rows, and the types of their columns if known. Output: a frame, or a Parquet
file. Frame libraries are imported where they are used.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.install_command import install_command
from targetcheck.quantities.rounding import binary
from targetcheck.verdicts.verdict_row import Kind

Rows = list[dict[str, object]]
Columns = Mapping[str, Kind]
KINDS = ("rows", "pandas", "polars", "pyarrow", "duckdb")


def to_frame(rows: Rows, kind: str, columns: Columns | None = None) -> Any:
    """Return rows as `pandas`, `polars`, `pyarrow`, `duckdb` or `rows` (a list of dicts).

    Numbers become floats in frames; `rows` keeps exact decimals. `columns` fixes the types, also of
    empty columns and empty frames; without it they follow the values. Files and lists give `rows`.
    Raises TargetcheckError (`frame-kind`) for another kind.
    """
    if kind in ("rows", "columns", "csv", "json", "xlsx"):
        return rows
    kinds = columns or {name: _kind([r[name] for r in rows]) for name in (rows[0] if rows else ())}
    values = {name: [_plain(r[name], held) for r in rows] for name, held in kinds.items()}
    if kind == "pandas":
        import pandas as pd

        types = {"number": "float64", "count": "int64", "yes_no": "bool"}
        made = {n: pd.Series(v, dtype=types.get(kinds[n], "object")) for n, v in values.items()}
        return pd.DataFrame(made)
    if kind in ("polars", "parquet"):
        import polars as pl

        schema = {name: getattr(pl, _POLARS[held]) for name, held in kinds.items()}
        return pl.DataFrame(values, schema=schema)
    if kind in ("pyarrow", "duckdb"):
        table = to_arrow(values, kinds)
        return table if kind == "pyarrow" else _relation(table)
    raise TargetcheckError(
        Diagnostic(
            "frame-kind",
            f"`{kind}` is not a kind of frame",
            f"没有“{kind}”这种数据框",
            f"use one of {', '.join(KINDS)}",
            f"可用：{'、'.join(KINDS)}",
        )
    )


_POLARS = {
    "text": "String",
    "number": "Float64",
    "count": "Int64",
    "date": "Date",
    "yes_no": "Boolean",
}


def to_arrow(
    values: Mapping[str, Sequence[object]],
    kinds: Columns,
    metadata: Mapping[str, str] | None = None,
) -> Any:
    """Return columns as an Arrow table with the types of the given kinds."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "number": pa.float64(),
        "count": pa.int64(),
        "date": pa.date32(),
        "yes_no": pa.bool_(),
    }
    schema = pa.schema([(name, types[held]) for name, held in kinds.items()], metadata=metadata)
    columns = {n: [_plain(v, kinds[n]) for v in column] for n, column in values.items()}
    return pa.table(columns, schema=schema)


def to_parquet(
    values: Mapping[str, Sequence[object]],
    kinds: Columns,
    metadata: Mapping[str, str] | None = None,
) -> bytes:
    """Return columns as a Parquet file; raise TargetcheckError (`part-missing`) without pyarrow."""
    try:
        from pyarrow.parquet import write_table
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "part-missing",
                "Parquet needs a part that is not installed",
                "写 Parquet 所需的可选组件未安装",
                f"install it with `{install_command('scale')}`",
                f"请运行 {install_command('scale')} 安装",
            )
        ) from None
    out = io.BytesIO()
    write_table(to_arrow(values, kinds, metadata), out)
    return out.getvalue()


def _plain(value: object, kind: Kind) -> object:
    """Return a value as its column stores it: numbers as floats, text as text."""
    if value is None:
        return None
    if kind == "number":
        return binary(value)  # type: ignore[arg-type]
    return str(value) if kind == "text" else value


def _kind(values: Sequence[object]) -> Kind:
    """Return a column with one type: numbers if all values are numbers, else text."""
    kinds = {type(v) for v in values if v is not None}
    if kinds and kinds <= {int, float, Decimal}:
        return "number"
    if kinds == {date}:
        return "date"
    return "yes_no" if kinds == {bool} else "text"


def _relation(table: Any) -> Any:
    import duckdb

    return duckdb.from_arrow(table)
