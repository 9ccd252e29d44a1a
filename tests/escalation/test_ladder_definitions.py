"""What a ladder, a conclusion or a cadence may say: faults with their place, and those of documents."""

from __future__ import annotations

import pytest
from tests.escalation.quarterly_ladders import (
    CONCLUSIONS,
    FIGURES,
    decided,
    ladder,
    rules,
)

import targetcheck as tc
from targetcheck.escalation.ladder_signals import SignalReader, shape_of


def test_a_ruleset_without_ladders_is_told_so():
    with pytest.raises(tc.TargetcheckError, match="escalation-missing"):
        decided(FIGURES, rules(escalation={}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"steps": [{"id": "a", "after": 2}, {"id": "b", "after": 1}]}, "steps-out-of-order"),
        ({"steps": [{"id": "a"}, {"id": "a"}]}, "defined-twice"),
        ({"veto_step": "reminde"}, "step-unknown"),
        ({"veto": "nothing"}, "target-unknown"),
        ({"actions": "nothing"}, "action-unknown"),
        ({"among": "village"}, "group-unknown"),
        ({"share": "0.3 mg/L"}, "share-not-percent"),
        ({"share": "130 %"}, "share-not-percent"),
        ({"steps": [{"id": "a", "after": 13}]}, "after"),
        ({"step": []}, "step"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_ladder_is_said_with_its_place(changes, code):
    with pytest.raises(tc.TargetcheckError) as raised:
        tc.load_ruleset(rules(escalation={"notice": ladder(**changes)}))
    told = str(raised.value)
    assert code in told
    assert "escalation.notice" in told


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"targets": "nothing", "status": "fail"}, "target-unknown"),
        (
            {"targets": "sewage-each", "status": "fail", "at_least": 1, "none": True},
            "count-unclear",
        ),
        ({"targets": "sewage-each", "status": "failed"}, "status"),
        (
            {"targets": "sewage-each", "status": "fail", "places": {"each": "village"}},
            "group-unknown",
        ),
    ],
)
def test_what_is_wrong_with_a_conclusion_is_said(condition, code):
    with pytest.raises(tc.TargetcheckError, match=code):
        tc.load_ruleset(rules(conclusions={"c": {"zh": "结论", "all": [condition]}}))


def test_sections_come_back_from_yaml():
    from targetcheck.ruleset.ruleset import to_data

    spec = rules(
        conclusions={"silent": CONCLUSIONS["silent"]},
        cadences={"m": {"zh": "月", "every": "month"}},
    )
    ruleset = tc.load_ruleset(spec)
    assert tc.load_ruleset(to_data(ruleset)) == ruleset


@pytest.mark.parametrize("name", ["hubei/huangshi-yangtze-2024", "hubei/suizhou-yangtze-2024"])
def test_the_ladders_of_the_documents_cite_every_step(name):
    ruleset = tc.load_ruleset(name)
    for spec in ruleset.escalation.values():
        for step in (*spec.steps, *((spec.praise,) if spec.praise else ())):
            assert step.cite is not None
            assert step.cite.quote
            assert step.after == 1 or step.reading, "a number that the document lacks is a reading"


def test_the_ladders_and_cadences_of_huangshi_and_suizhou():
    told = {}
    for city in ("huangshi", "suizhou"):
        ruleset = tc.load_ruleset(f"hubei/{city}-yangtze-2024")
        told[city] = (
            {n: [s.zh for s in x.steps] for n, x in ruleset.escalation.items()},
            [c.zh for c in ruleset.cadences.values()],
        )
    assert told["huangshi"][0]["outfalls"] == ["提醒函", "通报批评", "公开约谈"]
    assert (
        tc.load_ruleset("hubei/huangshi-yangtze-2024").escalation["outfalls"].praise.zh
        == "通报表扬"
    )
    assert told["suizhou"][0]["departments"] == ["通报批评", "追责问责"]
    assert told["huangshi"][1] == ["月调度", "季通报", "年评估"]
    assert told["suizhou"][1] == ["季调度", "半年通报", "年评估"]


def test_a_reader_of_a_ladder_gives_shapes_the_machine_takes():
    ruleset = tc.load_ruleset(rules())
    assert shape_of(ruleset.escalation["notice"]).after == (1, 2, 3)
    assert SignalReader(ruleset.escalation["notice"], ruleset).read(()) == {}


def test_quotes_of_ladders_are_looked_up_in_the_document():
    from targetcheck.lint.linter import lint_ruleset

    spec = rules(
        cadences={"m": {"zh": "月", "every": "month", "cite": {"clause": "三", "quote": "月调度"}}}
    )
    found = lint_ruleset(tc.load_ruleset(spec), "不低于70%。提醒。采取措施。")
    [missing] = [d for d in found if d.code == "quote-not-in-text"]
    assert "月调度" in missing.en
    assert "cadences.m.cite" in str(missing.where)
