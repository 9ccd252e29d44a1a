"""Records of corrective action: append-only, chained, verified."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from small_city import MEASURE, fill, sewage
from sqlalchemy.exc import DatabaseError

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.ledger import Ledger, verify_rectifications

WEST = "sewage-2024@west"


@pytest.fixture
def path(tmp_path, ledger, recorded):
    recorded(sewage("west", 68), "2024-12-31")
    book = tmp_path / "list.xlsx"
    tc.rectify(ledger, workbook=book, who="考核办")
    fill(book, WEST, **MEASURE)
    tc.rectify(ledger, returned=book, who="住建局")
    tc.rectify(ledger, workbook=tmp_path / "again.xlsx", who="考核办")
    return tmp_path / "ledger.db"


def altered(path, statement):
    """Change a ledger behind its back, without its triggers."""
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER rectifications_no_update")
    raw.execute("DROP TRIGGER rectifications_no_delete")
    raw.execute(statement)
    raw.commit()
    raw.close()


def test_the_records_are_sound(path):
    with Ledger(path) as ledger:
        check = verify_rectifications(ledger)
        assert (check.records, check.sound) == (3, True)
        records = ledger.rectifications("city")
        assert [record.kind for record in records] == ["list", "entry", "list"]
        assert records[0].previous == ""
        assert records[1].previous == records[0].id


@pytest.mark.parametrize(
    "statement", ["UPDATE rectifications SET who = '乙'", "DELETE FROM rectifications"]
)
def test_the_database_refuses_to_change_them(path, statement):
    raw = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        raw.execute(statement)
    raw.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE rectifications SET who = '乙' WHERE number = 2", "第2条整改记录与记录时不一致"),
        ("UPDATE rectifications SET written = replace(written, '张工', '李工')", "第2条"),
        ("DELETE FROM rectifications WHERE number = 2", "第3条整改记录之前有缺失"),
        ("DELETE FROM rectifications WHERE number = 1", "第2条整改记录之前有缺失"),
    ],
)
def test_a_record_that_was_changed_or_taken_out_is_found(path, statement, said, capsys):
    altered(path, statement)
    with Ledger(path) as ledger:
        check = verify_rectifications(ledger)
    assert not check.sound
    assert said in check.damaged[0].zh
    assert run(["ledger", "verify", "--ledger", str(path), "--lang", "zh"]) == 1
    assert said in capsys.readouterr().out


def test_verify_says_that_they_are_intact(path, capsys):
    assert run(["ledger", "verify", "--ledger", str(path), "--lang", "en"]) == 0
    assert "corrective action, 3 records: intact" in capsys.readouterr().out
    assert run(["ledger", "verify", "--ledger", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[-1] == {
        "rectifications": 3,
        "sound": True,
        "damaged": [],
    }


def test_a_ledger_without_lists_says_nothing_of_them(ledger, recorded, tmp_path, capsys):
    recorded(sewage("west", 68), "2024-12-31")
    assert run(["ledger", "verify", "--ledger", str(tmp_path / "ledger.db"), "--lang", "en"]) == 0
    assert "corrective" not in capsys.readouterr().out


def test_two_writers_at_once_keep_one_chain(path):
    def write(number):
        with Ledger(path) as ledger:
            return ledger.add_rectifications(lambda there: [row(there, number)])

    def row(there, number):
        first = there[0]
        return {"kind": "entry", "ruleset": "city", "run": first.run, "list": first.id, "item": WEST,
                "opening": 1, "written": json.dumps({"progress": {"value": str(number), "cell": ""}}),
                "source": "", "recorded_at": "2025-01-01T00:00:00+00:00", "who": "甲"}  # fmt: skip

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(24)))
    with Ledger(path) as ledger:
        check = verify_rectifications(ledger)
        assert (check.records, check.sound) == (27, True)


def test_what_raises_while_it_decides_writes_nothing(path):
    def broken(_):
        raise ValueError("no")

    with Ledger(path) as ledger:
        with pytest.raises(ValueError, match="no"):
            ledger.add_rectifications(broken)
        assert len(ledger.rectifications()) == 3
        row = dict.fromkeys(
            ("kind", "ruleset", "run", "list", "item", "written", "source", "recorded_at", "who"),
            "x",
        )
        with pytest.raises(DatabaseError):
            ledger.add_rectifications(lambda _: [{**row, "opening": 0}])  # no such run
        assert len(ledger.rectifications()) == 3
