"""Reader of OFD documents (GB/T 33190), the national format for fixed pages.

Layer: drafting. Input: an open archive. Output: SourceText with pages. Texts of a page are put in
the order of their lines, from top to bottom and left to right.
"""

from __future__ import annotations

import zipfile
from typing import Any
from xml.parsers import expat

from targetcheck import limits
from targetcheck.drafting.reading.document_findings import damaged, too_many_pages
from targetcheck.drafting.reading.source_text import SourceText
from targetcheck.errors import TargetcheckError

_LINE = 1.5
"""Millimetres by which texts of one line may differ in height."""


def read_ofd(archive: zipfile.ZipFile, name: str) -> SourceText:
    """Return the text of a document, page by page."""
    parts = sorted(
        (part for part in archive.namelist() if part.endswith("Content.xml")), key=_page_number
    )
    if len(parts) > limits.DOCUMENT_PAGES:
        raise TargetcheckError(too_many_pages(name))
    starts: list[int] = []
    text = ""
    for part in parts:
        try:
            page = _page(archive.read(part))
        except (expat.ExpatError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise TargetcheckError(damaged(name, error)) from None
        starts.append(len(text))
        text += page + "\n"
        if len(text) > limits.DOCUMENT_CHARACTERS:
            raise TargetcheckError(too_many_pages(name))
    return SourceText(text, {}, tuple(starts))


def _page_number(part: str) -> tuple[int, str]:
    digits = "".join(c if c.isdigit() else " " for c in part).split()
    return (int(digits[-1]) if digits else 0, part)


class _PageText:
    """Collects the texts of a page with their places."""

    def __init__(self) -> None:
        self.found: list[tuple[float, float, str]] = []
        self.left = self.top = 0.0
        self.x = self.y = 0.0
        self.inside = False
        self.words: list[str] = []

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "TextObject":
            box = [float(n) for n in attrs.get("Boundary", "0 0 0 0").split()[:2]]
            self.left, self.top = box[0], box[1]
        elif local == "TextCode":
            self.x, self.y = float(attrs.get("X", 0)), float(attrs.get("Y", 0))
            self.inside, self.words = True, []

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "TextCode":
            self.inside = False
            text = "".join(self.words)
            if text.strip():
                self.found.append((self.top + self.y, self.left + self.x, text))

    def data(self, text: str) -> None:
        if self.inside:
            self.words.append(text)

    def lines(self) -> str:
        """Return the lines of the page from top to bottom."""
        lines: list[list[tuple[float, float, str]]] = []
        for item in sorted(self.found):
            if lines and abs(lines[-1][0][0] - item[0]) <= _LINE:
                lines[-1].append(item)
            else:
                lines.append([item])
        return "\n".join(
            "".join(text for _, _, text in sorted(line, key=lambda i: i[1])) for line in lines
        )


def _page(raw: bytes) -> str:
    page = _PageText()
    parser = expat.ParserCreate()
    parser.StartElementHandler = page.start
    parser.EndElementHandler = page.end
    parser.CharacterDataHandler = page.data
    parser.EntityDeclHandler = _refused
    parser.Parse(raw, True)
    return page.lines()


def _refused(*_: Any) -> None:
    raise ValueError("the page declares entities")
