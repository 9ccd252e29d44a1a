"""Sheets as people bring them: their headings, their words for no value, their days, their covers."""

from __future__ import annotations

import pytest
from plan_of_counties import RULESET, book, saved

from targetcheck import compile_plan, evaluate
from targetcheck.errors import TargetcheckError
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.table_reader import read_table

HEADS = ["Region", "Measure", "Date", "Reported", "Unit", "Source file", "QA"]
ROWS = [
    ["大冶市", "污水收集率", "31/12/2024", 0.92, "ratio", "water.xlsx", "ok"],
    ["大冶市", "污水收集率", "Dec 2023", "46.57%", None, "water.xlsx", "prelim"],
    ["大冶市", "污水收集率", "2022", "yes", None, "water.xlsx", "check"],
]


def read(sheets, tmp_path, mapping=None):
    plan = compile_plan(RULESET)
    path = saved(book(*sheets), tmp_path)
    table = read_table(path, known=vocabulary(plan), mapping=mapping)
    return table, read_observations(table, plan)


def test_english_headings_of_a_list_are_understood(tmp_path):
    table, found = read([("data", [HEADS, *ROWS])], tmp_path)
    assert [(str(o.period.end), float(o.value)) for o in found.all] == [
        ("2024-12-31", 92),
        ("2023-12-31", 46.57),
    ]
    assert [one.why.code for one in found.aside] == ["value-unreadable"]
    assert [o.source for o in found.all] == ["water.xlsx", "water.xlsx"]
    assert [o.note for o in found.all] == ["ok", "prelim"]
    assert len(table) == 3


def test_reported_is_a_day_where_it_holds_days(tmp_path):
    rows = [
        ["place", "indicator", "period", "value", "unit", "Reported"],
        ["大冶市", "污水收集率", "2024", 70, "%", "2025-01-20"],
    ]
    _, found = read([("data", rows)], tmp_path)
    assert [(o.value, str(o.reported_at)) for o in found.all] == [(70, "2025-01-20")]


def test_a_cover_does_not_stop_a_mapping_of_the_table(tmp_path):
    cover = ("README", [["Indicators compiled for the annual review"], ["See sheet 'data'"]])
    mapping = {"header": 1}
    table, found = read([cover, ("data", [HEADS, *ROWS])], tmp_path, mapping)
    assert len(found.all) == 2
    assert [(n.code, n.severity) for n in table.notes if n.where.sheet == "README"] == [
        ("sheet-without-figures", "note")
    ]


def test_a_cover_alone_is_an_error(tmp_path):
    with pytest.raises(TargetcheckError, match="table-rows-unclear"):
        read([("README", [["Indicators compiled"], ["See sheet 'data'"]])], tmp_path, {"header": 1})


@pytest.mark.parametrize(
    "word",
    [
        "未统计",
        "未监测",
        "停测",
        "未开展",
        "无数据",
        "暂缺",
        "not monitored",
        "Not measured",
        "n/a",
        "—",
    ],
)
def test_words_for_no_value_are_missing_values(word, tmp_path):
    rows = [["地区", "指标", "时期", "数值"], ["大冶市", "污水收集率", "2024", word]]
    _, found = read([("表", rows)], tmp_path)
    assert [one.why.code for one in found.aside] == ["value-missing"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("31.12.2024", "2024-12-31"),
        ("5/5/2024", "2024-05-05"),
    ],
)
def test_a_day_with_one_reading_is_read(written, day):
    assert str(parse_period(written).period.end) == day


def test_a_day_with_two_readings_is_refused_with_both():
    with pytest.raises(TargetcheckError) as caught:
        parse_period("01/02/2024")
    assert caught.value.diagnostics[0].hint_en == "write `2024-02-01` or `2024-01-02`"
    assert caught.value.diagnostics[0].hint_zh == "请写“2024-02-01”或“2024-01-02”"


@pytest.mark.parametrize("unit", ["ratio", "proportion", "比例"])
def test_a_share_may_be_a_ratio(unit, tmp_path):
    rows = [["地区", "指标", "时期", "数值", "单位"], ["大冶市", "污水收集率", "2024", 0.5, unit]]
    _, found = read([("表", rows)], tmp_path)
    assert [o.value for o in found.all] == [50]


def test_a_suggestion_is_a_name_and_no_id(tmp_path):
    rows = [["地区", "指标", "时期", "数值"], ["大冶市", "污水集中收集", "2024", "70 %"]]
    _, found = read([("表", rows)], tmp_path)
    assert found.aside[0].why.hint_zh == "是否应为“污水收集率”？"


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("亩", {"unit-twice"}),
        ("万亩", set()),
        ("", set()),
    ],
)
def test_a_unit_behind_a_name_and_another_beside_it_are_two_readings(tmp_path, unit, told):
    """`营造林面积（万亩）` beside the unit `亩`: 15,000 of one are not 15,000 of the other."""
    file = tmp_path / "进展.csv"
    file.write_text(
        f"指标名称,2025年目标,2024年完成,单位\n营造林面积（万亩）,2.8,1.5,{unit}\n", "utf-8"
    )
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("place: 随州市\n", "utf-8")
    result = evaluate("hubei/suizhou-yangtze-2024", file, as_of="2024-12-31", mapping=mapping)
    assert {row.why.code for row in result.observations.aside} == told
    assert [str(one.value) for one in result.observations.all] == ([] if told else ["3/2"])
