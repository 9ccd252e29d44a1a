"""A reporting form is filled in and read back without any setting, for every bundled ruleset."""

from __future__ import annotations

from io import BytesIO

import pytest
from filling import COLUMN, PAGINGS, begun_before, period_of, plan_of
from openpyxl import load_workbook

import targetcheck as tc
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.output.reporting_form.form_xlsx import form
from targetcheck.periods.period_input import parse_period
from targetcheck.ruleset_locator import bundled_rulesets
from targetcheck.tables.table_reader import read_table


@pytest.mark.parametrize("by", PAGINGS)
@pytest.mark.parametrize("name", bundled_rulesets())
def test_every_row_that_is_filled_in_is_used(name, by, forms):
    plan = plan_of(name)
    period = period_of(plan)
    written, path = forms[name, by]
    table = read_table(str(path), known=vocabulary(plan))
    observations = read_observations(table, plan)
    assert observations.rows == len(observations.all) == len(written)
    assert table.notes == ()
    seen = {(f.indicator, f.place, f.period.text("zh")): f.text for f in observations.all}
    assert seen == written
    if by == "place":
        return
    result = tc.evaluate(plan, str(path), as_of=period.end)
    assert result.rows == result.used
    lost = [
        (v.target, v.place, str(v.due))
        for v in result.verdicts
        if period.start <= v.due <= period.end
        and v.reason in ("no_data", "overdue_report")
        and not begun_before(v.question.tree, period.start)
    ]
    assert lost == []


def test_a_form_that_is_not_filled_in_reports_nothing(tmp_path):
    plan = plan_of("hubei/suizhou-yangtze-2024")
    path = tmp_path / "form.xlsx"
    path.write_bytes(form(plan, parse_period("2024Q4").period, "place", "en"))
    result = tc.evaluate(plan, str(path), as_of="2024-12-31")
    assert result.used == 0
    assert {aside.why.code for aside in result.set_aside} == {"value-missing"}
    assert all(aside.why.where.cell.startswith("F") for aside in result.set_aside)


def test_the_form_of_a_period_without_promises_is_refused():
    plan = plan_of("hubei/suizhou-yangtze-2024")
    with pytest.raises(tc.TargetcheckError, match="nothing is to be reported for 2035 Q1"):
        form(plan, parse_period("2035Q1").period)


def test_cells_are_checked_locked_and_explained():
    plan = plan_of("hubei/huangshi-yangtze-2024")
    book = load_workbook(BytesIO(form(plan, parse_period("2024Q4").period)))
    sheet = book["市生态环境局"]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "E5"
    assert sheet["F4"].comment is not None
    assert sheet["A5"].protection.locked
    assert not sheet["F5"].protection.locked
    checks = {check.type for check in sheet.data_validations.dataValidation}
    assert {"list", "decimal", "date"} <= checks
    lists = [c.formula1 for c in sheet.data_validations.dataValidation if c.type == "list"]
    assert '"完成,未完成"' in lists
    clauses = {sheet.cell(row, COLUMN["clause"]).value for row in range(5, sheet.max_row + 1)}
    assert any(clause and "主要任务" in clause for clause in clauses)


def test_names_that_look_like_formulas_stay_text(tmp_path):
    plan = tc.compile_plan(
        {
            "targetcheck": 1,
            "id": "sly-2024",
            "title": {"zh": '=HYPERLINK("x")', "en": "Sly"},
            "document": {"number": "+1", "issuer": "@here", "issued": "2024-01-01"},
            "places": {"a": {"zh": "=1+1"}, "b": {"zh": "-2+3"}},
            "scales": {"s": {"grades": ['=cmd|"/c"!A1', "乙,丙"]}},
            "indicators": {"i": {"zh": "@SUM(A1)", "nature": "class", "scale": "s"}},
            "targets": [
                {
                    "id": "t",
                    "indicator": "i",
                    "place": ["a", "b"],
                    "require": {"at_least": "乙,丙"},
                    "due": "2024-12-31",
                    "lead": "=A1",
                }
            ],
        }
    )
    path = tmp_path / "form.xlsx"
    path.write_bytes(form(plan, parse_period("2024Q4").period))
    for sheet in load_workbook(path).worksheets:
        assert not [c.coordinate for row in sheet for c in row if c.data_type == "f"]
    table = read_table(str(path), known=vocabulary(plan))
    assert table.column("place") == ["a", "b"]
