"""The bulletin as a Word document: opened by LibreOffice, without a Chinese font, with long tables."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace

import pytest

from programs import HANGS, program
from targetcheck.output.bulletin import bulletin_docx as form
from targetcheck.output.bulletin.blocks import PRINTED, SHOWN
from targetcheck.output.bulletin.bulletin_docx import as_docx
from targetcheck.output.bulletin.bulletin_markdown import as_markdown
from targetcheck.output.charts.docx_picture import NO_BITMAPS


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
    annex = [page for page in pages[first:] if "要求" in page]
    assert len(annex) > 1
    assert all("说明" in page and "依据" in page for page in annex)


def test_without_a_chinese_font_the_reader_draws_the_charts(made, monkeypatch):
    from docx import Document

    from targetcheck.output.charts import docx_picture

    def drawn(made, font):
        for module in (form, docx_picture):
            monkeypatch.setattr(module, "chinese_font", lambda: font)
        data = as_docx(made)
        document = Document(io.BytesIO(data))
        said = [p.text for p in document.paragraphs]
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            charts = [file.read(n).decode() for n in file.namelist() if n.endswith(".svg")]
        assert len(document.inline_shapes) == len(charts) > 2
        assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
        return NO_BITMAPS in said, [(s.width, s.height) for s in document.inline_shapes], charts

    says, sizes, charts = drawn(made, font=False)
    assert says
    assert all("<text" in chart for chart in charts), "text is text, for the fonts of the reader"
    assert any("\u4e00" <= c <= "\u9fff" for chart in charts for c in chart)
    says, others, _ = drawn(made, font=True)
    assert not says
    assert others == sizes, "a bitmap of another size does not stretch the chart"
    assert not drawn(replace(made, lang="en"), font=False)[0]


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
    assert any(f"共{len(rows)}行，此处列出前{SHOWN}行" in text for text in said)
    text = as_markdown(longer)
    assert sum(line.startswith("|") for line in text.splitlines()) == SHOWN + 2
    assert f"共{len(rows)}行，此处列出前{SHOWN}行" in text
