"""What the page asks about a sheet, and what it shows of a verdict, without a browser."""

import json
from datetime import date, timedelta

import pytest

import targetcheck as tc
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.tables.mapping_file import read_mapping
from targetcheck.web.page_session import PageSession

RULESET = "hubei/huangshi-yangtze-2024"
USUAL = "地区,指标,时期,数值,单位\n"


@pytest.fixture
def session(tmp_path):
    opened = PageSession()

    def ask(name, lang="en", **arguments):
        return json.loads(opened.answer(name, json.dumps(arguments), lang))["ok"]

    def tables(text, mapping=None, lang="en"):
        file = tmp_path / "table.csv"
        file.write_text(text, "utf-8")
        return ask("tables", lang, files=[str(file)], mapping=mapping or {})

    ask.tables = tables
    ask("ruleset", source=RULESET)
    return ask


def questions(found):
    return {each["id"]: each for each in found["questions"]}


OWN = (
    "Administrative area,Metric used,Day of record,Figure given,Unit,Source of figure,Checked by\n"
    "Huangshi,sewer length,Sep 2024,81,part,a.csv,ok\n"
    "Daye,sewage collected,half-time,62.5,%,b.csv,\n"
)


def test_headings_are_proposed_before_they_are_asked_about(session):
    """Columns taken for indicators have a form; the questions are those that it leaves."""
    found = session.tables(OWN)
    assert found["used"] == 0
    [form] = found["columns"]
    assert form["open"]
    assert [column["field"] for column in form["columns"]] == [
        "place", "indicator", "period", "value", "unit", "source", "note",
    ]  # fmt: skip
    asked = questions(found)
    assert not [name for name in asked if "Metric used" in name or "Checked by" in name]
    assert {"indicator:sewer length", "unit:part", "period:half-time"} <= set(asked)


def test_a_day_with_two_readings_is_offered_in_both(session):
    rows = "黄石市,排污口监测率,03/04/2024,100,%\n"
    found = questions(session.tables(USUAL + rows))
    assert [each["near"] for name, each in found.items() if name.startswith("period:")] == [
        ["2024-04-03", "2024-03-04"]
    ]


@pytest.mark.parametrize(
    ("row", "mapping"),
    [
        ("黄石市,排污口监测率,2024,1,部分", {"units": {"部分": "fraction"}}),
        ("黄石市,排污口监测率,末期,100,%", {"periods": {"末期": "2024Q3"}}),
    ],
)
def test_a_mapping_says_what_a_unit_or_a_period_means(session, row, mapping):
    read_mapping(mapping)
    assert session.tables(USUAL + row + "\n")["used"] == 0
    assert session.tables(USUAL + row + "\n", mapping)["used"] == 1


def test_a_column_that_is_no_data_is_left_out_and_no_row_skipped(session):
    text = (
        "县（市、区）,水土流失治理面积（平方公里）,测绘批次（次）\n大冶市,12.5,3\n阳新县,20.1,4\n"
    )
    found = session.tables(text, {"period": "2024Q3"})
    [asked] = [each for name, each in questions(found).items() if name.startswith("indicator:")]
    patches = [option["patch"] for option in asked["options"]]
    assert not any("skip" in patch for patch in patches)
    [left_out] = [patch for patch in patches if "columns" in patch]
    assert list(left_out["columns"].values()) == ["ignore"]
    again = session.tables(text, {"period": "2024Q3", **left_out})
    assert again["used"] == found["used"] == again["rows"]


def test_names_are_offered_by_their_words(session):
    rows = "大冶市,治理水土流失的面积,2024,1,公顷\n"
    asked = questions(session.tables(USUAL + rows, lang="zh"))["indicator:治理水土流失的面积"]
    assert asked["options"][0]["label"] == "水土流失治理面积"
    assert asked["likely"] >= 1


def test_cells_are_shown_as_written_and_blank_totals_do_not_count(session):
    text = "县（市、区）,水土流失治理面积（平方公里）\n大冶市,12.5\n合计,\n"
    found = session.tables(text, {"period": "2024Q3"}, "zh")
    assert (found["rows"], found["used"]) == (1, 1)
    [cell] = found["cells"]
    assert cell["texts"]["place"] == "大冶市"
    assert cell["texts"]["indicator"] == "水土流失治理面积（平方公里）"


def test_a_percent_sign_is_not_written_twice(session):
    found = session.tables(USUAL + "黄石市,排污口监测率,2024-09-30,62.5％,%\n", lang="zh")
    assert found["cells"][0]["read"].endswith("62.5％")
    session("evaluate", as_of="2024-09-30")


LAKES = "地区,指标,时期,数值\n" + "".join(
    f"保安湖,水质类别,2024-0{month},Ⅳ类\n" for month in range(1, 5)
)


def test_a_restated_promise_is_one_row_with_its_other_clauses(session):
    session.tables(LAKES, lang="zh")
    found = session("evaluate", "zh", as_of="2024-04-30")
    rows = [row for row in found["verdicts"] if row["reported"]]
    assert [row["also"] for row in rows] == [["附件6 一、工作目标"]]
    assert len(rows[0]["same"]) == 1
    assert found["total"] == sum(1 + len(row["same"]) for row in found["verdicts"])


def test_a_row_without_a_value_is_of_what_the_table_reports(session, tmp_path):
    """The page counts what `--reported-only` keeps, which is more than what has a value."""
    session.tables(LAKES + "三山湖,水质类别,2024-04,停测\n", lang="zh")
    found = session("evaluate", "zh", as_of="2024-04-30")
    listed = [row for row in found["verdicts"] if row["listed"]]
    assert {row["place"] for row in listed} == {"保安湖", "三山湖"}
    assert {row["place"] for row in listed if row["reported"]} == {"保安湖"}
    kept = tc.evaluate(RULESET, tmp_path / "table.csv", as_of="2024-04-30").reported()
    assert len(listed) == len(without_repeats(kept, kept.ruleset))


def test_strength_is_said_where_a_target_does_not_bind(session):
    session.tables("地区,指标,时期,数值\n网湖,水质类别,2024-09,Ⅴ类\n", lang="zh")
    found = session("evaluate", "zh", as_of="2024-09-30")
    assert [row["strength"] for row in found["verdicts"] if row["reported"]] == ["力争类"]


def test_an_explanation_lists_the_series_and_the_reading(session):
    session.tables(LAKES, lang="zh")
    session("evaluate", "zh", as_of="2024-04-30")
    said = session("explain", "zh", verdict=["lakes-class-3", "baoan_lake", "2025-12-31"])
    assert [each["use"] for each in said["values"]] == ["earlier", "earlier", "earlier", "used"]
    assert said["values_left"] == 0
    assert said["reading"]


def test_of_a_long_series_the_latest_reports_are_listed_and_the_others_counted(session):
    days = (date(2024, 8, 1) + timedelta(days=n) for n in range(40))
    session.tables(
        "地区,指标,时期,数值\n" + "".join(f"保安湖,水质类别,{day},Ⅳ类\n" for day in days)
    )
    session("evaluate", as_of="2024-09-30")
    said = session("explain", verdict=["lakes-class-3", "baoan_lake", "2025-12-31"])
    assert (len(said["values"]), said["values_left"]) == (36, 4)
    assert said["values"][-1]["use"] == "used"


def test_fragments_of_a_clause_keep_their_order_and_the_own_one_is_marked(session):
    session.tables("地区,指标,时期,数值,单位\n大冶市城区,城市生活污水集中收集率,2024Q3,62.5,%\n")
    session("evaluate", as_of="2024-09-30")
    said = session("explain", verdict=["sewage-collection-daye", "daye_urban", "2025-12-31"])
    [clause] = said["quotes"]
    assert [own for _, own in clause["fragments"]] == [False, False, True]
    assert "70%" in clause["fragments"][-1][0]
    assert any("a baseline; the ruleset names none" in line for line in said["needs"])


def test_the_threshold_of_a_schedule_is_explained(session):
    session.tables(USUAL + "黄石市城区,污水管网建设或改造长度,2024年1-9月,81,公里\n")
    session("evaluate", "zh", as_of="2024-09-30")
    said = session("explain", "zh", verdict=["a2-sewers-yearly", "huangshi_urban", "2024-12-31"])
    [line] = said["needs"]
    assert "月均需完成约6.4公里" in line
    assert line.endswith("达到不低于71.25公里即为进展正常（序时应达75公里的95%）")


def test_a_supposition_that_keeps_the_status_says_what_else_changes(session):
    session.tables(USUAL + "黄石市城区,污水管网建设或改造长度,2024年1-9月,81,公里\n")
    session("evaluate", "zh", as_of="2024-09-30")
    row = {
        "place": "huangshi_urban",
        "indicator": "sewer_length",
        "period": "2024年1-9月",
        "unit": "km",
    }
    said = session("suppose", "zh", rows=[{**row, "value": "85"}])
    assert said["changed"] == []
    assert {each["after"]["value"] for each in said["moved"]} == {"85公里"}
    assert session("suppose", "zh", rows=[{**row, "value": "81"}]) == {"changed": [], "moved": []}


def test_a_baseline_that_is_looked_for_is_named(session):
    session.tables("地区,指标,时期,数值\n大冶湖,水质类别,2024-09,Ⅲ类\n", lang="zh")
    session("evaluate", "zh", as_of="2024-09-30")
    said = session("explain", "zh", verdict=["a8-daye-lake-no-worse", "daye_lake", "2024-12-31"])
    [line] = [each for each in said["needs"] if each.startswith("缺少：")]
    assert "大冶湖" in line
    assert "2023" in line


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hints_name_no_option_of_the_command(lang):
    from targetcheck.errors import Diagnostic
    from targetcheck.web.page_session import finding

    both = Diagnostic(
        "x",
        "x",
        "甲",
        "write it here, or give a ruleset with --ruleset",
        "请写明，或用 --ruleset 给出",
    )
    alone = Diagnostic("x", "x", "甲", "leave `it` out --now", "请去掉 --now")
    kept = {"zh": "请写明", "en": "write it here"}
    assert finding(both, lang)["hint"] == kept[lang]
    assert finding(alone, lang)["hint"] == ""
