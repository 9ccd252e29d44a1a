"""Tables as they came from public bug reports and public files of people who do this job.

A folder of `cases/` holds a ruleset, data as they came, a mapping where one was written, and in
`expected.yaml` what a reader of the sheet would say: the verdicts with their values, and the rows
that are set aside, by code and place, and codes of notes. `pending.yaml` lists cases that are not read so yet.
"""

from __future__ import annotations

import runpy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import targetcheck as tc

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path.name for path in FOLDER.iterdir())
PENDING = yaml.safe_load((Path(__file__).parent / "pending.yaml").read_text("utf-8")) or []


def case(name: str) -> object:
    """Return the case as a parameter; one that is pending must fail, or it is no longer pending."""
    marks = [pytest.mark.xfail(strict=True, reason="pending")] if name in PENDING else []
    return pytest.param(name, marks=marks)


def sources(folder: Path) -> list[object]:
    """Return the data of a case: its files and its frame."""
    files: list[object] = [str(path) for path in sorted(folder.glob("data.*"))]
    if (folder / "frame.py").exists():
        files.append(runpy.run_path(str(folder / "frame.py"))["frame"]())
    return files


def test_what_is_pending_is_a_case():
    assert set(PENDING) <= set(CASES)


@pytest.mark.parametrize("name", [case(name) for name in CASES])
def test_a_table_is_read_as_it_was_meant(name):
    folder = FOLDER / name
    expected = yaml.safe_load((folder / "expected.yaml").read_text("utf-8"))
    mapping = folder / "mapping.yaml"
    for source in sources(folder):
        result = tc.evaluate(
            folder / "ruleset.yaml",
            source,
            as_of=expected["as_of"],
            mapping=mapping if mapping.exists() else None,
        )
        assert result.rows == result.used + len(result.set_aside)
        assert result.rows == expected.get("rows", result.rows)
        for key, wanted in expected["verdicts"].items():
            target, place = key.split("@")
            assert seen(result[target, place], wanted) == wanted
        if "set_aside" in expected:
            aside = [placed(one.why) for one in result.set_aside]
            assert aside == [(one["code"], one["at"]) for one in expected["set_aside"]]
        assert set(expected.get("notes", ())) <= {note.code for note in result.notes}


def seen(verdict: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return of a verdict what is asked for: its status, its value, those of its flags."""
    found: dict[str, Any] = {"status": verdict.status}
    if "value" in wanted:
        exact = Fraction(str(wanted["value"]))
        found["value"] = wanted["value"] if verdict.value == exact else verdict.value
    found["flags"] = [flag for flag in wanted.get("flags", ()) if flag in verdict.flags]
    return {key: found[key] for key in wanted}


def placed(why: Any) -> tuple[str, str]:
    """Return code and place of a finding: the file without its folder, and the line or cell."""
    where = why.where
    file = Path(where.file).name
    return why.code, f"{file}!{where.cell}" if where.cell else f"{file}:{where.line}"
