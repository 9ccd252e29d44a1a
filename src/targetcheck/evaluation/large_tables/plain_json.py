"""JSON files that are plain throughout, read as columns without an object for each cell.

Layer: evaluation. Input: the path of a JSON or JSON Lines file. Output: a Polars frame of texts, or
None for a file that the table reader must interpret. Plain are objects with the same keys in the
same order, with texts without escapes, numbers without an exponent, and null. Each row is matched by
one expression made of the keys of the first, so whatever is otherwise is seen.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from targetcheck.evaluation.large_tables.plain_csv import ODD_CHARACTERS, SMALLEST, plain_names
from targetcheck.files import must_be_readable
from targetcheck.tables.cells.number_notation import NUMERIC

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.tables.known_names import Vocabulary

LINES = (".jsonl", ".ndjson")
_TEXT = r'"(?:[^"\\\x00-\x20{}]|[^"\\\x00-\x20{}][^"\\\x00-\x1f{}]*[^"\\\x00-\x20{}])"'
"""A text that is not empty, without an escape or a brace, and without a blank at either end."""
_WHOLE = r"-?[1-9][0-9]{0,17}|0"
_NAME = rf"(?:{_TEXT}|{_WHOLE}|null)"
"""A cell that is no amount. What a decimal means in it is for the table reader: 2023.0 is a year."""
_DECIMAL = r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,20}"
_AMOUNT = rf"(?:{_TEXT.replace('{}', '{},')}|{_WHOLE}|{_DECIMAL}|null)"
"""A cell of an amount, without a comma: only texts, not numbers, say which decimal mark it is."""
_CELL = r"(\"[^\"]+\"|[^\", \t\r\n]+)"
"""A cell of a row that is plain. Finding cells costs less than looking whether all are plain."""
_KEY = re.compile(r'"([a-z_]+)"[ \t\r\n]*:')
PIECE = 4_000_000
"""Characters that are split into rows at once, so that memory stays near that of the file."""
_HEAD = 10_000
"""Characters in which the keys of the first row are looked for."""


def plain_json(path: str | os.PathLike[str], known: Vocabulary) -> pl.DataFrame | None:
    """Return a large plain JSON file as a frame of texts; None if it is small or not plain."""
    file = Path(path)
    kind = file.suffix.lower()
    if kind not in (".json", *LINES) or not file.is_file() or file.stat().st_size < SMALLEST:
        return None
    must_be_readable(file, os.fspath(path))
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(character in text for character in ODD_CHARACTERS):
        return None
    first = text[:_HEAD].partition("}")[0]
    names = _KEY.findall(first)
    if not names or not plain_names(names, known):
        return None
    return _rows(text, names, lines=kind in LINES)


def _rows(text: str, names: list[str], *, lines: bool) -> pl.DataFrame | None:
    """Return the cells of each row; None if any row is not plain."""
    import polars as pl

    body = text.strip(" \t\r\n")
    if not lines:
        if body[:1] != "[" or body[-1:] != "]":
            return None
        body = body[1:-1].rstrip(" \t\r\n")
    blank = r"[ \t\r]*" if lines else r"[ \t\r\n]*"  # an object per line has no break in it
    between = rf"{blank}\n[ \t\r\n]*" if lines else rf"{blank},{blank}"
    if body[-1:] != "}":
        return None
    # The first row has nothing before it: with what stands between rows it is like all others.
    plain = _row(between, blank, {name: _AMOUNT if name in NUMERIC else _NAME for name in names})
    cell = _row(between, blank, dict.fromkeys(names, _CELL))
    parts = []
    before = "\n" if lines else ","
    for piece in _pieces(body):
        rows = pl.Series([before + piece]).str.split("}").explode()
        if not rows.str.contains(plain).all():
            return None
        cells = rows.str.extract_groups(cell).struct.unnest()
        cells.columns = names
        bare = pl.all().str.strip_chars('"')
        parts.append(cells.select(pl.when(pl.all() != "null").then(bare)))
        before = ""
    return pl.concat(parts, rechunk=True)


def _row(between: str, blank: str, cells: Mapping[str, str]) -> str:
    """Return the expression of an object with what stands before it, without its closing brace."""
    pairs = (rf'"{name}"{blank}:{blank}{cell}' for name, cell in cells.items())
    return rf"^{between}\{{{blank}{rf'{blank},{blank}'.join(pairs)}{blank}$"


def _pieces(body: str) -> Iterator[str]:
    """Yield a text in pieces that end before a closing brace, which is left out."""
    at = 0
    while at < len(body):
        end = body.find("}", at + PIECE)
        end = len(body) - 1 if end < 0 else end
        yield body[at:end]
        at = end + 1
