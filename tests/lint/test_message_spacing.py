"""Chinese messages have no blank between a character and a figure, date or Chinese value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLANK = re.compile(r"[\u4e00-\u9fff”）] +\d|\d +[\u4e00-\u9fff“（]")
ALLOWED = re.compile(r"`[^`]*`|\{[^}]*\}|[A-Za-z][\w.-]*(?::? \d[\d.-]*)?")
"""Code, fields, Latin words and names with a version, such as Python 3.12."""


@pytest.mark.parametrize("folder", ["lint", "tables", "drafting", "observations", "yaml_text"])
def test_no_blank_beside_a_figure_in_what_the_sources_say(folder):
    found = []
    for path in sorted((ROOT / "src" / "targetcheck" / folder).rglob("*.py")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if '"""' in line or line.lstrip().startswith("#") or " # " in line:
                continue
            if BLANK.search(ALLOWED.sub("X", line)):
                found.append(f"{path.name}:{number}: {line.strip()}")
    assert found == []
