"""What was understood of a table is shown before anything is judged, and nothing of it is lost."""

from __future__ import annotations

import json
import sys

import pytest
from plan_of_counties import PLAN, RULESET, book, saved

from targetcheck.cli.entry_point import run
from targetcheck.evaluation.reference_evaluation import digest_of_table, evaluate_table
from targetcheck.ledger.compact_encoding import table_from_text, table_to_text
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.output.inspection.inspection_text import FIELD
from targetcheck.periods.period_parser import parse_due
from targetcheck.tables.columns.column_names import CANONICAL, PARTS
from targetcheck.tables.table_reader import read_table
from targetcheck.yaml_text.yaml_writer import dump_yaml


@pytest.fixture
def county(tmp_path, monkeypatch):
    """Give a workbook with a title, a unit, a total and a hidden row, beside its ruleset."""
    made = book(
        (
            "附表1",
            [
                ["2024年三季度目标完成情况"],
                ["单位：万亩"],
                ["序号", "地区", "污水收集率（%）", "造林面积", "排名", "土壤"],
                [1, "大冶市", 71.2, 0.69, 1, "好"],
                [2, "阳新", "６８％", "—", 2, "好"],
                [3, "西塞山区", 60, 1, 3, "好"],
                [None, "合计", None, 1.69, None, None],
                ["注：数据来源于林业部门"],
            ],
        )
    )
    made.active.row_dimensions[6].hidden = True
    (tmp_path / "plan.yaml").write_text(dump_yaml(RULESET), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return saved(made, tmp_path)


def test_every_cell_is_shown_with_what_becomes_of_it(county, capsys):
    assert run(["inspect", "county.xlsx", "--ruleset", "plan.yaml", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "county.xlsx [附表1]：宽表，每格一个数值，表头第3行" in said
    assert "  单位 = 万亩  (A2)" in said
    assert "  时期 = 2024年三季度  (A1)" in said
    assert "  A3     序号 → 序号列，未采用" in said
    assert "  C3     污水收集率(%) → 指标 sewage, 单位 %" in said
    assert "  E3     排名 → 目标、同比、排名等列，未采用" in said
    assert "county.xlsx[附表1]!C4：daye" in said
    assert "→ 大冶市 · 污水收集率 · 2024年第三季度 · 71.2%" in said
    assert (
        "county.xlsx[附表1]!D5：yangxin · forest · 2024年三季度 · — 万亩 → 未采用：缺报[value-missing]"
        in said
    )
    assert "[row-hidden]" in said
    assert "[row-is-total]" in said
    assert "共12条：采用3条，未采用9条" in said


def test_every_column_of_a_table_has_a_name_in_both_languages():
    assert {*CANONICAL, *PARTS} - FIELD.keys() == set()


def test_without_a_ruleset_the_reading_of_each_cell_is_shown(county, capsys):
    assert run(["inspect", "county.xlsx", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "wide, one value per cell, heading in row 3" in said
    assert "· ６８％ % → number 68 %" in said
    assert "12 rows = 6 read + 6 set aside" in said


def test_as_data(county, capsys):
    arguments = ["inspect", "county.xlsx", "--ruleset", "plan.yaml", "--format", "json"]
    assert run(arguments) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["tables"][0]["heading"] == [3, 3]
    used = [cell for cell in data["cells"] if "used" in cell]
    aside = [cell for cell in data["cells"] if "set_aside" in cell]
    assert len(used) == 3
    assert len(used) + len(aside) == len(data["cells"])
    assert used[0]["used"] == {
        "place": "daye",
        "indicator": "sewage",
        "from": "2024-07-01",
        "to": "2024-09-30",
        "text": "71.2",
        "unit": "percent",
    }


def test_a_mapping_is_taken_by_every_command_that_reads_tables(county, tmp_path, capsys):
    (tmp_path / "map.yaml").write_text("hidden: read\nskip: 7\n", encoding="utf-8")
    common = ["county.xlsx", "--mapping", "map.yaml", "--lang", "en"]
    assert run(["inspect", *common]) == 0
    assert "12 rows = 9 read + 3 set aside" in capsys.readouterr().out
    for command in (["evaluate", "plan.yaml"], ["what-if", "plan.yaml"]):
        assert run([*command, *common, "--as-of", "2024-09-30"]) == 0
        capsys.readouterr()
    arguments = ["explain", "plan.yaml", "county.xlsx", "sewage-2024", "xisai"]
    assert run([*arguments, "--mapping", "map.yaml", "--as-of", "2024-09-30"]) == 0
    assert "60" in capsys.readouterr().out


def test_a_copy_of_a_table_sets_the_same_rows_aside(county):
    table = read_table(county, known=vocabulary(PLAN))
    copy = table_from_text(table_to_text(table))
    assert digest_of_table(copy) == digest_of_table(table)
    first, second = read_observations(table, PLAN), read_observations(copy, PLAN)
    assert [a.why.code for a in first.aside] == [a.why.code for a in second.aside]
    assert [f.where for f in first.all] == [f.where for f in second.all]


def test_rows_in_are_rows_used_and_rows_set_aside(county):
    table = read_table(county, known=vocabulary(PLAN))
    result = evaluate_table(PLAN, table, parse_due("2024-09-30"))
    assert result.rows == result.used + len(result.set_aside) == 12


def test_a_table_without_openpyxl_says_what_to_install(county, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert run(["inspect", "county.xlsx", "--lang", "en"]) == 2
    assert "targetcheck[office]" in capsys.readouterr().err


def test_a_form_is_written_from_the_command_line(county, tmp_path, capsys):
    arguments = ["template", "plan.yaml", "--period", "2024Q4", "-o", "form.xlsx", "--by", "place"]
    assert run([*arguments, "--lang", "en"]) == 0
    assert (tmp_path / "form.xlsx").read_bytes().startswith(b"PK")
    assert run(["inspect", "form.xlsx", "--ruleset", "plan.yaml", "--lang", "en"]) == 0
    assert "3 rows = 0 used + 3 set aside" in capsys.readouterr().out
    assert run([*arguments[:-4], "-o", "form.csv", "--period", "soon"]) == 2
    said = capsys.readouterr().err
    assert "is not the name of one (write to form.xlsx)" in said
    assert "--period" in said
    assert run([*arguments[:3], "soon", *arguments[4:]]) == 2
    assert "--period" in capsys.readouterr().err


def test_a_form_hardly_filled_in_shows_what_was_filled_in(county, tmp_path, capsys):
    from openpyxl import load_workbook

    form = ["template", "hubei/huangshi-yangtze-2024", "--period", "2024Q4", "-o", "form.xlsx"]
    assert run([*form, "--lang", "zh"]) == 0
    assert "填好后运行：targetcheck evaluate" in capsys.readouterr().err
    book = load_workbook("form.xlsx")
    sheet = book["市生态环境局"]
    sheet["G5"].value, sheet["G6"].value = "95.2%", "无"
    book.save("form.xlsx")
    assert run(["inspect", "form.xlsx", "--ruleset", form[1], "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    # A page has only the columns that its rows need; pages with the same columns are shown once.
    headings = {tuple(cell.value for cell in page[4]) for page in book if page.title != "填表说明"}
    assert len(headings) == 6
    assert said.count("指标编码 → 指标") == 6
    assert "J4     评定日期 → 评定日期" in said
    assert said.count("form.xlsx[市生态环境局]!G5：") == 1
    assert "未采用 value-unreadable × 1: form.xlsx[市生态环境局]!G6" in said
    assert "!G7：" not in said
    assert (
        run(["evaluate", form[1], "form.xlsx", "--as-of", "2024-12-31", "--lang", "zh", "--all"])
        == 0
    )
    told = capsys.readouterr().err
    assert "form.xlsx[市生态环境局]!G7 等" in told
    assert told.index("value-unreadable × 1") < told.index("value-missing × ")


def test_a_share_written_as_a_fraction_is_asked_about(county, tmp_path, capsys):
    rows = [
        ["2024年"],
        ["地区", "污水收集率（%）"],
        ["大冶市", 0.712],
        ["阳新县", "0.5%"],
        ["西塞山区", 68],
    ]
    saved(book(("Sheet1", rows)), tmp_path, "small.xlsx")
    assert run(["inspect", "small.xlsx", "--ruleset", "plan.yaml", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "请核对 small.xlsx[Sheet1]!B3：0.712按0.712%读取；如指71.2%，请写明71.2%" in said
    assert said.count("请核对") == 1
