"""A run judged again in part is, byte for byte, the run of the full evaluation."""

from __future__ import annotations

import random
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from generated_rulesets import rulesets
from generated_tables import AS_OF, Row, sound_tables
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import compile_plan, evaluate, load_ruleset
from targetcheck.ledger import Ledger
from targetcheck.rejudgement import rejudge

pytest.importorskip("sqlalchemy")
Data = dict[str, Any]


def revised(rows: list[Row], seed: int) -> list[Row]:
    """Give a table of which some values are others, some rows are gone and some are new."""
    rng = random.Random(seed)
    found = [dict(row) for row in rows]
    for row in rng.sample(found, min(len(found), rng.randint(0, 3))):
        row["value"] = rng.choice(["1", "99.5", "no number", ""])
    if found and rng.random() < 0.3:
        del found[rng.randrange(len(found))]
    if found and rng.random() < 0.5:
        found.append({**rng.choice(found), "period": rng.choice(["2023", "2024Q4", "2024-12-31"])})
    return found


def both(
    data: Data, other: Data, rows: list[Row], after: list[Row], as_of: date
) -> tuple[str, str]:
    """Give the ids of the run judged again and of the full one."""
    first, second = (compile_plan(load_ruleset(each)) for each in (data, other))
    with tempfile.TemporaryDirectory() as folder:
        with Ledger(Path(folder) / "part.db") as ledger:
            run = ledger.record(evaluate(first, rows, as_of=as_of), rows)
            again = rejudge(ledger, run, after, plan=second).run
        with Ledger(Path(folder) / "full.db") as ledger:
            whole = ledger.record(evaluate(second, after, as_of=as_of), after)
    return again.id, whole.id


@given(rulesets(), sound_tables(), AS_OF, st.integers(0, 2**32))
def test_new_data_give_the_run_of_the_full_evaluation(
    data: Data, rows: list[Row], as_of: date, seed: int
) -> None:
    part, whole = both(data, data, rows, revised(rows, seed), as_of)
    assert part == whole


@given(rulesets(), sound_tables(), AS_OF, st.integers(0, 2**32))
def test_another_ruleset_gives_the_run_of_the_full_evaluation(
    data: Data, rows: list[Row], as_of: date, seed: int
) -> None:
    rng = random.Random(seed)
    targets = [dict(target) for target in data["targets"]]
    rng.choice(targets)["strength"] = rng.choice(["binding", "expected", "aspirational"])
    if len(targets) > 1 and rng.random() < 0.5 and not data.get("waivers"):
        targets = [targets[0], *targets[2:]]
    other = {**data, "targets": targets}
    part, whole = both(data, other, rows, revised(rows, seed), as_of)
    assert part == whole
