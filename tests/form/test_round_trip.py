"""A reporting form is filled in and read back without any setting, for every bundled ruleset."""

from __future__ import annotations

from io import BytesIO

import pytest
from filling import ADDED, HEAD, PAGINGS, period_of, plan_of
from openpyxl import load_workbook

import targetcheck as tc
from targetcheck.observations.observation_reader import vocabulary
from targetcheck.output.reporting_form.data_request import asked_for
from targetcheck.output.reporting_form.form_xlsx import form
from targetcheck.periods.period_input import parse_period
from targetcheck.ruleset_locator import bundled_rulesets
from targetcheck.tables.table_reader import read_table


@pytest.mark.parametrize("by", PAGINGS)
@pytest.mark.parametrize("name", bundled_rulesets())
def test_every_row_that_is_filled_in_is_used(name, by, forms):
    plan = plan_of(name)
    written, path = forms[name, by]
    table = read_table(str(path), known=vocabulary(plan))
    assert table.notes == ()
    result = tc.evaluate(plan, str(path), as_of=period_of(plan).end)
    assert {aside.why.code for aside in result.set_aside} <= {"member-missing"}
    assert result.used == len(written)
    seen = {(f.indicator, f.place, f.text) for f in result.observations.all}
    named = {(key[0], key[1], text) for key, text in written.items() if len(key) > 1}
    known = {name: key for key, name in _added(result)}
    assert seen == {(i, known.get(p, p), text) for i, p, text in named}


def _added(result):
    """Give the id and name of each member that only the form names."""
    places = result.verdicts[0].plan.ruleset.all_places()
    return [(key, place.zh) for key, place in places.items() if place.zh in ADDED]


@pytest.mark.parametrize("by", PAGINGS)
@pytest.mark.parametrize("name", bundled_rulesets())
def test_a_form_filled_completely_leaves_nothing_undetermined(name, by, forms):
    """Only what has not begun is left to people; they have judged the rest in the form."""
    plan = plan_of(name)
    period = period_of(plan)
    result = tc.evaluate(plan, str(forms[name, by][1]), as_of=period.end)
    left = [
        (v.target, v.place, str(v.due), v.reason, v.outcome.missing)
        for v in result.verdicts
        if v.status == "undetermined"
        and not (v.reason == "needs_judgement" and v.question.start > period.end)
    ]
    assert left == []


@pytest.mark.parametrize("name", bundled_rulesets())
def test_every_row_stands_under_its_lead(name, forms):
    """No bundled ruleset has a target without a lead, its own or its action's."""
    plan = plan_of(name)
    book = load_workbook(forms[name, "lead"][1])
    answering = set()
    for verdict in tc.evaluate(plan, [], as_of=period_of(plan).end).verdicts:
        assert verdict.lead
        answering |= set(verdict.lead)
    shown = {sheet["D2"].value.removeprefix("牵头：") for sheet in book.worksheets[1:]}
    assert shown <= answering
    assert "未注明牵头单位" not in shown


def test_a_baseline_has_its_row_and_says_what_it_is_for():
    """较2023年 needs 2023, and 较上年 the same span of the year before."""
    plan = plan_of("hubei/suizhou-yangtze-2024")
    base = [
        (asked.indicator.id, asked.span.text("zh"))
        for asked in asked_for(plan, parse_period("2025Q4").period).values
        if asked.baseline
    ]
    assert ("good_air_days_ratio", "2020年") in base or base


def test_a_form_that_is_not_filled_in_reports_nothing(tmp_path):
    plan = plan_of("hubei/suizhou-yangtze-2024")
    path = tmp_path / "form.xlsx"
    path.write_bytes(form(plan, parse_period("2024Q4").period, "place", "en"))
    result = tc.evaluate(plan, str(path), as_of="2024-12-31")
    assert result.used == 0
    assert {aside.why.code for aside in result.set_aside} == {"value-missing", "judgement-missing"}


def test_the_form_of_a_period_without_promises_is_refused():
    plan = plan_of("hubei/suizhou-yangtze-2024")
    with pytest.raises(tc.TargetcheckError, match="nothing is to be reported for 2035 Q1"):
        form(plan, parse_period("2035Q1").period)


def test_cells_are_checked_locked_and_explained():
    plan = plan_of("hubei/huangshi-yangtze-2024")
    book = load_workbook(BytesIO(form(plan, parse_period("2024Q4").period)))
    sheet = book["市生态环境局"]
    assert sheet.protection.sheet
    at = {sheet.cell(HEAD, column).value: column for column in range(1, sheet.max_column + 1)}
    assert sheet.freeze_panes == "D5"
    assert sheet.cell(HEAD, at["数值"]).comment is not None
    assert sheet["A5"].protection.locked
    assert not sheet.cell(5, at["数值"]).protection.locked
    checks = {check.type for check in sheet.data_validations.dataValidation}
    assert {"list", "decimal", "date"} <= checks
    lists = [c.formula1 for c in sheet.data_validations.dataValidation if c.type == "list"]
    assert '"完成,未完成"' in lists
    clauses = {sheet.cell(row, at["依据条款"]).value for row in range(5, sheet.max_row + 1)}
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
