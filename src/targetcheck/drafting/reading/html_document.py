"""Reader of HTML pages.

Layer: drafting. Input: text of a page. Output: SourceText with headings and table rows.
"""

from __future__ import annotations

from html.parser import HTMLParser

from targetcheck.drafting.reading.source_text import SourceText, TextBuilder

_BLOCKS = {
    "p", "div", "li", "br", "ul", "ol", "section", "article", "header", "footer", "blockquote",
    "dd", "dt", "title", "main", "pre", "figcaption", "hr",
}  # fmt: skip
_HIDDEN = {"script", "style", "noscript", "template", "nav", "svg", "form", "select"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read_html(text: str) -> SourceText:
    """Return the text of a page; scripts, styles and navigation are left out."""
    parser = _Page()
    parser.feed(text)
    parser.close()
    parser.flush()
    return parser.made.source()


class _Page(HTMLParser):
    """Collects paragraphs and rows while a page is parsed; its nesting costs no recursion."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = TextBuilder()
        self.words: list[str] = []
        self.cells: list[str] = []
        self.hidden = 0
        self.row = 0
        self.level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in _HEADINGS:
            self.flush()
            self.level = _HEADINGS[tag]
        elif tag == "tr":
            self.flush()
            self.row += 1
            self.cells = []
        elif tag in ("td", "th"):
            self.words = []
        elif tag in _BLOCKS:
            self._block()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _HEADINGS:
            self.flush()
        elif tag in ("td", "th"):
            self.cells.append("".join(self.words))
            self.words = []
        elif tag == "tr" and self.row:
            self.row -= 1
            self.made.row(self.cells)
            self.cells = []
        elif tag in _BLOCKS:
            self._block()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    def _block(self) -> None:
        if self.row:
            self.words.append(" ")
        else:
            self.flush()

    def flush(self) -> None:
        """End the paragraph at hand."""
        if not self.row:
            self.made.paragraph("".join(self.words), self.level)
            self.words = []
            self.level = 0
