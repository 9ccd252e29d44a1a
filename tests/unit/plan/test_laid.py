"""A target that binds many places asks of each what a target of that place alone would ask."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import targetcheck as tc
from targetcheck.plan.lazy_questions import Batch, Questions
from targetcheck.plan.plan import HERE, Check, Fold, Question

PLACES = {
    "city": {"zh": "市"},
    "a": {"zh": "甲", "kind": "county", "in": "city"},
    "b": {"zh": "乙", "kind": "county", "in": "city"},
    "c": {"zh": "丙", "kind": "county", "in": "city"},
}
INDICATORS = {
    "rate": {"zh": "率", "nature": "share", "unit": "percent", "better": "higher"},
    "area": {"zh": "面积", "nature": "flow", "unit": "hectare", "better": "higher"},
    "bod": {"zh": "浓度", "nature": "level", "unit": "mg/L", "better": "lower"},
}
CITE = {"clause": "1", "quote": "x"}
KINDS: dict[str, dict[str, Any]] = {
    "one date": {"indicator": "rate", "require": {"at_least": "95 %"}, "due": 2025},
    "stages": {
        "indicator": "rate",
        "require": {"at_least": "95 %"},
        "due": 2025,
        "milestones": [
            {"due": 2023, "require": {"at_least": "80 %"}},
            {"due": 2024, "require": {"at_least": "90 %"}, "strength": "expected"},
        ],
    },
    "every quarter": {
        "indicator": "area", "require": {"at_least": "3 ha"}, "from": 2024, "due": 2025,
        "every": "quarter",
    },
    "either": {
        "indicator": "rate",
        "require": {"any": [{"at_least": "95 %"}, {"rise": {"from": 2020, "at_least": "15 个百分点"}}]},
        "due": 2025,
    },
    "of members": {
        "indicator": "rate",
        "require": {"share_of": "counties", "where": {"bod": {"below": "20 mg/L"}}, "at_least": "90 %"},
        "due": 2025,
    },
    "elsewhere": {"indicator": "rate", "require": {"at": "b", "at_least": "95 %"}, "due": 2025},
    "there and elsewhere": {
        "indicator": "rate",
        "require": {"all": [{"at": "b", "at_least": "95 %"}, {"at_least": "90 %"}]},
        "due": 2025,
    },
    "tranches": {
        "indicator": "area", "require": {"at_least": "9 ha"}, "due": 2025,
        "tranches": {2024: "5 ha", 2025: "4 ha"},
    },
    "on condition": {
        "indicator": "rate", "require": {"at_least": "95 %"}, "due": 2025,
        "when": {"area": {"above": "0 ha"}},
    },
}  # fmt: skip


def questions(*targets: dict[str, Any]) -> Questions:
    ruleset = {
        "targetcheck": 1,
        "id": "laid",
        "title": "laid",
        "document": {"number": "1", "issuer": "x", "issued": "2024-01-01"},
        "places": PLACES,
        "groups": {"counties": {"kind": "county"}},
        "indicators": INDICATORS,
        "targets": [{"cite": CITE, **target} for target in targets],
    }
    found = tc.compile_plan(ruleset).questions
    assert isinstance(found, Questions)
    return found


def places_in(tree: Check | Fold) -> set[str]:
    if isinstance(tree, Check):
        return {tree.measure.place}
    return {place for part in tree.parts for place in places_in(part)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bound", [{"each": "county"}, ["c", "a"], ["b"]])
def test_many_places_are_asked_as_one_place_alone(kind: str, bound: Any) -> None:
    together = questions({"id": "t", "place": bound, **KINDS[kind]})
    names = ["a", "b", "c"] if isinstance(bound, dict) else bound
    alone = [q for n in names for q in questions({"id": "t", "place": n, **KINDS[kind]})]
    assert list(together) == alone
    assert len(together) == len(alone)
    assert not any(HERE in (q.place, *places_in(q.tree)) for q in together)


def test_tranches_of_their_own_are_asked_of_their_places_only() -> None:
    tranches = {"c": {2024: "1 ha"}, "a": {2024: "1 ha"}, "b": {2024: "2 ha", 2025: "1 ha"}}
    found = questions(
        {"id": "t", "indicator": "area", "place": {"each": "county"}, "tranches": tranches}
    )
    asked = [(q.place, q.due.year, q.tree.bound) for q in found if isinstance(q.tree, Check)]
    assert [(place, year) for place, year, _ in asked] == [
        ("c", 2024), ("a", 2024), ("b", 2024), ("b", 2025),
    ]  # fmt: skip
    assert [bound.low for *_, bound in asked if bound] == [1, 1, 2, 3]
    assert [batch.places for batch in found.batches] == [("c", "a"), ("b",)]


def test_what_does_not_name_the_place_is_one_object_for_all() -> None:
    first, second, *_ = questions({"id": "t", "place": {"each": "county"}, **KINDS["one date"]})
    assert isinstance(first.tree, Check)
    assert isinstance(second.tree, Check)
    assert first.tree.bound is second.tree.bound
    assert first.tree.judge is second.tree.judge
    assert first.tree.measure.place == "a"


def test_stages_at_a_place_share_its_measure() -> None:
    stages = questions({"id": "t", "place": ["a", "b"], **KINDS["stages"]})[:3]
    measures = [q.tree.measure for q in stages if isinstance(q.tree, Check)]
    assert all(measure is measures[0] for measure in measures)


def test_questions_are_counted_without_being_made() -> None:
    found = questions({"id": "t", "place": {"each": "county"}, **KINDS["stages"]})
    (batch,) = found.batches
    assert (len(found), len(batch), batch.places) == (9, 9, ("a", "b", "c"))
    assert [q.place for q in batch.questions] == [HERE] * 3
    assert "_all" not in vars(found)
    assert found[4] is found[4]


def test_some_questions_are_picked_without_making_the_others() -> None:
    found = questions(
        {"id": "t", "place": {"each": "county"}, **KINDS["stages"]},
        {"id": "u", "place": ["b", "c"], **KINDS["one date"]},
    )
    numbers = (0, 8, 9, 10, 3)
    picked = found.pick(numbers)
    assert "_all" not in vars(found)
    assert picked == tuple(found[n] for n in numbers)
    assert found.pick(()) == ()


def test_questions_are_a_sequence() -> None:
    found = questions({"id": "t", "place": ["a", "b"], **KINDS["stages"]})
    again = questions({"id": "t", "place": ["a", "b"], **KINDS["stages"]})
    other = questions({"id": "t", "place": ["b", "a"], **KINDS["stages"]})
    assert found == again
    assert found == tuple(again)
    assert hash(found) == hash(again)
    assert found != other
    assert found[-1] in found
    assert found[1:3] == tuple(found)[1:3]
    assert pickle.loads(pickle.dumps(found)) == found
    assert Questions(Batch((question,), (question.place,)) for question in found) == found


def test_a_question_that_names_its_place_is_kept_as_it_is() -> None:
    question: Question = questions({"id": "t", "place": "a", **KINDS["one date"]})[0]
    assert next(Batch((question,), ("a",)).laid()) is question
