"""What is said once for many rows: captions, titles with years, headings of tables side by side."""

from __future__ import annotations

import pytest
from plan_of_counties import book, saved, understood

from targetcheck.errors import TargetcheckError


def test_captions_that_name_the_indicator_of_the_rows_below(tmp_path):
    rows = [
        ["2024年三季度污水收集率等情况"],
        ["地区", "数值"],
        ["一、污水收集率（%）"],
        ["大冶市", 71],
        ["二、造林面积（亩）"],
        ["大冶市", 500],
        ["阳新县", None],
        ["第 1 页 共 2 页"],
        ["西塞山区", 400],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [(f[0], f[1], f[3], f[4]) for f in observations] == [
        ("daye", "sewage", "71", "B4"),
        ("daye", "forest", "1/20", "B6"),
        ("xisai", "forest", "1/25", "B9"),
    ]
    assert aside == [("value-missing", "B7")]


def test_rows_below_a_caption_that_is_not_known_are_not_those_of_the_one_before(tmp_path):
    rows = [
        ["2024年三季度"],
        ["地区", "数值"],
        ["一、污水收集率（%）"],
        ["大冶市", 71],
        ["二、垃圾分类率（%）"],
        ["大冶市", 99],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [f[4] for f in observations] == ["B4"]
    assert aside == [("indicator-unknown", "A5")]


def test_captions_that_name_the_place_of_the_rows_below(tmp_path):
    rows = [
        ["2024年三季度"],
        ["指标", "数值", "单位"],
        ["大冶市"],
        ["污水收集率", 71, "%"],
        ["阳新县"],
        ["污水收集率", 61, "%"],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [(f[0], f[3]) for f in observations] == [("daye", "71"), ("yangxin", "61")]
    assert aside == []


def test_a_table_cut_in_two_and_laid_side_by_side(tmp_path):
    rows = [
        ["2024年三季度"],
        ["序号", "地区", "污水收集率（%）", "序号", "地区", "造林面积（万亩）"],
        [1, "大冶市", 71, 1, "大冶市", 0.5],
        [2, "阳新县", 68, 2, "西塞山区", 0.7],
        ["注：未经审核"],
    ]
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [(f[0], f[1], f[4]) for f in observations] == [
        ("daye", "sewage", "C3"),
        ("yangxin", "sewage", "C4"),
        ("daye", "forest", "F3"),
        ("xisai", "forest", "F4"),
    ]
    assert aside == []


def test_each_of_two_tables_side_by_side_has_its_own_title(tmp_path):
    rows = [
        ["2024年一季度", None, None, "2024年二季度"],
        ["地区", "污水收集率（%）", None, "地区", "污水收集率（%）"],
        ["大冶市", 71, None, "大冶市", 72],
    ]
    observations, _ = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [(f[2], f[4]) for f in observations] == [("2024年一季度", "B3"), ("2024年二季度", "E3")]


def test_quarters_in_a_column_go_before_the_year_of_the_title(tmp_path):
    rows = [
        ["2024年造林面积（亩）", None, "单位：亩"],
        ["地区", "季度", "数值"],
        ["大冶市", "一季度", 1],
        ["大冶市", "二季度", 2],
    ]
    observations, aside = understood(saved(book(("造林面积", rows)), tmp_path))
    assert [(f[2], f[4]) for f in observations] == [("2024年一季度", "C3"), ("2024年二季度", "C4")]
    assert aside == []
    wide = [["2024年"], ["地区", "季度", "污水收集率（%）"], ["大冶市", 3, 71]]
    assert [f[2] for f in understood(saved(book(("表", wide)), tmp_path))[0]] == ["2024Q3"]


@pytest.mark.parametrize(("title", "seen"), [("2024年", "2023"), ("2023年三季度", "2023年三季度")])
def test_years_in_a_column_beside_the_period_of_the_title(title, seen, tmp_path):
    rows = [[title], ["地区", "年份", "污水收集率（%）"], ["大冶市", 2023, 71]]
    assert [f[2] for f in understood(saved(book(("表", rows)), tmp_path))[0]] == [seen]


def test_a_title_of_one_quarter_over_several_years_is_a_contradiction(tmp_path):
    rows = [
        ["2024年三季度"],
        ["地区", "年份", "污水收集率（%）"],
        ["大冶市", 2023, 71],
        ["大冶市", 2024, 72],
    ]
    with pytest.raises(TargetcheckError) as refused:
        understood(saved(book(("表", rows)), tmp_path))
    found = refused.value.diagnostics[0]
    assert (found.code, found.where.cell) == ("title-contradiction", "B2")


YEARLY = [
    ["2024年各县指标"],
    ["县区", "污水收集率（%）", "造林面积（万亩）"],
    ["大冶市", 71, 0.5],
]


def periods(rows, tmp_path):
    observations, aside = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert aside == []
    return [(f[0], f[1], f[2], f[4]) for f in observations]


@pytest.mark.parametrize("repeated", [True, False], ids=["heading repeated", "heading once"])
def test_a_title_of_another_year_between_the_rows_heads_the_rows_below(tmp_path, repeated):
    second = [["2023年各县指标"], *([YEARLY[1]] if repeated else []), ["大冶市", 60, 0.4]]
    last = 3 + len(second)
    assert periods([*YEARLY, *second], tmp_path) == [
        ("daye", "sewage", "2024年", "B3"),
        ("daye", "forest", "2024年", "C3"),
        ("daye", "sewage", "2023年", f"B{last}"),
        ("daye", "forest", "2023年", f"C{last}"),
    ]


def test_a_line_that_is_a_period_heads_the_rows_below(tmp_path):
    rows = [["各县指标"], YEARLY[1], ["2023年"], ["大冶市", 60, 0.4], ["2024年"], YEARLY[2]]
    assert [(year, cell) for _, _, year, cell in periods(rows, tmp_path)] == [
        ("2023年", "B4"),
        ("2023年", "C4"),
        ("2024年", "B6"),
        ("2024年", "C6"),
    ]


def test_a_page_that_repeats_title_and_heading_continues_the_table(tmp_path):
    found = periods([*YEARLY, *YEARLY[:2], ["阳新县", 68, 0.6]], tmp_path)
    assert [(place, year) for place, _, year, _ in found] == [
        *[("daye", "2024年")] * 2,
        *[("yangxin", "2024年")] * 2,
    ]


def test_other_words_about_another_year_between_the_rows_are_no_guess(tmp_path):
    rows = [*YEARLY, ["2023年起执行新标准"], ["阳新县", 68, 0.6]]
    with pytest.raises(TargetcheckError, match="title-contradiction") as raised:
        understood(saved(book(("Sheet1", rows)), tmp_path))
    assert raised.value.diagnostics[0].where.cell == "A4"


def test_a_date_below_the_last_row_is_no_caption(tmp_path):
    rows = [*YEARLY, ["注：未经审核"], ["2025年1月10日印发"]]
    observations, _ = understood(saved(book(("Sheet1", rows)), tmp_path))
    assert [(f[2], f[4]) for f in observations] == [("2024年", "B3"), ("2024年", "C3")]


def test_the_titles_of_a_table_are_read_once_however_often_its_heading_is_repeated(
    tmp_path, monkeypatch
):
    from targetcheck.tables.sheet_layout import title_lines

    read, starts = title_lines.read_titles, []

    def counted(sheet, block, words, mapping):
        starts.append(block.start)
        return read(sheet, block, words, mapping)

    monkeypatch.setattr(title_lines, "read_titles", counted)
    rows = [["2024年三季度"], ["各县区情况"]]
    for share in range(20):
        rows += [["地区", "污水收集率（%）"], ["大冶市", 50 + share]]
    path = tmp_path / "pages.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    observations, _ = understood(path)
    assert len(observations) == 20
    assert starts.count(1) == 1


_TWO_YEARS = [["2024年"], ["地区", "污水收集率（%）"], ["大冶市", 1], ["2023年"], ["阳新县", 2]]


def test_a_line_of_another_year_that_the_mapping_skips_says_nothing(tmp_path):
    path = saved(book(("Sheet1", _TWO_YEARS)), tmp_path)
    assert [f[2] for f in understood(path)[0]] == ["2024年", "2023年"]
    observations, aside = understood(path, {"skip": [4]})
    assert [f[2] for f in observations] == ["2024年", "2024年"]
    assert aside == [("row-skipped", "A4")]


def test_a_hidden_line_of_another_year_is_not_followed_in_silence(tmp_path):
    made = book(("Sheet1", _TWO_YEARS))
    made.active.row_dimensions[4].hidden = True
    path = saved(made, tmp_path)
    with pytest.raises(TargetcheckError, match="title-contradiction"):
        understood(path)
    observations, _ = understood(path, {"hidden": "read"})
    assert [f[2] for f in observations] == ["2024年", "2023年"]


def test_the_same_line_at_the_foot_of_each_page_is_no_caption(tmp_path):
    rows = [
        ["2024年"],
        ["地区", "污水收集率（%）"],
        ["大冶市", 1],
        ["2023年度考核用表"],
        ["阳新县", 2],
    ]
    rows += [["2023年度考核用表"], ["西塞山区", 3]]
    with pytest.raises(TargetcheckError, match="title-contradiction"):
        understood(saved(book(("Sheet1", rows)), tmp_path))


@pytest.mark.parametrize(
    ("table", "quarters"),
    [
        (
            [["地区", "一季度", "二季度"], ["大冶市", 1, 2], ["2023年"], ["阳新县", 3, 4]],
            {"2024年一季度", "2024年二季度"},
        ),
        (
            [
                ["地区", "季度", "数值"],
                ["大冶市", "一季度", 1],
                ["2023年"],
                ["阳新县", "一季度", 2],
            ],
            {"2024年一季度"},
        ),
    ],
)
def test_quarters_below_a_line_of_another_year_do_not_take_the_year_of_the_title(
    tmp_path, table, quarters
):
    path = saved(book(("Sheet1", [["2024年污水收集率（%）"], *table])), tmp_path)
    with pytest.raises(TargetcheckError, match="title-contradiction"):
        understood(path)
    assert {f[2] for f in understood(path, {"skip": [4]})[0]} == quarters
