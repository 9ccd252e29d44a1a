"""Killing the process at any moment leaves a ledger in which every run is whole or absent."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest
from small_town import many, numbered

from targetcheck.ledger import Ledger
from targetcheck.ledger.run_record import BLOCK

KILLS = 220
NEW = 60


def record_in_child(path, result, table, delay):
    """Record in a forked process and kill it after a while; say whether it had ended by itself."""
    child = os.fork()
    if child == 0:
        try:
            with Ledger(path) as ledger:
                ledger.record(result, table)
        finally:
            os._exit(0)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def whole_or_absent(path, newest=1):
    """Check the newest runs and give how many there are."""
    with Ledger(path) as ledger:
        runs = ledger.runs()
        for run in runs[-newest:]:
            assert len(ledger.verdicts(run)) == run.verdicts
            assert len(ledger.verdicts(run, lead="住建局")) == run.verdicts
            assert len(list(ledger.blocks(run))) == -(-run.verdicts // BLOCK)
            assert len(ledger.table(run)) == run.rows
            assert ledger.ruleset_text(run)
        with ledger.engine.connect() as connection:
            if newest == 1:
                return len(runs)
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            assert said == "ok"
            orphans = "SELECT count(*) FROM verdicts WHERE run NOT IN (SELECT number FROM runs)"
            assert connection.exec_driver_sql(orphans).scalar() == 0
    return len(runs)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which this system lacks")
def test_a_kill_at_any_moment_leaves_whole_runs_only(tmp_path):
    """The first kills hit a ledger that is just being made, the others one that holds runs."""
    dice = random.Random(20240731)
    result, table = many(300)
    start = time.perf_counter()
    with Ledger(tmp_path / "time.db") as ledger:
        ledger.record(result, table)
    longest = (time.perf_counter() - start) * 1.6
    kept = ended = 0
    for number in range(KILLS):
        path = tmp_path / (f"new{number}.db" if number < NEW else "old.db")
        before = kept if number > NEW else 0
        delay = dice.random() * longest
        done = record_in_child(path, numbered(result, number), table, delay)
        ended += done
        kept = whole_or_absent(path)
        assert kept - before in (0, 1)
        assert not done or kept - before == 1
    whole_or_absent(tmp_path / "old.db", newest=KILLS)
    for number in range(NEW):
        whole_or_absent(tmp_path / f"new{number}.db", newest=KILLS)
    assert 0 < ended < KILLS, "kills must fall before and after the end"
    assert 0 < kept < KILLS - NEW, "some runs must be there and some must not"
