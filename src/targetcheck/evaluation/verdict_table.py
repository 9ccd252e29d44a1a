"""The verdicts of a large table, as a table.

Floor: evaluation. A row says where a target stands; its evidence is made when it is asked for, by
the reference kernel, from the reports of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from targetcheck.evaluation.run import evaluate_table
from targetcheck.plan.observations import names_of, vocabulary
from targetcheck.plan.plan import Plan
from targetcheck.plan.reach import indicators_behind
from targetcheck.sources.headers import read_header
from targetcheck.sources.table import read_table
from targetcheck.verdicts.verdict import Status, Verdict

if TYPE_CHECKING:
    import polars as pl


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

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def used(self) -> int:
        """Number of rows that count; with those set aside, all rows there are."""
        return self.rows - len(self.set_aside)

    def summary(self) -> dict[str, int]:
        """Give the count of verdicts for each status; they add up to len(self)."""
        counts = dict(self.frame["status"].value_counts().iter_rows())
        return {str(status): counts.get(str(status), 0) for status in Status}

    def to_native(self) -> Any:
        """Give the frame as the kind that the reports came in: Polars, pandas, PyArrow or DuckDB."""
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
        """Give the verdict with its evidence, which can explain itself.

        Without a due date: the next one due, else the last. Without a place: the only one. Raises
        KeyError, which names what there is.
        """
        chosen = [q for q in self.plan.questions if q.target == target and place in (None, q.place)]
        chosen = [q for q in chosen if due in (None, q.due)]
        behind = indicators_behind(self.plan, chosen)
        table = read_table(self._reports_of(behind), known=vocabulary(self.plan))
        plan = self.plan.asking(tuple(chosen))
        result = evaluate_table(plan, table, self.as_of, self.known_at)
        key: Any = tuple(part for part in (target, place, due) if part is not None)
        return result[key] if len(key) > 1 else result[target]

    def _reports_of(self, indicators: frozenset[str]) -> pl.DataFrame:
        """Give the reports of some indicators."""
        import polars as pl

        named = {read_header(name).name: name for name in reversed(self.data.columns)}
        column = self.data[named["indicator"]].cast(pl.String) if "indicator" in named else None
        if column is None:
            return self.data
        id_of = names_of(self.plan.ruleset.all_indicators())
        texts = [t for t in column.unique().to_list() if t is not None and id_of(t) in indicators]
        return self.data.filter(column.is_in(texts))


def _oldest() -> Any:
    import polars as pl

    return pl.CompatLevel.oldest()
