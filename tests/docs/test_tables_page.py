"""The page of tables says what the program does: its lists are generated, its forms are read."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from targetcheck.errors import TargetcheckError
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.mapping_file import read_mapping

ROOT = Path(__file__).parents[2]
PAGES = {"tables.md": False, "tables.zh.md": True}
TOOL = runpy.run_path(str(ROOT / "tools" / "tables_page" / "__main__.py"))
CODE = re.compile(r"`([^`]+)`")


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / name).read_text("utf-8")


def section(name: str, heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading, as cells."""
    text = page(name).split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@pytest.mark.parametrize(("name", "zh"), PAGES.items())
def test_the_lists_of_a_page_are_those_of_the_program(name, zh):
    assert TOOL["page_text"](page(name), zh) == page(name)


@pytest.mark.parametrize(("name", "heading"), [("tables.md", "Periods"), ("tables.zh.md", "时期")])
def test_every_form_of_period_on_the_page_is_read_or_asked_about(name, heading):
    rows = section(name, heading)
    assert len(rows) > 15
    for written, said in rows:
        for label in CODE.findall(written):
            try:
                parse_period(label)
            except TargetcheckError:
                assert "set aside" in said or "不采用" in said or "年度" in said, label


def test_what_the_page_says_is_set_aside_is_no_period():
    line = next(line for line in page("tables.md").splitlines() if line.startswith("Set aside:"))
    labels = CODE.findall(line.split(" A period of pandas")[0])
    assert "2024.1" in labels
    for label in labels:
        with pytest.raises(TargetcheckError):
            parse_period(label)


@pytest.mark.parametrize("name", PAGES)
def test_every_key_of_a_mapping_stands_on_the_page(name):
    from targetcheck.tables import mapping_file

    text = page(name)
    assert [key for key in mapping_file._KEYS if f"`{key}`" not in text] == []
    read_mapping({"decimal": ",", "missing": [-999], "fiscal_year_starts": "April"})


def test_both_pages_have_the_same_parts():
    counts = [re.findall(r"^(?:## |\| --- )", page(name), re.MULTILINE) for name in PAGES]
    assert counts[0] == counts[1]
