"""The session behind the page, without a browser: questions, records, refusals."""

import json

import pytest

from targetcheck.tables.mapping_file import read_mapping
from targetcheck.web.page_session import PageSession

RULESET = "hubei/huangshi-yangtze-2024"
USUAL = "地区,指标,时期,数值,单位\n"


@pytest.fixture
def session(tmp_path):
    opened = PageSession()

    def ask(name, lang="en", **arguments):
        return json.loads(opened.answer(name, json.dumps(arguments), lang))

    def tables(text, mapping=None, lang="en"):
        file = tmp_path / "table.csv"
        file.write_text(text, "utf-8")
        return ask("tables", lang, files=[str(file)], mapping=mapping or {})["ok"]

    ask.tables = tables
    assert ask("ruleset", source=RULESET)["ok"]["id"] == "huangshi-yangtze-2024"
    return ask


def questions(found):
    return {each["id"]: each for each in found["questions"]}


def test_what_is_asked_too_early_is_refused_in_words():
    opened = PageSession()
    for name, arguments in (("tables", {"files": [], "mapping": {}}), ("suppose", {"rows": []})):
        said = json.loads(opened.answer(name, json.dumps(arguments), "zh"))
        assert said["findings"][0]["code"] == "web-order"


def test_rows_add_up_and_every_cell_has_a_role(session):
    found = session.tables(
        USUAL + "黄石市,排污口监测率,2024-09-30,100,%\n黄石,排污口监测率,2024,1,%\n"
    )
    assert (found["rows"], found["used"]) == (2, 1)
    roles = [[cell[1] for cell in row] for row in found["sheets"][0]["rows"]]
    assert roles == [
        ["head"] * 5,
        ["key", "key", "key", "used", "key"],
        ["key", "key", "key", "aside", "key"],
    ]
    assert found["last_day"] == "2024-09-30"


@pytest.mark.parametrize(
    ("rows", "question", "patch"),
    [
        ("黄石,排污口监测率,2024,1,%", "place:黄石", {"places": {"黄石": "huangshi"}}),
        ("黄石市,排污口监测,2024,1,%", "indicator:排污口监测", {"indicators": {"排污口监测": "outfall_monitoring"}}),
        ("黄石市,化肥使用量（折纯量）,2024,(12),吨", "brackets", {"brackets": "minus"}),
        ('黄石市,化肥使用量（折纯量）,2024,"1,234",吨', "decimal", {"decimal": "."}),
        ("黄石市,化肥使用量（折纯量）,2024,-999,吨", "missing:-999", {"missing": [-999]}),
    ],
)  # fmt: skip
def test_an_answer_is_a_mapping_that_settles_the_question(session, rows, question, patch):
    found = session.tables(USUAL + rows + "\n")
    asked = questions(found)
    assert question in asked, list(asked)
    assert patch in [option["patch"] for option in asked[question]["options"]]
    read_mapping(patch)
    again = session.tables(USUAL + rows + "\n", patch)
    assert question not in questions(again)


def test_every_option_is_a_mapping_that_can_be_read(session):
    rows = "黄石,排污口监测率,2024,1,%\n,排污口监测率,2024,1,%\n黄石市,排污口监测率,2024/25,(1),%\n"
    for question in session.tables(USUAL + rows)["questions"]:
        for option in question["options"]:
            read_mapping(option["patch"])


def test_a_row_that_is_no_data_can_be_skipped(session):
    text = (
        USUAL
        + "黄石市,排污口监测率,2024-09-30,100,%\n小计,排污口监测率,2024,1,%\n附注,排污口监测率,2024,1,%\n"
    )
    asked = questions(session.tables(text))["place:附注"]
    assert asked["options"][0]["patch"] == {"skip": [4]}
    assert session.tables(text, {"skip": [4]})["used"] == 1


def test_what_a_table_does_not_say_is_asked_with_what_it_names(session):
    found = session.tables(
        "填报单位：某局      2024年三季度      联系电话：见后,,,\n地区,指标,数值,单位\n黄石市,排污口监测率,100,%\n"
    )
    typed = questions(found)["period"]
    assert typed["typed"] == {"period": ""}
    assert "2024年三季度" in typed["near"]


COUNTY = (
    "阳新县2024年三季度重点工作进展情况表,,,,\n填报单位：阳新县农业农村局,,,,\n单位：%,,,,\n"
    "序号,工作内容,目标值,完成情况,备注\n1,测土配方施肥技术覆盖率,93,93.1,\n2,三大粮食作物统防统治覆盖率,46,44.6,在推进\n"
)


def applied(form):
    """The mapping of a form of columns as it is proposed."""
    return {"columns": {c["key"]: c["field"] for c in form["columns"] if c["field"]}}


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        (COUNTY, {"工作内容": "indicator", "完成情况": "value", "备注": "note"}),
        ("点位,监测时间,项目,结果,单位\n黄石市,2024年9月30日,化肥使用量（折纯量）,＜9,吨\n",
         {"点位": "place", "监测时间": "period", "项目": "indicator", "结果": "value", "单位": "unit"}),
        ("Place or body,A,A,Done on\n黄石市,排污口监测率,100,2024-09-30\n",
         {"Place or body": "place", "B": "indicator", "C": "value", "Done on": "period"}),
    ],
)  # fmt: skip
def test_columns_that_are_not_understood_are_proposed(session, text, proposed):
    found = session.tables(text)
    assert found["rows"] == 0
    [form] = found["columns"]
    assert applied(form)["columns"] == proposed
    assert form["open"]
    mapping = {**applied(form), "header": str(form["row"])}
    again = session.tables(text, mapping)
    assert again["rows"] > 0
    assert [form["open"] for form in again["columns"]] == [False]


def test_a_sheet_without_headings_has_no_form(session):
    assert session.tables("1,2\n3,4\n")["columns"] == []


def test_a_reporting_office_may_be_a_place(session):
    """The answer about a name in a title line settles it for the whole sheet."""
    form = session.tables(COUNTY)["columns"][0]
    asked = questions(session.tables(COUNTY, applied(form)))["place:阳新县农业农村局"]
    assert asked["options"][0]["patch"] == {"places": {"阳新县农业农村局": "yangxin"}}
    found = session.tables(COUNTY, {**applied(form), **asked["options"][0]["patch"]})
    assert (found["used"], found["last_day"]) == (2, "2024-09-30")


def test_a_row_of_totals_may_be_a_place(session):
    text = "县（市、区）,水土流失治理面积（平方公里）\n大冶市,12.5\n阳新县,20.1\n合计,32.6\n"
    found = session.tables(text, {"period": "2024Q3"})
    assert (found["rows"], found["used"]) == (3, 2)
    asked = questions(found)["total:合计"]
    assert asked["optional"]
    patch = {"places": {"合计": "huangshi"}}
    assert patch in [option["patch"] for option in asked["options"]]
    assert session.tables(text, {"period": "2024Q3", **patch})["used"] == 3


def test_figures_that_no_target_uses_are_said_so(session):
    session.tables(USUAL + "阳新县,测土配方施肥技术覆盖率,2024Q3,93.1,%\n")
    assert session("evaluate", "zh", as_of="2024-09-30")["ok"]["idle"] == (
        "采用的数据没有一项目标用到。数据属于：阳新县；这些指标的目标针对：黄石市"
    )
    for row in ("测土配方施肥技术覆盖率,2024Q3,93.1,%", "历史遗留矿山修复治理面积,2024Q3,9,公顷"):
        session.tables(USUAL + f"黄石市,{row}\n")
        assert session("evaluate", as_of="2024-09-30")["ok"]["idle"] == ""


def test_a_mapping_goes_out_and_comes_back(session):
    mapping = {"places": {"大冶": "daye"}, "decimal": ",", "skip": [3]}
    text = session("mapping_text", mapping=mapping)["ok"]
    assert session("mapping", text=text)["ok"] == mapping
    assert session("mapping", text="unknown: 1\n")["findings"][0]["code"] == "mapping-unknown"


def test_a_verdict_is_explained_and_supposed(session):
    session.tables(USUAL + "黄石市,三大粮食作物统防统治覆盖率,2024Q3,44.6,%\n")
    found = session("evaluate", as_of="2024-09-30")["ok"]
    row = next(v for v in found["verdicts"] if v["status"] == "at_risk")
    said = session("explain", verdict=row["id"])["ok"]
    assert said["citation"]["quote"]
    assert said["series"][0]["value"] == "44.6"
    assert said["chart"]["spec"]["layer"]
    given = {key: said["series"][0][key] for key in ("place", "indicator", "period", "unit")}
    changed = session("suppose", rows=[{**given, "value": "60"}])["ok"]["changed"]
    assert row["id"] in [each["before"]["id"] for each in changed]
    assert (
        session("explain", verdict=["no", "such", "2024-01-01"])["findings"][0]["code"]
        == "web-verdict"
    )
