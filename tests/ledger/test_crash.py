"""Killing the process at any moment leaves a ledger in which every run is whole or absent."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_town import many, numbered

from targetcheck.ledger import Ledger
from targetcheck.ledger.run_record import BLOCK

KILLS = 220
NEW = 60


def record_and_kill(path, result, table, delay):
    """Kill a forked process some seconds after it began to record.

    Below zero it is killed before it begins; with None it is left to end. Return whether it had
    ended by itself, and the seconds that passed.
    """
    held, go = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.read(held, 1)
            with Ledger(path) as ledger:
                ledger.record(result, table)
        finally:
            os._exit(0)
    began = time.perf_counter()
    if delay is None or delay >= 0:
        os.write(go, b"x")
        time.sleep(delay or 0)
    if delay is not None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(held)
    os.close(go)
    return not os.WIFSIGNALED(status), time.perf_counter() - began


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


def kill_often(folder):
    """Kill writers at any moment: first of a ledger that is just being made, then of one with runs.

    How far a writer comes in a time depends on the machine. Every twentieth is left to end and
    every twentieth never begins, so both are tried however slow it is.
    """
    dice = random.Random(20240731)
    result, table = many(300)
    kept, longest = 0, 0.0
    for number in range(KILLS):
        path = folder / (f"new{number}.db" if number < NEW else "old.db")
        before = kept if number > NEW else 0
        delay = {0: None, 1: -1.0}.get(number % 20, dice.random() * longest)
        ended, seconds = record_and_kill(path, numbered(result, number), table, delay)
        kept = whole_or_absent(path)
        assert kept - before in (0, 1)
        assert not ended or kept - before == 1
        if delay is None:
            assert ended, "a writer that is left alone comes to the end"
            longest = 1.6 * seconds
        elif delay < 0:
            assert kept == before, "a writer that has not begun leaves nothing"
    whole_or_absent(folder / "old.db", newest=KILLS)
    for number in range(NEW):
        whole_or_absent(folder / f"new{number}.db", newest=KILLS)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which this system lacks")
def test_a_kill_at_any_moment_leaves_whole_runs_only(tmp_path):
    """In a process of its own, because one with threads must not be forked."""
    order = [sys.executable, __file__, str(tmp_path)]
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    kill_often(Path(sys.argv[1]))
