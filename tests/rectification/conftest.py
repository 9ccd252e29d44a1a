"""A small town whose reports come quarter by quarter, a ledger, and hands that fill in workbooks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import targetcheck as tc
from targetcheck.ledger import Ledger

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as book:
        yield book


@pytest.fixture
def recorded(ledger):
    """A function that evaluates rows of the town and records the run."""
    from small_city import plan_text

    def record(rows, as_of, rules=None, **more):
        result = tc.evaluate(rules or plan_text(), list(rows), as_of=as_of)
        return ledger.record(result, list(rows), **more)

    return record
