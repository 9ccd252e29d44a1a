"""Runs are kept whole, once, for good, and found again."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from small_town import ROWS, many, plan_text, row
from sqlalchemy.exc import DBAPIError

import targetcheck as tc
from targetcheck.evaluation.reference_evaluation import digest_of_table
from targetcheck.ledger import Ledger, verify
from targetcheck.ledger.compact_encoding import from_text, table_from_text, table_to_text, to_text


def test_a_run_holds_everything_it_was_made_from(ledger, recorded):
    run = recorded(who="考核办", why="年评估")
    assert (run.ruleset, run.as_of, run.verdicts, run.rows) == ("town", date(2024, 12, 31), 4, 6)
    assert (run.who, run.why, run.profile_name) == ("考核办", "年评估", "default")
    table = ledger.table(run)
    assert digest_of_table(table) == run.data_digest
    assert str(table.where(1, "value")) == str(tc.read_table(list(ROWS)).where(1, "value"))
    assert ledger.run(run.number) == ledger.run(run.id) == ledger.run(run.id[:8]) == run


def test_the_verdicts_are_those_of_the_result(ledger, recorded):
    run = recorded()
    result = tc.evaluate(plan_text(), list(ROWS), as_of="2024-12-31")
    found = {v.key[:2]: v for v in ledger.verdicts(run)}
    for verdict in result:
        kept = found[verdict.target, verdict.place]
        assert (kept.status, kept.reason) == (verdict.status, verdict.reason)
        assert kept.value == str(verdict.value)
        told = ledger.evidence(run, kept)
        assert told["status"] == verdict.status
        assert told["observations"][0]["value"] == verdict.observations[0].text


def test_verdicts_are_found_by_place_department_status_and_target(ledger, recorded):
    run = recorded()
    keys = lambda **by: {v.key[:2] for v in ledger.verdicts(run, **by)}  # noqa: E731
    assert keys(place="east") == {("sewage-2024", "east"), ("forest-2024", "east")}
    assert keys(lead="林业局") == {("forest-2024", "east"), ("forest-2024", "west")}
    assert len(keys(lead="住建局")) == 4
    assert keys(status="fail") == {("sewage-2024", "west"), ("forest-2024", "west")}
    assert keys(status=["pass", "fail"], target="sewage-2024", place="west") == {
        ("sewage-2024", "west")
    }


def test_recording_twice_keeps_one_run(ledger, recorded):
    first = recorded(who="甲")
    assert recorded(who="乙") == first
    assert ledger.runs() == (first,)


def test_a_correction_is_a_new_run_that_names_the_old_one(ledger, recorded):
    first = recorded()
    mended = [*ROWS[:3], {**ROWS[3], "value": "72"}, *ROWS[4:]]
    second = recorded(rows=mended, supersedes=first.number, why="更正")
    assert second.supersedes == first.id
    assert ledger.run(first.number).superseded_by == second.id
    assert ledger.views("town", [date(2024, 12, 31)])[date(2024, 12, 31)] == [
        v.to_dict() for v in ledger.verdicts(second)
    ]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE runs SET who = 'x'", "DELETE FROM verdicts", "DELETE FROM runs", "DELETE FROM evidence",
     "UPDATE tables SET rows = 0", "UPDATE rulesets SET title = ''", "DELETE FROM leads",
     "UPDATE acts SET who = 'x'"],
)  # fmt: skip
def test_the_database_itself_refuses_changes(ledger, recorded, statement):
    run = recorded()
    ledger.keep_acts([act("a")])
    with pytest.raises(DBAPIError, match="only grows"), ledger.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert ledger.runs() == (run,)


def test_other_data_than_was_evaluated_is_refused(ledger):
    result = tc.evaluate(plan_text(), list(ROWS), as_of="2024-12-31")
    with pytest.raises(tc.TargetcheckError, match="ledger-other-data"):
        ledger.record(result, list(ROWS[:-1]))
    assert ledger.runs() == ()


@pytest.mark.parametrize(
    ("place", "code"),
    [("nowhere/ledger.db", "ledger-missing"), ("mysql://host/db", "ledger-place"),
     ("postgresql://127.0.0.1:1/none", "ledger-unusable"), ("no address://", "ledger-place")],
)  # fmt: skip
def test_a_place_that_is_no_ledger_is_an_error_that_says_so(place, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tc.TargetcheckError, match=code):
        Ledger(place, create=False)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(tc.TargetcheckError, match="ledger-unusable"):
        Ledger(path)


def test_an_unknown_run_is_an_error_with_a_hint(recorded, ledger):
    recorded()
    with pytest.raises(tc.TargetcheckError, match="ledger-run-unknown"):
        ledger.run(7)


def test_last_quarters_view_can_be_had_back(recorded, ledger):
    known = recorded(known_at="2024-12-31")
    later = recorded()
    status = lambda run: {v.key[:2]: v.status for v in ledger.verdicts(run)}  # noqa: E731
    assert set(status(known).values()) == {"undetermined"}
    assert status(later)["sewage-2024", "east"] == "pass"
    assert verify(ledger, known).sound


def test_cells_come_back_as_they_were():
    from datetime import datetime
    from decimal import Decimal
    from fractions import Fraction

    noon = datetime(2024, 9, 30, 12)  # a spreadsheet has no zone
    cells = [Decimal("1.10"), date(2024, 9, 30), noon, 0.1, 7, True, None, "Ⅲ类",
             Fraction(2, 3), {"a": [Decimal("0.0")]}]  # fmt: skip
    back = from_text(to_text(cells))
    assert back == cells
    assert [type(c) for c in back] == [type(c) for c in cells]


def test_a_table_of_several_files_keeps_the_place_of_every_cell(tmp_path):
    paths = []
    for name, value in (("a.csv", "1"), ("b.csv", "2")):
        path = tmp_path / name
        path.write_text(f"place,indicator,period,value,unit\neast,sewage,2024,{value},%\n")
        paths.append(str(path))
    table = tc.read_table(paths)
    back = table_from_text(table_to_text(table))
    assert digest_of_table(back) == digest_of_table(table)
    assert [back.where(r, "value") for r in (0, 1)] == [table.where(r, "value") for r in (0, 1)]


def test_a_large_run_is_verified_block_by_block(ledger):
    result, table = many(700)
    run = ledger.record(result, table)
    assert len(list(ledger.blocks(run))) == 3
    last = ledger.verdicts(run)[-1]
    assert ledger.evidence(run, last)["observations"][0]["place"] == last.place
    assert verify(ledger, run).sound


def test_damage_is_found(tmp_path, recorded, ledger):
    import sqlite3

    run = recorded()
    with sqlite3.connect(tmp_path / "ledger.db") as raw:
        raw.execute("DROP TRIGGER verdicts_no_update")
        raw.execute("UPDATE verdicts SET status = 'pass'")
    raw.close()
    check = verify(ledger, run)
    assert not check.sound
    assert [d.code for d in check.damaged] == ["ledger-damaged"]


def test_importing_ledger_and_escalation_loads_no_database_and_no_command_line():
    code = (
        "import sys, targetcheck.ledger, targetcheck.escalation;"
        "print([m for m in 'sqlalchemy typer durable pydantic'.split() if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def act(name):
    keys = ("id", "ruleset", "ladder", "subject", "period", "step", "decided_by", "recorded_at",
            "who", "told")  # fmt: skip
    return dict.fromkeys(keys, name)


def test_an_act_is_kept_once(ledger):
    assert ledger.keep_acts([act("a"), act("b")]) == {"a", "b"}
    assert ledger.keep_acts([act("b"), act("c")]) == {"c"}
    assert [a["id"] for a in ledger.acts("a")] == ["a"]


def test_frames_and_json(recorded, ledger):
    import json

    from targetcheck.ledger.run_export import as_csv, as_json, frame, rows_of

    run = recorded()
    polars = frame(ledger, [run], "polars")
    assert polars.shape[0] == 4
    assert frame(ledger, [run], "pandas")["status"].tolist() == polars["status"].to_list()
    whole = json.loads(as_json(ledger, run))
    assert whole["ruleset"]["id"] == "town"
    assert len(whole["verdicts"]) == 4
    assert whole["verdicts"][0]["evidence"]["observations"]
    assert as_csv(rows_of(run, ledger.verdicts(run))).count("\n") == 5


def test_a_row_that_cannot_be_read_is_kept_too(ledger, recorded):
    rows = [*ROWS, row("nowhere", "sewage", "2024", "1", "%")]
    run = recorded(rows=rows)
    assert (run.rows, run.used) == (7, 6)
    assert verify(ledger, run).sound
