"""Rows that are no report of a place are set aside, each with its reason and its cell."""

from __future__ import annotations

import pytest
from plan_of_counties import SHEET, book, rewritten, saved, understood

from targetcheck.errors import TargetcheckError
from targetcheck.tables.table_reader import read_table


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
    observations, aside = understood(saved(made, tmp_path))
    assert observations == [
        ("daye", "forest", "2024年", "69/100", "C5"),
        ("yangxin", "forest", "2024年", "13/10", "C6"),
    ]
    assert aside == [("row-is-total", "B7")]


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
    observations, aside = understood(path)
    assert [f[4] for f in observations] == ["B2"]
    assert aside == [("column-hidden", "C2"), ("row-hidden", "A3"), ("row-hidden", "A3")]
    observations, aside = understood(path, {"hidden": "read"})
    assert [f[4] for f in observations] == ["B2", "C2", "B3", "C3"]
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
    observations, aside = understood(saved(made, tmp_path))
    assert [(f[0], f[1], f[4]) for f in observations] == [
        ("daye", "sewage", "D2"),
        ("daye", "forest", "D3"),
    ]
    assert aside == [("value-merged", "D4"), ("value-merged", "D5")]


def test_unknown_names_are_set_aside_with_their_cell(tmp_path):
    made = book(("2024年", [["地区", "污水收集率（%）", "垃圾分类率（%）"], ["大冶", 71, 50]]))
    observations, aside = understood(saved(made, tmp_path))
    assert observations == []
    assert aside == [("place-unknown", "A2"), ("place-unknown", "A2")]
    observations, aside = understood(saved(made, tmp_path), {"places": {"大冶": "daye"}})
    assert [f[4] for f in observations] == ["B2"]
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
    assert found.zh.count("“") == found.zh.count("”")


@pytest.mark.parametrize(
    "name",
    ["合 计", "总 计：", "小计", "全市合计", "全市平均", "平均值", "汇总", "本页小计", "Total"],
)
def test_a_total_in_the_middle_of_the_rows(name, tmp_path):
    rows = [["地区", "污水收集率（%）"], ["大冶市", 71], [name, 70], ["阳新县", 68]]
    observations, aside = understood(saved(book(("2024年", rows)), tmp_path))
    assert [f[4] for f in observations] == ["B2", "B4"]
    assert aside == [("row-is-total", "A3")]


def test_figures_of_townships_are_not_those_of_their_county_but_its_total_is(tmp_path):
    rows = [
        ["县区", "乡镇", "造林面积（万亩）"],
        ["大冶市", "小计", 0.3],
        [None, "金湖街道", 0.1],
        [None, "灵乡镇", 0.2],
        ["阳新县", None, 0.2],
    ]
    made = book(("2024年", rows))
    made.active.merge_cells("A2:A4")
    observations, aside = understood(saved(made, tmp_path))
    assert [(f[0], f[4]) for f in observations] == [("daye", "C2"), ("yangxin", "C5")]
    assert aside == [("row-is-part", "B3"), ("row-is-part", "B4")]
    long = [
        ["地区", "企业名称", "指标", "时期", "数值", "单位"],
        ["大冶市", "某厂", "污水处理厂数", "2024Q3", 1, "座"],
        ["大冶市", None, "污水处理厂数", "2024Q3", 2, "座"],
    ]
    observations, aside = understood(saved(book(("表", long)), tmp_path))
    assert [f[4] for f in observations] == ["E3"]
    assert aside == [("row-is-part", "B2")]


def test_title_heading_and_page_number_repeated_on_each_page(tmp_path):
    rows = [
        ["2024年造林情况"],
        ["地区", "造林面积（万亩）"],
        ["大冶市", 1],
        ["第 1 页 共 2 页"],
        ["2024年造林情况"],
        ["（续表）"],
        ["地区", "造林面积（万亩）"],
        ["阳新县", 2],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [f[4] for f in observations] == ["B3", "B8"]
    assert aside == []


def test_nothing_reported_may_be_merged_over_several_cells(tmp_path):
    rows = [
        ["地区", "污水收集率（%）", "造林面积（万亩）"],
        ["大冶市", "未报", None],
        ["阳新县", 71, None],
    ]
    made = book(("2024年", rows))
    made.active.merge_cells("B2:C2")
    made.active.merge_cells("B3:C3")
    assert understood(saved(made, tmp_path))[1] == [
        ("value-missing", "B2"),
        ("value-missing", "C2"),
        ("value-merged", "B3"),
        ("value-merged", "C3"),
    ]


def test_rows_without_height_and_columns_without_width_are_hidden(tmp_path):
    rows = [["地区", "污水收集率（%）", "造林面积（万亩）"], ["大冶市", 71, 1], ["阳新县", 68, 2]]
    narrow = b'<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData>'
    path = rewritten(
        saved(book(("2024年", rows)), tmp_path),
        SHEET,
        lambda text: text.replace(b'<row r="3"', b'<row r="3" ht="0"').replace(
            b"<sheetData>", narrow
        ),
    )
    observations, aside = understood(path)
    assert [f[4] for f in observations] == ["B2"]
    assert aside == [("column-hidden", "C2"), ("row-hidden", "A3"), ("row-hidden", "A3")]


def test_figures_without_a_heading_are_told(tmp_path):
    rows = [["地区", "污水收集率（%）", None, None], ["大冶市", 71, 1, 5.5], ["阳新县", 68, 2, 6]]
    table = read_table(saved(book(("2024年", rows)), tmp_path))
    assert [(n.code, n.severity, n.where.cell) for n in table.notes] == [
        ("table-column-ignored", "warning", "D1")
    ]


def test_marks_of_footnotes_belong_to_no_name(tmp_path):
    rows = [
        ["2024年三季度"],
        ["地区", "污水收集率①（%）", "造林面积*（万亩）"],
        ["大冶市*", 71, 0.5],
        ["2、阳新县 [注1]", 68, 0.6],
        ["注1：含补植"],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [(f[0], f[1]) for f in observations] == [
        ("daye", "sewage"),
        ("daye", "forest"),
        ("yangxin", "sewage"),
        ("yangxin", "forest"),
    ]
    assert aside == []


def test_a_hidden_column_of_values_in_a_long_table(tmp_path):
    rows = [
        ["地区", "工作任务", "时期", "数值", "单位"],
        ["大冶市", "污水收集率", "2024Q3", 71, "%"],
    ]
    made = book(("表", rows))
    made.active.column_dimensions["D"].hidden = True
    made.active.column_dimensions["E"].hidden = True
    path = saved(made, tmp_path)
    assert understood(path) == ([], [("column-hidden", "D2")])
    assert [f[4] for f in understood(path, {"hidden": "read"})[0]] == ["D2"]
