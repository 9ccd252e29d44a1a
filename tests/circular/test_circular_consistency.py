"""The parts of a circular agree with each other, for every bundled ruleset with its example."""

from __future__ import annotations

import re

import pytest
from circular_examples import NAMES

from targetcheck.output.circular.circular_annexes import annexes
from targetcheck.output.circular.circular_fields import fields_of
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.plan.restated_targets import stated_once
from targetcheck.verdicts.responsible_leads import is_issuer, own_places

LAGGING = ("fail", "missed", "at_risk")


def once(example):
    result = example.result
    return [stated.item for stated in stated_once(result.verdicts, result.ruleset)]


@pytest.mark.parametrize("name", NAMES)
def test_what_lags_is_what_is_to_be_done(name, examples):
    fields = fields_of(examples(name).inputs())
    lag = sum(verdict.status in LAGGING for verdict in once(examples(name)))
    told = len(fields["failures"]) + len(fields["misses"]) + len(fields["lagging"])
    todo = len(fields["gaps"]) + fields["overdue"] + fields["waived"]
    todo += fields["recurring"] + fields["resumed"]
    assert told == todo == lag


@pytest.mark.parametrize("name", NAMES)
def test_no_place_is_praised_that_lags_and_no_deed_to_come(name, examples):
    example = examples(name)
    said, fields = sentences_in("zh"), fields_of(example.inputs())
    own = own_places(example.plan.ruleset)
    lag = {v.place for v in once(example) if v.status in LAGGING} - own
    targets = {(v.target, v.place) for v in once(example) if v.status in LAGGING}
    wrong = [v for v in once(example) if v.place in lag or (v.target, v.place) in targets]
    praise = fields["achieved"] + fields["early"]
    blamed = {said.about(v) for v in wrong} - {
        said.about(v) for v in once(example) if v not in wrong
    }
    assert [(p, b) for p in praise for b in blamed if p.startswith(b)] == []


def test_a_county_that_lags_elsewhere_is_left_out_of_the_praise(examples):
    """Daye meets the target on farms; its urban area misses the one on sewage."""
    example = examples("hubei/huangshi-yangtze-2024")
    met = [v for v in once(example) if v.place == "daye" and v.status == "pass"]
    assert met
    fields = fields_of(example.inputs())
    assert not [text for text in fields["achieved"] + fields["early"] if text.startswith("大冶市")]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_adds_up_by_lead(name, examples):
    fields = fields_of(examples(name).inputs())
    assert sum(count for _, count in fields["owing"]) == fields["unreported_items"]
    assert sum(count for _, count in fields["judges"]) == fields["to_judge"]
    assert len(fields["unreported"]) == len(fields["owing"])
    text = "".join(block.lead + block.text for block in examples(name).made().blocks)
    told = re.search(r"共(\d+)个到期评判项缺数据(.*?)。(?:另有|$|（|四、)", text)
    assert (told is None) == (fields["unreported_items"] == 0)
    if told is not None and "其余" not in told[2] and "未报送" not in told[2]:
        parts = re.findall(r"(\d+)项", told[2])
        assert sum(map(int, parts)) == int(told[1])


@pytest.mark.parametrize("name", NAMES)
def test_readings_are_counted_among_the_verdicts_that_count(name, examples):
    example = examples(name)
    fields = fields_of(example.inputs())
    assert fields["own_readings"] <= fields["items"]
    notes = annexes(example.inputs(), ["notes"])[0]
    text = "".join(getattr(block, "text", "") for block in notes.blocks)
    told = re.search(r"(\d+)个评判项的数值、时限或范围原文未明确", text)
    assert int(told[1] if told else 0) == fields["own_readings"]
    for block in notes.blocks:
        if getattr(block, "id", "") == "readings":
            assert all(int(row[2].text) <= fields["own_readings"] for row in block.rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_issuer_does_not_order_itself(name, examples):
    example, ruleset = examples(name), examples(name).plan.ruleset
    own = {ruleset.all_places()[place].say("zh") for place in own_places(ruleset)}
    to = fields_of(example.inputs())["addressees"]
    assert to
    assert not own & set(to)
    assert not [unit for unit in to if is_issuer(unit, ruleset) or "、" in unit]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_not_met_is_named_or_counted(name, lang, examples):
    """The items, the names that follow them and the number beside them are one list."""
    made = examples(name).made(lang)
    for key in ("failures", "misses", "lagging"):
        shown, names, more = (made.fields[k] for k in (key, f"unlisted_{key}", f"more_{key}"))
        assert len(shown) + more == len(fields_of(examples(name).inputs(lang))[key])
        assert len(names) <= more


def test_who_has_resumed_is_not_told_to_do_it_next_time(examples):
    """Yangxin missed the check of November and made that of December."""
    example = examples("hubei/huangshi-yangtze-2024")
    fields = fields_of(example.inputs())
    assert fields["resumed_names"] == ["阳新县有黑臭风险的水体每月检查"]
    text = "".join(block.text for block in example.made().blocks)
    assert (
        "阳新县有黑臭风险的水体每月检查系按期开展的工作，曾有一期未达到要求，其后已按时完成，须继续保持。"
        in text
    )


@pytest.mark.parametrize("annexed", [False, True])
def test_everything_that_failed_is_named_though_most_is_told_in_short(annexed, examples):
    """Twelve failures, two that fell short and two behind stand in four pages, each by name."""
    made = examples("hubei/huangshi-yangtze-2024").made(brief=not annexed)
    for key in ("failures", "misses", "lagging"):
        assert len(made.fields[f"unlisted_{key}"]) == made.fields[f"more_{key}"]
    text = "".join(block.text for block in made.blocks)
    assert "下陆区签订跨县流域横向生态保护补偿协议" in text
    assert "通报批评" in text
    assert "其余1项措施" not in text
