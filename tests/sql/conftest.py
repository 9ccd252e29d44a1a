"""Databases for the tests of queries: DuckDB, a PostgreSQL server of our own, Spark."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from databases import DuckDatabase, PostgresDatabase, SparkDatabase

from postgres_server import postgres  # noqa: F401

sys.path.append(str(Path(__file__).parents[1] / "conformance"))


@pytest.fixture(scope="session", params=["duckdb", "postgres", "spark"])
def database(request):
    if request.param == "duckdb":
        pytest.importorskip("duckdb")
        found = DuckDatabase()
        yield found
        found.connection.close()
    elif request.param == "postgres":
        found = PostgresDatabase(request.getfixturevalue("postgres"))
        yield found
        found.connection.close()
    else:
        from spark_session import session

        found = session()
        yield SparkDatabase(found)
        found.stop()
