"""CSV files that are plain throughout, read as columns without an object for each cell.

Layer: evaluation. Input: the path of a CSV file. Output: a Polars frame of texts, or None for a file
that the table reader must interpret: other headings, quotes, remarks, blanks around cells, another
encoding or separator, rows of unequal length.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from targetcheck.files import must_be_readable
from targetcheck.tables.columns.column_names import is_labelled, read_header
from targetcheck.tables.flat_table import names_all

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.tables.known_names import Vocabulary

SMALLEST = 1_000_000
"""Bytes from which reading by columns is worth a look at the whole file."""
_ODD = (b'"', b"\0", b"\t", b";", b"\n\n", b", ", b" ,", b" \n", b"\n ", b"\r")
ODD_CHARACTERS = ("\ufeff", "\u3000", "\xa0", "\u200b", "\u2028", "\u2029", "\x85", "，")


def plain_csv(path: str | os.PathLike[str], known: Vocabulary) -> pl.DataFrame | None:
    """Return a large plain CSV file as a frame of texts; None if it is small or not plain."""
    file = Path(path)
    if file.suffix.lower() != ".csv" or not file.is_file() or file.stat().st_size < SMALLEST:
        return None
    must_be_readable(file, os.fspath(path))
    data = file.read_bytes().replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    if any(odd in data for odd in _ODD):
        return None
    head, _, body = data.partition(b"\n")
    try:
        names = head.decode("ascii").split(",")
        text = "" if body.isascii() else body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(character in text for character in ODD_CHARACTERS) or not plain_names(names, known):
        return None
    body = body.removesuffix(b"\n")
    rows, between = body.count(b"\n") + 1, len(names) - 1
    blank = b"," * between
    if body.count(b",") != rows * between or blank + b"\n" in body or body.endswith(blank):
        return None
    return _read(data)


def plain_names(names: list[str], known: Vocabulary) -> bool:
    """Return whether headings are the names of columns themselves, each once."""
    plain = all(read_header(name).name == name for name in names) and len(set(names)) == len(names)
    return plain and not any(map(is_labelled, names)) and names_all(names, known)


def _read(data: bytes) -> pl.DataFrame | None:
    import polars as pl
    from polars.exceptions import PolarsError

    try:
        return pl.read_csv(BytesIO(data), infer_schema=False, quote_char=None)
    except PolarsError:  # the table reader says what is wrong
        return None
