"""What an office must not print: rates that do not fit, coarse gaps, deeds to come, unmarked samples."""

from __future__ import annotations

import pytest

import targetcheck as tc
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs, achieved_and_lagging, circular
from targetcheck.output.circular.circular_template import as_markdown
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.verdicts.sentences.place_and_title import subject_name

YEAR = {"from": "2024-01-01", "due": "2024-12-31"}


def rules(*targets, **more):
    return {
        "targetcheck": 1,
        "id": "city",
        "title": {"zh": "某市方案", "en": "City plan"},
        "document": {"number": "某政发〔2024〕1号", "issuer": "某市", "issued": "2024-01-01"},
        "places": {"a": {"zh": "甲县", "en": "A", "kind": "county"}},
        "indicators": {
            "sites": {"zh": "示范点", "en": "sites", "nature": "flow", "unit": "处"},
            "jobs": {"zh": "城镇新增就业", "en": "jobs", "nature": "flow", "unit": "万人"},
            "black": {"zh": "黑臭水体", "nature": "count", "unit": "处", "better": "lower"},
        },
        "targets": [
            {
                "place": "a",
                "lead": "住建局",
                "cite": {"clause": "一", "quote": "达到要求"},
                **target,
            }
            for target in targets
        ],
        **more,
    }


def row(indicator, period, value, unit, **more):
    found = {"place": "a", "indicator": indicator, "period": period, "value": value, "unit": unit}
    return {**found, **more}


def paced(indicator, least, value, unit, lang="zh"):
    target = {"id": "t", "indicator": indicator, "require": {"at_least": f"{least} {unit}"}, **YEAR}
    rows = [row(indicator, "2024H1", value, unit)]
    verdict = tc.evaluate(rules(target), rows, as_of="2024-06-30")["t"]
    return sentences_in(lang).paced(verdict)


def test_the_rate_is_that_of_the_planned_value_beside_it():
    """Half of three sites is one and a half: one of two would be 50%, not the 67% that counts."""
    assert paced("sites", 3, 1, "处") == "序时进度应达1.5处，完成率67%，落后0.5处"
    assert "1.5 sites; 67% of the schedule is met, 0.5 sites behind" in paced(
        "sites", 3, 1, "处", "en"
    )


def test_a_whole_number_is_planned_where_the_rate_is_its_own():
    assert paced("sites", 599, 240, "处") == "序时进度应达300处，完成率80%，落后60处"


def test_people_in_ten_thousands_are_not_rounded_to_ten_thousands():
    """Of 1.96 planned, 1.8 is 0.16 behind and not the 0.2 of two whole ten thousands."""
    told = paced("jobs", "3.92", "1.8", "万人")
    assert told == "序时进度应达1.96万人，完成率92%，落后0.16万人"


def lapsed(strength):
    target = {
        "id": "t", "indicator": "black", "require": {"at_most": "0 处"}, "mode": "sustain",
        "strength": strength, **YEAR,
    }  # fmt: skip
    rows = [row("black", "2024-06-30", "3", "处")]
    return tc.evaluate(rules(target), rows, as_of="2024-12-31")["t"]


@pytest.mark.parametrize(
    ("strength", "status", "word"),
    [("binding", "fail", "未达标"), ("expected", "missed", "未达预期")],
)
def test_what_was_only_expected_is_not_called_a_failure(strength, status, word):
    verdict = lapsed(strength)
    assert (verdict.status, verdict.reason) == (status, "lapsed")
    assert f"判为{word}；" in sentences_in("zh").missed(verdict, 1)
    assert f"本目标判为{word}。" in verdict.sentence("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("period", "value"),
    [("2025H1", "1"), ("2024H1", "many"), ("someday", "1")],
    ids=["after the day", "no number", "no period"],
)
def test_a_circular_is_a_sample_though_every_made_up_row_was_set_aside(lang, period, value):
    target = {"id": "t", "indicator": "sites", "require": {"at_least": "3 处"}, **YEAR}
    rows = [row("sites", period, value, "处", source="示例数据")]
    result = tc.evaluate(rules(target), rows, as_of="2024-12-31")
    assert (result.used, result.illustrative) == (0, 0)
    text = as_markdown(circular(CircularInputs(ComparedResults(result), lang)))
    assert ("（样张）" in text and "本件为样张" in text) if lang == "zh" else "Sample: " in text
    issued = as_markdown(
        circular(
            CircularInputs(
                ComparedResults(tc.evaluate(rules(target), [], as_of="2024-12-31")), lang
            )
        )
    )
    assert "样张" not in issued
    assert "Sample" not in issued


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_deed_after_the_day_is_not_told_as_done(lang):
    target = {"id": "t", "indicator": "plan", "require": {"done": True}, "due": "2024-12-31"}
    asked = rules(target)
    asked["indicators"]["plan"] = {"zh": "工作方案", "en": "plan", "nature": "done"}
    rows = [row("plan", "2024-12-31", "完成", "", completed="2025-01-10")]
    result = tc.evaluate(asked, rows, as_of="2024-12-31")
    told = sentences_in(lang).missed(result["t"], 1)
    assert (
        "截至2024年12月31日尚未完成" if lang == "zh" else "not done by 31 December 2024"
    ) in told
    assert "2025" not in told
    assert "2025" not in result["t"].sentence(lang).replace("2025-01", "2025")


def test_what_must_not_happen_is_told_as_what_was_found():
    """A title may state the aim: 严禁直排 is no subject of 不得发生."""
    told = sentences_in("zh").missed(lapsed("binding"), 1)
    assert told.endswith("；2024年6月30日发现3处不符合要求。")
    assert "不得发生" not in told


@pytest.mark.parametrize(
    ("place", "title", "name"),
    [
        ("嘉鱼县", "各县（市、区）工作机制", "嘉鱼县工作机制"),
        ("大冶市", "每个涉农县规模养殖场减抗行动", "大冶市规模养殖场减抗行动"),
        ("咸安区", "各地领导机构", "咸安区领导机构"),
        ("咸宁市", "市住房保障工作领导小组", "咸宁市住房保障工作领导小组"),
        ("咸宁市", "市场监管所建设", "咸宁市市场监管所建设"),
        ("湖北省", "省级“无废城市”建设", "湖北省级“无废城市”建设"),
        ("十堰市", "全市用水效率监控网络", "十堰市用水效率监控网络"),
        ("某基地项目", "项目建成", "某基地项目建成"),
        ("阳新县", "阳新县荒山绿化", "阳新县荒山绿化"),
        ("阳新县", "各区域生产总值", "阳新县各区域生产总值"),
    ],
)
def test_a_name_says_nothing_twice(place, title, name):
    assert subject_name(place, title, "zh") == name


def test_an_english_name_of_one_county_does_not_speak_of_each():
    assert subject_name("Daye", "large farms, each county", "en") == "Daye, large farms"
    whole = subject_name("Shiyan", "a railway in every county", "en", one_of_many=False)
    assert whole == "Shiyan, a railway in every county"


def test_the_name_of_a_document_is_that_of_a_document():
    asked = rules({"id": "t", "indicator": "sites", "require": {"at_least": "3 处"}, **YEAR})
    named = {
        "某市工作领导小组": (
            "关于成立某市工作领导小组的通知",
            "《关于成立某市工作领导小组的通知》2024年",
        ),
        "某市全市卫生体系建设任务": ("某通知", "关于《某市卫生体系建设任务》2024年"),
    }
    for title, (own, told) in named.items():
        asked["title"]["zh"], asked["document"]["title"] = title, own
        result = tc.evaluate(asked, [], as_of="2024-12-31")
        assert circular(CircularInputs(ComparedResults(result), "zh")).title.startswith(told)


def test_what_is_about_an_amount_is_within_the_range():
    """71 mu of some 70 is not 2.5 mu below a limit."""
    target = {"id": "t", "indicator": "black", "require": {"about": "70 处"}, "due": "2024-12-31"}
    result = tc.evaluate(
        rules(target), [row("black", "2024-12-31", "71", "处")], as_of="2024-12-31"
    )
    assert sentences_in("zh").met(result["t"]).endswith("为71处，在要求范围内。")
    assert "within the range" in result["t"].sentence("en")


def test_only_the_last_period_of_a_duty_is_praised_and_only_if_it_was_met():
    target = {
        "id": "t", "indicator": "sites", "require": {"at_least": "1 处"}, "every": "month",
        "from": "2024-10-01", "due": "2024-12-31",
    }  # fmt: skip
    for months, told in ((("2024-10", "2024-11"), 0), (("2024-11", "2024-12"), 1)):
        rows = [row("sites", month, "1", "处") for month in months]
        result = tc.evaluate(rules(target), rows, as_of="2024-12-31")
        praise = achieved_and_lagging.achieved(result.verdicts, result.as_of, {}, "zh")
        assert len(praise) == told
        assert "2024年11月" not in "".join(praise)
