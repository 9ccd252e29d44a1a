"""The circular as a Word document in the layout of GB/T 9704—2012; an English one as a plain briefing.

Layer: output. Input: a Circular, perhaps an office's own document. Output: bytes of a `.docx` file.
A4 upright, margins above 37 mm and left 28 mm, a text area of 156 × 225 mm with 22 lines of 28
characters, FangSong of 16 pt on lines of 28 pt, page numbers of 14 pt between dashes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from targetcheck.errors import Language, TargetcheckError
from targetcheck.output.bulletin.blocks import BulletinTable, Figure, Paragraph, cut
from targetcheck.output.bulletin.bulletin_html import part_missing
from targetcheck.output.charts import chinese_font
from targetcheck.output.charts.docx_picture import NO_BITMAPS, add_chart
from targetcheck.output.circular.circular_template import Annex, Block, Circular
from targetcheck.output.circular_pages.official_docx_page import (
    add_blank,
    faces,
    margins,
    number_pages,
    set_up,
    share_fonts,
)
from targetcheck.output.circular_pages.title_breaks import title_lines

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EM = 320
"""Width of a character of 16 pt in twentieths of a point."""
_BODY = ("plain", "notice", "item")
_FIXED = {"date": 24, "number": 15}
"""Widths in millimetres of columns whose texts must not be broken."""


def as_docx(made: Circular, letterhead: bytes | None = None) -> bytes:
    """Return the document; `letterhead` is an office's `.docx` with styles, header and footer.

    Raises TargetcheckError (`part-missing`, `circular-template`).
    """
    try:
        import docx
    except ImportError:
        raise TargetcheckError(part_missing()) from None
    from targetcheck.output.circular_pages.office_template import fill_in, opened

    document = docx.Document() if letterhead is None else opened(letterhead)
    if letterhead is None:
        set_up(document, made.lang)
        document.core_properties.author = str(made.fields["issuer"])
    share_fonts(document)
    document.core_properties.title = made.title
    document.core_properties.language = "zh-CN" if made.lang == "zh" else "en"
    writer = _Writer(document, made.lang, own=letterhead is None)
    if letterhead is None or not fill_in(document, made, writer.blocks):
        writer.blocks(made.blocks)
    for annex in made.annexes:
        writer.annex(annex)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """Writes paragraphs and annexes at the end of a document."""

    def __init__(self, document: Any, lang: Language, *, own: bool) -> None:
        self.document, self.lang, self.own = document, lang, own
        self.annexed = 0

    def blocks(self, blocks: Sequence[Block], before: Any = None) -> None:
        """Write the paragraphs, at the end or before an element."""
        self.annexed = 0
        for number, block in enumerate(blocks):
            following = blocks[number + 1].kind if number + 1 < len(blocks) else ""
            together = following == "annex" and block.kind in (*_BODY, "annex")
            for made in self._paragraphs(block, following):
                if together:  # the list of annexes stays whole, and below a line of the text
                    made.paragraph_format.keep_with_next = True
                if before is not None:
                    before.addprevious(made._p)  # noqa: SLF001  # the only way to a place within
        if before is not None:
            before.getparent().remove(before)

    def _paragraphs(self, block: Block, following: str) -> list[Any]:
        zh = self.lang == "zh"
        if block.kind == "title":
            return self._title(block.text)
        if block.kind == "heading":
            made = self._styled("Heading 1", block.text)
            return [made]
        if block.kind == "annex":
            return self._annex_name(block.text)
        made = self._styled("Normal", "")
        look = made.paragraph_format
        if block.kind in _BODY:
            _indent(made, first=2) if zh else None
            if block.lead:
                self._run(made, block.lead, "lead", bold=not zh)
            self._run(
                made,
                (" " if block.lead and not zh else "") + block.text,
                "body",
                bold=block.kind == "notice",
            )
            look.keep_with_next = bool(block.lead) and not block.text
            if block.kind == "item" and not zh:
                made.style = self.document.styles["List Bullet"]
        elif block.kind == "to":
            self._run(made, block.text if zh else f"To: {block.text}", "body")
            if zh:
                blank = add_blank(self.document)
                made._p.addprevious(blank._p)  # noqa: SLF001  # one line between title and text
                return [blank, made]
        elif block.kind == "number":
            self._run(made, block.text, "body")
            look.alignment = 1
        elif block.kind in ("issuer", "date"):
            self._signature(made, block, following)
        elif block.kind == "contact":
            self._run(made, f"（{block.text}）" if zh else f"Contact: {block.text}", "body")
            _indent(made, left=2) if zh else None
        else:
            self._run(made, f"抄送：{block.text}。" if zh else f"Copies: {block.text}", "body")
        return [made]

    def _title(self, text: str) -> list[Any]:
        if self.lang == "en":
            return [self._styled("Title", text)]
        made = self._styled("Title", "")
        for number, line in enumerate(title_lines(text)):
            if number:
                made.runs[-1].add_break()
            self._run(made, line, "title")
        return [made]

    def _annex_name(self, text: str) -> list[Any]:
        """Write a line of the list of annexes; the first stands one line below the text."""
        self.annexed += 1
        number = self.annexed
        if self.lang == "en":
            made = self._styled("Normal", f"Annex {number}: {text}")
            return [made]
        blank = [add_blank(self.document)] if number == 1 else []
        for line in blank:
            line.paragraph_format.keep_with_next = True
        made = self._styled("Normal", "")
        self._run(made, f"附件：{number}．{text}" if number == 1 else f"{number}．{text}", "body")
        # two characters from the left, texts below each other: 附件： is three characters, 1． is 1.5
        _indent(made, left=6.5, first=-4.5 if number == 1 else -1.5)
        return [*blank, made]

    def _signature(self, made: Any, block: Block, following: str) -> None:
        """Set the date four characters from the right, and the issuer centred above it."""
        from docx.shared import Pt

        self._run(made, block.text, "body")
        look = made.paragraph_format
        look.alignment = 2
        look.keep_together = True
        look.keep_with_next = block.kind == "issuer"
        if self.lang == "en":
            return
        if block.kind == "issuer":
            look.space_before = Pt(56)
            date = self.date_width
            _indent(made, right=max(0.0, 4 + (date - _em(block.text)) / 2))
        else:
            _indent(made, right=4)

    date_width = 6.5

    def _styled(self, style: str, text: str) -> Any:
        names = [known.name for known in self.document.styles]
        made = self.document.add_paragraph(style=style if style in names else None)
        if text:
            self._run(made, text, {"Heading 1": "heading", "Title": "title"}.get(style, "body"))
        return made

    def _run(self, paragraph: Any, text: str, face: str, *, bold: bool = False) -> None:
        """Add a text; in Chinese with the face of its place, so that quotation marks are wide."""
        run = paragraph.add_run(text)
        if bold:
            run.bold = True
        if self.lang == "zh" and (self.own or face != "body"):
            faces(run, face)

    def annex(self, annex: Annex) -> None:
        """Write an annex on pages of its own, landscape where its tables are wide."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Mm, Pt

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        wide = annex.wide
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
        margins(section, (20, 20, 20, 20) if wide else (25, 25, 25, 25))
        section.footer_distance = Mm(12)
        number_pages(section)
        label = self._styled("Normal", "")
        self._run(label, annex.label, "heading", bold=self.lang == "en")
        label.paragraph_format.keep_with_next = True
        title = self._styled("Normal", "")
        self._run(title, annex.title, "title", bold=self.lang == "en")
        title.paragraph_format.alignment = 1
        title.paragraph_format.keep_with_next = True
        for run in title.runs:
            run.font.size = Pt(18 if self.lang == "zh" else 14)
        for block in annex.blocks:
            if isinstance(block, Paragraph):
                made = self._styled("Normal", block.text)
                _small(made, 12 if self.lang == "zh" else 10)
                _indent(made, first=2) if self.lang == "zh" else None
            elif isinstance(block, Figure):
                self._figure(block, 257 if wide else 160)
            else:
                self._table(block, 257 if wide else 160)

    def _figure(self, figure: Figure, width: int) -> None:
        """Add a chart with its caption, on lines that grow with it."""
        from docx.shared import Mm, Pt

        line = self._styled("Normal", "")
        line.paragraph_format.line_spacing = 1.0
        line.paragraph_format.space_before = Pt(10)
        line.paragraph_format.keep_with_next = True
        add_chart(line.add_run(), figure.drawing, self.lang, (Mm(width), Mm(130)), 0.42)
        told = [figure.caption]
        if self.lang == "zh" and not chinese_font():
            told.append(NO_BITMAPS)
        for text in told:
            _small(self._styled("Normal", text), 9)

    def _table(self, table: BulletinTable, width: int) -> None:
        shown, left_out = cut(table, self.lang)
        if table.title:
            title = self._styled("Normal", table.title)
            title.paragraph_format.keep_with_next = True
            _small(title, 12 if self.lang == "zh" else 10)
        made = self.document.add_table(
            rows=1, cols=len(table.heads), style="Table Grid" if self.own else None
        )
        made.autofit = False
        element, pattern = made._tbl, made.rows[0]._tr  # noqa: SLF001  # cell by cell is too slow
        widths = column_widths(shown, width)
        element.remove(pattern)
        element.append(_row([head.text for head in table.heads], shown, widths, head=True))
        for row in shown.rows:
            element.append(_row([cell.text for cell in row], shown, widths))
        for column, size in zip(element.tblGrid, widths, strict=True):
            column.w = size * 635
        if left_out:
            _small(self._styled("Normal", left_out), 10)


def _small(paragraph: Any, size: float) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    for run in paragraph.runs:
        run.font.size = Pt(size)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(size * 1.6)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # the library knows no grid
    off = properties.makeelement(f"{_WORD}snapToGrid", {f"{_WORD}val": "0"})
    properties.find(f"{_WORD}spacing").addprevious(off)


def _em(text: str) -> float:
    """Return how many characters wide a text is; a digit is half as wide as a Chinese character."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in text)


def _indent(paragraph: Any, *, first: float = 0, left: float = 0, right: float = 0) -> None:
    """Set indents in characters, which follow the size of the text, and in twips besides."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # the library knows no characters
    element = properties.get_or_add_ind()
    for name, value in (("left", left), ("right", right)):
        element.set(f"{_WORD}{name}Chars", str(round(value * 100)))
        element.set(f"{_WORD}{name}", str(round(value * _EM)))
    name = "firstLine" if first >= 0 else "hanging"
    element.set(f"{_WORD}{name}Chars", str(round(abs(first) * 100)))
    element.set(f"{_WORD}{name}", str(round(abs(first) * _EM)))


def column_widths(table: BulletinTable, millimetres: int) -> list[int]:
    """Return widths in twips: dates, numbers and statuses get what they need, the rest shares.

    The rest is shared by what nine cells of ten hold, so that one long cell takes no room of others.
    """
    lengths, usual = [], []
    for number, head in enumerate(table.heads):
        sizes = sorted(_em(row[number].text) for row in table.rows[:300])
        lengths.append(max(_em(head.text), sizes[-1] if sizes else 0))
        usual.append(max(_em(head.text), sizes[len(sizes) * 9 // 10] if sizes else 0))
    fixed: dict[int, float] = {}
    for number, head in enumerate(table.heads):
        if head.kind in _FIXED:
            fixed[number] = max(_FIXED[head.kind], 4.5 + 3.6 * min(lengths[number], 12))
        elif head.kind == "status":
            fixed[number] = 4.5 + 3.2 * min(lengths[number], 10)
    least = {n: 4.5 + 3.2 * min(size, 4) for n, size in enumerate(lengths) if n not in fixed}
    room = millimetres - sum(fixed.values()) - sum(least.values())
    weights = {n: min(max(usual[n], lengths[n] / 2, 4.0), 40.0) ** 0.7 for n in least}
    whole = sum(weights.values()) or 1
    found = [
        fixed[n] if n in fixed else least[n] + max(0.0, room) * weights[n] / whole
        for n in range(len(usual))
    ]
    over = max(1.0, sum(found) / millimetres)
    found = [size / over for size in found]
    return [round(size * 56.7) for size in found]


def _row(
    texts: Sequence[str], table: BulletinTable, widths: Sequence[int], *, head: bool = False
) -> Any:
    """Return a row; the head is repeated on every page and no row is torn apart."""
    from docx.oxml import OxmlElement

    made = OxmlElement("w:tr")
    look = _child(made, "trPr")
    _child(look, "cantSplit")
    if head:
        _child(look, "tblHeader")
    for text, column, width in zip(texts, table.heads, widths, strict=True):
        cell = _child(made, "tc")
        inner = _child(cell, "tcPr")
        _child(inner, "tcW", w=str(width), type="dxa")
        _child(inner, "vAlign", val="center")
        paragraph = _child(cell, "p")
        layout = _child(paragraph, "pPr")
        _child(layout, "snapToGrid", val="0")
        _child(layout, "spacing", before="20", after="20", line="240", lineRule="auto")
        _child(layout, "ind", firstLine="0", firstLineChars="0")
        centred = head or column.kind in ("date", "number", "status")
        _child(layout, "jc", val="center" if centred else "left")
        run = _child(paragraph, "r")
        face = _child(run, "rPr")
        if head:
            _child(face, "b")
        _child(face, "sz", val="18")
        told = _child(run, "t")
        told.text = text
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _child(parent: Any, name: str, **attributes: str) -> Any:
    made = parent.makeelement(f"{_WORD}{name}")
    for key, value in attributes.items():
        made.set(f"{_WORD}{key}", value)
    parent.append(made)
    return made


__all__ = ["as_docx", "column_widths"]
