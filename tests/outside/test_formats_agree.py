"""One table gives the same verdicts in every format: all tables of the test folders are tried."""

from __future__ import annotations

import csv
import sys
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from table_files import write_csv, write_json, write_ods, write_xlsx

import targetcheck as tc
from targetcheck.errors import TargetcheckError

TESTS = Path(__file__).parent.parent
CASES = sorted(
    path.parent
    for path in (Path(__file__).parent / "cases").glob("*/data.csv")
    if ";" not in path.read_text("utf-8-sig").partition(",")[0]  # semicolons are for CSV alone
)
EXAMPLES = sorted((TESTS.parent / "examples").rglob("*.csv"))
sys.path.insert(0, str(TESTS / "conformance"))


def outcome(plan, data, as_of, **kept):
    """Return every verdict with its value, and how many rows were used; or the codes of a refusal."""
    try:
        result = tc.evaluate(plan, data, as_of=as_of, **kept)
    except TargetcheckError as error:
        return sorted({one.code for one in error.diagnostics})
    assert result.rows == result.used + len(result.set_aside)
    verdicts = [
        (v.target, v.place, v.due, v.status, v.reason, v.value and Fraction(v.value))
        for v in result.verdicts
    ]
    return verdicts, result.used


def rows_of(path: Path) -> list[list[str]]:
    """Return the cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def every_format(rows, folder: Path) -> list[str]:
    """Write rows in every format, and return the paths."""
    width = {len(row) for row in rows}
    named = len(set(rows[0])) == len(rows[0])
    found = [write(rows, folder / "table") for write in (write_csv, write_xlsx, write_ods)]
    return [*found, write_json(rows, folder / "table")] if len(width) == 1 and named else found


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_tables_from_outside(case, tmp_path):
    rows = rows_of(case / "data.csv")
    expected = yaml.safe_load((case / "expected.yaml").read_text("utf-8"))
    mapping = case / "mapping.yaml"
    kept = {"mapping": mapping if mapping.exists() else None}
    plan = tc.compile_plan(case / "ruleset.yaml")
    first = outcome(plan, str(case / "data.csv"), expected["as_of"], **kept)
    for path in every_format(rows, tmp_path):
        assert outcome(plan, path, expected["as_of"], **kept) == first, path


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_examples(path, tmp_path):
    plans = [tc.compile_plan(name) for name in rulesets_for(path)]
    rows = [row for row in rows_of(path) if row and not row[0].startswith("#")]
    for plan in plans:
        first = outcome(plan, str(path), "2025-01-31")
        for other in every_format(rows, tmp_path):
            assert outcome(plan, other, "2025-01-31") == first, other


def rulesets_for(path: Path) -> list[str]:
    """Return the bundled rulesets that an example may be of: those of its city."""
    from targetcheck.ruleset_locator import bundled_rulesets

    city = path.parent.name
    return [name for name in bundled_rulesets() if city in name][:4] or [
        "hubei/huangshi-yangtze-2024"
    ]


def test_tables_of_conformance(tmp_path):
    from conformance_cases import all_cases

    tried = 0
    for number, case in enumerate(all_cases()):
        if not case.rows or case.refused or "set_aside" in case.rows[0]:
            continue
        names = list(dict.fromkeys(name for row in case.rows for name in row))
        rows = [names, *([row.get(name) or "" for name in names] for row in case.rows)]
        if not all(isinstance(cell, str) for row in rows for cell in row):
            continue
        plan = tc.compile_plan(case.ruleset, case.profile)
        kept = {"known_at": case.known_at}
        first = outcome(plan, write_csv(rows, tmp_path / "table"), case.as_of, **kept)
        write = write_ods if number % 3 == 0 else write_xlsx
        assert outcome(plan, write(rows, tmp_path / "table"), case.as_of, **kept) == first, case.id
        tried += 1
    assert tried > 400
