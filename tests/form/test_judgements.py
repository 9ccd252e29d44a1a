"""A person's word on a promise without a number, and members that only the data name."""

from __future__ import annotations

from datetime import date

import pytest

import targetcheck as tc
from targetcheck.verdicts.explanation_text import explain

RULES = {
    "targetcheck": 1,
    "id": "x-2024",
    "title": {"zh": "某方案", "en": "a plan"},
    "document": {"number": "某发〔2024〕1号", "issuer": "某办", "issued": "2024-01-01"},
    "places": {"a": {"zh": "甲县", "kind": "county"}},
    "groups": {"plants": {"zh": "污水处理厂", "in": "a", "kind": "plant", "from_data": True}},
    "indicators": {
        "culture": {"zh": "文化建设", "nature": "done"},
        "bod": {"zh": "进水BOD", "nature": "level", "unit": "mg/L"},
    },
    "targets": [
        {
            "id": "t",
            "indicator": "culture",
            "place": "a",
            "require": {"words": "持续提升"},
            "due": "2024-12-31",
        },
        {
            "id": "u",
            "indicator": "bod",
            "place": "a",
            "require": {"share_of": "plants", "where": {"bod": {"above": "100 mg/L"}},
                        "at_least": "60 %"},
            "due": "2024-12-31",
        },
    ],
}  # fmt: skip
WORD = {
    "place": "a",
    "indicator": "culture",
    "period": "2024Q4",
    "value": None,
    "judged": "t@a@2024-12-31",
    "judgement": "达标",
    "judged_by": "市考核办",
    "judged_on": "2025-01-10",
    "note": "两项活动均已举办",
}


def judged(*rows, as_of="2024-12-31", **more):
    return tc.evaluate(RULES, list(rows), as_of=as_of, **more)


def test_a_word_with_author_day_and_reason_decides():
    result = judged(WORD)
    verdict = result["t"]
    assert (verdict.status, verdict.reason) == ("pass", "person_judged")
    assert verdict.flags == ("judged_by_person",)
    assert (verdict.override.author, verdict.override.date) == ("市考核办", date(2025, 1, 10))
    assert "市考核办，2025-01-10" in explain(verdict, "zh")
    assert (result.rows, result.used, result.set_aside) == (1, 1, ())
    assert verdict.to_dict("zh")["override"]["reason"] == "两项活动均已举办"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"judgement": ""}, "judgement-missing"),
        ({"judgement": "还行"}, "judgement-unknown"),
        ({"judged_by": ""}, "judgement-unsigned"),
        ({"judged_on": "某日"}, "judgement-unsigned"),
        ({"note": None}, "judgement-unsigned"),
        ({"judged": "t@a@2030-12-31"}, "judgement-target"),
        ({"judged": "t"}, "judgement-target"),
        ({"period": "某季"}, "period-unreadable"),
    ],
)
def test_what_it_lacks_is_said_and_the_target_stays_open(change, code):
    result = judged(WORD | change)
    assert [aside.why.code for aside in result.set_aside] == [code]
    assert result.rows == result.used + len(result.set_aside)
    assert result["t"].reason == "needs_judgement"


def test_it_is_known_like_a_report():
    assert judged(WORD, as_of="2024-11-30")["t"].reason == "needs_judgement"
    late = judged(WORD, known_at="2025-01-09")
    assert late["t"].reason == "needs_judgement"
    assert [aside.why.code for aside in late.set_aside] == ["after-known-at"]
    assert judged(WORD, known_at="2025-01-10")["t"].status == "pass"


def test_the_newest_word_counts_and_an_interim_one_decides_nothing_once_due():
    interim = WORD | {"period": "2024Q3", "judgement": "有风险", "judged_on": "2024-10-08"}
    assert judged(interim, WORD, as_of="2024-09-30")["t"].status == "at_risk"
    assert judged(interim)["t"].reason == "needs_judgement"
    assert judged(WORD, interim)["t"].status == "pass"


@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_frames_give_the_same_verdict(kind):
    frame = pytest.importorskip(kind).DataFrame([{**WORD, "value": ""}])
    table = tc.verdict_table(RULES, frame, as_of="2024-12-31", engine="columnar")
    found = table.frame.filter(table.frame["target"] == "t")
    assert found["status"].to_list() == ["pass"]


PLANTS = [
    {
        "place": name,
        "indicator": "bod",
        "period": "2024-12-31",
        "value": value,
        "unit": "mg/L",
        "member_of": "污水处理厂",
    }
    for name, value in (("城北污水处理厂", "120"), ("城南 一厂", "95"), ("开发区厂", "101"))
]


def test_members_that_no_ruleset_names_count():
    result = judged(*PLANTS)
    verdict = result["u"]
    assert (verdict.status, verdict.reason) == ("pass", "met")
    assert verdict.outcome.point.counts == (2, 3)
    assert "population_from_data" in verdict.flags
    assert result.used == result.rows == 3
    plain = tc.evaluate(RULES, [], as_of="2024-12-31")
    assert result.provenance.ruleset_digest == plain.provenance.ruleset_digest


def test_without_a_group_such_a_place_is_unknown():
    result = judged(*({**row, "member_of": ""} for row in PLANTS))
    assert {aside.why.code for aside in result.set_aside} == {"place-unknown"}


def test_the_ledger_repeats_both(tmp_path):
    pytest.importorskip("sqlalchemy")
    from targetcheck.ledger.run_store import Ledger
    from targetcheck.ledger.run_verification import verify

    rows = [WORD, *PLANTS]
    result = judged(*rows)
    with Ledger(tmp_path / "runs.db") as ledger:
        run = ledger.record(result, rows, who="x")
        assert verify(ledger, run).sound
