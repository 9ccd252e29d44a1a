"""A reporting form is filled in and read back without any setting, for every bundled ruleset."""

from __future__ import annotations

from io import BytesIO

import pytest
from filling import (
    ADDED,
    HEAD,
    PAGINGS,
    data_sheets,
    filled,
    last_period_of,
    period_of,
    plan_of,
    rows_of,
)
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

import targetcheck as tc
from targetcheck.observations.observation import Observations
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.output.reporting_form.data_request import asked_for
from targetcheck.output.reporting_form.form_pages import pages
from targetcheck.output.reporting_form.form_xlsx import form
from targetcheck.periods.period_parser import parse_period
from targetcheck.ruleset_locator import bundled_rulesets
from targetcheck.tables.table_reader import read_table

NONE = Observations()


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


def left_open(plan, path, period):
    """Give what is undetermined, but for words on what has not begun: those are for people later."""
    result = tc.evaluate(plan, str(path), as_of=period.end)
    return [
        (v.target, v.place, str(v.due), v.reason, v.outcome.missing)
        for v in result.verdicts
        if v.status == "undetermined"
        and not (v.reason == "needs_judgement" and v.question.start > period.end)
    ]


@pytest.mark.parametrize("by", PAGINGS)
@pytest.mark.parametrize("name", bundled_rulesets())
def test_a_form_filled_completely_leaves_nothing_undetermined(name, by, forms):
    plan = plan_of(name)
    assert left_open(plan, forms[name, by][1], period_of(plan)) == []


@pytest.mark.parametrize("name", bundled_rulesets())
def test_nor_does_the_only_form_of_a_plan_when_all_of_it_is_due(name, tmp_path):
    """Nothing was reported before: earlier due dates and baselines stand in it as well."""
    plan = plan_of(name)
    period = last_period_of(plan)
    path = tmp_path / "form.xlsx"
    filled(form(plan, period), plan, path)
    assert left_open(plan, path, period) == []


@pytest.mark.parametrize("name", bundled_rulesets())
def test_every_row_stands_under_its_lead(name, forms):
    """No bundled ruleset has a target without a lead, its own or its action's."""
    plan = plan_of(name)
    book = load_workbook(forms[name, "lead"][1])
    answering = set()
    for verdict in tc.evaluate(plan, [], as_of=period_of(plan).end).verdicts:
        assert verdict.lead
        answering |= set(verdict.lead)
    shown = {sheet["D2"].value.removeprefix("牵头单位：") for sheet in book.worksheets[1:]}
    assert shown <= answering
    assert "未注明牵头单位" not in shown


def test_a_baseline_has_its_row_and_says_what_it_is_for():
    """较2023年 needs 2023, and 较上年 the year before."""
    plan = plan_of("hubei/huangshi-yangtze-2024")
    period = parse_period("2025Q4").period
    request = asked_for(plan, period)
    bases = {(v.indicator.id, v.place, v.span.text()) for v in request.values if v.baseline}
    assert {
        ("lake_area", "ci_lake", "2023"),
        ("fertiliser_use", "huangshi", "2020"),
        ("influent_bod", "", "2022"),
    } <= bases
    rows = [row for page in pages(request, plan, period, "lead", "zh", NONE) for row in page.values]
    told = [row.texts["required"] for row in rows if row.texts["period"] == "2020年"]
    assert told == ["基期值，用于：较2020年下降4%以上"]


def test_a_total_is_asked_on_the_basis_that_the_target_needs():
    plan = plan_of("hubei/suizhou-yangtze-2024")
    period = parse_period("2025Q3").period
    rows = [
        row.texts
        for page in pages(asked_for(plan, period), plan, period, "lead", "zh", NONE)
        for row in page.values
    ]
    told = {(row["indicator"], row["period"], row.get("basis")) for row in rows}
    assert ("mine_restoration_area", "2025年第三季度", "自2023年1月1日起累计") in told
    assert ("coordination_rounds", "2025年第三季度", "当期") in told
    assert ("coordination_rounds", "2025年第二季度", "当期") in told, "overdue"


def test_what_has_been_reported_is_printed_beside_and_not_asked_again():
    plan = plan_of("hubei/suizhou-yangtze-2024")
    period = parse_period("2025Q1").period
    data = "examples/suizhou/suizhou-yangtze-2024.csv"
    known = read_observations(read_table(data, known=vocabulary(plan)), plan)
    asked = asked_for(plan, period, known).values
    [area] = [v for v in asked if v.indicator.id == "mine_restoration_area"]
    assert area.span == period, "what came before is known"
    texts = [
        row.texts
        for page in pages(asked_for(plan, period, known), plan, period, "lead", "zh", known)
        for row in page.values
        if row.texts["indicator"] == "mine_restoration_area"
    ]
    assert [(t["basis"], t["last"]) for t in texts] == [("当期", "50.2公顷（2024年）")]
    whole = asked_for(plan, period).values
    assert len(asked) < len(whole)
    current = asked_for(plan, period, overdue=False).values
    assert all(v.span.end >= period.start or v.baseline for v in current)


def test_a_form_that_is_not_filled_in_reports_nothing(tmp_path):
    plan = plan_of("hubei/suizhou-yangtze-2024")
    path = tmp_path / "form.xlsx"
    path.write_bytes(form(plan, parse_period("2024Q4").period, "place", "en"))
    result = tc.evaluate(plan, str(path), as_of="2024-12-31")
    assert result.used == 0
    assert {aside.why.code for aside in result.set_aside} == {"value-missing", "judgement-missing"}
    book = load_workbook(path)
    for aside in result.set_aside:
        where = aside.why.where
        head = book[where.sheet].cell(HEAD, coordinate_to_tuple(where.cell)[1]).value
        assert (aside.why.code, head) in {
            ("value-missing", "Value"),
            ("judgement-missing", "Judgement"),
        }


def test_the_form_of_a_period_without_promises_is_refused():
    plan = plan_of("hubei/suizhou-yangtze-2024")
    with pytest.raises(tc.TargetcheckError, match="nothing is to be reported for 2035 Q1"):
        form(plan, parse_period("2035Q1").period, overdue=False)


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


def test_a_sheet_prints_one_page_wide_without_codes_and_can_be_signed():
    plan = plan_of("hubei/suizhou-yangtze-2024")
    book = load_workbook(BytesIO(form(plan, parse_period("2024Q4").period)))
    for sheet in book.worksheets[1:]:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        heads = [sheet.cell(HEAD, column).value for column in range(1, sheet.max_column + 1)]
        printed = load_columns(sheet.print_area)
        assert all(
            ("编码" in head or "分组" in head) == (n > printed) for n, head in enumerate(heads, 1)
        )
        words = [cell.value for row in sheet.iter_rows(min_row=HEAD) for cell in row]
        assert {"填表人：", "审核人：", "联系电话："} <= set(words)


def load_columns(area):
    """Give the number of the last column of an area."""
    from openpyxl.utils import range_boundaries

    return range_boundaries(area.rpartition("!")[2])[2]


def test_the_command_leaves_out_what_was_reported(tmp_path):
    from targetcheck.cli.entry_point import run

    data = "examples/suizhou/suizhou-yangtze-2024.csv"
    sizes = []
    for number, more in enumerate(([], ["--no-overdue"], ["--no-overdue", "--reported", data])):
        path = tmp_path / f"{number}.xlsx"
        asked = ["template", "hubei/suizhou-yangtze-2024", "--period", "2025Q1", "-o", str(path)]
        assert run([*asked, *more]) == 0
        book = load_workbook(path)
        sizes.append(sum(1 for s, at in data_sheets(book) for _ in rows_of(s, at)))
    assert sizes[0] > sizes[1] > sizes[2]
