"""Who answers for what: a place for its own, a department for what it leads; each promise once."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import targetcheck as tc
from targetcheck.escalation import Escalated, escalate, from_data
from targetcheck.output.bulletin.headline import figures
from targetcheck.output.place_ranking import ranking

NAMES = {"a": "甲县", "b": "乙市", "c": "丙区", "d": "丁新区"}
PLACES = {
    "city": {"zh": "示例市", "en": "Example City"},
    "a": {"zh": "甲县", "en": "Jia", "kind": "county", "in": "city"},
    "b": {"zh": "乙市", "en": "Yi", "kind": "county", "in": "city"},
    "c": {"zh": "丙区", "en": "Bing", "kind": "county", "in": "city", "aliases": ["丙新区"]},
    "d": {"zh": "丁新区", "en": "Ding", "kind": "county", "in": "city"},
    "c_park": {"zh": "某园区", "kind": "park", "in": "c"},
}
DUE = date(2024, 12, 31)
SCORES = {
    "whole": {
        "zh": "得分",
        "place": {"each": "county", "in": "city"},
        "items": [{"target": "t", "full": 60}, {"target": "u", "full": 40}],
    }
}


def ruleset(leads: list[str], **more: Any) -> dict[str, Any]:
    """Return a ruleset of one promise that four places make and several lead."""
    target = {
        "id": "t", "indicator": "signed", "place": list(NAMES), "require": {"done": True},
        "due": DUE.isoformat(), "lead": leads,
    }  # fmt: skip
    ladder = {
        "zh": "考核", "of": "lead", "steps": [{"id": "warn", "zh": "提醒", "after": 1}],
        "praise": {"id": "praise", "zh": "表扬", "after": 1},
    }  # fmt: skip
    return {
        "targetcheck": 1,
        "id": "answering",
        "title": "示例",
        "document": {
            "number": "示例〔2024〕1号",
            "issuer": "示例市人民政府",
            "issued": "2024-01-01",
        },
        "places": PLACES,
        "indicators": {"signed": {"zh": "协议", "nature": "done"}},
        "targets": [target],
        "escalation": {"notice": ladder},
    } | more


def reports(done: dict[str, bool]) -> Any:
    return tc.read_table(
        [
            {"place": p, "indicator": "signed", "period": "2024-12-31",
             "value": "完成" if well else "未完成"}
            for p, well in done.items()
        ]
    )  # fmt: skip


def decided(data: dict[str, Any], done: dict[str, bool]) -> Escalated:
    plan = tc.compile_plan(data)
    history = from_data(plan, reports(done), [DUE])
    return escalate(plan.ruleset, history, date(2024, 10, 1), DUE, "reference")


def steps(found: Escalated) -> dict[str, str]:
    """Return what is due to whom."""
    return {stand.subject: stand.step.id for stand in found.due() if stand.step}


def test_each_of_several_leads_answers_for_its_own_place():
    leads = ["甲县人民政府", "b", "丙新区管委会", "Ding government", "市水利局"]
    done = {"a": True, "b": True, "c": False, "d": True}
    assert steps(decided(ruleset(leads), done)) == {
        "甲县人民政府": "praise",
        "b": "praise",
        "丙新区管委会": "warn",
        "Ding government": "praise",
        "市水利局": "warn",
    }


def test_a_joint_name_answers_for_each_place_in_it():
    done = {"a": True, "b": False, "c": True, "d": True}
    found = steps(decided(ruleset(["甲县、乙市人民政府", "丙区", "丁新区"]), done))
    assert found == {"甲县、乙市人民政府": "warn", "丙区": "praise", "丁新区": "praise"}


def test_what_lies_in_a_place_is_its_own_and_a_city_answers_for_its_counties():
    data = ruleset(["丙区", "甲县"])
    data["targets"][0]["place"] = ["a", "c_park"]
    done = {"a": True, "c_park": False}
    assert steps(decided(data, done)) == {"丙区": "warn", "甲县": "praise"}
    data = ruleset(["示例市", "甲县"])
    assert steps(decided(data, {"a": True, "b": False, "c": True, "d": True})) == {
        "示例市": "warn",
        "甲县": "praise",
    }


def test_a_place_of_none_of_them_is_answered_for_by_all():
    found = steps(decided(ruleset(["甲县", "乙市"]), {"a": True, "b": True, "c": False, "d": True}))
    assert found == {"甲县": "warn", "乙市": "warn"}


def test_the_verdict_names_those_who_answer():
    plan = tc.compile_plan(ruleset(["甲县", "乙市", "丙区", "丁新区", "市水利局"]))
    result = tc.evaluate(plan, reports(dict.fromkeys(NAMES, True)), as_of="2025-01-31")
    assert {v.place: v.lead for v in result} == {p: (n, "市水利局") for p, n in NAMES.items()}
    assert result.by("lead")["甲县"]["pass"] == 1
    assert result.by("lead")["市水利局"]["pass"] == 4


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.booleans(), min_size=4))
def test_nobody_answers_for_the_place_of_another(done: dict[str, bool]):
    found = decided(ruleset([*NAMES.values(), "市水利局"]), done)
    for stand in found.stands:
        places = {name.partition("@")[2] for name in stand.reading.lagging}
        own = {p for p, name in NAMES.items() if name == stand.subject} or set(NAMES)
        assert places == {p for p in own if not done[p]}


def test_who_is_praised_and_warned_in_one_period_is_told_why():
    """Two ladders judge different targets, and each names the other."""
    data = ruleset(["市水利局"])
    data["indicators"]["built"] = {"zh": "工程", "nature": "done"}
    data["targets"].append(data["targets"][0] | {"id": "u", "indicator": "built"})
    ladder = data["escalation"]["notice"]
    data["escalation"] = {
        "signing": ladder | {"zh": "签约考核", "en": "signing", "targets": "t"},
        "building": ladder | {"zh": "建设考核", "en": "building", "targets": "u"},
    }
    rows = [
        {"place": p, "indicator": i, "period": "2024-12-31", "value": v}
        for p in NAMES
        for i, v in (("signed", "完成"), ("built", "未完成"))
    ]
    plan = tc.compile_plan(data)
    history = from_data(plan, tc.read_table(rows), [DUE])
    found = escalate(plan.ruleset, history, date(2024, 10, 1), DUE, "reference")
    said = {stand.ladder_id: stand.to_dict("en") for stand in found.due()}
    assert said["signing"]["opposed"] == ["building: warn"]
    assert said["building"]["opposed"] == ["signing: praise"]
    assert "in the same period also 提醒 by building" in str(said["signing"]["sentence"])
    assert "同期另有签约考核“表扬”" in str(
        next(s for s in found.due() if s.ladder_id == "building").to_dict("zh")["sentence"]
    )


RESTATED = {"id": "again", "restates": "t", "lead": ["市水利局"]}


@given(
    st.dictionaries(st.sampled_from(sorted(NAMES)), st.booleans(), min_size=4),
    st.sampled_from([(), ("again",), ("again", "third")]),
)
def test_a_restated_promise_counts_once(done: dict[str, bool], more: tuple[str, ...]):
    """Ladders, scores, headline counts and ranks are those of the promise said once."""
    data = ruleset(["市水利局"])
    data["indicators"]["built"] = {"zh": "工程", "nature": "done"}
    data["targets"].append(data["targets"][0] | {"id": "u", "indicator": "built"})
    data["scores"] = SCORES
    plain = tc.compile_plan(data)
    copies = [data["targets"][0] | RESTATED | {"id": name} for name in more]
    items = [{"target": name, "full": 50} for name in more]
    whole = SCORES["whole"] | {"items": [*SCORES["whole"]["items"], *items]}
    copied = tc.compile_plan(
        data | {"targets": [*data["targets"], *copies], "scores": {"whole": whole}}
    )
    table = reports(done)
    once, twice = (tc.evaluate(p, table, as_of="2025-01-31") for p in (plain, copied))
    counted = [figures(r.verdicts, r.as_of) for r in (once, twice)]
    assert counted[0].counts == counted[1].counts
    assert (counted[0].due, counted[0].met) == (counted[1].due, counted[1].met)
    assert counted[1].restated == len(more) * len(NAMES)
    ranks = [ranking(r.verdicts, r.ruleset, "zh") for r in (once, twice)]
    assert ranks[0] == ranks[1]
    for one, other in zip(once.scores(), twice.scores(), strict=True):
        assert [item.left_out for item in other.items] == [False, False] + [True] * len(more)
        assert one.rank == other.rank
        assert (one.points is None) == (other.points is None)
    ladders = [
        escalate(p.ruleset, from_data(p, table, [DUE]), date(2024, 10, 1), DUE, "reference")
        for p in (plain, copied)
    ]
    assert [(s.position, s.reading) for s in ladders[0].stands] == [
        (s.position, s.reading) for s in ladders[1].stands
    ]


def test_a_promise_restated_for_another_place_counts_on_its_own():
    data = ruleset(["市水利局"])
    data["targets"][0]["place"] = ["a", "b"]
    data["targets"].append(data["targets"][0] | RESTATED | {"place": ["b", "c"]})
    result = tc.evaluate(data, reports(dict.fromkeys("abc", True)), as_of="2025-01-31")
    assert figures(result.verdicts, result.as_of).counts["pass"] == 3
