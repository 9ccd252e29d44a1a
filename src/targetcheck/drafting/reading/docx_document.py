"""Reader of DOCX documents, by python-docx.

Layer: drafting. Input: bytes. Output: SourceText with headings and table rows.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from targetcheck.drafting.reading.document_findings import damaged, no_reader
from targetcheck.drafting.reading.source_text import SourceText, TextBuilder
from targetcheck.errors import Diagnostic, TargetcheckError, Where

_HEADING = re.compile(r"(?:heading|标题) ?(\d)", re.IGNORECASE)
_DEEPEST = 4
"""Tables inside tables beyond this depth are refused."""
_CELLS = 200_000


def read_docx(raw: bytes, name: str) -> SourceText:
    """Return the text of a document: paragraphs, rows of tables, notes at their place."""
    try:
        from docx import Document
        from docx.table import Table
    except ImportError:
        raise TargetcheckError(no_reader(name)) from None
    try:
        document = Document(BytesIO(raw))
        made = TextBuilder()
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                _table(block, made, name)
            else:
                _paragraph(block, made)
    except TargetcheckError:
        raise
    except Exception as error:  # noqa: BLE001  # a damaged file fails in as many ways as it has parts
        raise TargetcheckError(damaged(name, error)) from None
    return made.source()


def _paragraph(block: Any, made: TextBuilder) -> None:
    style = block.style.name if block.style is not None else ""
    found = _HEADING.search(style or "")
    made.paragraph(block.text, int(found[1]) if found else 0)


def _table(table: Any, made: TextBuilder, name: str) -> None:
    cells = 0
    for row in table.rows:
        texts: list[str] = []
        last: object = None
        for cell in row.cells:
            cells += 1
            if cells > _CELLS:
                raise TargetcheckError(_nested(name))
            if cell._tc is last:  # noqa: SLF001  # a merged cell stands for several
                texts.append("")
                continue
            last = cell._tc  # noqa: SLF001
            texts.append(_cell_text(cell, name, 1))
        made.row(texts)
    made.paragraph("")


def _cell_text(cell: Any, name: str, depth: int) -> str:
    if depth > _DEEPEST:
        raise TargetcheckError(_nested(name))
    words = [paragraph.text for paragraph in cell.paragraphs]
    for inner in cell.tables:
        for row in inner.rows:
            words += [_cell_text(part, name, depth + 1) for part in row.cells]
    return " ".join(words)


def _nested(name: str) -> Diagnostic:
    return Diagnostic(
        "document-nested",
        f"`{name}` holds tables inside tables, or more cells, than can be read",
        f"“{name}”中的表格嵌套过深或单元格过多",
        "take the inner tables out",
        "请把内层表格移出",
        Where(name),
    )
