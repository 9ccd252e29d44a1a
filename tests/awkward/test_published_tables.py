"""Tables as agencies, laboratories and counties publish them: nothing is misread silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from targetcheck import Result, TargetcheckError, compile_plan, evaluate, load_ruleset
from targetcheck.observations.observation_reader import vocabulary
from targetcheck.tables.table_reader import read_table


def ruleset(places: dict[str, str], indicators: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return a ruleset with a target for each indicator, so that each is read."""
    first = next(iter(places))
    return {
        "targetcheck": 1,
        "id": "example",
        "title": "Example",
        "document": {"number": "example", "issuer": "example", "issued": "2024-01-01"},
        "places": {name: {"en": said, "zh": said} for name, said in places.items()},
        "indicators": indicators,
        "targets": [
            {
                "id": name,
                "indicator": name,
                "place": first,
                "require": {"at_least": amount},
                "due": 2024,
            }
            for name, spec in indicators.items()
            for amount in [0 if spec["unit"] in ("index", "pH") else f"0 {spec['unit']}"]
        ],
    }


def read(path: Path, plan_of: dict[str, Any]) -> tuple[Result, dict[tuple[str, str, str], str]]:
    plan = compile_plan(load_ruleset(plan_of))
    result = evaluate(plan, read_table(path, known=vocabulary(plan)), as_of="2025-06-30")
    assert result.observations is not None
    used = {
        (o.place, o.indicator, o.period.label): f"{o.text} {o.unit}"
        for o in result.observations.all
    }
    return result, used


def codes(result: Result) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in result.set_aside:
        found[one.why.code] = found.get(one.why.code, 0) + 1
    return found


SURVIVAL = ruleset(
    {"alda": "Aldania", "bres": "Bresia"},
    {
        "u5mr": {"en": "Under-five mortality rate", "unit": "per_mille", "better": "lower"},
        "nmr": {"en": "Neonatal mortality rate", "unit": "per_mille", "better": "lower"},
    },
)


@pytest.mark.parametrize("corner", ["Countries and areas", "Reporting countries", "Name"])
def test_years_over_sexes_are_two_heading_rows(tmp_path: Path, corner: str) -> None:
    path = tmp_path / "unicef.csv"
    path.write_text(
        '"Under-five mortality rate (deaths per 1,000 live births)",,,,,\n'
        ",2022,,,2023,\n"
        f"{corner},Male,Female,Total,Male,Total\n"
        "Aldania,30,26,28.2,29,27.5\nBresia,54,49.2,51.6,–,–\n"
        "Source: example,,,,,\n",
        encoding="utf-8",
    )
    result, used = read(path, SURVIVAL)
    assert used == {
        ("alda", "u5mr", "2022"): "28.2 per_mille",
        ("alda", "u5mr", "2023"): "27.5 per_mille",
        ("bres", "u5mr", "2022"): "51.6 per_mille",
    }
    assert codes(result) == {"indicator-unknown": 6, "value-missing": 1}


def test_a_total_of_what_is_no_part_stays_aside(tmp_path: Path) -> None:
    path = tmp_path / "sums.csv"
    path.write_text(
        "Country,Period,Under-five mortality rate (‰),Neonatal mortality rate (‰),Total\n"
        "Aldania,2023,28,11,39\n",
        encoding="utf-8",
    )
    result, used = read(path, SURVIVAL)
    assert used == {
        ("alda", "u5mr", "2023"): "28 per_mille",
        ("alda", "nmr", "2023"): "11 per_mille",
    }
    assert codes(result) == {"row-is-total": 1}


def test_indicators_over_years_with_a_row_of_units(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(
        "Indicator,Under-five mortality rate,,,Neonatal mortality rate,,\n"
        "Country,2021,2022,2023,2021,2022,2023\n"
        ",Deaths per 1000 live births,,,Deaths per 1000 live births,,\n"
        "Aldania,29.1,28.2,27.5,12,11,10.8\nBresia,52.7,51.6,50.9,20,19.5,19\n",
        encoding="utf-8",
    )
    _, used = read(path, SURVIVAL)
    assert len(used) == 12
    assert used["alda", "nmr", "2023"] == "10.8 per_mille"
    assert used["bres", "u5mr", "2021"] == "52.7 per_mille"


def test_codes_beside_names_are_no_values(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(
        "Country,ISO,2022,2023\nAldania,alda,29.1,28.2\nBresia,bres,52.7,51.6\n", encoding="utf-8"
    )
    source = {**SURVIVAL}
    plan = compile_plan(load_ruleset(source))
    table = read_table(
        path, known=vocabulary(plan), mapping={"indicator": "u5mr", "unit": "per_mille"}
    )
    result = evaluate(plan, table, as_of="2025-06-30")
    assert codes(result) == {}


RIVERS = ruleset(
    {"a": "River A", "b": "River B"},
    {
        "tp": {"en": "Total phosphorus", "unit": "mg/L", "better": "lower"},
        "nh": {"en": "Ammonia", "unit": "mg/L", "better": "lower"},
        "ec": {"en": "E. coli", "unit": "CFU/100mL", "better": "lower"},
        "ph": {"en": "pH", "unit": "pH"},
    },
)


def test_a_laboratory_export(tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    path.write_text(
        "Laboratory report 118,,,,,\nClient: example,,,,,\n"
        "Sample,Date,Total phosphorus,Ammonia,E. coli,pH\n"
        ",,mg/l,mg/l N,cfu/100ml,\n"
        "River A,2024-03-01,0.05,<0.02,120,7.8\n"
        "River B,2024-03-01,< 0.01,0.4,>2400,7.5\n"
        "LOD,,0.01,0.02,1,\nMean,,0.03,0.2,,\n"
        "< below detection limit,,,,,\nDate of report: 2024-07-02,,,,,\n",
        encoding="utf-8",
    )
    result, used = read(path, RIVERS)
    assert used == {
        ("a", "tp", "2024-03-01"): "0.05 mg/L",
        ("a", "ec", "2024-03-01"): "120 CFU/hundred_mL",
        ("a", "ph", "2024-03-01"): "7.8 pH",
        ("b", "tp", "2024-03-01"): "< 0.01 mg/L",
        ("b", "ec", "2024-03-01"): ">2400 CFU/hundred_mL",
        ("b", "ph", "2024-03-01"): "7.5 pH",
    }
    told = [a.why.en for a in result.set_aside if a.why.code == "heading-unit-unknown"]
    assert told
    assert all("`mg/l N` in it is not a known unit" in text for text in told)


COUNTIES = ruleset(
    {"jia": "甲县", "yi": "乙县", "bing": "丙区"},
    {
        "ww": {"zh": "污水处理率", "nature": "share", "unit": "percent"},
        "gb": {"zh": "垃圾无害化处理率", "nature": "share", "unit": "percent"},
    },
)


def test_a_county_sheet_with_merged_title_and_totals(tmp_path: Path) -> None:
    sheet = (book := Workbook()).active
    assert sheet is not None
    for row in (
        ["示例市2024年一季度指标完成情况表"],
        ["填报单位：示例市生态环境局", "", "", "", "", "单位：%", ""],
        ["序号", "县市区", "污水处理率", "", "垃圾无害化处理率", "", "备注"],
        ["", "", "目标", "完成", "目标", "完成", ""],
        ["", "合 计", "", 93.1, "", 99.2, ""],
        [1, "甲县", 92, 93.5, 99, 99.1, ""],
        [2, "乙县", 92, 91.2, 99, "—", "在建"],
        [3, "丙区", 95, "94.6%", 99, 1, ""],
        ["", "其中：高新区", 95, 96, 99, 99, ""],
        ["", "平均值", "", 93.1, "", 99, ""],
        ["注：处理率按人口计算。"],
        ["填表人：张某", "", "审核人：李某", "", "报出日期：2024年4月8日"],
    ):
        sheet.append(row)
    for area in ("A1:G1", "F2:G2", "C3:D3", "E3:F3", "A3:A4", "B3:B4", "G3:G4", "A11:G11"):
        sheet.merge_cells(area)
    path = tmp_path / "county.xlsx"
    book.save(path)
    result, used = read(path, COUNTIES)
    quarter = next(iter(used))[2]
    assert used == {
        ("jia", "ww", quarter): "93.5 percent",
        ("jia", "gb", quarter): "99.1 percent",
        ("yi", "ww", quarter): "91.2 percent",
        ("bing", "ww", quarter): "94.6% percent",
        ("bing", "gb", quarter): "1 percent",
    }
    assert codes(result) == {"row-is-total": 4, "value-missing": 1, "place-unknown": 2}


def test_a_lone_one_percent_among_high_shares_may_be_the_whole() -> None:
    rows = [
        {"place": p, "indicator": "gb", "period": "2024", "value": v, "unit": "%"}
        for p, v in (("jia", "99.1"), ("yi", "98"), ("bing", "1"))
    ]
    result = evaluate(COUNTIES, rows, as_of="2025-06-30")
    assert [d.code for d in result.doubts] == ["share-as-fraction"]
    low = [{**row, "value": v} for row, v in zip(rows, ("3", "2", "1"), strict=True)]
    assert evaluate(COUNTIES, low, as_of="2025-06-30").doubts == ()


SIGNED = [
    ("Sample,Date,,Total phosphorus (mg/l),,Ammonia (mg/l)\n{a},2024-06-01,<,0.01,,0.4\n"
     "{b},2024-06-01,,0.3,<,0.02\n"),
    ("Sample,Date,Qualifier,Total phosphorus (mg/l),Qualifier,Ammonia (mg/l)\n"
     "{a},2024-06-01,<,0.01,,0.4\n{b},2024-06-01,,0.3,<,0.02\n"),
    ("Sample,Date,Total phosphorus (mg/l),,Ammonia (mg/l),\n{a},2024-06-01,0.01,<,0.4,\n"
     "{b},2024-06-01,0.3,,0.02,<\n"),
    ("Sample,Determinand,Date,,Result,Unit\n{a},Total phosphorus,2024-06-01,<,0.01,mg/l\n"
     "{a},Ammonia,2024-06-01,,0.4,mg/l\n{b},Total phosphorus,2024-06-01,,0.3,mg/l\n"
     "{b},Ammonia,2024-06-01,<,0.02,mg/l\n"),
]  # fmt: skip


@pytest.mark.parametrize("text", SIGNED)
def test_a_sign_beside_a_value_qualifies_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "signs.csv"
    path.write_text(text.format(a="River A", b="River B"), encoding="utf-8")
    result, _ = read(path, RIVERS)
    assert result.observations is not None
    below = {
        (o.place, o.indicator): (o.value is None, "below_detection" in o.flags)
        for o in result.observations.all
    }
    assert below == {
        ("a", "tp"): (True, True),
        ("a", "nh"): (False, False),
        ("b", "tp"): (False, False),
        ("b", "nh"): (True, True),
    }


def test_a_sign_between_two_values_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "between.csv"
    path.write_text(
        "Sample,Date,Total phosphorus (mg/l),,Ammonia (mg/l)\n"
        "River A,2024-06-01,0.01,<,0.4\nRiver B,2024-06-01,0.3,,0.02\n",
        encoding="utf-8",
    )
    result, used = read(path, RIVERS)
    assert codes(result) == {"qualifier-open": 2}
    assert {place for place, _, _ in used} == {"b"}


def test_one_column_of_signs_beside_several_values_is_not_said_of_all_of_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "one.csv"
    path.write_text(
        "Sample,Date,Qualifier,Total phosphorus (mg/l),Ammonia (mg/l)\n"
        "River A,2024-06-01,<,0.01,0.4\nRiver B,2024-06-01,=,0.3,0.02\n",
        encoding="utf-8",
    )
    result, used = read(path, RIVERS)
    assert codes(result) == {"qualifier-open": 2}
    assert {place for place, _, _ in used} == {"b"}


def test_a_sign_before_a_target_is_not_said_of_the_value_left_of_it(tmp_path: Path) -> None:
    path = tmp_path / "target.csv"
    wide = "Sample,Date,Total phosphorus (mg/l),{}Target\nRiver A,2024-06-01,0.3,{}0.5\n"
    path.write_text(wide.format(",", "<,"), encoding="utf-8")
    assert codes(read(path, RIVERS)[0]) == {"qualifier-open": 1}
    path.write_text(wide.format("Remark,,", "fine,<,"), encoding="utf-8")
    result, used = read(path, RIVERS)
    assert codes(result) == {}
    assert list(used.values()) == ["0.3 mg/L"]
    long = "{}\nRiver A,Total phosphorus,2024-06-01,{}\n"
    heads = "Sample,Parameter,Date"
    path.write_text(long.format(f"{heads},Unit,Result,,Target", "mg/L,0.3,<,0.5"), encoding="utf-8")
    with pytest.raises(TargetcheckError, match="qualifier-open"):
        read(path, RIVERS)
    path.write_text(long.format(f"{heads},Result,Unit,,Target", "0.3,mg/L,<,0.5"), encoding="utf-8")
    assert list(read(path, RIVERS)[1].values()) == ["0.3 mg/L"]


@pytest.mark.parametrize("title", ["2024年各县区指标（单位：%）", "2024年各县区指标(计量单位:%)"])
def test_a_title_says_its_unit_in_brackets(tmp_path: Path, title: str) -> None:
    path = tmp_path / "title.csv"
    path.write_text(
        f"{title},,\n指标,甲县,乙县\n污水处理率,91,95\n垃圾无害化处理率（‰）,980,995\n",
        encoding="utf-8",
    )
    _, used = read(path, COUNTIES)
    assert {key[:2]: text for key, text in used.items()} == {
        ("jia", "ww"): "91 percent",
        ("yi", "ww"): "95 percent",
        ("jia", "gb"): "980 per_mille",
        ("yi", "gb"): "995 per_mille",
    }


def test_places_of_sections_are_not_replaced_by_a_column_of_other_places(tmp_path: Path) -> None:
    path = tmp_path / "sections.csv"
    path.write_text(
        "2024年,,,\n指标,数值,单位,帮扶县\n甲县,,,\n污水处理率,71,%,乙县\n乙县,,,\n污水处理率,61,%,甲县\n",
        encoding="utf-8",
    )
    _, used = read(path, COUNTIES)
    assert {key[:2]: text for key, text in used.items()} == {
        ("jia", "ww"): "71 percent",
        ("yi", "ww"): "61 percent",
    }


def test_a_first_row_of_words_below_a_named_heading_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(
        "2024年,,\n地区,污水处理率（%）,垃圾无害化处理率（‰）\n开发区,另行通知,另行通知\n甲县,91,980\n乙县,95,995\n",
        encoding="utf-8",
    )
    result, used = read(path, COUNTIES)
    assert len(used) == 4
    assert codes(result) == {"place-unknown": 2}


def test_a_row_without_a_value_is_no_section_of_the_places_of_its_column(tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    path.write_text("点,时期,污水处理率（%）\n乙县,2024年,95\n甲县,,\n", encoding="utf-8")
    assert [key[0] for key in read(path, COUNTIES)[1]] == ["yi"]
