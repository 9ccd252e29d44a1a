"""Every link in the pages leads to a file that a checkout has, also to what the site makes anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_pages.__main__ import LINK
from site_pages.reference_pages import PAGES as MADE

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md"))
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_to_a_file(page: Path) -> None:
    for there in linked(page):
        assert there.exists(), there


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name.endswith(".zh.md")],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_a_chinese_page_leads_to_the_chinese_one(page: Path) -> None:
    for there in linked(page):
        chinese = there.with_suffix(".zh.md")
        assert chinese == page or not chinese.exists(), there


def linked(page: Path) -> list[Path]:
    """Return the files of the project that a page links to, outside its code blocks."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = [target for _, target in LINK.findall(text)]
    own = [target for target in targets if not re.match(r"[a-z]+:|#", target)]
    return [page.parent / target.partition("#")[0] for target in own]


@pytest.mark.parametrize("name", MADE)
def test_a_page_that_the_site_makes_says_where_its_content_is_here(name: str) -> None:
    for ending, word in ((".md", "site"), (".zh.md", "网站")):
        text = (ROOT / "docs" / f"{name}{ending}").read_text("utf-8")
        assert word in text
        assert LINK.search(text), "it links to what a checkout has"
