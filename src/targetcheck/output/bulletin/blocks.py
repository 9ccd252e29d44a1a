"""What a bulletin is made of, whatever its form: sections of paragraphs, tables, figures.

Floor: reports. Goes out: blocks, which as_html, as_docx, as_markdown and as_xlsx each print.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.output.charts import Drawing


@dataclass(frozen=True, slots=True)
class Cell:
    """A text; `status` gives it shape and colour, `sort` an order other than that of the text."""

    text: str
    status: str = ""
    sort: Fraction | int | str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: `kind` is text, number, date, status or long (text that needs room)."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its name; `id` is stable, so that programs and tests find it."""

    id: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `kind` is plain, note, warning or quote."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption."""

    id: str
    drawing: Drawing
    caption: str


Block = Cell | Table | Paragraph | Heading | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the bulletin."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def text_of(lang: Language, zh: str, en: str) -> str:
    """Give the text of the language asked for."""
    return zh if lang == "zh" else en


def heads(lang: Language, *columns: tuple[str, str] | tuple[str, str, str]) -> tuple[Head, ...]:
    """Give heads from (Chinese, English) or (Chinese, English, kind)."""
    return tuple(
        Head(c[0] if lang == "zh" else c[1], c[2] if len(c) > 2 else "text") for c in columns
    )
