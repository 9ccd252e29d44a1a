"""Tables as people lay them out: wide and long, merged headings, groups, sections, parts."""

from __future__ import annotations

import pytest
from plan_of_counties import PLAN, book, saved, understood

from targetcheck.errors import TargetcheckError
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.tables.table_reader import read_table


def test_a_merged_two_row_heading_with_units_in_it(tmp_path):
    made = book(
        (
            "Sheet1",
            [
                ["2024年三季度水环境目标完成情况表"],
                ["地区", "污水收集", None, "造林面积（万亩）"],
                [None, "污水收集率（%）", "进水BOD浓度（毫克/升）", None],
                ["大冶市", 71.2, 108, 0.69],
                ["阳新县", 68, 99.5, 1.3],
            ],
        )
    )
    sheet = made.active
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("D2:D3")
    observations, aside = understood(saved(made, tmp_path))
    assert observations == [
        ("daye", "sewage", "2024年三季度", "356/5", "B4"),
        ("daye", "bod", "2024年三季度", "108", "C4"),
        ("daye", "forest", "2024年三季度", "69/100", "D4"),
        ("yangxin", "sewage", "2024年三季度", "68", "B5"),
        ("yangxin", "bod", "2024年三季度", "199/2", "C5"),
        ("yangxin", "forest", "2024年三季度", "13/10", "D5"),
    ]
    assert aside == []


def test_quarters_as_columns_under_merged_years(tmp_path):
    made = book(
        (
            "污水收集率（%）",
            [
                ["地区", "2023年", None, "2024年", None],
                [None, "三季度", "四季度", "一季度", "1-9月"],
                ["大冶市", 60, 61, 62, 63],
            ],
        )
    )
    sheet = made.active
    for area in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(area)
    observations, aside = understood(saved(made, tmp_path))
    assert [(f[2], f[3], f[4]) for f in observations] == [
        ("2023年三季度", "60", "B3"),
        ("2023年四季度", "61", "C3"),
        ("2024年一季度", "62", "D3"),
        ("2024年1-9月", "63", "E3"),
    ]
    assert {f[:2] for f in observations} == {("daye", "sewage")}
    assert aside == []


def test_indicators_as_rows_and_places_as_columns(tmp_path):
    made = book(
        (
            "Sheet1",
            [
                ["主要指标完成情况（2024年）"],
                ["序号", "指标", "计量单位", "大冶市", "阳新", "合计"],
                [1, "一、污水收集率", "%", 71, "68%", None],
                [2, "其中：造林面积", "亩", 6900, 13000, 19900],
                [3, "湖泊水质", "—", "Ⅲ类", "IV", None],
            ],
        )
    )
    observations, aside = understood(saved(made, tmp_path))
    assert observations == [
        ("daye", "sewage", "2024年", "71", "D3"),
        ("yangxin", "sewage", "2024年", "68", "E3"),
        ("daye", "forest", "2024年", "69/100", "D4"),
        ("yangxin", "forest", "2024年", "13/10", "E4"),
        ("daye", "lake", "2024年", "2", "D5"),
        ("yangxin", "lake", "2024年", "3", "E5"),
    ]
    assert aside == [("row-is-total", "F2")] * 3


def test_numbers_of_columns_and_a_row_of_units(tmp_path):
    made = book(
        (
            "2024年",
            [
                ["地区", "污水收集率", "造林面积"],
                ["单位", "%", "万亩"],
                ["甲", 1, 2],
                ["大冶市", 71, 0.69],
            ],
        )
    )
    observations, aside = understood(saved(made, tmp_path))
    assert [f[1:] for f in observations] == [
        ("sewage", "2024年", "71", "B4"),
        ("forest", "2024年", "69/100", "C4"),
    ]
    assert aside == []


def test_targets_and_changes_beside_what_is_reported(tmp_path):
    made = book(
        (
            "2024年",
            [
                ["地区", "污水收集率（%）", None, None, "造林面积（万亩）", None],
                [None, "年度目标", "完成值", "同比", "目标", "实际完成值"],
                ["大冶市", 70, 71, 1.5, 0.7, 0.69],
            ],
        )
    )
    for area in ("A1:A2", "B1:D1", "E1:F1"):
        made.active.merge_cells(area)
    observations, _ = understood(saved(made, tmp_path))
    assert [(f[1], f[3], f[4]) for f in observations] == [
        ("sewage", "71", "C3"),
        ("forest", "69/100", "F3"),
    ]


def test_counts_that_come_with_a_share(tmp_path):
    made = book(
        (
            "2024年",
            [
                ["地区", "排污口整治完成率", None, None],
                [None, "分子", "分母", "数值（%）"],
                ["大冶市", 57, 60, 95],
            ],
        )
    )
    made.active.merge_cells("B1:D1")
    made.active.merge_cells("A1:A2")
    observations, aside = understood(saved(made, tmp_path))
    assert [f[:4] for f in observations] == [("daye", "outfalls", "2024年", "95")]
    assert aside == []


def test_two_tables_one_under_the_other_and_a_heading_repeated(tmp_path):
    made = book(
        (
            "Sheet1",
            [
                ["表1 2024年一季度"],
                ["地区", "污水收集率（%）"],
                ["大冶市", 60],
                ["地区", "污水收集率（%）"],
                ["阳新县", 61],
                [],
                ["表2 2024年二季度"],
                ["地区", "造林面积（万亩）"],
                ["大冶市", 0.2],
            ],
        )
    )
    observations, aside = understood(saved(made, tmp_path))
    assert [f[:3] for f in observations] == [
        ("daye", "sewage", "2024年一季度"),
        ("yangxin", "sewage", "2024年一季度"),
        ("daye", "forest", "2024年二季度"),
    ]
    assert aside == []


def test_months_as_rows_and_a_corner_for_both(tmp_path):
    months = [
        ["填报单位：大冶市"],
        ["月份", "污水收集率（%）", "造林面积（万亩）"],
        ["2024年1月", 70, 0.1],
    ]
    observations, _ = understood(saved(book(("Sheet1", months)), tmp_path))
    assert [f[:4] for f in observations] == [
        ("daye", "sewage", "2024年1月", "70"),
        ("daye", "forest", "2024年1月", "1/10"),
    ]
    office = saved(book(("Sheet1", [["填报单位：大冶市水利局"], *months[1:]])), tmp_path)
    observations, _ = understood(office, {"places": {"大冶市水利局": "daye"}})
    assert {f[0] for f in observations} == {"daye"}
    corner = [
        ["2024年"],
        ["地区\\指标", "污水收集率（%）", "造林面积（万亩）"],
        ["大冶市", 70, 0.1],
    ]
    observations, _ = understood(saved(book(("Sheet1", corner)), tmp_path))
    assert [f[1] for f in observations] == ["sewage", "forest"]


def test_a_table_with_year_and_quarter_and_a_name_beside_its_code(tmp_path):
    rows = [
        ["地区", "年份", "季度", "指标名称", "指标编码", "完成值", "单位"],
        ["大冶市", 2024, 3, "污水收集率", "sewage", 71, "%"],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert observations == [("daye", "sewage", "2024Q3", "71", "F2")]
    assert aside == []


def test_units_that_are_headings_elsewhere_do_not_end_a_table(tmp_path):
    rows = [
        ["地区", "指标", "时期", "数值", "单位"],
        ["大冶市", "污水收集率", "2024Q3", None, "年"],
        ["阳新县", "污水收集率", "2024Q3", None, "县"],
        ["西塞山区", "污水收集率", "2024Q3", 71, "%"],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [f[0] for f in observations] == ["xisai"]
    assert aside == [("value-missing", "D2"), ("value-missing", "D3")]


def test_a_sheet_for_each_county(tmp_path):
    rows = [["指标", "2024年三季度"], ["污水收集率（%）", 71], ["造林面积（万亩）", 0.2]]
    made = book(
        ("封面", [["测试市水环境目标季报"], ["测试市生态环境局"]]),
        ("大冶市", rows),
        ("阳新", rows),
        ("字典", [["地区", "指标"], ["大冶市", "污水收集率"]]),
    )
    made["字典"].sheet_state = "hidden"
    observations, aside = understood(saved(made, tmp_path))
    assert [(f[0], f[1], f[4]) for f in observations] == [
        ("daye", "sewage", "B2"),
        ("daye", "forest", "B3"),
        ("yangxin", "sewage", "B2"),
        ("yangxin", "forest", "B3"),
    ]
    assert aside == []


def test_a_sheet_for_each_quarter(tmp_path):
    made = book(
        ("一季度", [["2024年造林面积（万亩）"], ["县市区", "造林面积"], ["大冶市", 0.1]]),
        ("二季度", [["2024年造林面积（万亩）"], ["县市区", "造林面积"], ["大冶市", 0.2]]),
    )
    observations, _ = understood(saved(made, tmp_path))
    assert [(f[2], f[3]) for f in observations] == [
        ("2024年一季度", "1/10"),
        ("2024年二季度", "1/5"),
    ]


def test_plan_and_result_of_a_quarter_side_by_side(tmp_path):
    made = book(
        (
            "Sheet1",
            [
                ["地区", "造林面积（万亩）", None, None],
                [None, "2024年计划", "2024年三季度完成", "完成率%"],
                ["大冶市", 1, 0.5, 50],
            ],
        )
    )
    made.active.merge_cells("A1:A2")
    made.active.merge_cells("B1:D1")
    observations, aside = understood(saved(made, tmp_path))
    assert observations == [("daye", "forest", "2024年三季度", "1/2", "C3")]
    assert aside == []


@pytest.mark.parametrize("heads", [["本季", "累计"], ["当期", "年初累计"]])
def test_what_was_done_in_the_quarter_and_since_january(heads, tmp_path):
    rows = [
        ["地区", "指标", "时期", *heads, "单位"],
        ["大冶市", "造林面积", "2024Q3", 1, 2, "万亩"],
    ]
    table = read_table(saved(book(("表", rows)), tmp_path), known=vocabulary(PLAN))
    observations = read_observations(table, PLAN)
    assert [(f.basis, f.text, f.where.cell) for f in observations.all] == [
        ("period", "1", "D2"),
        ("year_to_date", "2", "E2"),
    ]


def test_a_total_since_january_in_the_heading_of_a_long_table(tmp_path):
    rows = [
        ["地区", "指标", "时期", "完成值（累计）", "单位"],
        ["大冶市", "造林面积", "2024Q3", 2, "亩"],
    ]
    table = read_table(saved(book(("表", rows)), tmp_path), known=vocabulary(PLAN))
    assert [f.basis for f in read_observations(table, PLAN).all] == ["year_to_date"]


def test_the_year_of_the_title_completes_the_quarters_of_the_rows(tmp_path):
    rows = [
        ["2024年造林情况"],
        ["地区", "指标", "时期", "数值", "单位"],
        ["大冶市", "造林面积", "三季度", 0.5, "万亩"],
        ["阳新县", "造林面积", "1-9月", 0.6, "万亩"],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [f[2] for f in observations] == ["2024年三季度", "2024年1-9月"]
    assert aside == []


def test_two_columns_of_places_are_refused_where_neither_is_a_code(tmp_path):
    rows = [["2024年"], ["地区", "县区", "污水收集率（%）"], ["测试市", "大冶市", 71]]
    with pytest.raises(TargetcheckError) as refused:
        understood(saved(book(("Sheet1", rows)), tmp_path))
    found = refused.value.diagnostics[0]
    assert (found.code, found.where.cell) == ("table-column-twice", "B2")


def test_the_column_of_known_names_is_the_one_that_names_the_rows(tmp_path):
    rows = [
        ["2024年三季度"],
        [None, None, "大冶市", "阳新县"],
        ["污水", "污水收集率（%）", 71, 68],
        [None, "进水BOD浓度（mg/L）", 100, 90],
    ]
    made = book(("Sheet1", rows))
    made.active.merge_cells("A3:A4")
    observations, aside = understood(saved(made, tmp_path))
    assert [f[1] for f in observations] == ["sewage", "sewage", "bod", "bod"]
    assert aside == []


def test_blank_columns_and_rows_between(tmp_path):
    rows = [
        ["地区", None, "污水收集率（%）", None, "造林面积（万亩）"],
        ["大冶市", None, 71, None, 0.5],
        [],
        ["阳新县", None, 68, None, 1.3],
    ]
    observations, aside = understood(saved(book(("2024年", rows)), tmp_path))
    assert [f[4] for f in observations] == ["C2", "E2", "C4", "E4"]
    assert aside == []


@pytest.mark.parametrize("head", ["完成值（累计）", "数值（本年累计）"])
def test_a_basis_in_the_heading_of_a_csv_file(head, tmp_path):
    path = tmp_path / "county.csv"
    path.write_text(f"地区,指标,时期,{head},单位\n大冶市,造林面积,2024Q3,2,亩\n", encoding="utf-8")
    observations = read_observations(read_table(path), PLAN)
    assert [(f.basis, f.text) for f in observations.all] == [("year_to_date", "2")]


def test_a_column_of_guesses_is_not_what_was_done(tmp_path):
    rows = [
        ["2024年"],
        ["地区", "造林面积（万亩）", None],
        [None, "数值（预计）", "完成值"],
        ["大冶市", 2, 1],
    ]
    made = book(("Sheet1", rows))
    made.active.merge_cells("A2:A3")
    made.active.merge_cells("B2:C2")
    assert [f[4] for f in understood(saved(made, tmp_path))[0]] == ["C4"]
