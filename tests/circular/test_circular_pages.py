"""The circulars of all bundled rulesets, opened by LibreOffice and Chromium and counted."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
from circular_examples import NAMES

from targetcheck.output.circular_pages.circular_docx import as_docx
from targetcheck.output.circular_pages.circular_html import as_html

MOST = {"zh": 4, "en": 2}
LEAST = {"zh": 2, "en": 1}


def stem(name, lang):
    return f"{name.partition('/')[2]}-{lang}"


@pytest.fixture(scope="module")
def printed(examples, found_program, tmp_path_factory):
    """The pages of every Word document, its annexes listed and left out, as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("circulars")
    files = []
    for lang in ("zh", "en"):
        for name in NAMES:
            file = folder / f"{stem(name, lang)}.docx"
            file.write_bytes(as_docx(replace(examples(name).made(lang), annexes=())))
            files.append(file)
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    office = [found_program("soffice", "libreoffice"), settings, "--headless"]
    command = [*office, "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {file.stem: pages_of(folder / f"{file.stem}.pdf", found_program) for file in files}


def pages_of(pdf, program):
    command = [program("pdftotext"), "-layout", pdf, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_prints_as_many_pages_as_are_asked(name, lang, printed):
    pages = printed[stem(name, lang)]
    assert LEAST[lang] <= len(pages) <= MOST[lang]
    assert all(page.strip() for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_numbered_between_dashes_and_hold_at_most_22_lines(name, printed):
    for number, page in enumerate(printed[stem(name, "zh")], start=1):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert lines[-1].replace(" ", "") == f"—{number}—"
        assert len(lines) - 1 <= 22
        full = [line for line in lines[:-1] if not re.search(r"[A-Za-z0-9 ]", line)]
        assert max(map(len, full), default=0) <= 29, "28 characters, and a mark that hangs"


def test_a_full_page_holds_22_lines_and_a_full_line_28_characters(printed):
    middle = [page for pages in printed.values() if len(pages) > 2 for page in pages[1:-1]]
    counts = [len([line for line in p.splitlines() if line.strip()]) - 1 for p in middle]
    assert max(counts) == 22
    plain = [line.strip() for p in middle for line in p.splitlines()]
    whole = [line for line in plain if re.fullmatch(r"[\u4e00-\u9fff、，。：；“”（）《》]+", line)]
    assert max(map(len, whole)) in (28, 29)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(lang, printed):
    for name in NAMES:
        for page in printed[stem(name, lang)][:-1]:
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            last = lines[-2] if lang == "zh" else lines[-2 if lines[-1].isdigit() else -1]
            assert not re.match(r"[一二三四]、|（[一二三四五六]）[^。]*。$", last), (name, last)


@pytest.fixture(scope="module")
def chromium(found_program, tmp_path_factory):
    path = found_program("chromium", "chromium-browser", "google-chrome")
    folder = tmp_path_factory.mktemp("chromium")

    def run(page, name):
        file, pdf = folder / f"{name}.html", folder / f"{name}.pdf"
        file.write_text(page, encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        flags += ["--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND"]
        flags += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}"]
        done = subprocess.run(
            [path, *flags, file.as_uri()], capture_output=True, text=True, check=False, timeout=180
        )
        assert "CONSOLE" not in done.stderr
        return pdf

    return run


@pytest.mark.parametrize("name", NAMES)
def test_chromium_prints_as_many_pages_as_are_asked(name, examples, chromium, found_program):
    page = as_html(replace(examples(name).made("zh"), annexes=()))
    pages = pages_of(chromium(page, stem(name, "zh")), found_program)
    assert LEAST["zh"] <= len(pages) <= MOST["zh"]


def test_the_page_of_a_browser_has_annexes_with_heads_on_every_page(
    suizhou, chromium, found_program
):
    pages = pages_of(chromium(as_html(suizhou.made("zh")), "annexes"), found_program)
    first = next(n for n, page in enumerate(pages) if page.lstrip().startswith("附件1"))
    last = next(n for n, page in enumerate(pages) if page.lstrip().startswith("附件4"))
    assert last - first >= 3
    assert all("时限" in page and "牵头单位" in page for page in pages[first:last])


def test_a_page_escapes_what_names_hold(suizhou):
    page = as_html(suizhou.made("zh", office={"contact": "<script>alert(1)</script>"}))
    assert "<script" not in page
    assert "default-src 'none'" in page
