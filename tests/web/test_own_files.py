"""Sheets and rulesets of one's own in a real Chromium: what is asked, shown and written of them."""

import datetime as dt
from collections import Counter

import openpyxl
import pytest
from page_steps import (
    DAY,
    ROOT,
    RULESET,
    add,
    answer,
    choose,
    counted,
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


def test_headings_of_ones_own_and_all_questions_in_one_round(browser, analyst):
    choose(browser, PROVINCE)
    add(browser, analyst)
    fields = browser.run(
        "[...document.querySelectorAll('details[open] .columns select')].map((s) => s.value)"
    )
    assert fields == list(MAPPING["columns"].values())
    assert "略过" in browser.run("document.querySelector('figcaption').textContent")
    press(browser, "indicator:outfall remediation, key lakes", "重点湖泊排污口整治完成率")
    press(browser, "place:Honghu Lake", "洪湖")
    typed(
        browser,
        browser.run("document.querySelector('li[data-question=\"unit:part\"] input').id"),
        "fraction",
    )
    browser.run("[...document.querySelectorAll('.questions > button')].pop().click()")
    settled(browser)
    assert browser.run("document.querySelectorAll('.questions').length") == 0
    assert "采用3个" in browser.run("document.querySelector('#step-data .counts').textContent")
    kept = browser.run("[...document.querySelectorAll('.columns select')].map((s) => s.value)")
    assert kept == fields
    evaluate(browser)
    want = tc.evaluate(PROVINCE, analyst, as_of="2024-12-31", mapping=MAPPING)
    reported = [v for v in without_repeats(want, want.ruleset) if v.outcome.point is not None]
    assert sorted(shown(browser, "title")) == sorted(v.title("zh") for v in reported)


def test_a_name_is_found_by_typing_a_part_of_it(browser, analyst):
    choose(browser, PROVINCE)
    add(browser, analyst)
    field = browser.run(
        "document.querySelector('li[data-question^=\"indicator:outfall\"] input').id"
    )
    typed(browser, field, "没有这样的指标")
    browser.run(f"document.getElementById('{field}').dispatchEvent(new Event('change'))")
    assert browser.run(f"document.getElementById('{field}').getAttribute('aria-invalid')") == "true"
    typed(browser, field, "重点湖泊排污口整治完成")
    browser.run(f"document.getElementById('{field}').dispatchEvent(new Event('change'))")
    assert browser.run(f"document.getElementById('{field}').value") == "重点湖泊排污口整治完成率"


def test_a_cell_that_plays_no_part_says_why(browser, monthly):
    choose(browser, CITY)
    add(browser, monthly)
    browser.run("document.querySelector('.sheet td[data-at=\"2:2\"]').click()")
    said = browser.run("document.querySelector('.reading').textContent")
    assert "C列：目标、同比、排名等列，未采用" in said
    assert browser.run("document.querySelector('.reading select').options.length") > 5


def test_an_explanation_shows_its_series_and_closes_with_its_row(browser, monthly):
    choose(browser, CITY)
    add(browser, monthly)
    evaluate(browser)
    assert browser.run("document.getElementById('only-reported').ariaPressed") == "true"
    explain(browser, ("lakes-class-3", "baoan_lake", "2025-12-31"))
    uses = browser.run(
        "[...document.querySelectorAll('.values tbody tr')].map((row) => row.cells[2].textContent)"
    )
    assert uses == ["此前，备查"] * 3 + ["本次评判用"]
    assert "解读：" in browser.run("document.querySelector('.own-reading').textContent")
    browser.run("document.querySelector('.what-if input').value = 'Ⅴ类'")
    browser.run("document.querySelector('.what-if button').click()")
    settled(browser)
    assert "结论不变" in browser.run("document.querySelector('.what-if').textContent")
    browser.run(
        "(s => { s.value = '大冶湖'; s.dispatchEvent(new Event('change')) })"
        "(document.getElementById('filter-place'))"
    )
    assert not browser.run("document.body.classList.contains('explaining')")


def test_downloads_hold_what_the_table_reports(browser, monthly):
    choose(browser, CITY)
    add(browser, monthly)
    evaluate(browser)
    assert browser.run("document.getElementById('scope-table').checked")
    rows = downloaded(browser, "save-table-csv", "数据表-湖泊-2024-04-30.csv").decode("utf-8-sig")
    want = tc.evaluate(CITY, monthly, as_of="2024-04-30")
    reported = want.reported()
    assert len(rows.splitlines()) == 1 + len(reported)
    browser.run("document.getElementById('scope-whole').click()")
    rows = downloaded(browser, "save-table-csv", "数据表-全部目标-2024-04-30.csv").decode(
        "utf-8-sig"
    )
    assert len(rows.splitlines()) == 1 + len(want)


def test_a_sheet_is_asked_about_and_the_mapping_written(browser, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["工作进展统计表", None],
        ["填报单位：某局  2024年三季度", None],
        ["单位名称", "测土配方施肥技术覆盖率（%）"],
        ["黄石", 93.1],
        ["大冶市", 92],
    ):
        sheet.append(row)
    file = tmp_path / "进展.xlsx"
    book.save(file)
    choose(browser, "hubei/suizhou-yangtze-2024")
    choose(browser, RULESET)
    add(browser, file)
    assert "没有说明时期" in browser.run("document.querySelector('.findings').textContent")
    assert browser.run("document.querySelector('.near button').textContent") == "2024年三季度"
    answer(browser, "时期", "2024Q3")
    answer(browser, "黄石", "黄石市")
    mapping = {"period": "2024Q3", "places": {"黄石": "huangshi"}}
    browser.wait("document.querySelector('#step-data pre.code').textContent.includes('huangshi')")
    evaluate(browser)
    want = tc.evaluate(RULESET, file, as_of=DAY, mapping=mapping)
    assert want.used == 2
    once = without_repeats(want, want.ruleset)
    reported = [verdict for verdict in once if verdict.outcome.point is not None]
    assert 0 < len(reported) < len(once)
    assert counted(browser) == Counter(str(verdict.status) for verdict in reported)
    browser.run("document.getElementById('show-all').click()")
    assert counted(browser) == Counter(str(verdict.status) for verdict in once)


def test_a_ruleset_of_ones_own_and_its_faults(browser, tmp_path):
    good = tmp_path / "plan.yaml"
    good.write_text(
        (ROOT / "rulesets" / "hubei" / "xianning-yearbook-2022" / "ruleset.yaml").read_text(
            "utf-8"
        ),
        "utf-8",
    )
    bad = tmp_path / "bad.yaml"
    bad.write_text("targetcheck: 1\nid: x\ntargets: [{id: }]\n", "utf-8")
    browser.files("#own-yaml", [bad])
    browser.wait("document.querySelector('#step-plan .findings')")
    assert "bad.yaml" in browser.run("document.querySelector('#step-plan .findings').textContent")
    browser.files("#own-yaml", [good])
    browser.wait("document.querySelector('#step-plan .facts')")
    assert "年鉴" in browser.run("document.querySelector('.facts').textContent")
