"""Choice of the engine by the size of a table.

Layer: evaluation. Input: the engine asked for and a count of rows. Output: the engine that runs.
"""

from __future__ import annotations

from typing import Literal

TableEngine = Literal["auto", "columnar", "reference"]
LARGE = 20_000
"""Number of rows from which the columnar engine is faster than the reference engine."""


def engine_for(asked: TableEngine, rows: int) -> Literal["columnar", "reference"]:
    """Return the engine for a table; `auto` takes the columnar engine from `LARGE` rows on."""
    if asked == "auto":
        return "columnar" if rows >= LARGE else "reference"
    return asked
