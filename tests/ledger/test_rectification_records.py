"""Records of corrective action on a server: one chain, whoever writes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from small_town import ROWS, plan_text
from sqlalchemy.exc import DatabaseError

import targetcheck as tc
from targetcheck.ledger import Ledger, verify_rectifications


def test_writers_on_a_server_keep_one_chain_that_only_grows(database):
    with Ledger(database) as ledger:
        result = tc.evaluate(plan_text(), list(ROWS), as_of="2024-12-31")
        run = ledger.record(result, list(ROWS))
    row = {"kind": "list", "ruleset": run.ruleset, "run": run.id, "list": "", "item": "", "opening": 0,
           "written": "{}", "source": "", "recorded_at": "2025-01-01T00:00:00+00:00"}  # fmt: skip

    def write(number):
        with Ledger(database) as ledger:
            return ledger.add_rectifications(
                lambda there: [{**row, "who": f"{number}/{len(there)}"}]
            )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(16)))
    with Ledger(database) as ledger:
        assert verify_rectifications(ledger).sound
        counted = sorted(int(r.who.partition("/")[2]) for r in ledger.rectifications())
        assert counted == list(range(16)), "each writer saw what the one before had written"
        with pytest.raises(DatabaseError, match="only grows"), ledger.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM rectifications")
