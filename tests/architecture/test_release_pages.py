"""`make release` runs the tests of pages without the tools and the source of a checkout."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from release.__main__ import SOURCE_PAGES

ROOT = Path(__file__).parents[2]
TOOLS = {folder.name for folder in (ROOT / "tools").iterdir() if folder.is_dir()}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/docs").glob("test_*.py")), ids=lambda p: p.stem
)
def test_a_test_of_pages_that_imports_a_tool_is_left_out_of_the_release(path: Path) -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert path.name in SOURCE_PAGES or not imported & TOOLS
