"""Bulletin as an editable Word document.

Layer: output. Input: a Bulletin. Output: bytes of a `.docx` file. Charts are drawn by whoever reads
it; without a Chinese font here they have no bitmap beside for older programs, and it says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from targetcheck.errors import Language, TargetcheckError
from targetcheck.output.bulletin.blocks import (
    Block,
    BulletinTable,
    Cell,
    Figure,
    Heading,
    Paragraph,
    cut,
)
from targetcheck.output.bulletin.bulletin_html import part_missing
from targetcheck.output.bulletin.contents import Bulletin
from targetcheck.output.charts import chinese_font
from targetcheck.output.charts.docx_picture import NO_BITMAPS, add_chart
from targetcheck.output.status_colours import INK, TINT

_LEAST, _MOST = 10, 70
"""Range of text lengths in which the column width is proportional."""
_LOOKED = 300
"""Number of rows from which widths are computed."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NATURAL = 0.42
"""A picture has two dots for each unit of its chart, and 72 of them to the inch."""
_FONTS = {"zh": ("Microsoft YaHei", "微软雅黑"), "en": ("Calibri", "微软雅黑")}


def as_docx(made: Bulletin) -> bytes:
    """Return the document. Raises TargetcheckError (`part-missing`) without the extra `office`."""
    try:
        import docx
    except ImportError:
        raise TargetcheckError(part_missing()) from None
    document = docx.Document()
    _set_up(document, made)
    document.add_heading(made.title, 0)
    document.add_paragraph(made.subtitle, style="Subtitle")
    for line in made.basis:
        _small(document.add_paragraph(), line)
    if made.warning:
        label = "⚠ 示例数据：" if made.lang == "zh" else "⚠ Illustrative data: "
        paragraph = document.add_paragraph(style="Intense Quote")
        paragraph.add_run(label).bold = True
        paragraph.add_run(made.warning)
        for run in paragraph.runs:
            run.italic = False
    bitmaps = made.lang == "en" or chinese_font()
    if not bitmaps and any(isinstance(b, Figure) for s in made.sections for b in s.blocks):
        _small(document.add_paragraph(), NO_BITMAPS)
    for number, section in enumerate(made.sections, start=1):
        document.add_heading(f"{number} {section.title}", 1)
        for block in _paired(section.blocks):
            _add(document, block, made.lang)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, made: Bulletin) -> None:
    """Set the page to landscape A4, fonts for both scripts, the title, a page number below."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(15)
    latin, eastern = _FONTS[made.lang]
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Intense Quote"):
        style = document.styles[name]
        style.font.name = latin
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), eastern)
    document.styles["Normal"].font.size = Pt(10)
    document.styles["Title"].font.size = Pt(20)
    document.core_properties.title = made.title
    document.core_properties.subject = made.subtitle
    document.core_properties.author = "targetcheck"
    _number_pages(page.footer.paragraphs[0])


def _number_pages(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # the library has no fields of its own


def _small(paragraph: Any, text: str) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size = Pt(8.5)
    paragraph.paragraph_format.space_after = Pt(2)


def _paired(blocks: Sequence[Block]) -> Iterator[Block | tuple[Figure, ...]]:
    """Yield the blocks; consecutive trajectory charts come in pairs, to be placed side by side."""
    courses: list[Figure] = []
    for block in blocks:
        course = isinstance(block, Figure) and block.id.startswith("course")
        if courses and (not course or len(courses) == 2):
            yield tuple(courses)
            courses = []
        if isinstance(block, Figure) and course:
            courses.append(block)
        else:
            yield block
    if courses:
        yield tuple(courses)


def _add(document: Any, block: Block | tuple[Figure, ...], lang: Language) -> None:
    if isinstance(block, Paragraph):
        document.add_paragraph(block.text, style="Quote" if block.kind == "quote" else None)
    elif isinstance(block, Heading):
        document.add_heading(block.text, 2)
    elif isinstance(block, BulletinTable):
        shown, left_out = cut(block, lang)
        _table(document, shown, len(block.rows))
        if left_out:
            _small(document.add_paragraph(), left_out)
    elif isinstance(block, Figure):
        _pictures(document, (block,), lang)
    elif isinstance(block, tuple):
        _pictures(document, block, lang)


def _pictures(document: Any, figures: Sequence[Figure], lang: Language) -> None:
    """Set charts side by side with their captions below."""
    from docx.shared import Mm

    line = document.add_paragraph()
    for figure in figures:
        room = (Mm(250) // len(figures), Mm(150))
        add_chart(line.add_run(), figure.drawing, lang, room, _NATURAL)
    line.paragraph_format.keep_with_next = True
    _small(document.add_paragraph(), "　｜　".join(figure.caption for figure in figures))


def _table(document: Any, table: BulletinTable, total: int) -> None:
    from docx.shared import Pt

    title = document.add_paragraph()
    title.add_run(f"{table.title} ({total})").bold = True
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.space_before = Pt(8)
    made = document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    made.autofit = False
    element, pattern = made._tbl, made.rows[0]._tr  # noqa: SLF001  # cell by cell is too slow
    widths = _widths(table)
    element.remove(pattern)
    element.append(_row([Cell(h.text) for h in table.heads], table, widths, head=True))
    for row in table.rows:
        element.append(_row(row, table, widths))
    grid = element.tblGrid
    for column, width in zip(grid, widths, strict=True):
        column.w = width


def _widths(table: BulletinTable) -> list[int]:
    """Return column widths that fill the page, by length of text."""
    from docx.shared import Mm

    columns = [[head.text for head in table.heads], *(_texts(row) for row in table.rows[:_LOOKED])]
    lengths = [max(map(_length, column)) for column in zip(*columns, strict=True)]
    shares = [float(max(_LEAST, min(length, _MOST))) ** 0.7 for length in lengths]
    return [int(Mm(267) * share / sum(shares)) for share in shares]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _length(text: str) -> int:
    """Return the display width of a text in letters; a Chinese character counts as two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _row(
    cells: Sequence[Cell], table: BulletinTable, widths: Sequence[int], *, head: bool = False
) -> Any:
    """Return a row as an XML element; the heading repeats on every page and rows do not break."""
    from docx.oxml import OxmlElement

    row = OxmlElement("w:tr")
    settings = _child(row, "w:trPr")
    _child(settings, "w:cantSplit")
    if head:
        _child(settings, "w:tblHeader")
    for cell, column, width in zip(cells, table.heads, widths, strict=True):
        row.append(_cell(cell, width, head=head, right=column.kind == "number" and not head))
    return row


def _cell(cell: Cell, width: int, *, head: bool, right: bool) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement("w:tc")
    settings = _child(made, "w:tcPr")
    _child(settings, "w:tcW", w=str(width // 635), type="dxa")
    tint = "EEF1F4" if head else TINT.get(cell.status, "")[1:]
    if tint:
        _child(settings, "w:shd", val="clear", color="auto", fill=tint)
    paragraph = _child(made, "w:p")
    layout = _child(paragraph, "w:pPr")
    _child(layout, "w:spacing", before="20", after="20", line="240", lineRule="auto")
    if right:
        _child(layout, "w:jc", val="right")
    run = _child(paragraph, "w:r")
    look = _child(run, "w:rPr")
    if head or cell.status:
        _child(look, "w:b")
    if cell.status in INK:
        _child(look, "w:color", val=INK[cell.status][1:])
    _child(look, "w:sz", val="15")
    text = _child(run, "w:t")
    text.text = cell.text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _child(parent: Any, name: str, **attributes: str) -> Any:
    """Add a WordprocessingML child element; `w:` is prefixed to every name."""
    made = parent.makeelement(f"{_WORD}{name.removeprefix('w:')}")
    for key, value in attributes.items():
        made.set(f"{_WORD}{key}", value)
    parent.append(made)
    return made
