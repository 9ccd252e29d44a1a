"""Workbooks as counties send them are read as they are meant, or refused with the cell named."""

from __future__ import annotations

from datetime import date

import pytest
from plan_of_counties import book, saved, understood

from targetcheck.errors import TargetcheckError


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
    facts, aside = understood(saved(made, tmp_path))
    assert facts == [
        ("daye", "sewage", "2024年三季度", "356/5", "B4"),
        ("daye", "bod", "2024年三季度", "108", "C4"),
        ("daye", "forest", "2024年三季度", "69/100", "D4"),
        ("yangxin", "sewage", "2024年三季度", "68", "B5"),
        ("yangxin", "bod", "2024年三季度", "199/2", "C5"),
        ("yangxin", "forest", "2024年三季度", "13/10", "D5"),
    ]
    assert aside == []


def test_titles_above_totals_and_footnotes_below(tmp_path):
    made = book(
        (
            "附表1",
            [
                ["附件1"],
                ["造林任务完成情况表"],
                ["报告期：2024年", None, "单位：万亩"],
                ["序号", "地区", "造林面积", "同比±%", "备注"],
                [1, "大冶市", 0.69, 3.2, "含补植"],
                [2, "阳新县", "1.3", -1, None],
                [None, "合计", 1.99, None, None],
                ["注：1. 数据来源于林业部门。"],
                ["填表人：", None, "审核人：", None, "联系电话："],
            ],
        )
    )
    facts, aside = understood(saved(made, tmp_path))
    assert facts == [
        ("daye", "forest", "2024年", "69/100", "C5"),
        ("yangxin", "forest", "2024年", "13/10", "C6"),
    ]
    assert aside == [("row-is-total", "B7")]


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
    facts, aside = understood(saved(made, tmp_path))
    assert [(f[2], f[3], f[4]) for f in facts] == [
        ("2023年三季度", "60", "B3"),
        ("2023年四季度", "61", "C3"),
        ("2024年一季度", "62", "D3"),
        ("2024年1-9月", "63", "E3"),
    ]
    assert {f[:2] for f in facts} == {("daye", "sewage")}
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
    facts, aside = understood(saved(made, tmp_path))
    assert facts == [
        ("daye", "sewage", "2024年", "71", "D3"),
        ("yangxin", "sewage", "2024年", "68", "E3"),
        ("daye", "forest", "2024年", "69/100", "D4"),
        ("yangxin", "forest", "2024年", "13/10", "E4"),
        ("daye", "lake", "2024年", "2", "D5"),
        ("yangxin", "lake", "2024年", "3", "E5"),
    ]
    assert aside == [("row-is-total", "F2")] * 3


def test_full_width_text_numbers_and_signs_for_nothing(tmp_path):
    made = book(
        (
            "Sheet1",
            [
                ["填报单位：大冶市", None, "报告期：２０２４年三季度"],
                ["指　标", "数　值", "单　位"],
                ["污水收集率", "７１．２％", None],
                ["造林面积", "1，３00", "亩"],
                ["进水ＢＯＤ浓度", "<0.5", "mg/L"],
                ["排污口整治完成率", "—", "%"],
                ["污水处理厂数", "'12", "座"],
            ],
        )
    )
    facts, aside = understood(saved(made, tmp_path))
    assert [f[1:] for f in facts] == [
        ("sewage", "2024年三季度", "356/5", "B3"),
        ("forest", "2024年三季度", "13/100", "B4"),
        ("bod", "2024年三季度", "None", "B5"),
    ]
    assert {f[0] for f in facts} == {"daye"}
    assert aside == [("value-missing", "B6"), ("value-unreadable", "B7")]


def test_excel_dates_as_months_days_and_years(tmp_path):
    made = book(
        (
            "Sheet1",
            [
                ["地区", "指标", "时期", "数值", "单位", "填报日期"],
                ["大冶市", "污水收集率", date(2024, 9, 1), 71, "%", date(2024, 10, 8)],
                ["大冶市", "污水收集率", date(2024, 9, 30), 72, "%", None],
                ["大冶市", "污水收集率", date(2023, 1, 1), 60, "%", None],
                ["大冶市", "污水收集率", 45565, 61, "%", None],
            ],
        )
    )
    sheet = made.active
    sheet["C2"].number_format = 'yyyy"年"m"月"'
    sheet["C3"].number_format = "yyyy-mm-dd"
    sheet["C4"].number_format = "yyyy"
    facts, aside = understood(saved(made, tmp_path))
    assert [(f[2], f[3]) for f in facts] == [
        ("2024-09", "71"),
        ("2024-09-30", "72"),
        ("2023", "60"),
    ]
    assert aside == [("period-unreadable", "C5")]


def test_a_cell_counts_as_it_is_shown(tmp_path):
    made = book(
        (
            "2024年",
            [
                ["地区", "污水收集率", "造林面积"],
                ["大冶市", 0.712, 0.69],
                ["阳新县", 68, 13000],
            ],
        )
    )
    sheet = made.active
    sheet["B2"].number_format = "0.0%"
    sheet["C2"].number_format = '0.00"万亩"'
    sheet["C3"].number_format = "0.0,"
    facts, aside = understood(saved(made, tmp_path))
    assert [f[1:] for f in facts] == [
        ("sewage", "2024年", "356/5", "B2"),
        ("forest", "2024年", "69/100", "C2"),
    ]
    assert aside == [("unit-missing", "B3"), ("value-unreadable", "C3")]


def test_a_sheet_for_each_county(tmp_path):
    rows = [["指标", "2024年三季度"], ["污水收集率（%）", 71], ["造林面积（万亩）", 0.2]]
    made = book(
        ("封面", [["测试市水环境目标季报"], ["测试市生态环境局"]]),
        ("大冶市", rows),
        ("阳新", rows),
        ("字典", [["地区", "指标"], ["大冶市", "污水收集率"]]),
    )
    made["字典"].sheet_state = "hidden"
    facts, aside = understood(saved(made, tmp_path))
    assert [(f[0], f[1], f[4]) for f in facts] == [
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
    facts, _ = understood(saved(made, tmp_path))
    assert [(f[2], f[3]) for f in facts] == [("2024年一季度", "1/10"), ("2024年二季度", "1/5")]


def test_hidden_rows_and_columns_are_set_aside_and_can_be_read(tmp_path):
    made = book(
        (
            "2024年",
            [
                ["地区", "污水收集率（%）", "造林面积（万亩）"],
                ["大冶市", 71, 0.69],
                ["阳新县", 68, 1.3],
            ],
        )
    )
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["C"].hidden = True
    path = saved(made, tmp_path)
    facts, aside = understood(path)
    assert [f[4] for f in facts] == ["B2"]
    assert aside == [("column-hidden", "C2"), ("row-hidden", "A3"), ("row-hidden", "A3")]
    facts, aside = understood(path, {"hidden": "read"})
    assert [f[4] for f in facts] == ["B2", "C2", "B3", "C3"]
    assert aside == []


def test_formulas_count_by_their_stored_value_and_are_refused_without_one(tmp_path):
    made = book(("2024年", [["地区", "造林面积（万亩）"], ["大冶市", "=0.3+0.39"]]))
    facts, aside = understood(saved(made, tmp_path))
    assert facts == []
    assert aside == [("value-unreadable", "B2")]


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
    facts, aside = understood(saved(made, tmp_path))
    assert [f[1:] for f in facts] == [
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
    facts, _ = understood(saved(made, tmp_path))
    assert [(f[1], f[3], f[4]) for f in facts] == [
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
    facts, aside = understood(saved(made, tmp_path))
    assert [f[:4] for f in facts] == [("daye", "outfalls", "2024年", "95")]
    assert aside == []


def test_merged_names_hold_for_their_rows_and_a_merged_value_for_none(tmp_path):
    made = book(
        (
            "Sheet1",
            [
                ["地区", "指标", "时期", "数值", "单位"],
                ["大冶市", "污水收集率", "2024Q3", 71, "%"],
                [None, "造林面积", "2024Q3", 0.69, "万亩"],
                ["阳新县", "污水收集率", "2024Q3", 68, "%"],
                ["西塞山区", "污水收集率", "2024Q3", None, "%"],
            ],
        )
    )
    made.active.merge_cells("A2:A3")
    made.active.merge_cells("D4:D5")
    facts, aside = understood(saved(made, tmp_path))
    assert [(f[0], f[1], f[4]) for f in facts] == [
        ("daye", "sewage", "D2"),
        ("daye", "forest", "D3"),
    ]
    assert aside == [("value-merged", "D4"), ("value-merged", "D5")]


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
    facts, aside = understood(saved(made, tmp_path))
    assert [f[:3] for f in facts] == [
        ("daye", "sewage", "2024年一季度"),
        ("yangxin", "sewage", "2024年一季度"),
        ("daye", "forest", "2024年二季度"),
    ]
    assert aside == []


def test_unknown_names_are_set_aside_with_their_cell(tmp_path):
    made = book(("2024年", [["地区", "污水收集率（%）", "垃圾分类率（%）"], ["大冶", 71, 50]]))
    facts, aside = understood(saved(made, tmp_path))
    assert facts == []
    assert aside == [("place-unknown", "A2"), ("place-unknown", "A2")]
    facts, aside = understood(saved(made, tmp_path), {"places": {"大冶": "daye"}})
    assert [f[4] for f in facts] == ["B2"]
    assert aside == [("indicator-unknown", "C1")]


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([["地区", "污水收集率（%）"], ["大冶市", 71]], "table-column-missing", "A1"),
        (
            [
                ["报告期：2024年三季度", "报告期：2024年二季度"],
                ["地区", "污水收集率（%）"],
                ["大冶市", 71],
            ],
            "title-contradiction",
            "B1",
        ),
        (
            [["2024年"], ["地区", "污水收集率（%）", "污水收集率（%）"], ["大冶市", 71, 72]],
            "table-column-twice",
            "C2",
        ),
    ],
)
def test_what_is_not_said_or_said_twice_is_refused_with_its_cell(tmp_path, rows, code, cell):
    with pytest.raises(TargetcheckError) as refused:
        understood(saved(book(("Sheet1", rows)), tmp_path))
    found = refused.value.diagnostics[0]
    assert (found.code, found.where.sheet, found.where.cell) == (code, "Sheet1", cell)
    assert f"county.xlsx[Sheet1]!{cell}" in found.text("zh")


def test_a_workbook_without_a_table_and_a_file_that_is_none(tmp_path):
    with pytest.raises(TargetcheckError, match="holds no table"):
        understood(saved(book(("说明", [["无表"]])), tmp_path))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(TargetcheckError, match="cannot be read as a workbook"):
        understood(str(broken))
    old = tmp_path / "old.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    with pytest.raises(TargetcheckError, match="protected by a password"):
        understood(str(old))


def test_months_as_rows_and_a_corner_for_both(tmp_path):
    months = [
        ["填报单位：大冶市"],
        ["月份", "污水收集率（%）", "造林面积（万亩）"],
        ["2024年1月", 70, 0.1],
    ]
    facts, _ = understood(saved(book(("Sheet1", months)), tmp_path))
    assert [f[:4] for f in facts] == [
        ("daye", "sewage", "2024年1月", "70"),
        ("daye", "forest", "2024年1月", "1/10"),
    ]
    corner = [
        ["2024年"],
        ["地区\\指标", "污水收集率（%）", "造林面积（万亩）"],
        ["大冶市", 70, 0.1],
    ]
    facts, _ = understood(saved(book(("Sheet1", corner)), tmp_path))
    assert [f[1] for f in facts] == ["sewage", "forest"]


def test_a_table_with_year_and_quarter_and_a_name_beside_its_code(tmp_path):
    rows = [
        ["地区", "年份", "季度", "指标名称", "指标编码", "完成值", "单位"],
        ["大冶市", 2024, 3, "污水收集率", "sewage", 71, "%"],
    ]
    facts, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert facts == [("daye", "sewage", "2024Q3", "71", "F2")]
    assert aside == []


def test_units_that_are_headings_elsewhere_do_not_end_a_table(tmp_path):
    rows = [
        ["地区", "指标", "时期", "数值", "单位"],
        ["大冶市", "污水收集率", "2024Q3", None, "年"],
        ["阳新县", "污水收集率", "2024Q3", None, "县"],
        ["西塞山区", "污水收集率", "2024Q3", 71, "%"],
    ]
    facts, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [f[0] for f in facts] == ["xisai"]
    assert aside == [("value-missing", "D2"), ("value-missing", "D3")]
