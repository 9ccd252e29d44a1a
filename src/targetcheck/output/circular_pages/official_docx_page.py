"""The page of an official document after GB/T 9704—2012, set in a Word document.

Layer: output. Input: an empty document of python-docx. Output: the same, with page, styles, faces,
language and page numbers set. Faces that a machine lacks have a second name in the font table, which
Word takes instead: every office has SimSun, SimHei, FangSong or KaiTi.
"""

from __future__ import annotations

from typing import Any

from targetcheck.errors import Language

FACES = {
    "body": ("仿宋", "Times New Roman"),
    "heading": ("黑体", "Times New Roman"),
    "lead": ("楷体", "Times New Roman"),
    "title": ("方正小标宋简体", "Times New Roman"),
    "number": ("宋体", "宋体"),
}
"""Chinese and Latin face of each place."""
TITLE_FACE = FACES["title"][0]
SECOND_NAMES = {
    "仿宋": "FangSong,仿宋_GB2312,STFangsong",
    "黑体": "SimHei,STHeiti",
    "楷体": "KaiTi,楷体_GB2312,STKaiti",
    "方正小标宋简体": "宋体,SimSun",
    "宋体": "SimSun,STSong",
}
LINE, SIZE, TITLE_SIZE, NUMBER_SIZE = 28, 16, 22, 14
"""Points: pitch of the lines, size of the text, of the title, of page numbers."""
CHARACTERS, LINES = 28, 22
TEXT = (156, 225)
"""Millimetres of the text area."""
CLOSER = 5
"""Twentieths of a point by which characters stand closer: 28 × 15.75 pt = 441 pt of 442.2 pt."""
MARGINS = (37, 26, 35, 28)
"""Millimetres above, right, below, left: 37 + 225 + 35 = 297 and 28 + 156 + 26 = 210."""
_FONT = (
    '<w:font w:name="{name}"><w:altName w:val="{second}"/><w:charset w:val="86"/>'
    '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
)


def set_up(document: Any, lang: Language) -> None:
    """Set page, styles and page numbers of an empty document."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if lang == "en":
        margins(section, (22, 25, 20, 25))
        section.footer_distance = Mm(10)
        _english_styles(document)
    else:
        margins(section, MARGINS)
        section.footer_distance = Mm(22)
        _grid(section)
        _chinese_styles(document)
        document.settings.odd_and_even_pages_header_footer = True
    _language(document, lang)
    number_pages(section, dashes=lang == "zh")


def margins(section: Any, millimetres: tuple[int, int, int, int]) -> None:
    """Set the margins above, right, below, left."""
    from docx.shared import Mm

    above, right, below, left = (Mm(size) for size in millimetres)
    section.top_margin, section.right_margin = above, right
    section.bottom_margin, section.left_margin = below, left


def _grid(section: Any) -> None:
    """Set the grid of lines; characters stand closer by their style, since grids of them differ."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = section._sectPr  # noqa: SLF001  # the library knows no grid
    for known in properties.findall(qn("w:docGrid")):
        properties.remove(known)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE * 20))
    properties.append(grid)


def _chinese_styles(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt, RGBColor

    sizes = {
        "Normal": (SIZE, "body"),
        "Heading 1": (SIZE, "heading"),
        "Title": (TITLE_SIZE, "title"),
    }
    for name, (size, face) in sizes.items():
        style = document.styles[name]
        style.font.size, style.font.bold = Pt(size), False
        style.font.color.rgb = RGBColor(0, 0, 0)
        faces(style, face)
        look = style.paragraph_format
        look.space_before = look.space_after = Pt(0)
        look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
        look.widow_control = False
        _without_border(style)
        for mark in ("autoSpaceDE", "autoSpaceDN"):  # no blank between Chinese and figures
            _paragraph_mark(style, mark)
    _closer(document.styles["Normal"])
    document.styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.styles["Heading 1"].paragraph_format.first_line_indent = Pt(2 * SIZE)
    document.styles["Heading 1"].paragraph_format.keep_with_next = True
    title = document.styles["Title"].paragraph_format
    title.alignment, title.line_spacing, title.keep_with_next = (
        WD_ALIGN_PARAGRAPH.CENTER,
        Pt(34),
        True,
    )
    _paragraph_mark(document.styles["Title"], "snapToGrid")


def _paragraph_mark(style: Any, name: str) -> None:
    """Turn something off for the paragraphs of a style, in the place that the schema gives it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    made.set(qn("w:val"), "0")
    properties = style.element.get_or_add_pPr()
    after = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
    following = [child for child in properties if child.tag in {qn(tag) for tag in after}]
    if following:
        following[0].addprevious(made)
    else:
        properties.append(made)


def _closer(style: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(-CLOSER))
    properties = style.element.get_or_add_rPr()
    size = properties.find(qn("w:sz"))
    size.addprevious(spacing)


def _english_styles(document: Any) -> None:
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 10.5, "Heading 1": 13, "Title": 18, "List Bullet": 10.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), "Calibri"
        style.font.color.rgb = RGBColor(0, 0, 0)
        _latin(style)
        style.paragraph_format.space_before = Pt(8 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.05
        _without_border(style)


def _latin(style: Any) -> None:
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), "宋体")


def _without_border(style: Any) -> None:
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for known in properties.findall(qn("w:pBdr")):
        properties.remove(known)


def faces(styled: Any, place: str) -> None:
    """Set the faces of a style or a run; quotation marks count as Chinese and are wide."""
    from docx.oxml.ns import qn

    eastern, latin = FACES[place]
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:ascii"), latin)
    fonts.set(qn("w:hAnsi"), latin)
    fonts.set(qn("w:eastAsia"), eastern)
    fonts.set(qn("w:hint"), "eastAsia")


def _language(document: Any, lang: Language) -> None:
    """Tag the text as Chinese or English, so that Word checks and breaks it as such."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), "en-GB" if lang == "en" else "en-US")
    tag.set(qn("w:eastAsia"), "zh-CN")
    properties.append(tag)


def number_pages(section: Any, *, dashes: bool = True) -> None:
    """Set page numbers between dashes: right on odd pages, left on even ones, one character in."""
    from docx.shared import Pt

    sides = ((section.footer, 2), (section.even_page_footer, 0))
    for footer, alignment in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)  # noqa: SLF001  # the library removes nothing
        paragraph.alignment = alignment if dashes else 1
        look = paragraph.paragraph_format
        look.space_before = look.space_after = Pt(0)
        look.line_spacing = 1.0
        if alignment:
            look.right_indent = Pt(NUMBER_SIZE if dashes else 0)
        else:
            look.left_indent = Pt(NUMBER_SIZE if dashes else 0)
        _page_number(paragraph, dashes=dashes)


def _page_number(paragraph: Any, *, dashes: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    def run(text: str = "") -> Any:
        made = paragraph.add_run(text)
        made.font.size = Pt(NUMBER_SIZE if dashes else 9)
        if dashes:
            faces(made, "number")
        return made

    if dashes:
        run("— ")
    for kind in ("begin", "", "separate", "text", "end"):
        made = run("1" if kind == "text" else "")
        if kind == "":
            told = OxmlElement("w:instrText")
            told.text = "PAGE"
            made._r.append(told)  # noqa: SLF001  # the library has no fields of its own
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            made._r.append(mark)  # noqa: SLF001  # same
    if dashes:
        run(" —")


def add_blank(document: Any) -> Any:
    """Add an empty line."""
    return document.add_paragraph()


def share_fonts(document: Any) -> None:
    """Set a second name for every face, for machines that lack the first."""
    for part in document.part.package.iter_parts():
        if str(part.partname) != "/word/fontTable.xml":
            continue
        text = part.blob.decode("utf-8")
        rows = [
            _FONT.format(name=name, second=second)
            for name, second in SECOND_NAMES.items()
            if f'w:name="{name}"' not in text
        ]
        part._blob = text.replace("</w:fonts>", "".join(rows) + "</w:fonts>").encode()  # noqa: SLF001
