"""Sheets of people who have never seen the page, in a real Chromium: from the file to a circular."""

import datetime as dt

import openpyxl
import pytest
from page_steps import (
    RULESET,
    add,
    choose,
    downloaded,
    evaluate,
    explain,
    press,
    settled,
    shown,
    typed,
)

import targetcheck as tc
from targetcheck.plan.restated_targets import without_repeats

PROVINCE = "hubei/hubei-environment-2024"
CITY = RULESET
MAPPING = {
    "columns": {
        "Administrative area": "place",
        "Metric used": "indicator",
        "Day of record": "period",
        "Figure given": "value",
        "Unit": "unit",
        "Source of figure": "source",
        "Checked by": "note",
    },
    "indicators": {"outfall remediation, key lakes": "key_lake_outfall_remediation"},
    "places": {"Honghu Lake": "hong_lake"},
    "units": {"part": "fraction"},
}


@pytest.fixture(scope="module")
def page(browser):
    """The page, which shows the verdicts of the example again when these tests are over."""
    yield browser
    choose(browser, RULESET)
    browser.run("document.getElementById('example').click()")
    browser.wait("document.documentElement.dataset.evaluated")
    settled(browser)


@pytest.fixture
def analyst(tmp_path):
    """A workbook with a cover and headings of its own; the values are illustrative."""
    book = openpyxl.Workbook()
    book.active.append(["Indicators for the annual review"])
    sheet = book.create_sheet("data")
    for row in (
        ["Administrative area", "Metric used", "Day of record", "Figure given", "Unit", "Source of figure", "Checked by"],
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


def test_headings_of_ones_own_and_all_questions_in_one_round(page, analyst):
    choose(page, PROVINCE)
    add(page, analyst)
    fields = page.run(
        "[...document.querySelectorAll('details[open] .columns select')].map((s) => s.value)"
    )
    assert fields == list(MAPPING["columns"].values())
    assert "略过" in page.run("document.querySelector('figcaption').textContent")
    press(page, "indicator:outfall remediation, key lakes", "重点湖泊排污口整治完成率")
    press(page, "place:Honghu Lake", "洪湖")
    typed(
        page,
        page.run("document.querySelector('li[data-question=\"unit:part\"] input').id"),
        "fraction",
    )
    page.run("[...document.querySelectorAll('.questions > button')].pop().click()")
    settled(page)
    assert page.run("document.querySelectorAll('.questions').length") == 0
    assert "采用3个" in page.run("document.querySelector('#step-data .counts').textContent")
    kept = page.run("[...document.querySelectorAll('.columns select')].map((s) => s.value)")
    assert kept == fields
    evaluate(page)
    want = tc.evaluate(PROVINCE, analyst, as_of="2024-12-31", mapping=MAPPING)
    reported = [v for v in without_repeats(want, want.ruleset) if v.outcome.point is not None]
    assert sorted(shown(page, "title")) == sorted(v.title("zh") for v in reported)


def test_a_name_is_found_by_typing_a_part_of_it(page, analyst):
    choose(page, PROVINCE)
    add(page, analyst)
    field = page.run("document.querySelector('li[data-question^=\"indicator:outfall\"] input').id")
    typed(page, field, "没有这样的指标")
    page.run(f"document.getElementById('{field}').dispatchEvent(new Event('change'))")
    assert page.run(f"document.getElementById('{field}').getAttribute('aria-invalid')") == "true"
    typed(page, field, "重点湖泊排污口整治完成")
    page.run(f"document.getElementById('{field}').dispatchEvent(new Event('change'))")
    assert page.run(f"document.getElementById('{field}').value") == "重点湖泊排污口整治完成率"


def test_a_cell_that_plays_no_part_says_why(page, monthly):
    choose(page, CITY)
    add(page, monthly)
    page.run("document.querySelector('.sheet td[data-at=\"2:2\"]').click()")
    said = page.run("document.querySelector('.reading').textContent")
    assert "C列：目标、同比、排名等列，未采用" in said
    assert page.run("document.querySelector('.reading select').options.length") > 5


def test_an_explanation_shows_its_series_and_closes_with_its_row(page, monthly):
    choose(page, CITY)
    add(page, monthly)
    evaluate(page)
    assert page.run("document.getElementById('only-reported').ariaPressed") == "true"
    explain(page, ("lakes-class-3", "baoan_lake", "2025-12-31"))
    uses = page.run(
        "[...document.querySelectorAll('.values tbody tr')].map((row) => row.cells[2].textContent)"
    )
    assert uses == ["此前，备查"] * 3 + ["本次评判用"]
    assert "解读：" in page.run("document.querySelector('.own-reading').textContent")
    page.run("document.querySelector('.what-if input').value = 'Ⅴ类'")
    page.run("document.querySelector('.what-if button').click()")
    settled(page)
    assert "结论不变" in page.run("document.querySelector('.what-if').textContent")
    page.run(
        "(s => { s.value = '大冶湖'; s.dispatchEvent(new Event('change')) })"
        "(document.getElementById('filter-place'))"
    )
    assert not page.run("document.body.classList.contains('explaining')")


def test_downloads_hold_what_the_table_reports(page, monthly):
    choose(page, CITY)
    add(page, monthly)
    evaluate(page)
    assert page.run("document.getElementById('scope-table').checked")
    rows = downloaded(page, "save-table-csv", "数据表-湖泊-2024-04-30.csv").decode("utf-8-sig")
    want = tc.evaluate(CITY, monthly, as_of="2024-04-30")
    reported = want.reported()
    assert len(rows.splitlines()) == 1 + len(reported)
    page.run("document.getElementById('scope-whole').click()")
    rows = downloaded(page, "save-table-csv", "数据表-全部目标-2024-04-30.csv").decode("utf-8-sig")
    assert len(rows.splitlines()) == 1 + len(want)
