"""Fallback for irregular cells: the reference reader and comparison.

Layer: columnar. Input: distinct rows with such cells. Output: status, reason and margin of each.
Irregular are `<0.05`, `Ⅲ类`, counts next to a share, unknown places and the like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from targetcheck.columnar.screening.level_requirements import LevelRequirement, Levels
from targetcheck.errors import Where
from targetcheck.kernel.decision.after_due_date import margin
from targetcheck.kernel.observation_choice import chosen
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.observations.observation import Observation
from targetcheck.observations.observation_reader import read_observations
from targetcheck.tables.cells.number_notation import settle_numbers
from targetcheck.tables.observation_table import ObservationTable

STATUSES = ("fail", "pass", "undetermined", "refused", "not_asked")
"""Results of screening; refused: unreadable, not_asked: no requirement applies."""


@dataclass(frozen=True, slots=True)
class CellResult:
    """Result for one row; `margin` in the unit of its indicator, None if unknown."""

    status: str
    reason: str
    margin: Fraction | None = None


def judge_cells(
    levels: Levels, columns: Mapping[str, Sequence[object]], rows: int
) -> list[CellResult]:
    """Return the result of each row, from columns of cells by canonical name.

    `columns`: canonical name → list of `rows` cells.
    """
    cells = {name: list(values) for name, values in columns.items()}
    if "period" not in cells:
        cells["period"] = [str(levels.as_of)] * rows
    cells = settle_numbers(cells)
    places = [Where("<frame>", line=row + 1) for row in range(rows)]
    observations = read_observations(
        ObservationTable("<frame>", cells, places, "rows"), levels.plan
    )
    found: dict[int, CellResult] = {
        a.row: CellResult("refused", a.why.code) for a in observations.aside
    }
    for observation in observations.all:
        era = levels.era(observation.period.end)
        level = levels.at.get((observation.indicator, observation.place, era))
        found[observation.row] = (
            judge_observation(level, observation) if level else CellResult("not_asked", "")
        )
    return [found[row] for row in range(rows)]


def judge_observation(level: LevelRequirement, observation: Observation) -> CellResult:
    """Return the result of one observation; it must satisfy every check."""
    if observation.excuse:
        return CellResult("not_asked", "excused")
    (point,) = chosen([observation])
    worst = CellResult("pass", "met")
    least: Fraction | None = None
    for check, bound in level.checks:
        if observation.status not in check.judge.accept:
            return CellResult("refused", "status-not-accepted")
        found = compare(point, bound, check.judge)
        if found.result is False:
            worst = CellResult("fail", "not_met")
        elif found.result is None and worst.status == "pass":
            worst = CellResult("undetermined", found.reason or point.reason)
        if found.value is not None and check.scale is None:
            room = margin(found.value, bound)
            least = room if least is None or (room is not None and room < least) else least
    return CellResult(worst.status, worst.reason, least)
