"""A run judged again where something changed is the run that the full evaluation gives."""

from __future__ import annotations

import copy
import csv
from pathlib import Path

import pytest
from small_town import ROWS, plan_text

import targetcheck as tc
from targetcheck.ledger import Ledger
from targetcheck.rejudgement import rejudge


def full(tmp_path, rules, rows, as_of="2024-12-31", profile=None):
    """Record the whole evaluation in a ledger of its own."""
    plan = tc.compile_plan(rules, profile)
    with Ledger(tmp_path / "full.db") as book:
        run = book.record(tc.evaluate(plan, list(rows), as_of=as_of), list(rows))
        return run, book.verdicts(run), list(book.blocks(run))


def changed(rows, **cells):
    found = copy.deepcopy(list(rows))
    found[0] |= cells
    return found


def same(ledger, found, wanted):
    run, verdicts, blocks = wanted
    assert found.run.id == run.id
    assert ledger.verdicts(found.run) == verdicts
    assert list(ledger.blocks(found.run)) == blocks
    assert found.run.used == run.used


@pytest.mark.parametrize(
    "rows",
    [
        list(ROWS),
        changed(ROWS, value="1"),
        changed(ROWS, value="no number"),
        changed(ROWS, place="nowhere"),
        list(ROWS[1:]),
        list(ROWS[:-1]),
        [*ROWS, {**ROWS[0], "period": "2023"}],
    ],
    ids=["none", "value", "unreadable", "unknown place", "first gone", "last gone", "one more"],
)
def test_new_data_give_the_run_of_the_full_evaluation(ledger, recorded, tmp_path, rows):
    first = recorded()
    found = rejudge(ledger, first, rows)
    same(ledger, found, full(tmp_path, plan_text(), rows))


def test_nothing_is_decided_where_nothing_changed(ledger, recorded):
    first = recorded()
    found = rejudge(ledger, first)
    assert found.judged == 0
    assert found.run == first


def test_only_what_reads_the_change_is_decided(ledger, recorded):
    first = recorded()
    found = rejudge(ledger, first, changed(ROWS, value="1"))
    assert 0 < found.judged < first.verdicts


def test_another_ruleset_decides_its_changed_targets(ledger, recorded, tmp_path):
    first = recorded()
    plan = tc.compile_plan(plan_text())
    data = plan.ruleset.model_copy(
        update={"targets": (plan.ruleset.targets[0].model_copy(update={"strength": "expected"}),
                            *plan.ruleset.targets[1:])}
    )  # fmt: skip
    other = tc.compile_plan(data)
    found = rejudge(ledger, first, plan=other)
    assert 0 < found.judged < first.verdicts
    same(ledger, found, full(tmp_path, data, ROWS))


def test_another_profile_decides_everything(ledger, recorded, tmp_path):
    first = recorded()
    plan = tc.compile_plan(plan_text())
    strict = plan.profile.model_copy(update={"stale_after_days": 1})
    found = rejudge(ledger, first, plan=tc.compile_plan(plan_text(), strict))
    assert found.judged == first.verdicts
    same(ledger, found, full(tmp_path, plan_text(), ROWS, profile=strict))


def test_a_ruleset_with_shared_parts_stays_the_same(ledger, tmp_path):
    """Shared parts are resolved in the ledger; the digest of the ruleset names them all the same."""
    name = "hubei/huangshi-yangtze-2024"
    table = tc.read_table("examples/huangshi/2024q3.csv", name)
    names = ("place", "indicator", "period", "value", "unit")
    cells = zip(*(table.column(each) for each in names), strict=True)
    rows = [dict(zip(names, row, strict=True)) for row in cells]
    first = ledger.record(tc.evaluate(name, rows, as_of="2024-09-30"), rows)
    assert tc.load_ruleset(name).use
    assert rejudge(ledger, first).run == first
    fewer = rows[1:]
    found = rejudge(ledger, first, fewer)
    assert 0 < found.judged < first.verdicts
    same(ledger, found, full(tmp_path, name, fewer, "2024-09-30"))


def test_the_command_records_the_new_run(tmp_path, capsys):
    from targetcheck.cli.entry_point import run

    book, table = str(tmp_path / "l.db"), "examples/huangshi/2024q3.csv"
    words = ["--ledger", book, "--who", "a", "--lang", "en"]
    base = ["hubei/huangshi-yangtze-2024", table, "--as-of", "2024-09-30"]
    assert run(["ledger", "record", *base, *words]) == 0
    text = Path(table).read_text(encoding="utf-8").replace("73.37,%,372", "72.98,%,370")
    other = tmp_path / "2024q3.csv"
    other.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["ledger", "rejudge", "1", str(other), *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("recorded as run 2")
    assert run(["ledger", "rejudge", "1", "--profile", "nosuch", *words]) == 2
    assert run(["ledger", "rejudge", "1", "--ruleset", base[0], *words]) == 0
    assert "evaluated: 0;" in capsys.readouterr().out


def test_evaluate_since_a_run_says_what_the_ledger_says_of_the_full_one(tmp_path, capsys):
    from targetcheck.cli.entry_point import run

    table, day = "examples/huangshi/2024q3.csv", "2024-09-30"
    words = ["hubei/huangshi-yangtze-2024", table, "--as-of", day, "--who", "a", "--lang", "en"]
    part, full = str(tmp_path / "part.db"), str(tmp_path / "full.db")
    assert run(["ledger", "record", *words, "--ledger", part]) == 0
    older = tmp_path / "older.csv"
    older.write_text(Path(table).read_text(encoding="utf-8").replace("372", "371"), "utf-8")
    words[1] = str(older)
    assert run(["ledger", "record", *words, "--ledger", full]) == 0
    capsys.readouterr()
    code = run(["evaluate", *words, "--since", "1", "--ledger", part, "--format", "csv"])
    said = capsys.readouterr()
    assert "evaluated: " in said.err
    assert run(["ledger", "show", "1", "--ledger", full, "--format", "csv"]) == 0
    of_run = ("run", "recorded_at")
    got, known = (
        [{k: v for k, v in row.items() if k not in of_run} for row in csv.DictReader(lines)]
        for lines in (said.out.splitlines(), capsys.readouterr().out.splitlines())
    )
    assert got == known
    assert len(got) > 600
    assert run(["evaluate", *words, "-o", str(tmp_path / "x.csv")]) == code
    words[3] = "2024-12-31"
    assert run(["evaluate", *words, "--since", "1", "--ledger", part]) == 2
    assert "since-other-run" in capsys.readouterr().err
    words[3] = day
    assert run(["evaluate", *words, "--since", "1", "--ledger", part, "--strict"]) == 2
    assert "since-not-with" in capsys.readouterr().err


def test_evaluate_since_refuses_before_it_records(tmp_path, capsys):
    from targetcheck.cli.entry_point import run

    book = str(tmp_path / "l.db")
    table, day = "examples/huangshi/2024q3.csv", "2024-09-30"
    words = ["hubei/huangshi-yangtze-2024", table, "--as-of", day, "--ledger", book, "--lang", "en"]
    assert run(["ledger", "record", *words, "--who", "a"]) == 0
    capsys.readouterr()
    other = tmp_path / "other.csv"
    other.write_text(Path(table).read_text(encoding="utf-8").replace("372", "371"), "utf-8")
    words[1] = str(other)
    since = ["evaluate", *words, "--since", "1"]
    assert run([*since, "--only", "falied", "--place", "nowhere"]) == 2
    said = capsys.readouterr().err
    assert "status-unknown" in said
    assert "place-unknown" in said
    assert run([*since, "--engine", "columnar", "-o", str(tmp_path / "x.parquet")]) == 2
    assert "--since" in capsys.readouterr().err
    with Ledger(book) as kept:
        assert [each.number for each in kept.runs()] == [1]
