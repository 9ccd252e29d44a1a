"""Several writers at once lose nothing, in a file and on a server."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from small_town import many, numbered

from targetcheck.ledger import Ledger, verify

RUNS = 12


def write(place, writer):
    """Record runs of our own, and one that the other writers record too."""
    result, table = many(150)
    ids = []
    for number in range(RUNS):
        with Ledger(place) as ledger:
            ids.append(ledger.record(numbered(result, f"{writer}-{number}"), table).id)
    with Ledger(place) as ledger:
        ids.append(ledger.record(result, table).id)
    return ids


def write_at_once(place, writers=2):
    with ProcessPoolExecutor(writers, multiprocessing.get_context("spawn")) as pool:
        found = [pool.submit(write, str(place), writer) for writer in range(writers)]
        lists = [future.result() for future in found]
    with Ledger(place) as ledger:
        runs = ledger.runs()
        assert {run.id for run in runs} == {name for names in lists for name in names}
        assert len(runs) == writers * RUNS + 1
        assert len({run.number for run in runs}) == len(runs)
        for run in runs:
            assert len(ledger.verdicts(run)) == run.verdicts == 150
        assert all(not verify(ledger, run).damaged for run in runs[:3])


def test_two_writers_on_a_file_that_neither_has_made(tmp_path):
    write_at_once(tmp_path / "ledger.db")


def test_three_writers_on_a_server(database):
    write_at_once(database, 3)


def test_a_server_keeps_and_refuses_as_a_file_does(database):
    import pytest
    from sqlalchemy.exc import DBAPIError

    result, table = many(300)
    with Ledger(database) as ledger:
        run = ledger.record(result, table, who="甲", why="季通报")
        assert ledger.record(result, table) == run
        assert verify(ledger, run).sound
        assert len(ledger.verdicts(run, status="fail")) == result.summary()["fail"]
        assert len(ledger.verdicts(run, lead="住建局", place=["p1", "p2"])) == 2
        for statement in ("UPDATE runs SET who = ''", "DELETE FROM verdicts", "TRUNCATE acts"):
            with pytest.raises(DBAPIError, match="only grows"), ledger.engine.begin() as connection:
                connection.exec_driver_sql(statement)
    with Ledger(database, create=False) as ledger:
        assert ledger.runs() == (run,)
