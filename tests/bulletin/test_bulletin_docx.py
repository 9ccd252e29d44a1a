"""The bulletin as a Word document: opened by LibreOffice, without a Chinese font, with long tables."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import pytest

from programs import HANGS, program
from targetcheck.output.bulletin import bulletin_docx as form
from targetcheck.output.bulletin.blocks import PRINTED, SHOWN
from targetcheck.output.bulletin.bulletin_docx import NO_PICTURES, as_docx
from targetcheck.output.bulletin.bulletin_markdown import as_markdown


@pytest.fixture(scope="module")
def long(made):
    """The bulletin with an annex of several pages."""
    *others, last = made.sections
    annex = last.blocks[0]
    return replace(
        made, sections=(*others, replace(last, blocks=(replace(annex, rows=annex.rows * 4),)))
    )


@pytest.fixture(scope="module")
def pages(long, tmp_path_factory):
    """The text of each page of the document as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("docx")
    file = folder / "bulletin.docx"
    file.write_bytes(as_docx(long))
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    office = [program("soffice"), settings, "--headless", "--convert-to"]
    subprocess.run(
        [*office, "pdf", "--outdir", folder, file], check=True, capture_output=True, timeout=HANGS
    )
    text = subprocess.run(
        [program("pdftotext"), "-raw", folder / "bulletin.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return text.split("\f")


def plain(text):
    """Give a text without its blanks and line breaks, which a page sets anew."""
    return "".join(text.split())


def test_libreoffice_shows_every_section_and_table(pages, long):
    text = plain("".join(pages))
    for section in long.sections:
        assert plain(section.title) in text
        for table in (block for block in section.blocks if hasattr(block, "rows")):
            assert plain(f"{table.title} ({len(table.rows)})") in text


def test_libreoffice_shows_every_sentence_and_every_count(pages, results, tables):
    text = plain("".join(pages))
    for verdict in results[0]:
        assert plain(verdict.sentence("zh")) in text
    for row in tables["headline"].rows:
        assert plain(row[1].text + row[2].text) in text


def test_heads_stand_on_every_page_of_a_table(pages):
    first = next(n for n, page in enumerate(pages) if "附表：全部结论" in page)
    annex = [page for page in pages[first:] if "结论：" in page]
    assert len(annex) > 1
    assert all("说明" in page and "依据" in page for page in annex)


def test_without_a_chinese_font_the_document_says_that_charts_are_missing(made, monkeypatch):
    from docx import Document

    def texts(data):
        return [p.text for p in Document(io.BytesIO(data)).paragraphs]

    monkeypatch.setattr(form, "chinese_font", lambda: True)
    assert NO_PICTURES not in texts(as_docx(made))
    monkeypatch.setattr(form, "chinese_font", lambda: False)
    data = as_docx(made)
    assert NO_PICTURES in texts(data)
    assert not Document(io.BytesIO(data)).inline_shapes
    assert NO_PICTURES not in texts(as_docx(replace(made, lang="en")))


def test_a_very_long_table_is_cut_in_documents_which_say_so(made, tables):
    from docx import Document

    annex = tables["annex"]
    rows = annex.rows * (PRINTED // len(annex.rows) + 1)
    long = replace(made.sections[-1], blocks=(replace(annex, rows=rows),))
    longer = replace(made, sections=(long,))
    document = Document(io.BytesIO(as_docx(longer)))
    assert len(document.tables[0].rows) == SHOWN + 1
    said = [p.text for p in document.paragraphs]
    assert any(f"({len(rows)})" in text for text in said)
    assert any(f"共 {len(rows)} 行，此处列出前 {SHOWN} 行" in text for text in said)
    text = as_markdown(longer)
    assert sum(line.startswith("|") for line in text.splitlines()) == SHOWN + 2
    assert f"共 {len(rows)} 行，此处列出前 {SHOWN} 行" in text
