"""The text of a document as lines, with heading levels and pages.

Layer: drafting. Output: SourceText. A row of a table is a line whose cells are separated by tabs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text; `levels` holds heading levels by line from 1, `pages` the offsets of pages."""

    text: str
    levels: dict[int, int] = field(default_factory=dict)
    pages: tuple[int, ...] = ()


class TextBuilder:
    """Collects paragraphs and rows in order."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._levels: dict[int, int] = {}

    def paragraph(self, text: str, level: int = 0) -> None:
        """Add a paragraph, and an empty line after it."""
        plain = " ".join(text.split())
        if plain:
            if level:
                self._levels[len(self._lines) + 1] = level
            self._lines += (plain, "")

    def row(self, cells: Sequence[str]) -> None:
        """Add a row of a table."""
        plain = [" ".join(cell.split()) for cell in cells]
        if any(plain):
            self._lines.append("\t".join(plain))

    def source(self) -> SourceText:
        """Return the text collected."""
        text = "\n".join(self._lines) + ("\n" if self._lines else "")
        return SourceText(text, dict(self._levels))
