"""A cell counts as a reader sees it, and what nobody sees counts for nothing."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from plan_of_counties import book, saved, understood

PLACES = ("大冶市", "阳新县", "西塞山区")


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
    observations, aside = understood(saved(made, tmp_path))
    assert [f[1:] for f in observations] == [
        ("sewage", "2024年三季度", "356/5", "B3"),
        ("forest", "2024年三季度", "13/100", "B4"),
        ("bod", "2024年三季度", "None", "B5"),
    ]
    assert {f[0] for f in observations} == {"daye"}
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
    observations, aside = understood(saved(made, tmp_path))
    assert [(f[2], f[3]) for f in observations] == [
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
    observations, aside = understood(saved(made, tmp_path))
    assert [f[1:] for f in observations] == [
        ("sewage", "2024年", "356/5", "B2"),
        ("forest", "2024年", "69/100", "C2"),
    ]
    assert aside == [("unit-missing", "B3"), ("value-scaled", "C3")]


def test_formulas_count_by_their_stored_value_and_are_refused_without_one(tmp_path):
    made = book(("2024年", [["地区", "造林面积（万亩）"], ["大冶市", "=0.3+0.39"]]))
    observations, aside = understood(saved(made, tmp_path))
    assert observations == []
    assert aside == [("value-formula", "B2")]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.71, "0%", "71"),
        (0.7125, "0.00%", "57/80"),
        (3.5, "#,##0.0_);[Red](#,##0.0)", "7/2"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (0, '0;-0;"—"', "0"),
        (0, '0.0;-0.0;"未检出"', None),
        (7, '[>=100]0"千";0', "7"),
        (7, '0"%"', "7"),
        (7, "aaaa", "7"),
    ],
)
def test_a_number_is_what_its_format_shows(value, code, seen, tmp_path):
    made = book(("2024年", [["地区", "进水BOD浓度"], ["大冶市", value]]))
    made.active["B1"].value = "污水收集率" if "%" in code else "进水BOD浓度（mg/L）"
    made.active["B2"].number_format = code
    observations, aside = understood(saved(made, tmp_path))
    if seen == "57/80":
        seen = "285/4"
    assert [f[3] for f in observations] == [str(seen)]
    assert aside == []


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        (71.46, ";;;", "value-unseen"),
        (0, "0;-0;;@", "value-unseen"),
        (date(2024, 9, 30), ";;;", "value-unseen"),
        (13000, '0!.0,"万"', "value-scaled"),
        (13000, '0"."0,', "value-scaled"),
        (13000, "[>=10000]0.0,;0", "value-scaled"),
    ],
)
def test_what_a_format_hides_is_set_aside(value, code, why, tmp_path):
    made = book(("2024年", [["地区", "进水BOD浓度（mg/L）"], ["大冶市", value]]))
    made.active["B2"].number_format = code
    assert understood(saved(made, tmp_path)) == ([], [(why, "B2")])


def test_a_mapping_reads_what_a_format_hides(tmp_path):
    made = book(("2024年", [["地区", "污水收集率（%）"], ["大冶市", 71.46]]))
    made.active["B2"].number_format = ";;;"
    observations, _ = understood(saved(made, tmp_path), {"hidden": "read"})
    assert [f[3] for f in observations] == ["3573/50"]


def test_what_is_struck_out_does_not_count(tmp_path):
    rows = [
        ["地区", "污水收集率（%）", "备注"],
        ["大冶市", 71, "作废"],
        ["阳新县", 68, None],
        ["西塞山区", 60],
    ]
    made = book(("2024年", rows))
    for cell in ("B2", "C3", "A4"):
        made.active[cell].font = Font(strike=True)
    observations, aside = understood(saved(made, tmp_path))
    assert [f[4] for f in observations] == ["B3"]
    assert aside == [("value-struck", "B2"), ("value-struck", "A4")]


def test_an_end_of_an_interval_is_a_figure_like_the_value(tmp_path):
    """Struck out it does not count, and one merged cell is not the end of two values."""
    rows = [
        ["地区", "指标", "时期", "数值", "单位", "区间下限", "区间上限"],
        *([place, "污水收集率", "2024年", 71, "%", 70, 72] for place in PLACES),
    ]
    made = book(("Sheet1", rows))
    made.active["G2"].font = Font(strike=True)
    made.active.merge_cells("F3:F4")
    observations, aside = understood(saved(made, tmp_path))
    assert observations == []
    assert aside == [("value-struck", "G2"), ("value-merged", "F3"), ("value-merged", "F4")]


@pytest.mark.parametrize("wide", [True, False])
def test_errors_are_named_as_such_and_not_available_is_nothing(wide, tmp_path):
    errors = ["#DIV/0!", "#REF!", "#N/A"]
    rows = [["地区", "污水收集率（%）"], *(["大冶市", error] for error in errors)]
    if not wide:
        rows = [
            ["地区", "指标", "数值", "单位"],
            *(["大冶市", "污水收集率", e, "%"] for e in errors),
        ]
    _, aside = understood(saved(book(("2024年", rows)), tmp_path))
    letter = "B" if wide else "C"
    assert aside == [
        ("value-error", f"{letter}2"),
        ("value-error", f"{letter}3"),
        ("value-missing", f"{letter}4"),
    ]


def test_a_name_that_is_a_formula_without_a_stored_value(tmp_path):
    rows = [
        ["地区", "指标", "时期", "数值", "单位"],
        ['="大冶市"', "污水收集率", "2024Q3", 71, "%"],
    ]
    assert understood(saved(book(("表", rows)), tmp_path)) == ([], [("value-formula", "A2")])


def test_invisible_and_odd_spaces_round_numbers_and_names(tmp_path):
    rows = [
        ["地 区", "污水收集率（%）"],
        ["大冶市\u00a0", "71.2\u00a0"],
        ["　阳新县 ", "　68"],
        ["西 塞 山 区", "\u200b60"],
    ]
    observations, aside = understood(saved(book(("2024年", rows)), tmp_path))
    assert [(f[0], f[3]) for f in observations] == [
        ("daye", "356/5"),
        ("yangxin", "68"),
        ("xisai", "60"),
    ]
    assert aside == []


@pytest.mark.parametrize(
    "text",
    [
        "(3.5)",
        "1 23",
        "12,34,5",
        "71*",
        "71①",
        "≥71",
        "71%以上",
        "七十一",
        "71%\n68%",
    ],
)
def test_what_could_mean_two_things_is_not_guessed(text, tmp_path):
    rows = [["地区", "污水收集率（%）"], ["大冶市", text]]
    assert understood(saved(book(("2024年", rows)), tmp_path)) == ([], [("value-unreadable", "B2")])


def test_days_of_a_workbook_that_counts_from_1904(tmp_path):
    rows = [
        ["地区", "指标", "时期", "数值", "单位"],
        ["大冶市", "污水收集率", date(2024, 9, 30), 71, "%"],
    ]
    made = book(("表", rows))
    made.epoch = CALENDAR_MAC_1904
    assert [f[2] for f in understood(saved(made, tmp_path))[0]] == ["2024-09-30"]


def test_ten_thousands_written_behind_the_number_multiply_the_unit_beside_it(tmp_path):
    rows = [
        ["地区", "指标", "数值", "单位"],
        ["大冶市", "造林面积", "1.3万", "亩"],
        ["大冶市", "污水处理厂数", "1.3万", "座"],
        ["阳新县", "造林面积", "1.3万", "万亩"],
        ["阳新县", "造林面积", "71%（预计）", "亩"],
        ["阳新县", "造林面积", "3吨", "亩"],
        ["阳新县", "造林面积", 3, "吨"],
    ]
    observations, aside = understood(saved(book(("2024年", rows)), tmp_path))
    assert [(f[3], f[4]) for f in observations] == [("13/10", "C2"), ("13000", "C3")]
    assert aside == [
        ("unknown-unit", "C4"),
        ("unknown-unit", "C5"),
        ("unit-dimension", "C6"),
        ("unit-dimension", "D7"),
    ]
