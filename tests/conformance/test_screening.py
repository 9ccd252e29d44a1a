"""Screening the rows of every conformance case gives what the reference says of each row alone."""

import pytest
from conformance_cases import Case, all_cases

from targetcheck import compile_plan, screen
from targetcheck.columnar.screening.cell_fallback import judge_cells
from targetcheck.columnar.screening.level_requirements import levels_of
from targetcheck.columnar.screening.screener import CELLS
from targetcheck.periods.period_parser import parse_due

pl = pytest.importorskip("polars")
CASES = [c for c in all_cases() if not c.refused and any("value" in row for row in c.rows)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rows_of_a_case(case: Case) -> None:
    plan = compile_plan(case.ruleset, case.profile)
    names = [name for name in CELLS if any(name in row for row in case.rows)]
    cells = {
        name: [None if row.get(name) is None else str(row[name]) for row in case.rows]
        for name in names
    }
    day = parse_due(case.as_of)
    levels = levels_of(plan, day)
    given = {k: v for k, v in cells.items() if k != "period" or levels.eras}
    wanted = judge_cells(levels, given, len(case.rows))
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    found = screen(plan, frame, as_of=day, detail=True)
    assert found["verdict"].to_list() == [a.status for a in wanted]
    assert found["reason"].to_list() == [a.reason for a in wanted]
    for room, answer in zip(found["margin"], wanted, strict=True):
        assert (room is None) == (answer.margin is None)
        assert room is None or room == pytest.approx(float(answer.margin), rel=1e-9, abs=1e-9)
