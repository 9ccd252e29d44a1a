"""Choice of the engine by the size of a table and by what columns can settle of a plan.

Layer: evaluation. Input: the engine asked for and counts. Output: the engine that runs.
"""

from __future__ import annotations

from typing import Literal

TableEngine = Literal["auto", "columnar", "reference"]
LARGE = 20_000
"""Number of rows from which the columnar engine is faster than the reference engine."""


def engine_for(
    asked: TableEngine, rows: int, questions: int = 1, declined: int = 0
) -> Literal["columnar", "reference"]:
    """Return the engine for a table.

    `auto` takes the columnar engine from `LARGE` rows on, unless it would hand on all target
    instances: `declined` of `questions`.
    """
    if asked == "auto":
        return "columnar" if rows >= LARGE and declined < questions else "reference"
    return asked
