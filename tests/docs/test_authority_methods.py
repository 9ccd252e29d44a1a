"""Every rule that the page lists names a file that exists and cases that are run."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "authority-methods.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| rule", "| words", "| ---"))
]
NAMED = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="module")
def cases() -> set[str]:
    sys.path.insert(0, str(ROOT / "tests" / "conformance"))
    from conformance_cases import all_cases

    return {case.id for case in all_cases()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_a_rule_is_where_the_page_says(row, cases):
    _, files, shown = row
    for name in NAMED.findall(files):
        folder = "rulesets/standards" if name.endswith("part.yaml") else "src/targetcheck"
        assert (ROOT / folder / name).is_file(), name
    named = NAMED.findall(shown)
    assert named
    assert set(named) <= cases
