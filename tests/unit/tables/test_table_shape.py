"""From headers to the one shape: required columns, notes, units, SDMX, joined periods, concat."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.tables.raw_table import RowPlaces
from targetcheck.tables.table_reader import concat, read_table

BASE = {"place": "a", "indicator": "i", "period": "2024", "value": "1"}


def findings(source: object) -> list[Diagnostic]:
    with pytest.raises(TargetcheckError) as caught:
        read_table(source)
    return list(caught.value.diagnostics)


def test_missing_columns_are_all_told() -> None:
    found = findings([{"plase": "a", "indicator": "i", "x": 1}])
    assert [d.code for d in found] == ["table-column-missing"] * 3
    assert [d.en.split("`")[1] for d in found] == ["place", "period", "value"]
    assert "`plase`" in found[0].hint_en
    assert "numerator" in found[2].en


def test_counts_stand_in_for_a_value() -> None:
    table = read_table([{"地区": "a", "指标": "i", "时期": "2024", "分子": 57, "分母": 100}])
    assert "value" not in table.columns
    assert table.column("value") == [None]
    assert findings([{"地区": "a", "指标": "i", "时期": "2024", "分子": 57}])[0].code == (
        "table-column-missing"
    )


def test_two_columns_for_one_name() -> None:
    [found] = findings([{**BASE, "数值": 2}])
    assert found.code == "table-column-twice"
    assert "`value`, `数值`" in found.en
    assert found.zh == "有2列都表示“数值”：“value”“数值”"


def test_a_name_gives_way_to_a_code_with_a_note() -> None:
    table = read_table(
        [{"地区": "a", "指标名称": "整治率", "指标编码": "x1", "时期": 1, "数值": 2}]
    )
    assert table.columns["indicator"] == ["x1"]
    [note] = table.notes
    assert (note.code, note.severity) == ("table-column-ignored", "note")
    assert "指标名称" in note.en


def test_a_name_alone_is_used() -> None:
    table = read_table([{"地区": "a", "指标名称": "整治率", "时期": 1, "数值": 2}])
    assert table.columns["indicator"] == ["整治率"]
    assert table.notes == ()
    assert table.header["indicator"] == "指标名称"


def test_unknown_columns_are_noted() -> None:
    table = read_table([{**BASE, "责任单位": "x", "numerater": 5, "DATAFLOW": "d", "": None}])
    assert [(note.severity, note.en.split("`")[1]) for note in table.notes] == [
        ("note", "责任单位"),
        ("warning", "numerater"),
    ]
    assert "numerator" in table.notes[1].hint_en


def test_cells_under_no_header_are_noted() -> None:
    table = read_table([{**BASE, "": "stray"}])
    assert "column 5 has no header" in table.notes[0].en


def test_the_unit_of_a_header_fills_rows_without_one() -> None:
    rows = [
        {"地区": "a", "指标": "i", "时期": 1, "数值（毫克/升）": 1, "单位": unit}
        for unit in ("", "—", None, "μg/L")
    ]
    assert read_table(rows).columns["unit"] == ["毫克/升"] * 3 + ["μg/L"]


def test_the_unit_of_a_header_without_a_unit_column() -> None:
    table = read_table([{"place": "a", "indicator": "i", "period": 1, "value (mg/L)": 1}])
    assert table.columns["unit"] == ["mg/L"]
    assert table.where(0, "unit").path == "value (mg/L)"


def test_an_sdmx_file(tmp_path: Path) -> None:
    path = tmp_path / "sdmx.csv"
    path.write_text(
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,"
        "UNIT_MULT,OBS_STATUS,OBS_COMMENT\n"
        "dataflow,X:Y(1.0),I,CN,i,2024,1.50,T,3,A,x\n"
        "dataflow,X:Y(1.0),I,CN,i,2025,,T,3,M,\n"
        "dataflow,X:Y(1.0),I,CN,i,2026,<2,T,6,A,\n"
        "dataflow,X:Y(1.0),I,CN,i,2027,95,PT,,A,\n",
        encoding="utf-8",
    )
    table = read_table(path)
    assert [note.code for note in table.notes] == ["table-values-multiplied"]
    assert table.columns["value"] == [Decimal(1500), "", "<2000000", "95"]
    assert table.columns["status"] == ["A", "M", "A", "A"]
    assert list(table.columns) == [
        "place",
        "indicator",
        "period",
        "value",
        "unit",
        "status",
        "note",
    ]


def test_a_multiplier_scales_exactly() -> None:
    rows = [{**BASE, "value": "0." + "3" * 40, "UNIT_MULT": "-3"}, {**BASE, "UNIT_MULT": 0}]
    table = read_table(rows)
    assert str(table.columns["value"][0]) == "0.000" + "3" * 40
    assert table.columns["value"][1] == "1"


@pytest.mark.parametrize("mult", ["x", "1.5", 99, True])
def test_a_multiplier_that_is_none(mult: object) -> None:
    [found] = findings([{**BASE, "UNIT_MULT": mult}])
    assert (found.code, found.where.line) == ("table-unit-mult", 1)


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        ({"年份": "2024"}, "2024"),
        ({"年份": 2024, "季度": 3}, "2024Q3"),
        ({"年份": "2024年", "季度": "三季度"}, "2024年三季度"),
        ({"年份": "2024", "季度": "第4季度"}, "2024Q4"),
        ({"年份": "2024", "季度": "Q1"}, "2024Q1"),
        ({"年份": "2024", "季度": ""}, "2024"),
        ({"年份": "2024", "季度": "2024年三季度"}, "2024年三季度"),
        ({"季度": "2024年三季度"}, "2024年三季度"),
        ({"年度": "2024", "月份": "9"}, "2024-09"),
        ({"年度": "2024", "月份": "1-9月"}, "2024年1-9月"),
        ({"year": 2024.0, "month": 12}, "2024-12"),
    ],
)  # fmt: skip
def test_a_period_in_parts(parts: dict[str, object], label: str) -> None:
    table = read_table([{"place": "a", "indicator": "i", "value": 1, **parts}])
    assert str(table.columns["period"][0]) == label
    assert table.where(0, "period").path == next(iter(parts))


def test_parts_beside_a_period_are_noted() -> None:
    table = read_table([{**BASE, "年份": 2023}])
    assert table.columns["period"] == ["2024"]
    assert "`年份`" in table.notes[0].en


def test_whole_floats_are_whole_where_no_number_is_meant() -> None:
    table = read_table([{"place": 420281.0, "indicator": "i", "period": 2024.0, "value": 1.0}])
    assert table.columns["place"] == [420281]
    assert table.columns["period"] == [2024]
    assert isinstance(table.columns["value"][0], Decimal)


def test_several_sources_become_one_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "# from a county\n地区,指标,时期,数值,备注\nb,i,2024,2,x\nc,i,2024,3,\n", encoding="utf-8"
    )
    table = read_table([path, [BASE], {key: [value] for key, value in BASE.items()}])
    assert len(table) == 4
    assert table.columns["place"] == ["b", "c", "a", "a"]
    assert table.columns["note"] == ["x", "", None, None]
    assert table.comments == ("from a county",)
    assert table.where(1, "value") == Where(str(path), line=4, column=4, path="数值")
    assert table.where(2, "value") == Where("<rows>", line=1, path="value")
    assert table.places[3].file == "<columns>"
    assert [place.line for place in table.places[1:3]] == [4, 1]
    assert table.places[-1] == table.places[3]
    with pytest.raises(IndexError):
        table.places[4]


def test_concat_of_concats_is_flat() -> None:
    one = read_table([BASE])
    both = concat([concat([one, one]), one])
    assert len(both) == 3
    assert len(both.parts) == 3
    assert concat([one]) is one
    assert read_table(both) is both
    assert both.native == "rows"


def test_an_empty_part_shifts_nothing() -> None:
    empty, one = read_table([]), read_table([BASE])
    table = concat([empty, one, empty, one])
    assert len(table) == 2
    assert table.where(1, "value").line == 1
    assert table.columns["value"] == ["1", "1"]


def test_a_cell_of_a_spreadsheet_has_an_address() -> None:
    places = RowPlaces("t.xlsx", [7], sheet="汇总")
    table = ObservationTable("t.xlsx", {"value": [1]}, places, "xlsx", positions={"value": 28})
    assert table.where(0, "value") == Where("t.xlsx", "汇总", 7, cell="AB7")
    assert table.where(0, "unit").cell == ""
