"""The forms that a bulletin takes: what must be in each, and what must not."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import counties
import pytest

import targetcheck as tc
from targetcheck.output.bulletin import ComparedResults, bulletin, bulletin_docx
from targetcheck.output.bulletin.bulletin_docx import as_docx
from targetcheck.output.bulletin.bulletin_html import as_html
from targetcheck.output.bulletin.bulletin_markdown import as_markdown
from targetcheck.output.bulletin.bulletin_xlsx import as_xlsx


@pytest.fixture(scope="module")
def page(made):
    return as_html(made)


def test_a_place_named_like_a_script_stays_text(page):
    assert counties.ODD not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count("<script>") == 1


def test_the_page_loads_nothing(page):
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", page)
    assert "url(http" not in page
    assert "@import" not in page


def test_ids_are_unique_and_anchors_lead_somewhere(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_statuses_have_shape_and_word_besides_colour(page):
    for cell in re.findall(r'<span class="s [a-z_]+">([^<]+)</span>', page):
        assert re.match(r"[✔✘◇▲●○?–] \S", cell)


def test_colours_have_the_contrast_of_wcag_aa():
    from targetcheck.output.status_colours import INK, TINT

    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for status, ink in INK.items():
        for ground in ("#ffffff", TINT[status]):
            assert (light(ground) + 0.05) / (light(ink) + 0.05) >= 4.5, (status, ground)


def test_headings_descend_and_figures_have_words(page):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.count("<figure") == page.count('role="img" aria-label="') > 3


def test_english_speaks_english(compared):
    made = bulletin(compared, "en", charts=False)
    text = as_markdown(made)
    assert "Ranking" in text
    assert "percentage" not in text or "pp" in text
    assert not re.search(r"[\u4e00-\u9fff]", "".join(s.title for s in made.sections))


def test_every_form_says_that_the_data_are_illustrative(made, results, page):
    from docx import Document
    from openpyxl import load_workbook

    words = made.warning
    assert "示例" in words
    assert words in page
    assert words in as_markdown(made)
    document = Document(io.BytesIO(as_docx(made)))
    assert any(words in p.text for p in document.paragraphs)
    book = load_workbook(io.BytesIO(as_xlsx(made, results[0])))
    for sheet in book:
        if sheet.title != "未采用的行":
            assert any(words in str(row[0].value) for row in sheet.iter_rows(max_row=8)), (
                sheet.title
            )


def test_without_illustrative_data_nothing_is_said():
    result = tc.evaluate(counties.ruleset(), counties.reports(source="统计局"), as_of="2024-12-31")
    made = bulletin(ComparedResults(result), "zh", charts=False)
    assert made.warning == ""
    assert 'class="warning"' not in as_html(made)


def test_the_word_document_has_the_same_tables_and_pictures(made, tables, monkeypatch):
    """Whether this machine has a Chinese font is no matter: without one the pictures are left out."""
    from docx import Document

    monkeypatch.setattr(bulletin_docx, "chinese_font", lambda: True)
    document = Document(io.BytesIO(as_docx(made)))
    assert len(document.tables) == len(tables)
    for table, own in zip(document.tables, tables.values(), strict=True):
        assert len(table.rows) == len(own.rows) + 1
        last = [cell.text for cell in table.rows[-1].cells]
        assert last == [cell.text for cell in own.rows[-1]]
    assert len(document.inline_shapes) > 0


def test_markdown_has_the_same_tables(made, tables):
    rows = [line for line in as_markdown(made).splitlines() if line.startswith("|")]
    assert len(rows) == sum(len(table.rows) + 2 for table in tables.values())
    assert "<script>" not in as_markdown(made)


def test_sixty_targets_at_seven_places_stay_small():
    plan = tc.compile_plan(counties.ruleset(6, 60, odd=False))
    table = tc.read_table(counties.reports(6, 60))
    days = ("2024-12-31", "2024-09-30", "2023-12-31")
    page = as_html(
        bulletin(ComparedResults(*(tc.evaluate(plan, table, as_of=d) for d in days)), "zh")
    )
    assert len(page.encode()) < 1_500_000


def test_three_hundred_places_stay_small():
    """Long tables are packed: the page grows by tens of bytes for each verdict, not by hundreds."""
    pages = []
    for places in (150, 300):
        plan = tc.compile_plan(counties.ruleset(places, 10, odd=False))
        table = tc.read_table(counties.reports(places, 10))
        results = [tc.evaluate(plan, table, as_of=d) for d in ("2024-12-31", "2024-09-30")]
        page = as_html(bulletin(ComparedResults(*results), "zh", charts=False))
        pages.append((len(results[0]), len(page.encode())))
    (few, small), (many, large) = pages
    assert many > 3000
    assert (large - small) / (many - few) < 200
