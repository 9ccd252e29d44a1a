"""What people take from the page: its files are those of the commands, and it prints."""

import io
import re
import subprocess
import sys

import openpyxl
from page_steps import DAY, EXAMPLE, RULESET, downloaded, explain, shown, typed

from programs import program


def command(*argv):
    done = subprocess.run(
        [sys.executable, "-m", "targetcheck", *argv],
        capture_output=True,
        cwd=EXAMPLE.parent,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()


def test_downloads_are_those_of_the_commands(judged, tmp_path):
    given = (RULESET, EXAMPLE.name, "--as-of", DAY, "--lang", "zh")
    command("evaluate", *given, "--format", "csv", "-o", str(tmp_path / "x.csv"))
    command("report", *given, "--set", "issuer=某市某局", "-o", str(tmp_path / "x.md"))
    judged.run("document.getElementById('save-circular-md').click()")
    assert "发文机关" in judged.run("document.getElementById('issuer-wanted').textContent")
    assert judged.run("document.activeElement.id") == "circular-issuer"
    typed(judged, "circular-issuer", "某市某局")
    assert (
        downloaded(judged, "save-table-csv", f"数据表-全部目标-{DAY}.csv")
        == (tmp_path / "x.csv").read_bytes()
    )
    assert (
        downloaded(judged, "save-circular-md", f"通报-全部目标-{DAY}.md")
        == (tmp_path / "x.md").read_bytes()
    )
    page = downloaded(judged, "save-circular-html", f"通报-全部目标-{DAY}.html").decode()
    assert "<!--chart-->" not in page
    assert "<svg" in page
    assert "<script" not in page


def test_the_form_is_one_that_the_page_reads(judged):
    raw = downloaded(judged, "save-form", "填报表-全部目标-2024Q4.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert len(book.sheetnames) > 3


def test_it_prints_the_verdicts_and_then_the_explanation(judged, result, tmp_path):
    verdict = next(v for v in result if v.status == "at_risk" and v.value)
    explain(judged, (verdict.target, verdict.place, verdict.due.isoformat()))
    judged.wait("document.querySelector('.chart svg')")
    shown_ = shown(judged, "title")
    file = tmp_path / "page.pdf"
    file.write_bytes(judged.printed())
    judged.run("document.querySelector('.explanation .close').click()")
    done = subprocess.run(
        [program("pdftotext"), "-raw", file, "-"], capture_output=True, check=True
    )
    *verdicts, last = done.stdout.decode().rstrip("\f").split("\f")
    said = [re.sub(r"\s", "", text) for text in (*verdicts, last)]
    assert [verdict.citations[0].quote in text for text in said].count(True) == 1
    assert shown_[0] in said[0]
    assert shown_[-1] in "".join(said[:-1])


def test_it_prints_dark_on_white(judged):
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    judged.page("Emulation.setEmulatedMedia", media="print", features=dark)
    try:
        assert judged.run("getComputedStyle(document.body).color") == "rgb(28, 34, 39)"
        assert judged.run("getComputedStyle(document.querySelector('.facts')).display") != "none"
    finally:
        judged.page("Emulation.setEmulatedMedia", media="", features=[])
