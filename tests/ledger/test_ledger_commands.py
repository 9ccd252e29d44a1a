"""The commands `ledger …` and `evaluate --ledger`, as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from small_town import ROWS, plan_text

import targetcheck as tc
from targetcheck.cli.commands.ledger import app
from targetcheck.cli.entry_point import run
from targetcheck.ruleset.ruleset import to_yaml


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a plan, two tables and no ledger yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("TARGETCHECK_LEDGER", raising=False)
    (tmp_path / "plan.yaml").write_text(to_yaml(tc.load_ruleset(plan_text())), encoding="utf-8")
    for name, rows in (
        ("first.csv", ROWS),
        ("second.csv", [*ROWS[:3], {**ROWS[3], "value": "72"}, *ROWS[4:]]),
    ):
        lines = [",".join(ROWS[0]), *(",".join(r.values()) for r in rows)]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def record(table, *more):
    return run(
        ["ledger", "record", "plan.yaml", table, "--as-of", "2024-12-31", "--who", "甲", *more]
    )


def told(capsys, *words):
    code = run(["ledger", *words])
    return code, capsys.readouterr().out


def test_record_list_show_compare_verify_export(folder, capsys):
    assert record("first.csv", "--why", "年评估") == 0
    assert record("second.csv", "--supersedes", "1") == 0
    assert capsys.readouterr().out.startswith("recorded as run 1, ")
    assert (folder / "targetcheck-ledger.db").is_file()
    code, text = told(capsys, "runs")
    assert code == 0
    assert "年评估" in text
    assert "superseded by" in text
    code, text = told(capsys, "show", "1", "--place", "west", "--lang", "zh")
    assert text.count("未达标") == 2
    code, text = told(capsys, "compare", "1", "2", "--lang", "zh")
    assert code == 1
    assert "未达标 69 % → 达标 72 %" in text
    assert "数据修订" in text
    assert told(capsys, "compare", "1", "1")[0] == 0
    code, text = told(capsys, "verify")
    assert code == 0
    assert text.count("reproduced / 4") == 2
    code, text = told(capsys, "export", "1")
    assert json.loads(text)["run"]["who"] == "甲"
    code, text = told(capsys, "export", "2", "--format", "csv")
    assert text.count("\n") == 5


def test_forms_for_programs(folder, capsys):
    record("first.csv")
    record("second.csv")
    capsys.readouterr()
    assert [r["number"] for r in json.loads(told(capsys, "runs", "--format", "json")[1])] == [1, 2]
    shown = json.loads(told(capsys, "show", "1", "--format", "json", "--only", "fail")[1])
    assert {v["place"] for v in shown["verdicts"]} == {"west"}
    [change] = json.loads(told(capsys, "compare", "1", "2", "--format", "json")[1])["changes"]
    assert change["cause"] == "data_revised"
    assert all(
        c["sound"] for c in json.loads(told(capsys, "verify", "1", "2", "--format", "json")[1])
    )
    assert told(capsys, "show", "1", "--format", "csv")[1].startswith("run,as_of,")


def test_the_account_of_a_recorded_verdict(folder, capsys):
    record("first.csv")
    capsys.readouterr()
    code, text = told(
        capsys,
        "show",
        "1",
        "--target",
        "sewage-2024",
        "--place",
        "west",
        "--explain",
        "--lang",
        "zh",
    )
    assert code == 0
    assert "达到70%" in text


def test_evaluate_keeps_what_it_prints(folder, capsys, monkeypatch):
    monkeypatch.setenv("TARGETCHECK_LEDGER", str(folder / "mine.db"))
    line = ["evaluate", "plan.yaml", "first.csv", "--as-of", "2024-12-31", "--ledger", "mine.db"]
    assert run([*line, "--who", "甲", "--why", "季通报"]) == 1
    assert "recorded as run 1" in capsys.readouterr().err
    assert "季通报" in told(capsys, "runs")[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["runs"], "ledger-missing"),
        (["runs", "--ledger", "mysql://x"], "ledger-place"),
        (["show", "1", "--ledger", "plan.yaml"], "ledger-unusable"),
    ],
)
def test_what_a_user_gets_wrong_is_said_and_exits_2(words, code, folder, capsys):
    assert run(["ledger", *words]) == 2
    assert code in capsys.readouterr().err


def test_an_unknown_run_exits_2(folder, capsys):
    record("first.csv")
    assert run(["ledger", "show", "7"]) == 2
    assert "ledger-run-unknown" in capsys.readouterr().err


def test_without_the_library_the_error_names_the_extra(folder):
    code = (
        "import sys\nsys.modules['sqlalchemy'] = None\n"
        "from targetcheck.cli.entry_point import run\nsys.exit(run(['ledger', 'runs']))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "targetcheck[office]" in done.stderr


def test_every_command_has_a_help_that_fits(capsys):
    for name in app.commands:
        assert run(["ledger", name, "--help"]) == 0
        assert max(map(len, capsys.readouterr().out.splitlines())) <= 100
