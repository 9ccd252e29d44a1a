"""The command `escalate`, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from targetcheck.cli.entry_point import run

ROOT = Path(__file__).parents[2]
PLAN = "hubei/huangshi-yangtze-2024"
TABLES = [str(ROOT / "examples" / "huangshi" / f"2024q{n}.csv") for n in (3, 4)]
LINE = ["escalate", PLAN, *TABLES, "--as-of", "2024-12-31"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("TARGETCHECK_LEDGER", raising=False)


def test_what_is_due_is_told_with_its_clause_and_who_decided(capsys):
    assert run([*LINE, "--engine", "reference", "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    assert "西塞山区：2024年第四季度" in text
    assert "按季度计首次落后，应采取措施：提醒函" in text
    assert "l04-quarterly-cases" not in text
    assert "市专项办对工作进度慢的，将适时发送提醒函" in text
    assert "解读：" in text
    assert text.endswith("判定引擎：参考引擎\n")


def test_a_second_run_acts_on_nothing_again(capsys):
    kept = [*LINE, "--ledger", "ledger.db", "--format", "json"]
    assert run(kept) == 0
    first = json.loads(capsys.readouterr().out)
    assert sorted(first["new_acts"]) == sorted(d["act"] for d in first["due"])
    assert run(kept) == 0
    assert json.loads(capsys.readouterr().out) == {**first, "new_acts": []}
    assert run([*LINE, "--ledger", "ledger.db"]) == 0
    assert "(recorded before)" in capsys.readouterr().out


def test_history_from_the_ledger_is_that_of_the_data(capsys):
    for day in ("2024-09-30", "2024-12-31"):
        run(["ledger", "record", PLAN, *TABLES, "--as-of", day, "--ledger", "ledger.db"])
    capsys.readouterr()
    run([*LINE, "--history", "--format", "csv"])
    made = capsys.readouterr().out
    line = ["escalate", PLAN, "--as-of", "2024-12-31", "--ledger", "ledger.db"]
    run([*line, "--history", "--format", "csv", "--no-keep"])
    assert capsys.readouterr().out == made


def test_all_periods_and_the_engine_that_was_asked_for(capsys):
    assert run([*LINE, "--history", "--lang", "en"]) == 0
    text = capsys.readouterr().out
    assert "2024 Q3" in text
    assert "decided by: " in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            ["escalate", "hubei/hubei-environment-2024", *TABLES, "--as-of", "2024Q4"],
            "escalation-missing",
        ),
        (["escalate", PLAN, "--as-of", "2024Q4"], "ledger-missing"),
        (["escalate", PLAN, *TABLES, "--as-of", "some day"], "period-unreadable"),
    ],
)
def test_what_a_user_gets_wrong_exits_2(words, code, capsys):
    assert run(words) == 2
    assert code in capsys.readouterr().err
