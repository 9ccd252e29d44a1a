"""`targetcheck report`: the circular by default, its options, what is refused."""

from __future__ import annotations

import pytest
from circular_examples import DATA, EXAMPLES
from docx import Document

from targetcheck.cli.entry_point import run

NAME = "hubei/suizhou-yangtze-2024"
BASE = ["report", NAME, str(EXAMPLES / DATA[NAME]), "--as-of", "2024-12-31"]


def write(file, *more, lang="zh"):
    return run([*BASE, "-o", str(file), "--lang", lang, *more])


@pytest.mark.parametrize("form", ["docx", "html", "md"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_circular_is_written_in_every_form(form, lang, tmp_path, capsys):
    file = tmp_path / f"circular.{form}"
    assert write(file, lang=lang) == 0
    assert file.stat().st_size > 3000
    assert capsys.readouterr().out == ""
    if form != "docx":
        text = file.read_text("utf-8")
        assert ("四、下一步工作" if lang == "zh" else "What to do next") in text
        assert ("附件4" if lang == "zh" else "Annex 4") in text


def test_brief_leaves_annexes_out_and_annex_chooses(tmp_path):
    whole, brief, one = (tmp_path / f"{n}.md" for n in ("whole", "brief", "one"))
    assert write(whole) == write(brief, "--brief") == write(one, "--annex", "lagging") == 0
    told = [file.read_text("utf-8") for file in (whole, brief, one)]
    assert [text.count("\n---\n") for text in told] == [4, 0, 1]
    assert "附件" not in told[1]
    assert "## 附件1 未达标和进度滞后项清单" in told[2]


def test_full_writes_the_long_bulletin_and_a_workbook_is_that_too(tmp_path):
    page, book = tmp_path / "full.html", tmp_path / "book.xlsx"
    assert write(page, "--full") == write(book) == 0
    assert "附表：全部结论" in page.read_text("utf-8")


def test_fields_and_templates_come_from_files(tmp_path):
    text, letter = tmp_path / "t.md", tmp_path / "letter.docx"
    text.write_text("\ufeff# {{ 文件名 }}\n@落款 {{ issuer }}\n", encoding="utf-8")
    document = Document()
    document.add_paragraph("{发文机关}")
    document.save(letter)
    out, word = tmp_path / "o.md", tmp_path / "o.docx"
    assert write(out, "--template", str(text), "--set", "发文机关=甲办", "--brief") == 0
    assert out.read_text("utf-8") == "# 《随州市长江高水平保护提质增效行动方案》\n\n甲办\n"
    assert write(word, "--template", str(letter), "--set", "issuer=甲办", "--brief") == 0
    assert Document(word).paragraphs[0].text == "甲办"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--full", "--brief"], "report-form"),
        (["--brief", "--annex", "open"], "report-form"),
        (["--annex", "lagin"], "circular-annex"),
        (["--set", "达标=100"], "circular-field"),
        (["--template", "nowhere.md"], "file-missing"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_judged(
    more, code, tmp_path, capsys
):
    file = tmp_path / "x.md"
    assert write(file, *more) == 2
    assert code in capsys.readouterr().err
    assert not file.exists()


def test_a_workbook_takes_no_template_and_a_letterhead_makes_no_page(tmp_path, capsys):
    assert write(tmp_path / "x.xlsx", "--brief") == 2
    Document().save(tmp_path / "letter.docx")
    assert write(tmp_path / "x.html", "--template", str(tmp_path / "letter.docx")) == 2
    assert capsys.readouterr().err.count("report-form") == 2


def test_no_path_of_the_machine_goes_into_a_circular(tmp_path):
    file = tmp_path / "c.md"
    assert write(file) == 0
    text = file.read_text("utf-8")
    assert str(EXAMPLES.parent) not in text
    assert "suizhou-yangtze-2024.csv第" in text
