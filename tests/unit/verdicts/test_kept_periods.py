"""A level that is to be kept: one good month hides neither earlier misses nor later silence."""

from __future__ import annotations

import pytest

from targetcheck import evaluate

RULES = {
    "targetcheck": 1,
    "id": "lakes",
    "title": {"zh": "示例方案", "en": "Plan"},
    "document": {"number": "示〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
    "places": {
        "north": {"zh": "北湖", "en": "North Lake"},
        "south": {"zh": "南湖", "en": "South Lake"},
    },
    "scales": {"w": {"zh": "水质类别", "en": "water class", "grades": ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"]}},
    "indicators": {
        "quality": {"zh": "水质", "en": "water", "nature": "class", "scale": "w"},
        "rate": {"zh": "收集率", "en": "collected", "nature": "share", "unit": "percent"},
    },
    "targets": [
        {
            "id": "kept",
            "title": {"zh": "北湖、南湖水质", "en": "water of North Lake and South Lake"},
            "indicator": "quality",
            "place": ["north", "south"],
            "require": {"at_least": "Ⅲ"},
            "mode": "maintain",
            "due": "2025-12-31",
            "cite": [
                {"clause": "一", "quote": "到2025年底"},
                {"clause": "一", "quote": "稳定在Ⅲ类以上"},
            ],
        }
    ],
}


def lake(classes, place="north", **more):
    """Return the verdict on monthly classes from January on; None is a blank cell."""
    table = [
        {"place": place, "indicator": "quality", "period": f"2024-{month:02}", "value": grade}
        for month, grade in enumerate(classes, 1)
    ]
    rules = RULES | {"targets": [RULES["targets"][0] | more]}
    return evaluate(rules, table, as_of="2024-09-30")["kept", place]


EARLIER = ["Ⅲ", "Ⅲ", "Ⅲ", "Ⅳ", "Ⅲ", "Ⅲ", "Ⅳ", "Ⅲ", "Ⅲ"]


def test_earlier_months_that_missed_are_named_beside_the_latest():
    verdict = lake(EARLIER)
    assert (verdict.status, verdict.reason) == ("on_track", "holding")
    zh = "最近一期（2024年9月）符合要求；2024年1—9月9期中2期（4月、7月）不符合要求"
    en = (
        "the latest period (2024-09) meets it; 2 of 9 periods from 2024-01 to 2024-09 miss the "
        "requirement (2024-04, 2024-07)"
    )
    assert zh in verdict.sentence("zh")
    assert f"判定理由：{zh}" in verdict.explain("zh")
    assert en in verdict.sentence("en")
    assert f"Reason: {en}" in verdict.explain("en")


def test_the_rule_by_which_the_latest_month_decides_is_said():
    assert "最近3期中有2期不符合要求的，为有风险；更早的不符合不改变结论" in lake(EARLIER).explain(
        "zh"
    )
    assert "earlier misses do not change the verdict" in lake(EARLIER).explain("en")


def test_where_every_month_holds_nothing_is_added():
    verdict = lake(["Ⅲ", "Ⅱ", "Ⅲ"])
    assert "保持在要求之内" in verdict.sentence("zh")
    assert "不符合" not in verdict.explain("zh")
    assert verdict.to_dict()["evidence"]["periods"] == {"known": 3, "missed": []}


def test_plain_data_have_the_months_that_missed():
    found = lake(EARLIER).to_dict()["evidence"]["periods"]
    assert found == {"known": 9, "missed": ["2024-04", "2024-07"]}


@pytest.mark.parametrize(
    ("classes", "reason", "told"),
    [
        (["Ⅳ", "Ⅳ", "Ⅳ"], "slipping", "2024年1—3月3期均不符合要求"),
        (
            ["Ⅲ", "Ⅳ", "Ⅲ", "Ⅳ", "Ⅲ", "Ⅳ"],
            "slipping",
            "2024年1—6月6期中3期（2月、4月、6月）不符合要求",
        ),
        (["Ⅲ", "Ⅳ", "Ⅳ", "Ⅲ"], "unsteady", "2024年1—4月4期中2期（2月、3月）不符合要求"),
    ],
)
def test_so_are_those_of_a_level_at_risk(classes, reason, told):
    verdict = lake(classes)
    assert (verdict.status, verdict.reason) == ("at_risk", reason)
    assert told in verdict.sentence("zh")


def test_the_latest_miss_alone_is_said_once():
    told = lake(["Ⅲ", "Ⅲ", "Ⅳ"]).sentence("zh")
    assert "期中" not in told
    assert "差1个类别" in told


def test_later_months_without_a_value_are_named():
    verdict = lake(["Ⅲ", "Ⅲ", "Ⅲ", "未监测", None])
    assert verdict.reason == "holding"
    assert "其后2期（2024年4月、5月）缺报" in verdict.sentence("zh")
    assert "2 later periods are reported without a value (2024-04, 2024-05)" in verdict.sentence()
    assert "缺报：2024年4月 [" in verdict.explain("zh")
    assert [row["period"] for row in verdict.to_dict()["silent_since"]] == ["2024-04", "2024-05"]


def test_a_blank_before_the_latest_value_is_no_silence_since():
    verdict = lake(["Ⅲ", None, "Ⅲ"])
    assert verdict.silent_since == ()
    assert "缺报" not in verdict.sentence("zh")


def test_a_title_of_several_places_is_told_of_the_one():
    assert lake(["Ⅳ"], "south").sentence("zh").startswith("南湖水质：")
    assert lake(["Ⅳ"], "north").sentence("en").startswith("water of North Lake:")


def test_what_is_striven_for_is_no_must():
    verdict = lake(["Ⅳ"], strength="aspirational", mode="reach")
    assert "截至2025年12月31日力争达到或优于Ⅲ类" in verdict.sentence("zh")
    assert "at least Ⅲ (aspirational) by 2025-12-31" in verdict.sentence("en")
    assert "要求" not in verdict.sentence("zh").partition("；")[0]


def test_a_class_to_reach_counts_the_months_in_a_row_too():
    verdict = lake(["Ⅲ", "Ⅳ", "Ⅳ", "Ⅳ"], mode="reach")
    assert (verdict.reason, verdict.outcome.lagging) == ("worse_than_required", 3)


def test_all_quotes_stand_together_in_their_order():
    verdict = lake(["Ⅲ"])
    assert verdict.quotes == "到2025年底……稳定在Ⅲ类以上"
    assert "一：“到2025年底……稳定在Ⅲ类以上”" in verdict.explain("zh")
    assert verdict.to_dict()["citation"]["whole"] == verdict.quotes


def test_a_class_is_compared_by_no_rule_of_digits():
    assert "比较规则" not in lake(["Ⅲ"]).explain("zh")


def test_the_missing_baseline_is_explained_with_the_values_that_are_none():
    rules = RULES | {
        "targets": [
            {
                "id": "kept",
                "indicator": "rate",
                "place": "north",
                "require": {"at_least": "70 %"},
                "due": "2025-12-31",
                "cite": {"clause": "一", "quote": "原文"},
            }
        ]
    }
    table = [
        {"place": "north", "indicator": "rate", "period": year, "value": value, "unit": "%"}
        for year, value in (("2022", 60), ("2023", 62))
    ]
    verdict = evaluate(rules, table, as_of="2024-06-30")["kept"]
    assert verdict.reason == "no_baseline"
    assert "已报送的往期数值（2022年 60%）不自动作为起点" in verdict.explain("zh")
    assert "write for example `baseline: 2022`" in verdict.explain("en")
