"""Verdicts of a large table, as a table.

Layer: evaluation. Each row has the status of one target instance. The reference engine creates the
evidence of a verdict on demand from the observations of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from targetcheck.evaluation.large_tables.single_verdict import ROW, VerdictLookup
from targetcheck.plan.plan import Plan
from targetcheck.verdicts.verdict import Status, Verdict

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.evaluation.chart_types import NativeFrame

ASIDE_ROW = "set_aside_row"
ASIDE_CODE = "set_aside_code"


@dataclass(frozen=True)
class VerdictTable:
    """Verdicts as a table: one row per target instance.

    `frame` is a Polars frame with the columns of `verdict_table_builder.COLUMNS`. Numbers are
    floats in the unit of the clause; no status depends on their rounding. `set_aside` has `row` and
    `code` of every row that was not used. `left` counts, by reason, the fallbacks to the reference
    engine.
    """

    plan: Plan
    frame: pl.DataFrame
    rows: int
    set_aside: pl.DataFrame
    left: Mapping[str, int]
    native: str
    as_of: date
    known_at: date | None
    data: pl.DataFrame

    def __repr__(self) -> str:
        return f"<VerdictTable {self.plan.ruleset.id} as of {self.as_of}: {len(self)} verdicts>"

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def used(self) -> int:
        """Number of rows used; with the rows set aside, all rows."""
        return self.rows - len(self.set_aside)

    def summary(self) -> dict[str, int]:
        """Return the number of verdicts by status; they add up to len(self)."""
        counts = dict(self.frame["status"].value_counts().iter_rows())
        return {str(status): counts.get(str(status), 0) for status in Status}

    def to_native(self) -> NativeFrame:
        """Return the frame in the kind of the input: Polars, pandas, PyArrow or DuckDB."""
        if self.native == "pandas":
            import pandas as pd

            return pd.DataFrame(self.frame.to_dict(as_series=False))
        if self.native in ("pyarrow", "duckdb"):
            table = self.frame.to_arrow(compat_level=_oldest())
            if self.native == "pyarrow":
                return table
            import duckdb

            return duckdb.from_arrow(table)
        return self.frame

    def verdict(self, target: str, place: str | None = None, due: date | None = None) -> Verdict:
        """Return the verdict with its evidence.

        Without a due date: the next one due, else the last. Without a place: the only one. Raises
        KeyError, which lists valid keys.
        """
        result = self._cells.result(target, place)
        if place is None:
            return result[target]
        return result[target, place] if due is None else result[target, place, due]

    def aside(self) -> pl.DataFrame:
        """Return the rows set aside, unchanged, with `set_aside_row` and the code."""
        rows = self.set_aside.rename({"row": ASIDE_ROW, "code": ASIDE_CODE})
        return rows.hstack(self.data[self.set_aside["row"]].get_columns())

    @cached_property
    def _cells(self) -> VerdictLookup:
        frame = self.data.lazy().with_row_index(ROW)
        return VerdictLookup(self.plan, frame, self.as_of, self.known_at)


def _oldest() -> Any:
    import polars as pl

    return pl.CompatLevel.oldest()
