"""`repr` says in one line what a thing is, however much it holds."""

from __future__ import annotations

import time

import pytest
from damaged_town import RULESET

import targetcheck as tc
from targetcheck.observations.observation_reader import read_observations
from targetcheck.tables.table_reader import read_table
from targetcheck.yaml_text.yaml_source import read_document_text

PLACES = 2000


@pytest.fixture(scope="module")
def made():
    ruleset = read_document_text(RULESET, "town.yaml").data
    ruleset["places"] = {f"p{n}": {"zh": f"地\x1b{n}"} for n in range(PLACES)}
    ruleset["targets"][0]["place"] = list(ruleset["places"])
    rows = [
        {"place": f"p{n}", "indicator": "i", "period": "2024", "value": n % 9, "unit": "mg/L"}
        for n in range(PLACES)
    ]
    plan = tc.compile_plan(ruleset)
    table = read_table(rows)
    result = tc.evaluate(plan, table, as_of="2025-01-01")
    return {
        "Result": result,
        "Verdict": result.verdicts[0],
        "Plan": plan,
        "Ruleset": result.ruleset,
        "Plots": result.plot,
        "ObservationTable": table,
        "Observations": read_observations(table, plan),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Result", "Verdict", "Plan", "Ruleset", "Plots", "ObservationTable", "Observations"]
)
def test_one_line(made, name):
    began = time.process_time()
    shown = repr(made[name])
    assert time.process_time() - began < 1
    assert shown.startswith(f"<{name}")
    assert shown.isprintable()
    assert len(shown) < 200


def test_the_ruleset_of_a_compiled_plan(made, tmp_path):
    from targetcheck.api import load_plan, save_plan

    save_plan(made["Plan"], tmp_path / "p.json")
    plan = load_plan(tmp_path / "p.json")
    assert repr(plan) == repr(made["Plan"])
    assert (
        repr(plan.ruleset)
        == repr(made["Ruleset"])
        == str(made["Ruleset"])
        == "<Ruleset town: 1 targets>"
    )


def test_a_table_of_verdicts(made):
    import polars as pl

    rows = {
        "place": ["p1"],
        "indicator": ["i"],
        "period": ["2024"],
        "value": [4.0],
        "unit": ["mg/L"],
    }
    table = tc.verdict_table(
        made["Plan"], pl.DataFrame(rows), as_of="2025-01-01", engine="columnar"
    )
    assert repr(table) == "<VerdictTable town as of 2025-01-01: 2000 verdicts>"


def test_what_a_result_says(made):
    assert (
        repr(made["Result"]) == "<Result town as of 2025-01-01: 2000 verdicts: 1334 pass, 666 fail>"
    )
    assert repr(made["Verdict"]) == "<Verdict x@p0@2024-12-31: pass, met>"
