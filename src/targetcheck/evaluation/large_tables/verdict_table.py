"""The verdicts of a large table, as a table.

Layer: evaluation. A row says where a target stands; its evidence is made when it is asked for, by
the reference kernel, from the reports of the table.
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

ASIDE_ROW = "set_aside_row"
ASIDE_CODE = "set_aside_code"


@dataclass(frozen=True)
class VerdictTable:
    """Where every target stands, a row for each target, place and due date.

    `frame` is a Polars frame with the columns of `composing.COLUMNS`; figures are binary numbers in
    the unit of the clause, and no status rests on their last digits. `set_aside` has `row` and
    `code` of every row that was not used; `left` counts, by reason, the questions that the
    reference kernel answered in place of the columns.
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
        """Number of rows that count; with those set aside, all rows there are."""
        return self.rows - len(self.set_aside)

    def summary(self) -> dict[str, int]:
        """Return the count of verdicts for each status; they add up to len(self)."""
        counts = dict(self.frame["status"].value_counts().iter_rows())
        return {str(status): counts.get(str(status), 0) for status in Status}

    def to_native(self) -> Any:
        """Return the frame as the kind that the reports came in: Polars, pandas, PyArrow or DuckDB."""
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
        """Return the verdict with its evidence, which can explain itself.

        Without a due date: the next one due, else the last. Without a place: the only one. Raises
        KeyError, which names what there is.
        """
        result = self._cells.result(target, place)
        key: Any = tuple(part for part in (target, place, due) if part is not None)
        return result[key] if len(key) > 1 else result[target]

    def aside(self) -> pl.DataFrame:
        """Return the rows that were not used, as they came, with `set_aside_row` and the code."""
        rows = self.set_aside.rename({"row": ASIDE_ROW, "code": ASIDE_CODE})
        return rows.hstack(self.data[self.set_aside["row"]].get_columns())

    @cached_property
    def _cells(self) -> VerdictLookup:
        frame = self.data.lazy().with_row_index(ROW)
        return VerdictLookup(self.plan, frame, self.as_of, self.known_at)


def _oldest() -> Any:
    import polars as pl

    return pl.CompatLevel.oldest()
