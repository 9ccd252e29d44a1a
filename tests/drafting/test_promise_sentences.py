"""One sentence, one promise: what the grammar reads of it, and what it sets aside."""

from __future__ import annotations

from decimal import Decimal

import pytest

from targetcheck.drafting.proposals.document_proposals import drafted_documents

ZH = "示政发〔2024〕5号\n\n2024年3月1日\n\n一、任务\n\n（一）事项。{}（牵头单位：市甲局；配合单位：市乙局）\n"
EN = "City plan 2024-2035\n\nPublished by the City Council\nMarch 2024\n\n1. Targets\n\n{} (Lead: Water Office)\n"


def proposals(template, sentence):
    (drafted,) = drafted_documents(template.format(sentence))
    return [p for p in drafted.proposals if p.has_figure], drafted.set_aside


@pytest.mark.parametrize(
    ("sentence", "require", "due", "strength"),
    [
        ("2025年底前，收集率达到71%以上。", {"at_least": "71 %"}, "2025-12-31", "binding"),
        ("到2025年，产值突破200亿元。", {"above": "200 亿元"}, "2025-12-31", "binding"),
        ("2026年6月底前，漏损率控制在9%以内。", {"at_most": "9 %"}, "2026-06-30", "binding"),
        ("2025年PM2.5年均浓度降至35微克/立方米。", {"at_most": "35 微克/立方米"}, "2025-12-31", "binding"),
        ("力争到2027年培育2—3家龙头企业。", {"at_least": "2 家"}, "2027-12-31", "aspirational"),
        ("到2025年化肥使用量比2020年减少4%以上。", {"fall": {"from": 2020, "at_least": "4 %"}}, "2025-12-31", "binding"),
        ("2025年占比较2022年提高15个百分点以上。", {"rise": {"from": 2022, "at_least": "15 percentage_point"}}, "2025-12-31", "binding"),
        ("“十四五”期末，湖泊水质达到Ⅲ类。", {"at_least": "Ⅲ类"}, "2025-12-31", "binding"),
        ("2025年底完成造林3.34万亩。", {"at_least": "3.34 万亩"}, "2025-12-31", "binding"),
        ("2024年改造老旧小区120个左右。", {"about": "120 个"}, "2024-12-31", "binding"),
        ("到2025年每千人口医师数达到3.2人。", {"at_least": "3.2 人/千人"}, "2025-12-31", "binding"),
        ("2025年覆盖面达到百分之八十。", {"at_least": "80 %"}, "2025-12-31", "binding"),
        ("2025年原则上占比不得超过20%。", {"at_most": "20 %"}, "2025-12-31", "expected"),
        ("2025年底前，修复面积1.5平方公里至4平方公里。", {"at_least": "1.5 平方公里"}, "2025-12-31", "binding"),
        ("2025年底前，浓度稳定控制在35微克/立方米以内（预期性）。", {"at_most": "35 微克/立方米"}, "2025-12-31", "expected"),
    ],
)  # fmt: skip
def test_a_chinese_sentence(sentence, require, due, strength):
    (made,), _ = proposals(ZH, sentence)
    assert made.require == require
    assert str(made.due) == due
    assert made.strength == strength
    assert made.lead == ("市甲局",)
    assert made.support == ("市乙局",)
    assert made.marks["lead"].sure == "certain"


@pytest.mark.parametrize(
    ("sentence", "require", "due", "strength"),
    [
        ("By 2030, at least 80% of waste will be recycled.", {"at_least": "80 %"}, "2030-12-31", "binding"),
        ("We will cut emissions by 65% by 2030 compared to 2005 levels.", {"fall": {"from": 2005, "at_least": "65 %"}}, "2030-12-31", "binding"),
        ("We aim to plant 1 million trees by 2035.", {"at_least": "1 million trees"}, "2035-12-31", "aspirational"),
        ("Smoking prevalence must be below 5% by 31 December 2031.", {"below": "5 %"}, "2031-12-31", "binding"),
        ("No more than 10% of waste will go to landfill by 2030.", {"at_most": "10 %"}, "2030-12-31", "binding"),
        ("Raise the share of trips on foot from 22% in 2022 to 40% by 2032.", {"at_least": "40 %"}, "2032-12-31", "binding"),
        ("Build 150 km of cycle lanes by the end of 2029.", {"at_least": "150 km"}, "2029-12-31", "binding"),
        ("Halve road deaths by 2030 from 2019 levels.", {"fall": {"from": 2019, "at_least": "50 %"}}, "2030-12-31", "binding"),
        ("Obesity is expected to fall to 15% by 2030.", {"at_most": "15 %"}, "2030-12-31", "expected"),
        ("Around 2,000 homes will be insulated by June 2027.", {"about": "2000 items"}, "2027-06-30", "binding"),
    ],
)  # fmt: skip
def test_an_english_sentence(sentence, require, due, strength):
    (made,), _ = proposals(EN, sentence)
    assert made.require == require
    assert str(made.due) == due
    assert made.strength == strength
    assert made.lead == ("Water Office",)


@pytest.mark.parametrize(
    ("sentence", "require"),
    [
        ("2025年底前，对全市已查明的165个入湖排污口全面开展排查整治。", {"at_least": "165 个"}),
        ("到2025年，城区河段达到20—30年一遇标准。", {"at_least": "20 年"}),
        ("毕业生从事个体经营的，在3年内按照规定享受税收减免。", {"equals": "3 年"}),
        ("符合条件的，3年内免租金。", {"equals": "3 年"}),
        ("认定结果12个月有效。", {"equals": "12 个月"}),
    ],
)
def test_known_numbers_to_act_on_and_times_of_rights(sentence, require):
    (made,), _ = proposals(ZH, sentence)
    assert made.require == require
    if "equals" in require:
        assert made.marks["comparison"].sure == "likely"


def test_what_is_counted_has_the_name_of_the_thing_and_not_of_its_description():
    (made,), _ = proposals(ZH, "2025年底前，将摸排出的120个隐患点逐一整治到位。")
    assert made.name == "隐患点"


def test_the_validity_of_the_document_itself_is_no_promise():
    for sentence in ("自印发之日起5年内有效。", "本意见有效期为3年。", "自公布之日起有效期5年。"):
        made, aside = proposals(ZH, sentence)
        assert made == [], sentence
        assert [item.why.why for item in aside] == ["procedure"], sentence


def test_the_parts_of_a_total_are_all_found():
    sentence = "2025年底前，新建管网100公里以上，其中东山县40公里以上、西山县60公里以上。"
    made, _ = proposals(ZH, sentence)
    assert [p.require for p in made] == [{"at_least": f"{n} 公里"} for n in (100, 40, 60)]


@pytest.mark.parametrize(
    ("ending", "lead", "words"),
    [
        ("市住房保障工作领导小组办公室设在市甲局，负责日常工作。", "市甲局", "领导小组办公室设在市甲局"),
        ("本办法由市乙局负责解释。", "市乙局", "由市乙局负责解释"),
        ("本办法由市乙局会同市丙局负责解释。", "市乙局", "由市乙局会同市丙局负责解释"),
        ("本办法解释权归市乙局。", "市乙局", "解释权归市乙局"),
        ("本办法由市乙局负责解释。领导小组办公室设在市甲局。", "市甲局", "领导小组办公室设在市甲局"),
        ("The Water Office is responsible for coordinating the implementation of this plan.", "Water Office", ""),
    ],
)  # fmt: skip
def test_without_a_lead_the_body_that_coordinates_is_a_guess(ending, lead, words):
    chinese = "。" in ending
    text = ZH if chinese else EN
    text = text.replace("（牵头单位：市甲局；配合单位：市乙局）", "").replace(
        " (Lead: Water Office)", ""
    )
    promise = (
        "2025年底前收集率达到71%以上。" if chinese else "By 2030, recycle at least 80% of waste."
    )
    (drafted,) = drafted_documents(text.format(promise) + f"\n\n{ending}\n")
    made = next(p for p in drafted.proposals if p.has_figure)
    assert made.lead == (lead,)
    assert made.marks["lead"].sure == "guess"
    assert made.marks["lead"].found == "document"
    assert words in made.marks["lead"].words
    assert "lead" in made.todo


@pytest.mark.parametrize(
    ("template", "sentence", "why"),
    [
        (ZH, "目前全市已建成污水厂12座。", "fact"),
        (ZH, "2023年收集率达到70%以上。", "fact"),
        (ZH, "加强10亿元以上项目调度。", "qualitative"),
        (ZH, "完成600总吨及以上船舶改造。", "qualitative"),
        (ZH, "联系电话0714-6359250。", "background"),
        (ZH, "项目分三年实施，工期24个月。", "procedure"),
        (EN, "In 2022, transport accounted for 41% of emissions.", "fact"),
        (EN, "The scheme will cost £4 million.", "fact"),
    ],
)
def test_a_number_that_is_no_promise(template, sentence, why):
    made, aside = proposals(template, sentence)
    assert made == []
    assert not aside or why in {item.why.why for item in aside}


def test_the_date_of_a_list_governs_it_and_says_so():
    made, _ = proposals(
        ZH, "到2025年，收集率达到71%以上，处置率达到95%以上；面积保持稳定，管网不少于8公里。"
    )
    assert [str(p.due) for p in made] == ["2025-12-31"] * 3
    assert [p.marks["due"].sure for p in made] == ["certain", "certain", "likely"]
    assert {p.marks["due"].found for p in made} == {"sentence"}


def test_what_no_word_tells_is_a_guess_with_a_question():
    (made,), _ = proposals(ZH, "收集率达到71%以上。")
    assert made.marks["due"].sure == "guess"
    assert "due" in made.todo


def test_a_deed_without_a_date_is_an_open_question():
    (drafted,) = drafted_documents(ZH.format("2024年6月底前印发考核办法，建立长效机制。"))
    assert [(p.require, str(p.due)) for p in drafted.proposals] == [
        ({"done": True}, "2024-06-30"),
        ({"done": True}, "2024-06-30"),
    ]
    (drafted,) = drafted_documents(ZH.format("建立长效机制。持续深化改革。"))
    (made,) = drafted.proposals
    assert made.require == {"done": True}
    assert made.marks["due"].sure == "guess"
    assert "due" in made.todo


def test_a_table_of_indicators_reads_its_columns():
    table = (
        "|指标|单位|2020年|2025年|属性|\n|---|---|---|---|---|\n"
        "|森林覆盖率|%|42|45.5|约束性|\n|常住人口城镇化率|%|58|65|预期性|\n"
    )
    (drafted,) = drafted_documents(ZH.format("实施规划。") + "\n专栏1 主要指标\n\n" + table)
    made = drafted.proposals
    assert [(p.name, p.require, str(p.due), p.strength) for p in made] == [
        ("森林覆盖率", {"at_least": "45.5 %"}, "2025-12-31", "binding"),
        ("常住人口城镇化率", {"at_least": "65 %"}, "2025-12-31", "expected"),
    ]
    assert {p.marks["due"].found for p in made} == {"column"}
    assert len([s for s in drafted.set_aside if s.why.why == "fact"]) == 2


def test_a_gazette_holds_several_documents():
    one = "市政府关于印发甲方案的通知\n\n示政发〔2024〕{}号\n\n2024年3月1日\n\n一、任务\n\n（一）事项。2025年底前收集率达到{}%以上。\n\n"
    found = drafted_documents(one.format(1, 71) + one.format(2, 72))
    assert [made.document.number.value for made in found] == [
        "示政发〔2024〕1号",
        "示政发〔2024〕2号",
    ]
    assert [[p.require["at_least"] for p in made.proposals] for made in found] == [
        ["71 %"],
        ["72 %"],
    ]


def test_lines_broken_anywhere_are_one_paragraph():
    text = ZH.format("到2025年底，全市城市生活污水集中收集\n\n率达到71%以上。")
    (drafted,) = drafted_documents(text)
    (made,) = drafted.proposals
    assert made.require == {"at_least": "71 %"}
    assert made.quotes == ["2025年底", "全市城市生活污水集中收集率达到71%以上"]


@pytest.mark.parametrize(
    ("sentence", "requires", "names"),
    [
        ("2025年底前总投资5000万元以上的建设项目全部开工。", [], []),
        ("到2025年，总投资不低于5000万元的项目达到20个。", [{"at_least": "20 个"}], ["项目"]),
        ("到2025年，总投资5000万元以上的项目不少于20个。", [{"at_least": "20 个"}], ["项目"]),
        ("到2025年，完成总投资5000万元以上。", [{"at_least": "5000 万元"}], ["总投资"]),
    ],
)
def test_an_amount_that_says_which_projects_are_meant_is_no_promise(sentence, requires, names):
    made, aside = proposals(ZH, sentence)
    assert [(p.require, p.name) for p in made] == list(zip(requires, names, strict=True))
    assert len(aside) == sentence.count("万元") - ("5000 万元" in str(requires))
    assert {item.why.why for item in aside} <= {"qualitative"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("到2025年，建成80%以上。", "未命名指标"),
        ("到2025年，力争80%及以上。", "未命名指标"),
        ("到2025年，实现90%以上的村覆盖。", "村覆盖比例"),
        ("到2025年，力争80%以上比例达标。", "比例达标"),
    ],
)
def test_a_comparator_is_never_the_name_of_an_indicator(sentence, name):
    (made,), _ = proposals(ZH, sentence)
    assert made.name == name
    assert (made.marks["indicator"].sure == "guess") == (name == "未命名指标")


@pytest.mark.parametrize(
    ("sentence", "requires"),
    [
        ("到2025年，化肥、农药使用量较2020年分别减少5%和8%以上。", [{"fall": {"from": 2020, "at_least": f"{n} %"}} for n in (5, 8)]),
        ("到2025年，收集率和处理率分别不低于70%、95%。", [{"at_least": "70 %"}, {"at_least": "95 %"}]),
        ("到2025年，分别建成厂房、住房3万平方米、5万平方米以上。", [{"at_least": "3 万平方米"}, {"at_least": "5 万平方米"}]),
    ],
)  # fmt: skip
def test_amounts_of_several_subjects_are_never_certain(sentence, requires):
    made, _ = proposals(ZH, sentence)
    assert [p.require for p in made] == requires
    assert len({p.name for p in made}) == 1
    for each in made:
        assert each.marks["indicator"].sure == "guess"
        assert "indicator" in each.todo
        assert "certain" not in {each.marks[f].sure for f in ("require", "comparison")}


def test_english_amounts_of_several_subjects_are_never_certain():
    made, _ = proposals(
        EN, "By 2030, bus and rail use will reach at least 20% and 30% respectively."
    )
    assert len(made) == 2
    assert {p.marks["indicator"].sure for p in made} == {"guess"}
    assert {p.marks["require"].sure for p in made} == {"likely"}


@pytest.mark.parametrize(
    "parts",
    [
        "，其中东山县40公里、西山县60公里以上。",
        "，其中东山县不少于40公里，西山县不少于60公里。",
        "（东山县40公里、西山县60公里以上）。",
    ],
)
def test_parts_of_a_total_measure_what_the_total_does_and_are_asked_about(parts):
    made, _ = proposals(ZH, f"到2025年，新建管网不少于100公里{parts}")
    assert [p.require["at_least"] for p in made] == ["100 公里", "40 公里", "60 公里"]
    assert [p.place_words for p in made] == ["", "东山县", "西山县"]
    assert {p.name for p in made} == {"管网"}
    assert [p.marks["require"].sure for p in made] == ["certain", "likely", "likely"]
    assert ["indicator" in p.todo for p in made] == [False, True, True]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("到2025年，化肥使用量比2020年减少4%以上。", True),
        ("到2025年，工业产值不低于8%。", True),
        ("到2025年，收集率比2020年提高4个百分点以上。", False),
        ("到2025年，收集率不低于80%。", False),
    ],
)
def test_a_unit_that_the_text_does_not_name_is_asked_for(sentence, asked):
    (made,), _ = proposals(ZH, sentence)
    assert ("indicator" in made.todo) == asked
    assert (made.marks["indicator"].sure == "guess") == asked


def test_figures_of_a_table_are_exact():
    table = "|指标|单位|2025年|\n|---|---|---|\n|综合指数||0.12345678901234567890123|\n"
    (drafted,) = drafted_documents(ZH.format("实施规划。") + "\n专栏1 主要指标\n\n" + table)
    (made,) = drafted.proposals
    assert made.require == {"at_least": Decimal("0.12345678901234567890123")}
