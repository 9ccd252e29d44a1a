"""The forms that a bulletin takes: what must be in each, and what must not."""

from __future__ import annotations

import io
import re
import time
from itertools import pairwise

import counties
import pytest

import targetcheck as tc
from targetcheck.reports.bulletin import Compared, bulletin
from targetcheck.reports.bulletin.annex import MANY
from targetcheck.reports.bulletin.as_docx import as_docx
from targetcheck.reports.bulletin.as_html import as_html
from targetcheck.reports.bulletin.as_markdown import as_markdown
from targetcheck.reports.bulletin.as_xlsx import as_xlsx


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
    from targetcheck.reports.charts.colours import INK, TINT

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
    made = bulletin(Compared(result), "zh", charts=False)
    assert made.warning == ""
    assert 'class="warning"' not in as_html(made)


def test_the_word_document_has_the_same_tables(made, tables):
    from docx import Document

    document = Document(io.BytesIO(as_docx(made)))
    assert len(document.tables) == len(tables)
    for table, own in zip(document.tables, tables.values(), strict=True):
        assert len(table.rows) == len(own.rows) + 1
        last = [cell.text for cell in table.rows[-1].cells]
        assert last == [cell.text for cell in own.rows[-1]]
    assert document.inline_shapes


def test_markdown_has_the_same_tables(made, tables):
    rows = [line for line in as_markdown(made).splitlines() if line.startswith("|")]
    assert len(rows) == sum(len(table.rows) + 2 for table in tables.values())
    assert "<script>" not in as_markdown(made)


def test_sixty_targets_at_seven_places_stay_small_and_quick():
    plan = tc.compile_plan(counties.ruleset(6, 60, odd=False))
    table = tc.read_table(counties.reports(6, 60))
    start = time.perf_counter()
    results = [
        tc.evaluate(plan, table, as_of=day) for day in ("2024-12-31", "2024-09-30", "2023-12-31")
    ]
    page = as_html(bulletin(Compared(*results), "zh"))
    assert len(page.encode()) < 3_000_000
    assert time.perf_counter() - start < 60


def test_many_verdicts_are_grouped_by_target_and_tell_each_clause_once():
    plan = tc.compile_plan(counties.ruleset(300, 8, odd=False))
    result = tc.evaluate(plan, counties.reports(300, 8), as_of="2024-12-31")
    assert len(result) > MANY
    made = bulletin(Compared(result), "zh", charts=False)
    page = as_html(made)
    assert page.count("到2024年底达到第1项目标") == 1
    assert sum(len(b.rows) for b in made.sections[-1].blocks if hasattr(b, "rows")) == len(result)
