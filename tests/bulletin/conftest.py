"""One bulletin, made once, for the tests of its content and of its forms."""

from __future__ import annotations

import json

import counties
import pytest

import targetcheck as tc
from targetcheck.output.bulletin import ComparedResults, bulletin

DAYS = ("2024-12-31", "2024-09-30", "2023-12-31")


@pytest.fixture(scope="session")
def results():
    """Now, the quarter before and the year before."""
    plan = tc.compile_plan(counties.ruleset())
    table = tc.read_table(counties.reports(source="示例值"))
    return [tc.evaluate(plan, table, as_of=day) for day in DAYS]


@pytest.fixture(scope="session")
def outputs(results):
    """The JSON output of the three, as a program reads it."""
    return [json.loads(result.to_json("zh")) for result in results]


@pytest.fixture(scope="session")
def compared(results):
    return ComparedResults(*results)


@pytest.fixture(scope="session")
def made(compared):
    return bulletin(compared, "zh")


@pytest.fixture(scope="session")
def tables(made):
    """The tables of the bulletin by id."""
    return {b.id: b for s in made.sections for b in s.blocks if hasattr(b, "rows")}
