"""Templates of an office: Markdown with fields, Word documents with fields in braces."""

from __future__ import annotations

import io

import pytest
from circular_examples import ROOT
from docx import Document

from targetcheck.errors import TargetcheckError
from targetcheck.output.circular import field_names, office_fields
from targetcheck.output.circular.circular_fields import OFFICE, fields_of
from targetcheck.output.circular.circular_template import as_markdown
from targetcheck.output.circular_pages.circular_docx import as_docx


def letter(*lines, header=""):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def texts(data):
    return [p.text for p in Document(io.BytesIO(data)).paragraphs]


def test_every_field_has_two_names_and_is_described():
    entries = field_names()
    names = [name for entry in entries for name in (entry.en, entry.zh)]
    assert len(names) == len(set(names))
    assert all(entry.holds_en and entry.holds_zh for entry in entries)
    assert set(OFFICE) <= {entry.en for entry in entries}


def test_a_field_has_one_value_under_both_names(suizhou):
    fields = fields_of(suizhou.inputs())
    assert all(fields[entry.en] == fields[entry.zh] for entry in field_names())


def test_a_text_in_markdown_is_filled_in_and_numbered(suizhou):
    template = "# 简报：{{ 文件名 }}\n@主送 {{ 主送[0] }}：\n## 数字\n### 到期。\n{{ 已到期 }}个\n- {{ met }}\n- 二\n@附件 甲\n"
    made = suizhou.made(template=template, brief=True)
    told = [(b.kind, b.lead, b.text) for b in made.blocks]
    assert told == [
        ("title", "", "简报：《随州市长江高水平保护提质增效行动方案》"),
        ("to", "", "随县："),
        ("heading", "", "一、数字"),
        ("plain", "（一）到期。", f"{made.fields['due']}个"),
        ("item", "", f"1．{made.fields['met']}"),
        ("item", "", "2．二"),
        ("annex", "", "甲"),
    ]
    assert "## 一、数字" in as_markdown(made)


def test_an_unknown_field_is_refused_with_the_nearest_name(suizhou):
    with pytest.raises(TargetcheckError) as caught:
        suizhou.made(template="{{ 达标数量率 }}")
    assert caught.value.diagnostics[0].code == "circular-field"
    with pytest.raises(TargetcheckError, match="did you mean `due_rate`"):
        suizhou.made(template="{{ due_rat }}")


def test_a_broken_template_is_refused_with_its_line(suizhou):
    with pytest.raises(TargetcheckError) as caught:
        suizhou.made(template="# x\n\n{% if due %}\n{{ due }\n")
    found = caught.value.diagnostics[0]
    assert (found.code, found.where.line) == ("circular-template", 4)


@pytest.mark.parametrize(
    "template",
    [
        "{{ rows.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{% for x in range(99999999) %}x{% endfor %}",
        "{{ cycler.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{{ addressees.append('x') }}",
    ],
)
def test_a_template_reaches_nothing_but_its_fields(suizhou, template):
    with pytest.raises(TargetcheckError):
        suizhou.made(template=template)


def test_a_word_template_keeps_its_look_and_its_fields_are_replaced(suizhou):
    made = suizhou.made(brief=True, office={"number": "某发〔2025〕3号"})
    data = as_docx(
        made, letter("XX文件", "{文号}", "共{目标数}项，{due}个到期", header="{发文字号}")
    )
    told = texts(data)
    assert told[:3] == [
        "XX文件",
        "随政办发〔2024〕14号",
        f"共{made.fields['targets']}项，{made.fields['due']}个到期",
    ]
    document = Document(io.BytesIO(data))
    assert document.sections[0].header.paragraphs[0].text == "某发〔2025〕3号"
    assert document.sections[0].page_width == Document(io.BytesIO(letter())).sections[0].page_width


def test_body_and_lists_of_a_word_template_become_paragraphs(suizhou):
    made = suizhou.made(brief=True)
    told = texts(as_docx(made, letter("红头", "{正文}", "{滞后清单}", "版记")))
    assert told[0] == "红头"
    assert told[-1] == "版记"
    assert any(text.startswith("一、总体情况") for text in told)
    assert told[-3:-1] == made.fields["lagging"]


def test_a_word_template_without_fields_gets_the_text_at_its_end(suizhou):
    told = texts(as_docx(suizhou.made(brief=True), letter("红头")))
    assert told[0] == "红头"
    assert "一、总体情况" in told


def test_a_field_that_word_has_cut_into_runs_is_found(suizhou):
    document = Document()
    line = document.add_paragraph("共")
    for piece in ("{目", "标数", "}", "项"):
        line.add_run(piece)
    out = io.BytesIO()
    document.save(out)
    made = suizhou.made(brief=True)
    assert texts(as_docx(made, out.getvalue()))[0] == f"共{made.fields['targets']}项"


def test_unknown_fields_of_a_word_template_are_refused_all_at_once(suizhou):
    with pytest.raises(TargetcheckError) as caught:
        as_docx(suizhou.made(brief=True), letter("{目标数量} {dueto}"))
    assert {found.code for found in caught.value.diagnostics} == {"circular-field"}
    assert len(caught.value.diagnostics) == 2
    with pytest.raises(TargetcheckError, match="not a Word document"):
        as_docx(suizhou.made(brief=True), b"PK no zip")


def test_what_an_office_sets_goes_by_either_name():
    assert office_fields(["发文机关=甲", "date=2025年1月15日"]) == {
        "issuer": "甲",
        "date": "2025年1月15日",
    }
    for pair in ("达标=100", "issuer", "发文机=甲"):
        with pytest.raises(TargetcheckError, match="circular-field"):
            office_fields([pair])


@pytest.mark.parametrize(
    ("name", "columns", "heads"),
    [
        ("circular.md", (0, 1, 2, 3), ("The page", "The fields")),
        ("circular.zh.md", (1, 0, 3), ("版式", "字段")),
    ],
)
def test_the_page_lists_every_field_as_the_program_has_it(name, columns, heads):
    page = (ROOT / "docs" / "how-to" / name).read_text("utf-8")
    listed = [
        tuple(cell.strip(" `") for cell in line.strip("|").split("|"))
        for line in page.partition(f"## {heads[1]}")[2].splitlines()
        if line.startswith("| `")
    ]
    assert listed == [
        tuple(entry[column] for column in columns) for entry in map(tuple, field_names())
    ]
    for field in OFFICE:
        assert f"`{field}`" in page.partition(f"## {heads[0]}")[0]


@pytest.mark.parametrize(
    ("name", "head"), [("circular.md", "letterhead"), ("circular.zh.md", "公文纸")]
)
def test_the_example_of_the_page_is_a_template(suizhou, name, head):
    page = (ROOT / "docs" / "how-to" / name).read_text("utf-8")
    template = page.partition(f"{head}\n")[2].split("```")[1]
    made = suizhou.made(template=template, brief=True)
    assert made.blocks[0].text.endswith("2024年第四季度进展的通报")
    assert {block.kind for block in made.blocks} >= {"title", "to", "heading", "item", "issuer"}
