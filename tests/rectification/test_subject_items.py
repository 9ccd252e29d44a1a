"""Ladders see problem lists: the items of each subject, and overdue ones that count on request."""

from __future__ import annotations

import json
from datetime import date

import pytest
from small_city import MEASURE, fill, plan_text, sewage

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.escalation import Standing, escalate
from targetcheck.rectification.subject_items import lists_by_day, with_overdue
from targetcheck.ruleset.ruleset import to_yaml

WEST, EAST = "sewage-2024@west", "sewage-2024@east"
STEPS = [
    {"id": "reminder", "zh": "提醒函", "after": 1, "cite": {"clause": "二", "quote": "提醒"}},
    {"id": "criticism", "zh": "通报批评", "after": 2},
]
LADDER = {
    "zh": "督办",
    "behind": ["fail", "at_risk"],
    "steps": STEPS,
    "cite": {"clause": "二", "quote": "督办"},
}


def rules(**changes):
    spec = plan_text(escalation={"places": LADDER, "leads": {**LADDER, "of": "lead"}}, **changes)
    spec["targets"] = spec["targets"][:1]
    return spec


@pytest.fixture
def book(ledger, recorded, tmp_path, monkeypatch):
    """A ledger of two quarters: both counties miss in the first, west is to be done in February."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "plan.yaml").write_text(to_yaml(tc.load_ruleset(rules())), encoding="utf-8")
    rows = [*sewage("west", 68), *sewage("east", 68)]
    recorded(rows, "2024-12-31", rules())
    tc.rectify(ledger, workbook="list.xlsx", who="考核办")
    fill("list.xlsx", WEST, **{**MEASURE, "by": date(2025, 2, 28)})
    fill("list.xlsx", EAST, **{**MEASURE, "by": date(2025, 6, 30)})
    tc.rectify(ledger, returned="list.xlsx", who="住建局")
    recorded([*sewage("west", 68, 68), *sewage("east", 68, 68)], "2025-03-31", rules())
    return ledger


def escalated(capsys, *words, day="2025-03-31"):
    line = ["escalate", "plan.yaml", "--as-of", day, "--ledger", "ledger.db", "--no-keep"]
    assert run([*line, "--lang", "zh", *words]) == 0
    return capsys.readouterr().out


def test_a_step_names_the_items_of_its_subject(book, capsys):
    text = escalated(capsys, day="2024-12-31")
    assert "西县：2024年第四季度1项任务中1项落后（西县污水收集率），按季度计首次落后" in text
    assert text.count("问题清单：未销号1项，已销号0项") == 2
    assert "问题清单：未销号2项，已销号0项" in text, "the department answers for both"


def test_a_failure_of_an_earlier_period_is_forgotten_unless_overdue_items_count(book, capsys):
    assert "本期无应采取的措施" in escalated(capsys)
    text = escalated(capsys, "--count-overdue")
    assert "西县：2025年第一季度1项任务中1项落后（西县污水收集率），已连续2个季度落后" in text
    assert "应采取措施：通报批评" in text
    assert "东县：2025年第一季度" not in text, "its day has not come"
    assert "问题清单：未销号1项（其中逾期1项），已销号0项" in text


def test_what_is_solved_no_longer_counts(book, recorded, capsys):
    recorded([*sewage("west", 68, 68, 71), *sewage("east", 68, 68, 71)], "2025-06-30", rules())
    assert "本期无应采取的措施" in escalated(capsys, "--count-overdue", day="2025-06-30")
    found = json.loads(escalated(capsys, "--format", "json", day="2025-06-30"))
    west = [i for i in found["problem_items"] if i["subject"] == "west"]
    assert [(i["period_end"], i["open"], i["overdue"], i["closed"]) for i in west] == [
        ("2024-12-31", 1, 0, 0), ("2025-03-31", 1, 1, 0), ("2025-06-30", 0, 0, 1),
    ]  # fmt: skip


def test_overdue_items_are_decided_alike_by_both_engines(book, capsys):
    one = escalated(capsys, "--count-overdue", "--engine", "reference", "--format", "json")
    two = escalated(capsys, "--count-overdue", "--engine", "auto", "--format", "json")
    assert json.loads(one)["due"] == json.loads(two)["due"]


def test_a_ledger_without_a_list_says_nothing_of_items(
    ledger, recorded, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(to_yaml(tc.load_ruleset(rules())), encoding="utf-8")
    recorded(sewage("west", 68), "2024-12-31", rules())
    assert "问题清单" not in escalated(capsys, day="2024-12-31")
    assert "problem_items" not in json.loads(
        escalated(capsys, "--format", "json", day="2024-12-31")
    )


def test_an_overdue_item_is_never_a_veto(book):
    spec = rules()
    spec["escalation"] = {"places": {**LADDER, "veto": "sewage-2024", "veto_step": "criticism"}}
    ruleset = tc.load_ruleset(spec)
    days = [date(2024, 12, 31), date(2025, 3, 31)]
    lists = lists_by_day(book, "city", days)
    history = with_overdue({}, lists)
    assert [(s.target, s.place, s.reason) for s in history[days[1]]] == [
        ("sewage-2024", "west", "rectification_overdue")
    ]
    found = escalate(ruleset, history, date(2025, 1, 1), days[1], "reference")
    assert [(p.subject, p.signal) for p in found.newest()] == [("west", "behind")]


def test_a_target_with_a_verdict_on_the_day_counts_once(book):
    day = date(2025, 3, 31)
    lists = lists_by_day(book, "city", [day])
    own = Standing("sewage-2024", "west", day, "pass", "met", "binding", ("住建局",), False)
    assert with_overdue({day: (own,)}, lists)[day] == (own,)
