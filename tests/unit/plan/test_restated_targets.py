"""What a document states in several passages is one target: everywhere, by one definition."""

from __future__ import annotations

from datetime import date

import pytest

import targetcheck as tc
from targetcheck.escalation import escalate, from_data
from targetcheck.escalation.escalation_text import stand_sentence
from targetcheck.output.bulletin import ComparedResults, bulletin
from targetcheck.plan.restated_targets import restated_roots, stated_once, without_repeats
from targetcheck.what_if.gap_to_target import needs_of
from targetcheck.what_if.gap_to_target_text import need_lines

DUE = "2024-12-31"


def target(name, **more):
    return {
        "id": name,
        "indicator": "rate",
        "place": "a",
        "require": {"at_least": "90 %"},
        "due": DUE,
        "lead": "市水利局",
        "cite": {"clause": f"第{name}条", "quote": "达到90%"},
    } | more


def judged(*targets, as_of=DUE, value="80 %", **more):
    rules = {
        "targetcheck": 1,
        "id": "x-2024",
        "title": {"zh": "某方案", "en": "a plan"},
        "document": {"number": "某发〔2024〕1号", "issuer": "某办", "issued": "2024-01-01"},
        "places": {"a": {"zh": "甲县", "kind": "county"}, "b": {"zh": "乙县", "kind": "county"}},
        "indicators": {
            "rate": {"zh": "收集率", "nature": "share", "unit": "percent"},
            "other": {"zh": "处理率", "nature": "share", "unit": "percent"},
        },
        "targets": list(targets),
        **more,
    }
    rows = [
        {"place": p, "indicator": i, "period": DUE, "value": value}
        for p in ("a", "b")
        for i in ("rate", "other")
    ]
    return tc.evaluate(rules, rows, as_of=as_of), rules, rows


def test_the_restated_target_stands_for_all_and_names_the_other_clauses():
    result, *_ = judged(
        target("two", restates="one"), target("one"), target("three", restates="two")
    )
    [stated] = stated_once(result.verdicts, result.ruleset)
    assert stated.item.target == "one"
    assert [v.target for v in stated.repeats] == ["two", "three"]
    assert stated.also_in(result.ruleset) == ("第two条", "第three条")
    assert without_repeats(result.verdicts, result.ruleset) == (stated.item,)


@pytest.mark.parametrize(
    "other",
    [
        {"place": "b"},
        {"due": "2025-12-31"},
        {"strength": "expected"},
        {"indicator": "other"},
        {"require": {"at_least": "70 %"}},
        {"disagrees": [{"target": "one", "on": "数值"}], "require": {"at_least": "85 %"}},
    ],
)
def test_what_differs_is_a_target_of_its_own(other):
    result, *_ = judged(target("one"), target("two", restates="one", **other))
    assert len(stated_once(result.verdicts, result.ruleset)) == 2


def test_two_that_restate_each_other_are_one():
    result, *_ = judged(target("one", restates="two"), target("two", restates="one"))
    assert len(stated_once(result.verdicts, result.ruleset)) == 1
    assert len(set(restated_roots(result.ruleset).values())) == 1


def test_bulletin_needs_and_ladder_name_it_once_with_the_other_clause():
    ladder = {
        "zh": "考核",
        "of": "lead",
        "every": "year",
        "steps": [{"id": "warn", "zh": "提醒", "after": 1}],
    }
    result, rules, rows = judged(
        target("one"), target("two", restates="one"), escalation={"l": ladder}
    )
    made = bulletin(ComparedResults(result), "zh", charts=False)
    tables = {b.id: b for s in made.sections for b in s.blocks if hasattr(b, "rows")}
    for name in ("lagging", "annex"):
        [row] = tables[name].rows
        assert "（同时载于原文第two条）" in row[1].text
    lines = list(need_lines(needs_of(result, settled=True), "zh"))
    assert sum("（同时载于原文第two条）" in line for line in lines) == 1
    assert not [line for line in lines if "two@a" in line]
    plan = tc.compile_plan(rules)
    day = date(2024, 12, 31)
    found = escalate(
        plan.ruleset,
        from_data(plan, tc.read_table(rows), [day]),
        date(2024, 1, 1),
        day,
        "reference",
    )
    [stand] = found.due()
    assert stand.reading.lagging == ("one@a",)
    assert "甲县收集率（同时载于原文第two条）" in stand_sentence(stand, "zh")
    assert stand.to_dict("en")["also_in"] == ["one@a: 第two条"]
