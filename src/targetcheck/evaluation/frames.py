"""Flat rows as the kind of frame that came in.

Floor: evaluation. The libraries are imported where they are used.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError

Rows = list[dict[str, object]]
KINDS = ("rows", "pandas", "polars", "pyarrow", "duckdb")


def to_frame(rows: Rows, kind: str) -> Any:
    """Give rows as `pandas`, `polars`, `pyarrow`, `duckdb` or `rows` (a list of dicts).

    Numbers become binary floats in frames, for computing on; the exact decimals are in `rows`.
    Files and lists give `rows`. Raises TargetcheckError (`frame-kind`) for another kind.
    """
    if kind in ("rows", "columns", "csv", "json", "xlsx"):
        return rows
    plain = [{k: float(v) if isinstance(v, Decimal) else v for k, v in r.items()} for r in rows]
    columns: dict[str, list[Any]] = {k: [r[k] for r in plain] for k in (plain[0] if plain else {})}
    if kind == "pandas":
        import pandas as pd

        return pd.DataFrame(columns)
    if kind in ("polars", "parquet"):
        import polars as pl

        return pl.DataFrame({k: _series(v) for k, v in columns.items()}, strict=False)
    if kind in ("pyarrow", "duckdb"):
        import pyarrow as pa

        table = pa.table({k: _series(v) for k, v in columns.items()})
        return table if kind == "pyarrow" else _relation(table)
    raise TargetcheckError(
        Diagnostic(
            "frame-kind",
            f"`{kind}` is no kind of frame",
            f"没有“{kind}”这种数据框",
            f"use one of {', '.join(KINDS)}",
            f"可用：{'、'.join(KINDS)}",
        )
    )


def _series(values: list[Any]) -> list[Any]:
    """Give one column one type: numbers where all are numbers, else text."""
    kinds = {type(v) for v in values if v is not None}
    if kinds <= {int, float}:
        return [None if v is None else float(v) for v in values]
    if kinds <= {str} or kinds <= {date} or kinds <= {bool}:
        return values
    return [None if v is None else str(v) for v in values]


def _relation(table: Any) -> Any:
    import duckdb

    return duckdb.from_arrow(table)
