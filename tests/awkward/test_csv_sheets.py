"""CSV files saved from spreadsheets are read as the sheet they came from."""

from __future__ import annotations

import pytest
from plan_of_counties import understood

from targetcheck.errors import TargetcheckError


def csv(folder, text, encoding="utf-8"):
    path = folder / "county.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_title_rows_padded_and_not_above_a_long_table(tmp_path):
    text = (
        "附件1,,,\n2024年三季度环境目标完成情况\n单位：万亩,,,\n\n地区,指标,数值,备注\n"
        "大冶市,造林面积,0.69,\n阳新县,造林面积,1.3,\n合计,,1.99,\n注：数据来源于林业部门,,,\n"
    )
    observations, aside = understood(csv(tmp_path, text))
    assert observations == [
        ("daye", "forest", "2024年三季度", "69/100", 6),
        ("yangxin", "forest", "2024年三季度", "13/10", 7),
    ]
    assert aside == [("row-is-total", 8)]


def test_a_wide_table_in_gb18030_with_merging_lost(tmp_path):
    text = (
        "地区,2023年,,2024年,\n,污水收集率（%）,造林面积（亩）,污水收集率（%）,造林面积（亩）\n"
        "大冶市,60,100,71,6900\n"
    )
    observations, aside = understood(csv(tmp_path, text, "gb18030"))
    assert [f[1:4] for f in observations] == [
        ("sewage", "2023年", "60"),
        ("forest", "2023年", "1/100"),
        ("sewage", "2024年", "71"),
        ("forest", "2024年", "69/100"),
    ]
    assert aside == []


def test_the_place_of_a_wide_cell_has_line_and_column(tmp_path):
    text = "地区,2024Q1,2024Q2\n大冶市,60,六十一\n"
    with pytest.raises(TargetcheckError, match="says the indicator"):
        understood(csv(tmp_path, text))
    observations, aside = understood(csv(tmp_path, text), {"indicator": "sewage", "unit": "%"})
    assert [(f[2], f[4]) for f in observations] == [("2024Q1", 2)]
    assert aside == [("value-unreadable", 2)]


def test_blank_places_below_a_lost_merge_are_filled_only_on_request(tmp_path):
    text = "表1\n地区,指标,时期,数值,单位\n大冶市,污水收集率,2024,71,%\n,造林面积,2024,1,亩\n"
    path = csv(tmp_path, text)
    assert understood(path)[1] == [("place-unknown", 4)]
    observations, aside = understood(path, {"fill": ["place"]})
    assert [f[0] for f in observations] == ["daye", "daye"]
    assert aside == []


def test_a_mapping_says_what_cannot_be_inferred(tmp_path):
    text = "一,二,三,四\n大冶,收集,71,1\n阳新,收集,68,2\n再行,收集,60,3\n"
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "header: 1\nskip: [4]\nperiod: 2024Q3\nunit: '%'\n"
        "columns: {一: place, 二: indicator, C: value, 四: ignore}\n"
        "places: {大冶: daye}\nindicators: {收集: sewage}\n",
        encoding="utf-8",
    )
    observations, aside = understood(csv(tmp_path, text), str(mapping))
    assert observations == [
        ("daye", "sewage", "2024Q3", "71", 2),
        ("yangxin", "sewage", "2024Q3", "68", 3),
    ]
    assert aside == [("row-skipped", 4)]


def test_a_wrong_mapping_is_told_with_its_lines(tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("colums: {a: b}\ncolumns: {A: valeu}\nskip: x\n", encoding="utf-8")
    with pytest.raises(TargetcheckError) as refused:
        understood(csv(tmp_path, "地区\n"), str(mapping))
    found = refused.value.diagnostics
    assert [(d.code, d.where.line) for d in found] == [
        ("mapping-unknown", 1),
        ("mapping-unknown", 2),
        ("mapping-shape", 3),
    ]
    assert "`columns`" in found[0].hint_en
    assert "`value`" in found[1].hint_en


def test_a_sheet_that_the_mapping_names_must_be_there(tmp_path):
    from plan_of_counties import book, saved

    made = book(
        ("说明", [["地区", "污水收集率（%）"], ["大冶市", 1]]),
        ("2024年", [["地区", "污水收集率（%）"], ["大冶市", 71]]),
    )
    path = saved(made, tmp_path)
    assert [f[3] for f in understood(path, {"sheet": "2024年"})[0]] == ["71"]
    with pytest.raises(TargetcheckError, match="there is no sheet `2024`"):
        understood(path, {"sheet": "2024"})


LONG = "地区,指标,时期,数值,单位\n大冶市,污水收集率,2024Q3,71,%\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "，", "；"])
def test_whatever_separates_the_cells_and_encodes_the_text(mark, encoding, tmp_path):
    observations, aside = understood(csv(tmp_path, LONG.replace(",", mark), encoding))
    assert [f[:4] for f in observations] == [("daye", "sewage", "2024Q3", "71")]
    assert aside == []


def test_full_width_commas_in_sentences_separate_nothing(tmp_path):
    text = f"附件，表一，说明，以下，各县，均已，核对\n{LONG}注：一，二，三，四，五，六\n"
    observations, aside = understood(csv(tmp_path, text))
    assert [f[4] for f in observations] == [3]
    assert aside == []


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_and_empty_columns_of_other_systems(end, tmp_path):
    text = LONG.replace("\n", f",,{end}")
    assert [f[3] for f in understood(csv(tmp_path, text))[0]] == ["71"]


def test_line_breaks_inside_quotes_keep_the_lines_counted(tmp_path):
    text = '"地区","污水\n收集率（%）","备注"\n大冶市,71,"第一行\n第二行"\n阳新县,x,\n'
    observations, aside = understood(csv(tmp_path, text), {"period": "2024Q3"})
    assert [(f[1], f[4]) for f in observations] == [("sewage", 3)]
    assert aside == [("value-unreadable", 5)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (LONG + "阳新县,造林面积,2024Q3,1,234,亩\n", "table-ragged-row", 3),
        (LONG + '"阳新县,污水收集率,2024Q3,68,%\n', "csv-syntax", 3),
        (LONG.replace("数值,", "数值,数值,"), "table-column-twice", 1),
        ("", "table-empty", 0),
    ],
)
def test_what_cannot_be_told_apart_is_refused_with_its_line(text, code, line, tmp_path):
    with pytest.raises(TargetcheckError) as refused:
        understood(csv(tmp_path, text))
    found = refused.value.diagnostics[0]
    assert (found.code, found.where.line) == (code, line)
    assert found.where.file == "county.csv"


def test_lines_in_two_encodings_are_refused_with_their_line(tmp_path):
    path = tmp_path / "county.csv"
    path.write_bytes(LONG.encode() + "阳新县,污水收集率,2024Q3,68,%\n".encode("gbk"))
    with pytest.raises(TargetcheckError) as refused:
        understood(str(path))
    assert (refused.value.diagnostics[0].code, refused.value.diagnostics[0].where.line) == (
        "file-encoding",
        3,
    )


@pytest.mark.parametrize("name", ["spreadsheets.md", "spreadsheets.zh.md"])
def test_the_mapping_on_the_page_is_one(name):
    from pathlib import Path

    from targetcheck.tables.mapping_file import read_mapping
    from targetcheck.yaml_text.yaml_source import read_document_text

    page = Path(__file__).parents[2] / "docs" / "how-to" / name
    shown = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    read = read_mapping(read_document_text(shown, "mapping.yaml").data)
    assert read.header == (3, 4)
    assert read.skip == {5, 20, 21, 22}
    assert read.columns["C"].unit == "%"
    assert read.always == {"period": "2024Q3"}
    assert read.read_hidden
