"""Each measure of GB/T 9704—2012 against the numbers of the Word document itself."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from circular_examples import DATA, EXAMPLES
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import targetcheck as tc
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs, circular
from targetcheck.output.circular_pages.circular_docx import as_docx
from targetcheck.output.circular_pages.title_breaks import MOST, title_lines, width

POINT = 12700
"""English Metric Units of a point."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """A circular of data that do not call themselves illustrative: with issuer and date."""
    name = "hubei/suizhou-yangtze-2024"
    text = (EXAMPLES / DATA[name]).read_text("utf-8-sig")
    file = tmp_path_factory.mktemp("sent") / "data.csv"
    file.write_text(re.sub(r"示例[^,\n]*", "测试", text), encoding="utf-8")
    plan = tc.compile_plan(name)
    result = tc.evaluate(plan, tc.read_table(str(file)), as_of="2024-12-31")
    assert not result.illustrative
    office = {"date": "2025年1月15日", "contact": "联系电话：0000", "number": "某发〔2025〕3号"}
    inputs = CircularInputs(ComparedResults(result), "zh", office=office)
    return circular(inputs)


@pytest.fixture(scope="module")
def data(sent):
    return as_docx(sent)


@pytest.fixture(scope="module")
def document(data):
    return Document(io.BytesIO(data))


def near(length, millimetres):
    return abs(length - Mm(millimetres)) < Mm(0.1)


def face(style_or_run):
    fonts = style_or_run.element.rPr.rFonts
    return fonts.get(qn("w:eastAsia"))


def paragraph(document, start):
    return next(p for p in document.paragraphs if p.text.startswith(start))


def test_the_page_is_a4_upright_with_the_margins_of_the_standard(document):
    page = document.sections[0]
    assert near(page.page_width, 210)
    assert near(page.page_height, 297)
    assert near(page.top_margin, 37)
    assert near(page.left_margin, 28)
    assert near(page.page_width - page.left_margin - page.right_margin, 156)
    assert near(page.page_height - page.top_margin - page.bottom_margin, 225)


def test_the_text_area_holds_22_lines_of_28_characters(document):
    page, normal = document.sections[0], document.styles["Normal"]
    down = page.page_height - page.top_margin - page.bottom_margin
    across = page.page_width - page.left_margin - page.right_margin
    assert normal.paragraph_format.line_spacing == Pt(28)
    assert normal.paragraph_format.line_spacing_rule == 4, "exactly"
    assert down // normal.paragraph_format.line_spacing == 22
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20 * POINT
    assert across // (normal.font.size + closer) == 28
    assert not normal.paragraph_format.space_before
    assert not normal.paragraph_format.space_after


def test_faces_and_sizes_are_those_of_the_standard(document):
    body, heading, title = (document.styles[n] for n in ("Normal", "Heading 1", "Title"))
    assert (face(body), body.font.size) == ("仿宋", Pt(16))
    assert (face(heading), heading.font.size, heading.font.bold) == ("黑体", Pt(16), False)
    assert (face(title), title.font.size) == ("方正小标宋简体", Pt(22))
    assert title.paragraph_format.alignment == 1
    second = next(p for p in document.paragraphs if p.text.startswith("（一）"))
    assert face(second.runs[0]) == "楷体"
    assert all(face(run) == "仿宋" for run in second.runs[1:])
    third = next(p for p in document.paragraphs if p.text.startswith("1．"))
    assert face(third.runs[0]) == "仿宋"


def test_headings_are_numbered_as_the_standard_asks(document):
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["一、总体情况", "二、主要成效", "三、存在问题", "四、下一步工作"]
    texts = [p.text for p in document.paragraphs]
    assert any(t.startswith("（一）") for t in texts)
    assert not any(t.startswith(("1.", "(1)", "（一）、", "1、")) for t in texts)


def test_page_numbers_are_14_points_between_dashes_outside(document):
    assert document.settings.odd_and_even_pages_header_footer
    page = document.sections[0]
    for footer, side in ((page.footer, 2), (page.even_page_footer, 0)):
        line = footer.paragraphs[0]
        assert line.text.replace("1", "N") == "— N —"
        assert line.alignment == side
        assert {run.font.size for run in line.runs} == {Pt(14)}
        assert {face(run) for run in line.runs} == {"宋体"}
        assert "PAGE" in line._p.xml
        indent = line.paragraph_format.right_indent if side else line.paragraph_format.left_indent
        assert indent == Pt(14), "one character in"


def test_the_date_stands_four_characters_from_the_right_below_the_issuer(document):
    texts = [p.text for p in document.paragraphs]
    at = texts.index("2025年1月15日")
    assert texts[at - 1] == "随州市人民政府办公室"
    date, issuer = document.paragraphs[at], document.paragraphs[at - 1]
    indent = date._p.pPr.ind
    assert date.alignment == issuer.alignment == 2
    assert indent.get(qn("w:rightChars")) == "400"
    assert int(indent.get(qn("w:right"))) == 4 * 16 * 20
    ends = int(issuer._p.pPr.ind.get(qn("w:right"))) / 320
    assert ends + 10 / 2 == pytest.approx(4 + 6.5 / 2, abs=0.05), "centred above the date"
    assert issuer.paragraph_format.keep_with_next
    assert texts[at + 1] == "（联系电话：0000）"
    assert document.paragraphs[at + 1]._p.pPr.ind.get(qn("w:leftChars")) == "200"


def test_paragraphs_start_two_characters_in_and_the_addressees_do_not(document):
    body = paragraph(document, "根据")
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    to = paragraph(document, "随县、广水市")
    assert to.text.endswith("：")
    assert to._p.pPr.ind is None


def test_annexes_are_listed_one_line_below_the_text(document):
    texts = [p.text for p in document.paragraphs]
    at = next(n for n, text in enumerate(texts) if text.startswith("附件：1．"))
    assert texts[at - 1] == ""
    assert [t[:2] for t in texts[at + 1 : at + 4]] == ["2．", "3．", "4．"]
    assert not any(t.endswith(("。", "；")) for t in texts[at : at + 4])
    kept = [p.paragraph_format.keep_with_next for p in document.paragraphs[at - 2 : at + 4]]
    assert kept[:5] == [True] * 5, "the list stays whole, below a line of the text"
    assert not kept[5]


def test_the_language_is_chinese_and_no_blank_stands_beside_figures(data, document):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        styles = file.read("word/styles.xml").decode()
        core = file.read("docProps/core.xml").decode()
    assert 'w:eastAsia="zh-CN"' in styles
    assert "zh-CN" in core
    assert '<w:autoSpaceDN w:val="0"/>' in styles
    told = "".join(p.text for p in document.paragraphs if "附件" not in p.text)
    assert not re.search(r"[\u4e00-\u9fff] +\d|\d +[\u4e00-\u9fff]", told)


def test_every_face_has_a_second_one_that_every_office_has(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        table = file.read("word/fontTable.xml").decode()
        used = set(re.findall(r'w:eastAsia="([^"]+)"', file.read("word/document.xml").decode()))
    used |= {"方正小标宋简体", "仿宋", "黑体"}
    used -= {"zh-CN", "eastAsia"}
    second = dict(re.findall(r'<w:font w:name="([^"]+)"><w:altName w:val="([^"]+)"/>', table))
    assert used <= set(second)
    standing = {"宋体", "SimSun", "SimHei", "FangSong", "KaiTi"}
    assert all(set(names.split(",")) & standing for names in second.values())


def test_annexes_are_wide_with_heads_on_every_page_and_no_row_torn(document):
    first, *others = document.sections
    assert first.orientation == 0
    assert [s.orientation for s in others] == [1, 1, 1, 0]
    assert len(document.tables) >= 4
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_no_column_is_empty_and_no_date_or_status_is_broken(sent, document):
    for table in document.tables:
        heads = [cell.text for cell in table.rows[0].cells]
        rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
        for number, head in enumerate(heads):
            column = [row[number] for row in rows]
            assert set(column) - {"", "—"}, head
            width_mm = table.columns[number].width / 36000
            if head in ("时限", "结论"):
                longest = max(map(width, column))
                assert longest * 9 / 72 * 25.4 + 3.8 <= width_mm, (head, longest, width_mm)


def test_no_table_is_wider_than_its_page(examples):
    for name in ("hubei/shiyan-yangtze-2018", "hubei/huangshi-village-health-2024"):
        found = Document(io.BytesIO(as_docx(examples(name).made())))
        for table in found.tables:
            assert sum(column.width for column in table.columns) <= Mm(257.5)


def test_titles_are_broken_between_words_into_even_lines():
    told = title_lines(
        "关于《黄石市长江高水平保护提质增效行动方案》2024年第四季度目标任务完成情况的通报"
    )
    assert "".join(told).startswith("关于《黄石市长江高水平保护")
    assert all(width(line) <= MOST for line in told)
    assert not any(line.startswith(("》", "的", "年", "、")) for line in told)
    assert not any(line.endswith(("《", "第", "202")) for line in told)
    assert title_lines("关于短的通报") == ["关于短的通报"]


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("关于《中国（湖北）自由贸易试验区黄石联动创新发展区建设实施方案》2024年第四季度目标任务完成情况的通报", "黄石"),
        ("（样张）关于《〈咸宁年鉴（2022）〉编纂方案》2022年第四季度目标任务完成情况的通报", "年鉴（2022）"),
        ("关于《市人民政府办公室关于成立集中打击整治危害药品安全违法犯罪工作领导小组的通知》2022年第四季度目标任务完成情况的通报", "通知"),
        ("关于《咸宁市健全重特大疾病医疗保险和救助制度实施办法》2022年第四季度目标任务完成情况的通报", "2022年第四季度"),
    ],
)  # fmt: skip
def test_a_name_a_period_and_brackets_are_not_torn(title, whole):
    told = title_lines(title)
    assert "".join(told) == title
    assert any(whole in line for line in told)
    assert all(width(line) <= MOST for line in told)


def test_a_sample_has_no_number_no_issuer_and_says_so(suizhou):
    made = suizhou.made(office={"number": "某发〔2025〕3号", "date": "2025年1月15日"})
    kinds = {block.kind for block in made.blocks}
    assert made.title.startswith("（样张）")
    assert not kinds & {"number", "issuer", "date"}
    notice = next(block.text for block in made.blocks if block.kind == "notice")
    assert "不得印发、引用" in notice


def test_an_english_briefing_has_its_own_form(suizhou):
    made = suizhou.made("en")
    document = Document(io.BytesIO(as_docx(made)))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["At a glance", "What was achieved", "What needs attention", "What to do next"]
    assert document.styles["Normal"].font.name == "Calibri"
    assert near(document.sections[0].page_width, 210)
