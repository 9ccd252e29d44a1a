"""The tables of a bulletin read back from each of its forms, as texts by the id of the table."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from html.parser import HTMLParser


class _Page(HTMLParser):
    """The texts of the cells of every table of a page, and the packed rows of the long ones."""

    def __init__(self):
        super().__init__()
        self.found, self.folded, self.id, self.cell, self.script = {}, {}, None, None, None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.id = dict(attrs)["id"]
            self.found[self.id] = []
        elif tag == "tr" and self.id:
            self.found[self.id].append([])
        elif tag == "td":
            self.cell = ""
        elif tag == "script":
            self.script = dict(attrs).get("data-for")

    def handle_endtag(self, tag):
        if tag == "td":
            self.found[self.id][-1].append(self.cell)
            self.cell = None
        elif tag == "script":
            self.script = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.script:
            self.folded[self.script] = self.folded.get(self.script, "") + data


def of_html(text):
    page = _Page()
    page.feed(text)
    found = {name: [row for row in rows if row] for name, rows in page.found.items()}
    for name, folded in page.folded.items():
        rows = json.loads(zlib.decompress(base64.b64decode(folded)))
        whole = [[cell if isinstance(cell, str) else cell[0] for cell in row] for row in rows]
        assert whole[: len(found[name])] == found[name]
        found[name] = whole
    return found


def of_docx(data, tables):
    from docx import Document

    read = Document(io.BytesIO(data)).tables
    assert len(read) == len(tables)
    return {
        name: [[cell.text for cell in row.cells] for row in table.rows[1:]]
        for name, table in zip(tables, read, strict=True)
    }


def of_markdown(text, tables):
    lines = iter(text.splitlines())
    read = []
    for line in lines:
        if line.startswith("| "):
            next(lines)
            read.append([])
            for row in lines:
                if not row.startswith("|"):
                    break
                cells = re.split(r"(?<!\\) \| ", row.removeprefix("| ").removesuffix(" |"))
                read[-1].append([re.sub(r"\\(.)", r"\1", cell) for cell in cells])
    assert len(read) == len(tables)
    return dict(zip(tables, read, strict=True))


def of_xlsx(data):
    """Give the rows below the frozen heading of every sheet; a signed count has its sign again."""
    from openpyxl import load_workbook

    found = {}
    for sheet in load_workbook(io.BytesIO(data)):
        first = int(sheet.freeze_panes[1:])
        rows = [
            list(row)
            for row in sheet.iter_rows(min_row=first)
            if any(c.value is not None for c in row)
        ]
        found[sheet.title] = [[_shown(cell) for cell in row] for row in rows]
    return found


def _shown(cell):
    if isinstance(cell.value, int) and cell.number_format.startswith("+"):
        return f"{cell.value:+d}" if cell.value else "0"
    return "" if cell.value is None else str(cell.value)
