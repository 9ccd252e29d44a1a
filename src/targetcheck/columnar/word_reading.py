"""Values of a column that are words: grades, and whether a deliverable is done.

Layer: columnar. Input: an indicator and a spelling. Output: the rank of the grade; 1 or 0 for done or
not done; None for what the cell reader must read, such as a day of completion.
"""

from __future__ import annotations

from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.tables.cells.cell_value import read_cell


def rank_of_word(spec: IndicatorPlan, text: str | None) -> float | None:
    """Return a grade or a word of completion as a number; None if it is neither, or a sign for none."""
    cell = None if text is None else read_cell(text)
    if cell is None or text is None or cell.kind == "missing":
        return None
    if spec.nature == "done":
        return None if cell.done is None or cell.on is not None else float(cell.done)
    found = None if spec.scale is None else spec.scale.rank_of(text.strip())
    return None if found is None else float(found)
