"""Sheets of people who have never seen the page, in a real Chromium: from the file to a circular."""

import datetime as dt

import openpyxl
import pytest
from page_steps import add, choose, downloaded, evaluate, explain, press, settled, shown, typed

import targetcheck as tc
from targetcheck.plan.restated_targets import without_repeats

PROVINCE = "hubei/hubei-environment-2024"
CITY = "hubei/huangshi-yangtze-2024"
MAPPING = {
    "columns": {
        "Region": "place",
        "Measure": "indicator",
        "Date": "period",
        "Reported": "value",
        "Unit": "unit",
        "Source file": "source",
        "QA": "note",
    },
    "indicators": {"outfall remediation, key lakes": "key_lake_outfall_remediation"},
    "places": {"Honghu Lake": "hong_lake"},
    "units": {"part": "fraction"},
}


@pytest.fixture
def analyst(tmp_path):
    """A workbook with a cover and headings of its own; the values are illustrative."""
    book = openpyxl.Workbook()
    book.active.append(["Indicators for the annual review"])
    sheet = book.create_sheet("data")
    for row in (
        ["Region", "Measure", "Date", "Reported", "Unit", "Source file", "QA"],
        ["Hubei", "contaminated farmland in safe use", dt.date(2024, 12, 31), 0.92, "part", "a.xlsx", "ok"],
        ["Hubei", "outfall remediation, key lakes", "Dec 2024", 79.9, "percent", "b.xlsx", "check"],
        ["Honghu Lake", "special monitoring of the lakes and the reservoir", "2024", "yes", "", "c.xlsx", ""],
    ):  # fmt: skip
        sheet.append(row)
    file = tmp_path / "review.xlsx"
    book.save(file)
    return file


@pytest.fixture
def monthly(tmp_path):
    """Classes of lakes by month, with a column of targets; the values are illustrative."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["重点湖泊水质月报（2024年1—4月）"])
    sheet.append(["湖泊", "项目", "目标", "1月", "2月", "3月", "4月", "备注"])
    sheet.append(["大冶湖", "水质类别", "Ⅲ类", "Ⅲ类", "Ⅲ类", "Ⅲ类", "Ⅲ类", ""])
    sheet.append(["保安湖", "水质类别", "Ⅲ类", "Ⅳ类", "Ⅳ类", "Ⅳ类", "Ⅳ类", ""])
    file = tmp_path / "湖泊.xlsx"
    book.save(file)
    return file


def test_headings_of_ones_own_and_all_questions_in_one_round(judged, analyst):
    choose(judged, PROVINCE)
    add(judged, analyst)
    fields = judged.run(
        "[...document.querySelectorAll('details[open] .columns select')].map((s) => s.value)"
    )
    assert fields == list(MAPPING["columns"].values())
    assert "略过" in judged.run("document.querySelector('figcaption').textContent")
    press(judged, "indicator:outfall remediation, key lakes", "重点湖泊排污口整治完成率")
    press(judged, "place:Honghu Lake", "洪湖")
    typed(
        judged,
        judged.run("document.querySelector('li[data-question=\"unit:part\"] input').id"),
        "fraction",
    )
    judged.run("[...document.querySelectorAll('.questions > button')].pop().click()")
    settled(judged)
    assert judged.run("document.querySelectorAll('.questions').length") == 0
    assert "采用3个" in judged.run("document.querySelector('#step-data .counts').textContent")
    kept = judged.run("[...document.querySelectorAll('.columns select')].map((s) => s.value)")
    assert kept == fields
    evaluate(judged)
    want = tc.evaluate(PROVINCE, analyst, as_of="2024-12-31", mapping=MAPPING)
    reported = [v for v in without_repeats(want, want.ruleset) if v.outcome.point is not None]
    assert sorted(shown(judged, "title")) == sorted(v.title("zh") for v in reported)


def test_a_name_is_found_by_typing_a_part_of_it(judged, analyst):
    choose(judged, PROVINCE)
    add(judged, analyst)
    field = judged.run(
        "document.querySelector('li[data-question^=\"indicator:outfall\"] input').id"
    )
    typed(judged, field, "没有这样的指标")
    judged.run(f"document.getElementById('{field}').dispatchEvent(new Event('change'))")
    assert judged.run(f"document.getElementById('{field}').getAttribute('aria-invalid')") == "true"
    typed(judged, field, "重点湖泊排污口整治完成")
    judged.run(f"document.getElementById('{field}').dispatchEvent(new Event('change'))")
    assert judged.run(f"document.getElementById('{field}').value") == "重点湖泊排污口整治完成率"


def test_a_cell_that_plays_no_part_says_why(judged, monthly):
    choose(judged, CITY)
    add(judged, monthly)
    judged.run("document.querySelector('.sheet td[data-at=\"2:2\"]').click()")
    said = judged.run("document.querySelector('.reading').textContent")
    assert "C列：目标、同比、排名等列，未采用" in said
    assert judged.run("document.querySelector('.reading select').options.length") > 5


def test_an_explanation_shows_its_series_and_closes_with_its_row(judged, monthly):
    choose(judged, CITY)
    add(judged, monthly)
    evaluate(judged)
    assert judged.run("document.getElementById('only-reported').ariaPressed") == "true"
    explain(judged, ("lakes-class-3", "baoan_lake", "2025-12-31"))
    uses = judged.run(
        "[...document.querySelectorAll('.values tbody tr')].map((row) => row.cells[2].textContent)"
    )
    assert uses == ["此前，备查"] * 3 + ["本次评判用"]
    assert "解读：" in judged.run("document.querySelector('.own-reading').textContent")
    judged.run("document.querySelector('.what-if input').value = 'Ⅴ类'")
    judged.run("document.querySelector('.what-if button').click()")
    settled(judged)
    assert "结论不变" in judged.run("document.querySelector('.what-if').textContent")
    judged.run(
        "(s => { s.value = '大冶湖'; s.dispatchEvent(new Event('change')) })"
        "(document.getElementById('filter-place'))"
    )
    assert not judged.run("document.body.classList.contains('explaining')")


def test_downloads_hold_what_the_table_reports(judged, monthly):
    choose(judged, CITY)
    add(judged, monthly)
    evaluate(judged)
    assert judged.run("document.getElementById('scope-table').checked")
    rows = downloaded(judged, "save-table-csv", "数据表-湖泊-2024-04-30.csv").decode("utf-8-sig")
    want = tc.evaluate(CITY, monthly, as_of="2024-04-30")
    reported = [verdict for verdict in want if verdict.outcome.point is not None]
    assert len(rows.splitlines()) == 1 + len(reported)
    judged.run("document.getElementById('scope-whole').click()")
    rows = downloaded(judged, "save-table-csv", "数据表-全部目标-2024-04-30.csv").decode(
        "utf-8-sig"
    )
    assert len(rows.splitlines()) == 1 + len(want)
