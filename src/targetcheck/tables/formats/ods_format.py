"""Reader of OpenDocument sheets (`.ods`), with the cells as shown.

Layer: tables. If the shown and the stored value of a cell differ in meaning, the shown one is used,
as for workbooks.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import read_bytes
from targetcheck.tables.cells.cell_value import fold_width, read_cell
from targetcheck.tables.formats.xlsx_rich_text import seen_runs, whole_text
from targetcheck.tables.rejection_reasons import hidden_sheet
from targetcheck.tables.sheet import Sheet, Span

_MOST_BYTES = 256 * 1024 * 1024
_MOST_CELLS = 4_000_000
_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_ERROR = re.compile(r"#[A-Z/0-9!?]+|Err:\d+")


@dataclass(frozen=True, slots=True)
class _Font:
    """Font properties of a run or a cell that affect its meaning."""

    strike: bool = False
    vertAlign: str = ""  # noqa: N815 - the name that runs of workbooks have


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    font: _Font = field(default_factory=_Font)


@dataclass
class _Styles:
    """Fonts by style, and the styles of hidden content, by name."""

    fonts: dict[str, _Font] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


def read_open_document(path: str, name: str) -> tuple[list[Sheet], list[Diagnostic]]:
    """Return the visible sheets of an OpenDocument file in order, and notes on the others."""
    root = _content(read_bytes(path, name), name)
    styles = _styles(root)
    sheets: list[Sheet] = []
    notes: list[Diagnostic] = []
    for table in root.iter(_tag("table:table")):
        title = _said(table, "table:name")
        if _said(table, "table:style-name") in styles.hidden:
            notes.append(hidden_sheet(Where(name, title)))
            continue
        sheets.append(_SheetReader(table, styles, name, title).sheet())
    return sheets, notes


def _content(raw: bytes, name: str) -> Any:
    """Return the document of a file; raise TargetcheckError if it is not safe to open."""
    from xml.etree import ElementTree as ET

    try:
        text, wrong = _unpacked(raw)
        root = None if wrong else ET.fromstring(text)  # noqa: S314 - no document type is let in
    except Exception as error:  # noqa: BLE001 - a damaged archive fails in as many ways as it has parts
        reason = " ".join(str(error).split())[:120]
        wrong = (f"cannot be read as an OpenDocument sheet: {reason}", f"无法读取：{reason}")
    if wrong:
        raise TargetcheckError(_refused(name, *wrong))
    return root


def _unpacked(raw: bytes) -> tuple[bytes, tuple[str, str] | None]:
    """Return the document in an archive, and the reason in both languages if it is not opened."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        manifest = "META-INF/manifest.xml"
        if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
            return b"", ("is protected by a password", "设有打开密码")
        if archive.getinfo("content.xml").file_size > _MOST_BYTES:
            return b"", ("is larger than 256 MB when unpacked", "解压后超过256 MB")
        text = archive.read("content.xml")
    if b"<!DOCTYPE" in text[:4096] or b"<!ENTITY" in text[:4096]:
        return b"", ("defines entities of its own", "含有自定义实体")
    return text, None


class _SheetReader:
    """Reader of one table into a Sheet."""

    def __init__(self, table: Any, styles: _Styles, name: str, title: str) -> None:
        self.table, self.styles, self.name, self.title = table, styles, name, title
        self.rows: list[list[object]] = []
        self.merges: list[Span] = []
        self.doubts: dict[tuple[int, int], str] = {}
        self.hidden_rows: set[int] = set()

    def sheet(self) -> Sheet:
        """Return the sheet."""
        number = cells = 0
        for row, count in _repeated(self.table, "table:table-row", "table:number-rows-repeated"):
            held = self.cells(row)
            repeats = count if held else 0
            for _ in range(repeats):
                number += 1
                cells += len(held)
                if cells > _MOST_CELLS or number > _MOST_CELLS:
                    raise TargetcheckError(_refused(self.name, "has too many cells", "单元格过多"))
                self.take(number, row, held)
            if not held:
                number += count
                if _said(row, "table:visibility") in ("collapse", "filter"):
                    self.hidden_rows |= set(range(number - min(count, 1000) + 1, number + 1))
        return Sheet(
            self.name,
            self.title,
            self.rows,
            self.merges,
            frozenset(self.hidden_rows),
            self.hidden_columns(),
            doubts=self.doubts,
        )

    def cells(self, row: Any) -> list[tuple[int, Any]]:
        """Return the non-empty cells of a row, each with its column."""
        found: list[tuple[int, Any]] = []
        column = 1
        for cell in row:
            count = int(_said(cell, "table:number-columns-repeated") or 1)
            if cell.tag == _tag("table:table-cell") and _holds(cell):
                found += [(column + n, cell) for n in range(min(count, 20_000))]
            if cell.tag in (_tag("table:table-cell"), _tag("table:covered-table-cell")):
                column += count
        return found

    def take(self, number: int, row: Any, held: list[tuple[int, Any]]) -> None:
        """Add the cells of a row."""
        if _said(row, "table:visibility") in ("collapse", "filter"):
            self.hidden_rows.add(number)
        self.rows.extend([] for _ in range(number - len(self.rows)))
        values = self.rows[-1]
        for column, cell in held:
            value, doubt = _seen(cell, self.styles)
            values.extend([None] * (column - 1 - len(values)))
            values.append(value)
            if doubt:
                self.doubts[number, column] = doubt
            down = int(_said(cell, "table:number-rows-spanned") or 1)
            across = int(_said(cell, "table:number-columns-spanned") or 1)
            if down > 1 or across > 1:
                self.merges.append(Span(number, column, number + down - 1, column + across - 1))

    def hidden_columns(self) -> frozenset[int]:
        """Return the hidden columns."""
        found: set[int] = set()
        column = 1
        counted = "table:number-columns-repeated"
        for item, count in _repeated(self.table, "table:table-column", counted):
            if _said(item, "table:visibility") in ("collapse", "filter"):
                found |= set(range(column, column + min(count, 20_000)))
            column += count
        return frozenset(found)


def _repeated(table: Any, tag: str, counted: str) -> Iterator[tuple[Any, int]]:
    """Yield the rows or columns of a table, also inside groups, with their repeat counts."""
    for item in table.iter(_tag(tag)):
        yield item, int(_said(item, counted) or 1)


def _holds(cell: Any) -> bool:
    return cell.find(_tag("text:p")) is not None or bool(_said(cell, "office:value-type"))


def _seen(cell: Any, styles: _Styles) -> tuple[object, str]:
    """Return the shown content of a cell, and the reason if it cannot be used."""
    runs = _runs(cell, styles)
    shown, struck = seen_runs(runs)
    whole = whole_text(runs)
    if struck or styles.fonts.get(_said(cell, "table:style-name"), _Font()).strike:
        return whole, f"value-struck:{whole}"
    if _ERROR.fullmatch(shown.strip()) and shown.strip() != "#N/A":
        return shown, f"value-error:{shown.strip()}"
    kind, stored = _said(cell, "office:value-type"), _said(cell, "office:value")
    if kind == "boolean" and not shown.strip():
        return _said(cell, "office:boolean-value") == "true", ""
    if kind == "date":
        return _day(_said(cell, "office:date-value"), shown), ""
    if kind not in ("float", "percentage", "currency") or not stored:
        return shown or _said(cell, "office:string-value") or None, ""
    return _number(stored, shown)


def _number(stored: str, shown: str) -> tuple[object, str]:
    """Return the number of a cell: as stored if the text is that number rounded, else the text."""
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return shown, ""
    if not shown.strip():
        return value, f"value-unseen:{stored}"
    text = fold_width(shown)
    percent = text.endswith("%")
    bare = read_cell(text.removesuffix("%").strip())
    if bare.kind != "number" or bare.unit or bare.number is None or bare.approximate:
        return shown, ""
    exact = value * 100 if percent else value
    if abs(exact - bare.number) * 2 > Decimal(1).scaleb(-bare.digits):
        return shown, ""
    plain = exact.normalize() + 0
    if len(plain.as_tuple().digits) > _DIGITS:
        plain = Decimal(f"{plain:.{_DIGITS}g}")
    return (f"{plain:f}%" if percent else plain), ""


def _day(stored: str, shown: str) -> object:
    """Return the day of a cell, or its text if that is less precise, such as `11月`."""
    if not _YEAR.search(shown):
        return shown
    try:
        return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
    except ValueError:
        return shown


def _runs(cell: Any, styles: _Styles) -> list[_Run]:
    """Return the runs of a cell's text, with line breaks between its lines."""
    found: list[_Run] = []
    for number, line in enumerate(cell.findall(_tag("text:p"))):
        if number:
            found.append(_Run("\n"))
        _walk(line, _Font(), styles, found)
    return found


def _walk(element: Any, font: _Font, styles: _Styles, found: list[_Run]) -> None:
    if element.text:
        found.append(_Run(element.text, font))
    for child in element:
        if child.tag == _tag("text:s"):
            found.append(_Run(" " * min(int(_said(child, "text:c") or 1), 1000), font))
        elif child.tag in (_tag("text:tab"), _tag("text:line-break")):
            found.append(_Run(" ", font))
        elif child.tag != _tag("office:annotation"):
            own = styles.fonts.get(_said(child, "text:style-name"), font)
            _walk(child, own, styles, found)
        if child.tail:
            found.append(_Run(child.tail, font))


def _styles(root: Any) -> _Styles:
    found = _Styles()
    for style in root.iter(_tag("style:style")):
        name = _said(style, "style:name")
        text = style.find(_tag("style:text-properties"))
        if text is not None:
            line = _said(text, "style:text-line-through-style")
            raised = _said(text, "style:text-position").startswith(("super", "3", "5"))
            struck = line not in ("", "none")
            found.fonts[name] = _Font(struck, "superscript" if raised else "")
        table = style.find(_tag("style:table-properties"))
        if table is not None and _said(table, "table:display") == "false":
            found.hidden.add(name)
    return found


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def _said(element: Any, name: str) -> str:
    return str(element.get(_tag(name)) or "")


def _refused(name: str, en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "workbook-unreadable",
        f"`{name}` {en}",
        f"“{name}”{zh}",
        "open it in a spreadsheet program and save it as .xlsx",
        "请用表格软件打开后另存为 .xlsx",
        Where(name),
    )
