"""Blocks of a bulletin, independent of format: sections, paragraphs, tables, figures.

Layer: output. Output: blocks, printed by bulletin_html.py, bulletin_docx.py, bulletin_markdown.py
and bulletin_xlsx.py.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from targetcheck.errors import Language
from targetcheck.output.charts import Drawing
from targetcheck.printable_text import printable
from targetcheck.quantities.rounding import binary


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `status` sets symbol and colour, `sort` a sort key other than the text."""

    text: str
    status: str = ""
    sort: Fraction | int | str | None = None


@dataclass(frozen=True, slots=True)
class TableHead:
    """A column heading: `kind` is text, number, date, status or long (text that needs width)."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class BulletinTable:
    """A table with its title; `id` is stable, for programs and tests."""

    id: str
    title: str
    heads: tuple[TableHead, ...]
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


Block = Cell | BulletinTable | Paragraph | Heading | Figure


@dataclass(frozen=True, slots=True)
class BulletinSection:
    """A numbered section of the bulletin."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def clean(section: BulletinSection) -> BulletinSection:
    """Return a section with texts free of terminal control characters and of those that Word refuses."""
    made: BulletinSection = _clean(section)
    return made


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        made = tuple(map(_clean, value))
        return made if any(a is not b for a, b in zip(made, value, strict=True)) else value
    if not isinstance(
        value, Cell | TableHead | BulletinTable | Paragraph | Heading | Figure | BulletinSection
    ):
        return value
    found = {each.name: _clean(getattr(value, each.name)) for each in fields(value)}
    changed = any(text is not getattr(value, name) for name, text in found.items())
    return replace(value, **found) if changed else value


def text_of(lang: Language, zh: str, en: str) -> str:
    """Return the text in a language."""
    return zh if lang == "zh" else en


def heads(
    lang: Language, *columns: tuple[str, str] | tuple[str, str, str]
) -> tuple[TableHead, ...]:
    """Return column headings from (Chinese, English) or (Chinese, English, kind)."""
    return tuple(
        TableHead(c[0] if lang == "zh" else c[1], c[2] if len(c) > 2 else "text") for c in columns
    )


LONG = 1000
"""Number of rows above which a table is compressed in the page."""
SHOWN = 100
"""Rows of a table shown on the page initially."""
PRINTED = 2000
"""Maximum number of rows of a table in print and in a document."""


def packed(table: BulletinTable) -> str:
    """Return every row of a table as text that needs no HTML escaping."""
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def cut(table: BulletinTable, lang: Language) -> tuple[BulletinTable, str]:
    """Return a table shortened for a document, and a note on the omitted rows, or an empty text."""
    if len(table.rows) <= PRINTED:
        return table, ""
    told = text_of(
        lang,
        f"本表共{len(table.rows)}行，此处列出前{SHOWN}行；全部行见网页（.html）或工作簿（.xlsx）形式的通报。",
        f"This table has {len(table.rows)} rows; here are the first {SHOWN}. "
        "The bulletin as a page (.html) or as a workbook (.xlsx) holds every row.",
    )
    return replace(table, rows=table.rows[:SHOWN]), told


def order(sort: Fraction | int | str) -> str:
    """Return a sort key in the form that the page's script reads."""
    return str(round(binary(sort), 9)) if isinstance(sort, Fraction) else str(sort)


def _cell(cell: Cell) -> str | list[str]:
    if not cell.status and cell.sort is None:
        return cell.text
    return [cell.text, cell.status, *([] if cell.sort is None else [order(cell.sort)])]
