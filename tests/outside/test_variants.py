"""Further tables of the kinds in `cases/`: the same trouble in other words, places and formats.

A variant says a ruleset, a table, and what a reader of it would say: the status and value at each
place, how many rows are used, and the codes under which the others are set aside.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
import yaml
from table_files import write_ods, write_xlsx

import targetcheck as tc

FILES = sorted((Path(__file__).parent / "variants").glob("*.yaml"))
READ = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FILES}
VARIANTS = [(stem, one) for stem, read in READ.items() for one in read["variants"]]
IDS = [f"{stem}-{one['id']}" for stem, one in VARIANTS]


def found(plan, path, one):
    """Return what comes out of a table, in the form of what is wanted."""
    try:
        result = tc.evaluate(
            plan, str(path), as_of=one.get("as_of", "2025-03-31"), mapping=one.get("mapping")
        )
    except tc.TargetcheckError as error:
        return {"refused": sorted({d.code for d in error.diagnostics})}
    assert result.rows == result.used + len(result.set_aside)
    assert all(str(one.why.where) and one.why.hint_en for one in result.set_aside if is_open(one))
    aside = dict(Counter(one.why.code for one in result.set_aside))
    verdicts = {verdict.place: shown(verdict) for verdict in result.verdicts}
    told = {"verdicts": verdicts, "used": result.used}
    return told | ({"set_aside": aside} if aside else {})


def is_open(aside) -> bool:
    """Return whether a row is set aside because it can be read in two ways."""
    return aside.why.code in ("basis-open", "period-open", "row-is-slice")


def shown(verdict) -> str:
    """Return status and value of a verdict; an open one has no value that counts."""
    if verdict.value is None or verdict.status == "undetermined":
        return str(verdict.status)
    return f"{verdict.status} {float(verdict.value):g}"


def wanted(one):
    """Return what a variant wants."""
    return {key: one[key] for key in ("verdicts", "used", "set_aside", "refused") if key in one}


@pytest.mark.parametrize(("stem", "one"), VARIANTS, ids=IDS)
def test_a_variant_is_read_as_it_was_meant(stem, one, tmp_path):
    plan = tc.compile_plan(READ[stem]["rulesets"][one["ruleset"]])
    path = tmp_path / f"data{one.get('suffix', '.csv')}"
    path.write_text(one["data"], "utf-8")
    assert found(plan, path, one) == wanted(one)
    if stem == "formats":
        return
    rows = list(csv.reader(io.StringIO(one["data"])))
    for write in (write_xlsx, write_ods):
        assert found(plan, write(rows, tmp_path / "data"), one) == wanted(one), write.__name__
