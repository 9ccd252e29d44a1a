"""Reader of CSV and TSV files.

Layer: tables. Output: headings, cells, comments and lines. The encoding is detected (UTF-8, UTF-8
or UTF-16 with a byte order mark, GB18030), and so is the delimiter: every row has as many cells as
its heading, so the one that splits most rows into equal numbers of cells is used. A note may contain
more semicolons than its row has commas. Lines above the heading that start with `#` are comments.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import encoding_finding, read_bytes
from targetcheck.first_use import on_first_use, pattern
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.raw_table import RawRows, RowPlaces, refuse, refuse_wide

if TYPE_CHECKING:
    from targetcheck.tables import sheet
    from targetcheck.tables.formats import eurostat_tsv
else:
    eurostat_tsv = on_first_use("targetcheck.tables.formats.eurostat_tsv")
    sheet = on_first_use("targetcheck.tables.sheet")

_SEP = pattern(r'"?sep=(?P<mark>[,;|]|\t|\\t)"?[,;|\t]*', re.IGNORECASE)
_MARKS = (",", "\t", ";", "|")
_FULL_WIDTH = ("，", "；")
"""Delimiters used only if no other fits, since sentences contain them too."""
_MOST_ROWS = 2000
"""Rows that are looked at: a table that long does not change its mark."""
_COMMENT = pattern(r"\s*\"?#(?![,;\t])(?P<text>[^\r\n]*)")


def read_delimited(path: str | os.PathLike[str], name: str) -> RawRows:
    """Return the rows of a CSV or TSV file as written."""
    text, notes = _decode(read_bytes(path, name), name)
    comments, body, above = _split_comments(text)
    delimiter, body, above = _delimited(body, above, name)
    found: list[Diagnostic] = []
    rows = _unstacked(_rows(body, delimiter, name, above, found))
    line, header = next(rows, (0, []))
    if not header:
        refuse(found)
        raise TargetcheckError(_empty(name))
    refuse_wide(len(header), Where(name, line=line))
    kept: list[list[str]] = []
    lines: list[int] = []
    width = len(header)
    for number, row in rows:
        if len(row) != width:
            if len(row) < width or any(cell.strip() for cell in row[width:]):
                found.append(_ragged(Where(name, line=number), len(row), width))
                continue
            del row[width:]
        lines.append(number)
        kept.append(row)
    columns: list[list[object]] = [list(column) for column in zip(*kept, strict=True)]
    columns = columns or [[] for _ in header]
    places = RowPlaces(name, lines)
    place = Where(name, line=line)
    return RawRows(name, header, columns, places, "csv", (*notes, *found), comments, place,
                   comma_likely=delimiter == ";")  # fmt: skip


def read_delimited_sheet(
    path: str | os.PathLike[str], name: str
) -> tuple[sheet.Sheet, tuple[Diagnostic, ...]]:
    """Return a CSV or TSV file as a sheet, with title rows and rows of unequal length."""
    text, notes = _decode(read_bytes(path, name), name)
    _, body, above = _split_comments(text)
    delimiter, body, above = _delimited(body, above, name)
    found: list[Diagnostic] = []
    listed = list(_unstacked(_rows(body, delimiter, name, above, found)))
    refuse(found)
    refuse_wide(max((len(row) for _, row in listed), default=0), Where(name))
    return sheet.Sheet(name, "", [row for _, row in listed], lines=[line for line, _ in listed],
                 comma_likely=delimiter == ";"), notes  # fmt: skip


def _decode(raw: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    notes: tuple[Diagnostic, ...] = ()
    if raw.startswith(b"PK\x03\x04"):
        raise TargetcheckError(_archive(name))
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = raw.decode("utf-16")
        else:
            text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            line = raw.count(b"\n", 0, error.start) + 1
            raise TargetcheckError(encoding_finding(name, "UTF-8 / GB18030", line)) from None
        notes = (_guessed(name),)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TargetcheckError(encoding_finding(name, "UTF-8 / GB18030", line))
    return text, notes


def _split_comments(text: str) -> tuple[tuple[str, ...], str, int]:
    """Return the comments above the heading, the text from the heading on, and the lines above."""
    comments: list[str] = []
    start = above = 0
    for line in io.StringIO(text, newline=""):
        found = _COMMENT.match(line)
        if found:
            comments.append(found["text"].strip().rstrip(",;\t").rstrip('"').strip())
        elif line.strip(" ,;\t\r\n"):
            break
        start += len(line)
        above += 1
    return tuple(comments), text[start:], above


def _delimited(body: str, above: int, name: str) -> tuple[str, str, int]:
    """Return the delimiter, and the text without a line `sep=;`."""
    line, _, rest = body.partition("\n")
    said = _SEP.fullmatch(line.strip())
    if said:
        return said["mark"].replace("\\t", "\t"), rest, above + 1
    if (name.lower().endswith(".tsv") and "\t" in body) or _is_stacked(line.split("\t")):
        return "\t", body, above
    return find_delimiter(body), body, above


def _unstacked(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a table; stacked columns of a Eurostat table are split."""
    first = next(rows, None)
    if first is None:
        return rows
    return eurostat_tsv.unstacked(first, rows) if _is_stacked(first[1]) else chain([first], rows)


def _is_stacked(header: list[str]) -> bool:
    """Return whether a table is one of Eurostat; its first heading has a backslash."""
    return "\\" in header[0] and eurostat_tsv.is_stacked(header)


def _rows(
    body: str, delimiter: str, name: str, above: int, found: list[Diagnostic]
) -> Iterator[tuple[int, list[str]]]:
    """Return each row that is not empty, with its first line."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = above + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            found.append(_broken(Where(name, line=line), str(error)))
            return
        first = row[0] if row else ""
        if (first and not first.isspace()) or any(cell and not cell.isspace() for cell in row):
            yield line, row


def _guessed(name: str) -> Diagnostic:
    return Diagnostic(
        "file-encoding-found",
        f"`{name}` is not UTF-8 and was read as GB18030",
        f"“{name}”不是 UTF-8 编码，已按 GB18030 读取",
        where=Where(name),
        severity="note",
    )


def _archive(name: str) -> Diagnostic:
    return Diagnostic(
        "file-encoding",
        f"`{name}` is a workbook or an archive, and not text",
        f"“{name}”是工作簿或压缩文件，不是文本",
        "rename it to .xlsx if it is a workbook",
        "如为工作簿，请改名为 .xlsx",
        Where(name),
    )


def _empty(name: str) -> Diagnostic:
    return Diagnostic(
        "table-empty",
        f"`{name}` has no header line",
        f"“{name}”没有表头行",
        "put the column names on the first line",
        "请在第一行写明各列的名称",
        Where(name),
    )


def _ragged(where: Where, cells: int, width: int) -> Diagnostic:
    return Diagnostic(
        "table-ragged-row",
        f"this row has {cells} cells, the header has {width}",
        f"该行有{cells}格，而表头有{width}列",
        "quote a cell that contains the delimiter, and keep the delimiters of empty cells",
        "内容含分隔符的请加双引号，空单元格也要保留分隔符",
        where,
    )


def _broken(where: Where, problem: str) -> Diagnostic:
    if "unexpected end of data" in problem:
        en, zh = "a quote that is opened in this row is never closed", "该行开始的双引号没有结束"
    elif "expected after" in problem:
        en, zh = "text follows a closing quote in this row", "该行的右引号之后还有文字"
    else:
        en, zh = f"this row cannot be read: {problem}", f"该行无法读取：{problem}"
    return Diagnostic(
        "csv-syntax",
        en,
        zh,
        "write a quote inside a quoted cell twice",
        "引号内的双引号要写两次",
        where,
    )


def find_delimiter(body: str) -> str:
    """Return the delimiter of a text; a comma if none splits it."""
    found = _best(body, _MARKS)
    return found or _best(body, _FULL_WIDTH) or ","


def _best(body: str, marks: tuple[str, ...]) -> str:
    ranked = [(_rank(body, mark), mark) for mark in marks if mark in body]
    ranked = [(rank, mark) for rank, mark in ranked if rank > (0,)]
    return max(ranked, key=lambda found: found[0])[1] if ranked else ""


def _rank(body: str, mark: str) -> tuple[float, ...]:
    """Return the rank of a delimiter: rows of equal width, known headings, cells per row."""
    lines = io.StringIO(body, newline="")
    reader = csv.reader(islice(lines, _MOST_ROWS * 2), delimiter=mark)
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a cell beyond all measure: what was read so far decides
        rows.extend(row for row in islice(reader, _MOST_ROWS) if any(c.strip() for c in row))
    widths = Counter(len(row) for row in rows)
    parted = {width: count for width, count in widths.items() if width > 1}
    if not parted:
        return (0,)
    width = max(parted, key=lambda w: (parted[w], w))
    heads = (row[: limits.COLUMNS] for row in rows[:60])  # a wider table is refused
    named = max(sum(read_header(cell).name is not None for cell in row) for row in heads)
    alike = parted[width] / len(rows)
    return (round(alike, 1), named, alike, width)
