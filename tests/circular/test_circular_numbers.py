"""Every number of the prose is that of the JSON; a number that is taken away is missed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from circular_examples import NAMES
from prose_numbers import PATTERNS, counts, disagreements, strays

import targetcheck as tc
from targetcheck.errors import TargetcheckError
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs, circular
from targetcheck.output.circular.circular_counts import CircularCounts, counts_of
from targetcheck.output.circular.circular_fields import fields_of
from targetcheck.output.circular.circular_template import _filler, built_in
from targetcheck.output.circular_sentences import sentences_in

COUNTS = (
    "目标数 评判项数 对象数 已到期 达标 未达标 未达预期 到期待判定 未到期 提前达标 提前判定未达标 进展正常 已达到要求 有风险"
    " 未进考核期 无进度数据 在途待判定 在途待评定 到期待评定 重复表述 缺报项数 新增达标 新增未达标 示例行数 采用行数 到期达标率"
).split()


ENGLISH = {
    "targets": r"the (\d+) targets of",
    "items": r"gave (\d+) verdicts",
    "places": r"for (\d+) places",
    "due": r"Of (\d+) that fell due",
    "met": r"that fell due, (\d+) w",
    "failed": r"%\), (\d+) w",
    "missed": r"not, (\d+) fell short",
    "due_open": r"and (\d+) (?:is|are) undetermined(?: \(\d+ for a person to judge\))?; what",
    "ahead": r"Of (\d+) that are not due",
    "at_risk": r"(\d+) (?:is|are) at risk",
    "before_start": r"(\d+) ha(?:s|ve) not begun",
    "unpaced": r"(\d+) lacks? the data",
    "ahead_people": r"undetermined \((\d+) for a person to judge\)\.",
    "repeated": r"\((\d+) verdicts that the document",
}


def prose(made):
    return "\n".join(block.lead + block.text for block in made.blocks)


@pytest.mark.parametrize("name", NAMES)
def test_every_count_of_the_prose_is_that_of_the_json(name, examples):
    example = examples(name)
    text = prose(example.made())
    found = disagreements(text, example.json(), example.json_before(), example.plan.ruleset)
    assert found == []


@pytest.fixture(scope="module")
def filled(examples):
    """The fields of several rulesets, and what their numbers are checked against."""
    found = []
    for name in ("huangshi-yangtze-2024", "suizhou-yangtze-2024", "xianning-investment-2022"):
        example = examples(f"hubei/{name}")
        fields = fields_of(example.inputs(annexes=("targets", "lagging", "open", "notes")))
        found.append((fields, (example.json(), example.json_before(), example.plan.ruleset)))
    return found


@pytest.mark.parametrize("field", COUNTS)
def test_a_template_without_one_of_its_numbers_is_caught(field, filled):
    fields, right = next((pair for pair in filled if pair[0][field]), filled[0])
    template = built_in("zh")
    told = re.sub(rf"\{{\{{ {field} \}}\}}", "", template)
    told = re.sub(rf" ~ {field} ~ ", " ~ ", told)
    assert told != template
    text = _filler(told, "")(fields)
    assert not disagreements(_filler(template, "")(fields), *right)
    assert disagreements(text, *right)


def test_every_pattern_is_told_somewhere(examples):
    text = "\n".join(prose(examples(name).made()) for name in NAMES)
    never = {name for name, pattern in PATTERNS.items() if not re.search(pattern, text)}
    assert never <= {"missed_early", "not_done_yet", "recovered"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_sentence_comes_from_its_verdict(name, lang, examples):
    example = examples(name)
    fields = fields_of(example.inputs(lang))
    records = {(v.target, v.place, str(v.due)): v for v in example.result}
    by_name = {}
    for record in example.json(lang)["verdicts"]:
        verdict = records[record["target"], record["place"], record["due"]]
        point = verdict.outcome.point  # the JSON holds every number but the day of completion
        record["completed"] = str(point.completed) if point and point.completed else ""
        by_name.setdefault(sentences_in(lang).about(verdict), []).append(record)
    for key in ("achieved", "early", "failures", "misses", "lagging"):
        for sentence in fields[key]:
            known = [v for about, vs in by_name.items() if sentence.startswith(about) for v in vs]
            row = re.sub(
                r"，已连续\d+期(?:滞后|未达到)|(?:in|missed) \d+ (?:reports|times) in a row",
                "",
                sentence,
            )
            assert known, sentence
            assert any(not strays(row, v) for v in known), (sentence, strays(row, known[0]))


@pytest.mark.parametrize("name", NAMES)
def test_the_counts_of_the_english_briefing_are_those_of_the_json(name, examples):
    example = examples(name)
    right = counts(example.json("en"), example.plan.ruleset)
    text = prose(example.made("en"))
    told = {field: re.search(pattern, text) for field, pattern in ENGLISH.items()}
    found = {field: int(match[1]) for field, match in told.items() if match}
    assert found == {field: right[field] for field in found}
    must = {"targets", "items", "places"} | (
        {"due", "met", "failed", "missed"} if right["due"] else set()
    )
    assert must | {f for f in ("ahead", "at_risk", "unpaced") if right[f]} <= set(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_identity_of_counts_holds_and_covers_every_verdict(name, examples):
    example = examples(name)
    fields = fields_of(example.inputs())
    total = fields["items"] + fields["not_applicable"] + fields["repeated"]
    assert total == len(example.result)
    assert fields["items"] == fields["due"] + fields["ahead"]


def test_counts_that_do_not_add_up_are_refused(suizhou):
    told = counts_of(suizhou.result.verdicts, suizhou.result.as_of)
    assert told.check() is told
    with pytest.raises(TargetcheckError, match="circular-counts"):
        replace(told, met=told.met + 1).check()
    with pytest.raises(TargetcheckError, match="circular-counts"):
        CircularCounts(2, 1, 1, 0, met=1, on_track=0).check()


def test_a_verdict_that_belongs_to_no_group_is_refused(suizhou):
    due = next(v for v in suizhou.result if v.due <= suizhou.result.as_of)
    odd = replace(due, outcome=replace(due.outcome, status="at_risk"))
    with pytest.raises(TargetcheckError, match="circular-counts"):
        counts_of([odd], suizhou.result.as_of)


def test_gaps_are_those_of_what_if(suizhou):
    from targetcheck.what_if.gap_to_target_text import need_record

    wanted = {
        need.verdict.target: need_record(need, "zh")["to_go"]
        for need in suizhou.needs
        if need.verdict.status == "at_risk"
    }
    sentences = fields_of(suizhou.inputs())["gaps"]
    assert len(sentences) == len(wanted) == 2
    for number in wanted.values():
        assert any(f"{number}公顷" in s or f"{number}个百分点" in s for s in sentences)
    assert "其后月均4.53公顷" in "".join(sentences), "54.4 ha in the twelve months of 2025"


def test_a_month_of_things_that_are_counted_is_a_whole_number(examples):
    """799 quarters in 36 months are 22.19 a month: 23, not a part of one."""
    example = examples("hubei/xianning-investment-2022")
    assert any("其后月均不少于23个" in text for text in fields_of(example.inputs())["gaps"])
    english = fields_of(example.inputs("en"))["gaps"]
    assert any("that is at least 23 " in text for text in english)


def test_a_promise_that_is_stated_twice_counts_once(examples):
    from targetcheck.plan.restated_targets import stated_once

    result = examples("hubei/huangshi-yangtze-2024").result
    known = stated_once(result.verdicts, result.ruleset)
    repeats = [stated for stated in known if stated.repeats]
    assert sum(1 + len(s.repeats) for s in known) == len(result)
    assert repeats
    for stated in repeats:
        for other in stated.repeats:
            same = ("place", "due", "status", "strength")
            assert [getattr(other, n) for n in same] == [getattr(stated.item, n) for n in same]
            assert other.target != stated.item.target
    annex = examples("hubei/huangshi-yangtze-2024").made().annexes[0]
    told = [row[0].text for row in annex.blocks[0].rows]
    assert any("同时载于原文" in text for text in told)


def test_figures_in_doubt_are_told_and_listed():
    asked = {
        "targetcheck": 1,
        "id": "x",
        "title": {"zh": "某方案", "en": "a plan"},
        "document": {"number": "某发〔2024〕1号", "issuer": "某办", "issued": "2024-01-01"},
        "places": {"a": {"zh": "甲县", "kind": "county"}},
        "indicators": {"s": {"zh": "收集率", "nature": "share", "unit": "percent"}},
        "targets": [
            {"id": "t", "indicator": "s", "place": "a", "require": {"at_least": "70 %"}, "due": "2024-12-31"}
        ],
    }  # fmt: skip
    row = {"place": "a", "indicator": "s", "period": "2024", "value": "0.71", "unit": "%"}
    result = tc.evaluate(asked, [row], as_of="2024-12-31")
    assert result.doubts
    made = circular(CircularInputs(ComparedResults(result), "zh"))
    assert f"另有{len(result.doubts)}个数值存疑，须核对（见附件" in prose(made)
    notes = next(annex for annex in made.annexes if annex.id == "notes")
    table = next(block for block in notes.blocks if getattr(block, "id", "") == "doubts")
    assert len(table.rows) == len(result.doubts)
