"""Documents in: every format reads alike, and hostile ones are refused in words within seconds."""

from __future__ import annotations

import time
import zipfile

import pytest

from targetcheck import api
from targetcheck.drafting.reading.document_reader import read_source
from targetcheck.errors import TargetcheckError

PROMISE = "到2025年底，污水收集率达到71%以上。（牵头单位：市城管委）"
OFD = (
    '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
    '<ofd:TextObject Boundary="10 {} 100 5"><ofd:TextCode X="0" Y="4">{}</ofd:TextCode>'
    "</ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
)


def text_file(folder, suffix=".txt", encoding="utf-8", body=PROMISE):
    path = folder / f"plan{suffix}"
    path.write_bytes(body.encode(encoding))
    return path


def docx_file(folder):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("一、目标", 1)
    document.add_paragraph(PROMISE)
    table = document.add_table(rows=2, cols=3)
    for row, words in zip(
        table.rows, [("指标", "单位", "2025年"), ("覆盖率", "%", "90")], strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.save(folder / "plan.docx")
    return folder / "plan.docx"


def ofd_file(folder):
    with zipfile.ZipFile(folder / "plan.ofd", "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
        archive.writestr("Doc_0/Pages/Page_0/Content.xml", OFD.format(10, PROMISE))
    return folder / "plan.ofd"


def pdf_file(folder, text="At least 80 percent of waste will be recycled by 2030 in the city."):
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(body)
    body += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % n for n in places)
    body += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    (folder / "plan.pdf").write_bytes(body)
    return folder / "plan.pdf"


@pytest.mark.parametrize(
    "make",
    [
        text_file,
        lambda folder: text_file(folder, encoding="gb18030"),
        lambda folder: text_file(folder, suffix=".md", body=f"# 一、目标\n\n{PROMISE}\n"),
        lambda folder: text_file(folder, suffix=".html", body=f"<html><script>9 %</script><p>{PROMISE}</p></html>"),
        docx_file,
        ofd_file,
    ],
)  # fmt: skip
def test_every_format_gives_the_same_promise(tmp_path, make):
    (drafted,) = api.draft(make(tmp_path), tmp_path / "draft")
    ruleset = api.load_ruleset(tmp_path / "draft")
    target = ruleset.targets[0]
    assert str(target.require.at_least) == "71 %"
    assert str(target.due) == "2025-12-31"
    assert target.lead == ("市城管委",)
    assert drafted.figures == len([t for t in ruleset.targets if t.draft])


def test_a_pdf_with_text_is_read_by_pages(tmp_path):
    pytest.importorskip("pypdf")
    source = read_source(pdf_file(tmp_path))
    assert "80 percent" in source.text
    assert source.pages == (0,)


def refused(path, seconds=5):
    start = time.perf_counter()
    with pytest.raises(TargetcheckError) as caught:
        read_source(path)
    assert time.perf_counter() - start < seconds
    (found,) = caught.value.diagnostics
    assert found.en and found.zh and found.hint_en and found.hint_zh
    return found.code


def test_hostile_documents_are_refused_in_words(tmp_path):
    assert refused(text_file(tmp_path, body="1" * 100_000_000)) == "file-too-large"
    assert refused(text_file(tmp_path, body="1" * 1_900_000)) == "document-not-prose"
    assert refused(text_file(tmp_path, body="达到1%，" * 300_000)) == "document-not-prose"
    assert refused(text_file(tmp_path, body="（" * 1_000_000)) == "document-no-text"
    assert refused(text_file(tmp_path, body="\0" * 100)) == "document-format"
    assert refused(text_file(tmp_path, body="  \n ")) == "document-no-text"


def test_hostile_archives_are_refused_in_words(tmp_path):
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * 50_000_000)
    assert refused(bomb) == "document-too-large"
    other = tmp_path / "other.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(other) == "document-format"
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    assert refused(broken) == "document-damaged"
    with zipfile.ZipFile(tmp_path / "half.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document>")
    assert refused(tmp_path / "half.docx") == "document-damaged"


def test_a_hostile_page_of_ofd_declares_no_entities(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.ofd", "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
        archive.writestr(
            "Doc_0/Pages/Page_0/Content.xml", '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
        )
    assert refused(tmp_path / "x.ofd") == "document-damaged"


def test_tables_inside_tables_are_refused(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    for _ in range(12):
        cell = cell.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = PROMISE
    document.save(tmp_path / "nested.docx")
    assert refused(tmp_path / "nested.docx") == "document-nested"


def test_broken_and_scanned_pdf_are_refused(tmp_path):
    pytest.importorskip("pypdf")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj << /Type /Catalog")
    assert refused(broken) == "document-damaged"
    assert refused(pdf_file(tmp_path, text="")) == "document-no-text"


def test_deep_html_costs_no_recursion(tmp_path):
    path = text_file(tmp_path, suffix=".html", body="<div>" * 100_000 + PROMISE)
    assert "71%" in read_source(path).text
