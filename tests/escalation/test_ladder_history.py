"""From verdicts of quarter after quarter to what is due, the same from data and from a ledger."""

from __future__ import annotations

from datetime import date

import pytest
from tests.escalation.quarterly_ladders import (
    BEGIN,
    END,
    FIGURES,
    GOOD,
    LOW,
    NONE,
    decided,
    ladder,
    rows,
    rules,
    steps,
    target,
)

import targetcheck as tc
from targetcheck.escalation import days_of, escalate, from_data, from_rows
from targetcheck.escalation.target_standings import Standing, speaking
from targetcheck.ledger import Ledger
from targetcheck.periods.period_sequence import periods_between


@pytest.mark.parametrize(
    ("quarters", "due"),
    [
        ((LOW, LOW, LOW, LOW), ["reminder", "criticism", "interview", "interview"]),
        ((LOW, LOW, GOOD, LOW), ["reminder", "criticism", "praise", "reminder"]),
        ((LOW, NONE, LOW, LOW), ["reminder", "", "criticism", "interview"]),
        ((GOOD, GOOD, NONE, GOOD), ["praise", "praise", "", "praise"]),
    ],
)
def test_the_ladder_climbs_resets_and_holds(quarters, due):
    assert steps(decided({"east": quarters})) == due


def test_a_waiver_suspends_and_keeps_the_count():
    waiver = {"target": "sewage-each", "place": "east", "reason": "改造", "approver": "市长",
              "until": "2024-09-30"}  # fmt: skip
    found = decided({"east": (LOW, LOW, LOW, LOW)}, rules(waivers=[waiver]))
    assert [s.signal for s in found.stands if s.subject == "east"] == [
        "waived", "waived", "waived", "behind"]  # fmt: skip
    assert steps(found)[-1] == "reminder"


def test_a_veto_goes_straight_to_its_step():
    spec = rules(escalation={"notice": ladder(veto="plants-each", veto_step="criticism")})
    found = decided({"east": (("80", "60"), GOOD, GOOD, GOOD)}, spec)
    assert steps(found)[:2] == ["criticism", "praise"]
    assert "一票否决" in found.stands[0].to_dict("zh")["sentence"]


def test_steps_may_ask_for_a_share_of_the_targets():
    step = ladder()["steps"]
    step[1] = {**step[1], "share": "60 %"}
    spec = rules(escalation={"notice": ladder(steps=step)})
    half, all_ = LOW, ("60", "60")
    assert steps(decided({"east": (half, half, half, all_)}, spec))[-2:] == [
        "reminder",
        "interview",
    ]
    exact = [{**step[0]}, {**step[1], "share": "50 %"}]
    spec = rules(escalation={"notice": ladder(steps=exact)})
    assert steps(decided({"east": (half, half)}, spec, until=date(2024, 6, 30)))[-1] == "criticism"


def test_what_is_only_striven_for_does_not_count():
    spec = rules(targets=[target("sewage", strength="aspirational"), target("plants")])
    assert steps(decided({"east": (LOW, LOW, LOW, LOW)}, spec)) == ["praise"] * 4
    wider = ladder(behind=["fail", "missed"], strength=["binding", "aspirational"])
    spec = {**spec, "escalation": {"notice": wider}}
    assert steps(decided({"east": (LOW, LOW, LOW, LOW)}, spec))[1] == "criticism"


def test_departments_stand_on_a_ladder_of_their_own():
    spec = rules(escalation={"notice": ladder(of="lead")})
    found = decided({"east": (LOW, LOW, LOW, LOW), "west": (GOOD,) * 4}, spec)
    assert steps(found, "住建局")[:2] == ["reminder", "criticism"]
    assert steps(found, "城管委") == ["praise"] * 4


def test_only_some_places_and_targets_may_be_meant():
    spec = rules(escalation={"notice": ladder(targets="plants-each", among="county")})
    found = decided({"east": (LOW, LOW, LOW, LOW)}, spec)
    assert {s.subject for s in found.stands} == {"east", "west"}
    assert steps(found) == ["praise"] * 4


@pytest.mark.parametrize("engine", ["reference", "auto"])
def test_data_and_ledger_give_the_same(tmp_path, engine):
    spec, table = rules(), tc.read_table(rows(**FIGURES))
    plan = tc.compile_plan(spec)
    days = days_of(plan.ruleset, BEGIN, END)
    with Ledger(tmp_path / "ledger.db") as ledger:
        for day in days:
            ledger.record(tc.evaluate(plan, table, as_of=day), table)
        kept = from_rows(ledger.views("ladders", days))
    made = from_data(plan, table, days)
    assert kept == made
    assert escalate(plan.ruleset, kept, BEGIN, END, engine) == escalate(
        plan.ruleset, made, BEGIN, END, engine
    )


def test_a_corrected_run_stands_for_the_one_it_supersedes(tmp_path):
    plan = tc.compile_plan(rules())
    [day, *_] = days = days_of(plan.ruleset, BEGIN, date(2024, 3, 31))
    with Ledger(tmp_path / "ledger.db") as ledger:
        wrong, right = (tc.read_table(rows(east=(q,))) for q in (LOW, GOOD))
        first = ledger.record(tc.evaluate(plan, wrong, as_of=day), wrong)
        before = escalate(plan.ruleset, from_rows(ledger.views("ladders", days)), BEGIN, day)
        ledger.record(tc.evaluate(plan, right, as_of=day), right, supersedes=first.id)
        after = escalate(plan.ruleset, from_rows(ledger.views("ladders", days)), BEGIN, day)
    assert (steps(before), steps(after)) == (["reminder"], ["praise"])


def test_a_quarter_that_nobody_recorded_holds():
    plan = tc.compile_plan(rules())
    days = days_of(plan.ruleset, BEGIN, END)
    history = from_data(plan, tc.read_table(rows(east=(LOW,) * 4)), days)
    del history[days[1]]
    found = escalate(plan.ruleset, history, BEGIN, END)
    assert steps(found) == ["reminder", "", "criticism", "interview"]


def test_acts_have_the_same_names_whenever_they_are_decided():
    first, again = decided(FIGURES).due(), decided(FIGURES).due()
    assert [s.act_id for s in first] == [s.act_id for s in again]
    assert len({s.act_id for s in first}) == len(first)
    revised = decided({**FIGURES, "east": (LOW, LOW, LOW, GOOD)}).due()
    assert {s.act_id for s in revised} != {s.act_id for s in first}


def test_a_verdict_speaks_when_it_falls_due_or_is_the_next_to_do_so():
    def standing(due):
        return Standing("t", "p", due, "fail", "not_met", "binding", (), False)

    days = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
    [period] = periods_between(date(2024, 4, 1), date(2024, 6, 30), "quarter")
    spoken = speaking(map(standing, days), period)
    assert [s.due for s in spoken] == [days[1]]
    spoken = speaking(map(standing, [days[0], days[2], days[3]]), period)
    assert [s.due for s in spoken] == [days[2]]


def test_the_output_says_which_engine_decided(monkeypatch, tmp_path):
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("raise ImportError('gone')")
    assert decided(FIGURES).decided_by == "reference"
    monkeypatch.syspath_prepend(tmp_path)
    found = decided(FIGURES, engine="auto")
    assert found.decided_by == "reference"
    assert [n.code for n in found.notes] == ["durable-rules-silent"]
    with pytest.raises(tc.TargetcheckError, match="durable-rules-silent"):
        decided(FIGURES, engine="durable")


def test_where_the_engines_disagree_the_reference_decides_and_that_is_said(monkeypatch):
    def other(ladders, tallies):
        wrong = [[[p.__class__(9, 9) for p in e] for e in s] for _, s in ladders for e in [()]]
        return (
            ([[[] for _ in s] for _, s in ladders], [False for _ in tallies]) if wrong else ([], [])
        )

    monkeypatch.setattr("targetcheck.escalation.escalation_run.in_child", other)
    found = decided(FIGURES, engine="auto")
    assert found.decided_by == "reference"
    assert "disagrees" in found.notes[0].en
