"""The schema goes up step by step; what an older release wrote stays readable and verifiable."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from small_town import many
from sqlalchemy import inspect

import targetcheck as tc
from targetcheck.ledger import Ledger, compare, verify
from targetcheck.ledger.database_connection import engine_of
from targetcheck.ledger.migrations import GROWING, NEWEST, STEPS, climb, version_of
from targetcheck.ledger.sql_tables import KEPT, metadata

OLDER = sorted(Path(__file__).parent.glob("schema-*.sql"))


def columns_of(engine):
    found = inspect(engine)
    return {t: {c["name"] for c in found.get_columns(t)} for t in found.get_table_names()}


@pytest.mark.parametrize("older", OLDER, ids=lambda path: path.stem)
def test_a_ledger_of_an_older_schema_is_brought_up_and_verified(older, tmp_path):
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as raw:
        raw.executescript(older.read_text(encoding="utf-8"))
    raw.close()
    with Ledger(path) as ledger:
        assert ledger.migrated == NEWEST - int(older.stem.partition("-")[2])
        assert ledger.schema_version() == NEWEST
        first, second, third = ledger.runs()
        assert second.superseded_by == third.id
        for run in (first, second, third):
            check = verify(ledger, run)
            assert check.damaged == ()
            assert all(d.before.said() == d.now.said() for d in check.differences)
        assert {c.cause for c in compare(ledger, second, third).changes} == {"data_revised"}
        result, table = many(3)
        assert ledger.record(result, table).number == 4
        assert ledger.keep_acts([dict.fromkeys((c.name for c in metadata.tables["acts"].c), "x")])
    with Ledger(path) as ledger:
        assert ledger.migrated == 0
        assert columns_of(ledger.engine) == wanted()


def wanted():
    return {name: {c.name for c in table.c} for name, table in metadata.tables.items()}


def test_the_ladder_makes_what_the_queries_expect(tmp_path, database):
    for place in (tmp_path / "new.db", database):
        with Ledger(place) as ledger:
            assert columns_of(ledger.engine) == wanted()
    assert {name for names in GROWING for name in names} == set(KEPT)
    assert len(GROWING) == len(STEPS) == NEWEST
    assert len(OLDER) == NEWEST - 1, "every older schema has a ledger to be tried on"


def test_a_server_goes_up_step_by_step(database):
    engine = engine_of(database)
    with engine.begin() as connection:
        climb(connection, 1)
        assert version_of(connection) == 1
    engine.dispose()
    with Ledger(database) as ledger:
        assert (ledger.migrated, ledger.schema_version()) == (NEWEST - 1, NEWEST)


def test_a_ledger_of_a_later_release_is_refused(tmp_path):
    path = tmp_path / "new.db"
    Ledger(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO schema_steps VALUES (99, '2030-01-01', '9.0')")
    raw.close()
    with pytest.raises(tc.TargetcheckError, match="ledger-newer"):
        Ledger(path)


def test_a_step_that_fails_leaves_the_ledger_as_it_was(tmp_path, monkeypatch):
    from targetcheck.ledger import migrations

    broken = (*STEPS[:-1], ("CREATE TABLE rectifications (id TEXT)", "CREATE NONSENSE"))
    monkeypatch.setattr(migrations, "STEPS", broken)
    with pytest.raises(Exception, match="NONSENSE"):
        Ledger(tmp_path / "ledger.db")
    monkeypatch.undo()
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.migrated == NEWEST
