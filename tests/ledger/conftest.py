"""Plans, tables and servers for the tests of the ledger."""

from __future__ import annotations

import time

import pytest
from small_town import ROWS, plan_text

import targetcheck as tc
from postgres_server import postgres  # noqa: F401
from targetcheck.ledger import Ledger


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as book:
        yield book


@pytest.fixture
def recorded(ledger):
    """A function that evaluates and records: rules, rows and a day become a run."""

    def record(rules=None, rows=ROWS, as_of="2024-12-31", known_at=None, profile=None, **more):
        plan = tc.compile_plan(rules or plan_text(), profile)
        result = tc.evaluate(plan, list(rows), as_of=as_of, known_at=known_at)
        return ledger.record(result, list(rows), **more)

    return record


@pytest.fixture
def database(postgres):  # noqa: F811
    """The address of a new, empty database."""
    import psycopg

    name = f"ledger_{time.monotonic_ns()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.rsplit("/", 1)[0] + f"/{name}"
