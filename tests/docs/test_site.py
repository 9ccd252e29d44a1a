"""The site is gathered from pages that exist, link to each other, and stand in its contents.

MkDocs builds it with warnings as errors in `make site`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import blocks

import targetcheck as tc
from site_pages.__main__ import gather
from site_pages.code_pages import markdown
from site_pages.navigation import SECTIONS, UNLISTED
from targetcheck.cli.command_registry import COMMANDS
from targetcheck.output.code_listing import listed_codes

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    page
    for folder in ("start", "tutorial", "how-to", "explanation", "reference", ".")
    for page in (ROOT / "docs" / folder).glob("*.md")
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DOCS = ROOT / "docs"
WRITTEN = sorted(p.relative_to(DOCS).as_posix()[:-6] for p in DOCS.rglob("*.zh.md"))
"""Pages that are written in Chinese too."""
ENGLISH_ONLY = {
    "explanation/guarantees", "explanation/performance", "explanation/threat-model",
}  # fmt: skip
"""Pages of tutorials, guides and explanations that are shown in English for want of a Chinese one."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("site")
    gather(home)
    return home / "docs"


def test_every_page_stands_in_the_contents_once(site):
    listed = [path for _, _, pages in SECTIONS for path, _, _ in pages]
    assert len(listed) == len(set(listed))
    there = {
        p.relative_to(site).with_suffix("").as_posix()
        for p in site.rglob("*.md")
        if not p.name.endswith(".zh.md") and p.relative_to(site).parent.as_posix() not in UNLISTED
    }
    assert there - {"index"} == set(listed)
    assert json.loads((site.parent / "mkdocs.yml").read_text("utf-8"))["nav"]


def test_the_reference_has_every_command_function_and_code(site):
    for lang in ("", ".zh"):
        cli = (site / f"reference/cli{lang}.md").read_text("utf-8")
        assert all(f"## `targetcheck {name}`" in cli for name in COMMANDS)
        python = (site / f"reference/python{lang}.md").read_text("utf-8")
        assert all(f"### `{n}`" in python for n in tc.__all__ if n != "__version__")
        codes = (site / f"reference/codes{lang}.md").read_text("utf-8")
        for found in listed_codes():
            assert f"](codes/{found.code}.md)" in codes
            page = (site / f"reference/codes/{found.code}{lang}.md").read_text("utf-8")
            assert page.startswith(f"# `{found.code}`\n")
            assert markdown(found.texts[-1]["zh" if lang else "en"]) in page
    engines = (site / "reference/engines.md").read_text("utf-8")
    assert re.search(r"\| `fold` \| several conditions are combined \| \d{2,} \|", engines)
    assert json.loads((site / "schemas/result.schema.json").read_text("utf-8"))["type"] == "object"


def test_the_list_for_language_models_names_every_page(site):
    text = (site / "llms.txt").read_text("utf-8")
    for _, _, pages in SECTIONS:
        for path, _, _ in pages:
            (line,) = [
                x for x in text.splitlines() if f"]({path.replace('/README', '/index')}.html)" in x
            ]
            assert len(line.partition(": ")[2]) > 10, path


def test_pages_to_work_with_are_written_in_chinese():
    wanted = {
        page.relative_to(DOCS).with_suffix("").as_posix()
        for folder in ("start", "tutorial", "how-to", "explanation", ".")
        for page in (DOCS / folder).glob("*.md")
        if not page.name.endswith(".zh.md")
    }
    assert wanted - set(WRITTEN) <= ENGLISH_ONLY


@pytest.mark.parametrize("path", WRITTEN)
def test_a_chinese_page_is_chinese_and_has_the_sections_of_the_english_one(path):
    page = DOCS / f"{path}.zh.md"
    prose = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert len(CHINESE.findall(prose)) > len(re.findall(r"[A-Za-z]", prose)) / 2
    heads = [
        re.findall(r"^##? ", re.sub(r"^```.*?^```", "", p.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL),
                   re.MULTILINE)
        for p in (DOCS / f"{path}.md", page)
    ]  # fmt: skip
    assert len(heads[0]) == len(heads[1]) or path == "reference/tables"


@pytest.mark.parametrize("page", ["start/engineer.md", "start/engineer.zh.md"])
def test_the_python_for_engineers_prints_what_it_says(page, capsys):
    for code in blocks(str(ROOT / "docs" / page), "python"):
        exec(compile(code, page, "exec"), {})
        wanted = [row.split("# -> ")[1] for row in code.splitlines() if "# -> " in row]
        assert capsys.readouterr().out.splitlines() == wanted


def test_pages_name_this_version():
    named = re.compile(r"targetcheck-(\d+\.\d+\.\d+)-py3")
    found = [v for page in SOURCES for v in named.findall(page.read_text("utf-8"))]
    assert set(found) == {tc.__version__}
