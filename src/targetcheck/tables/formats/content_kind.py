"""Detection of the format of a table without file name.

Layer: tables. Input: bytes. Output: the suffix of the format.
"""

from __future__ import annotations

import codecs
import json

_MARKS = ((b"PAR1", ".parquet"), (b"\xd0\xcf\x11\xe0", ".xlsx"))
_OPEN = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def suffix_of(raw: bytes) -> str:
    """Return the suffix of the format of bytes; `.csv` if no other format is detected."""
    for mark, suffix in _MARKS:
        if raw.startswith(mark):
            return suffix
    if raw.startswith(b"PK\x03\x04"):
        return ".ods" if _OPEN in raw[:200] else ".xlsx"
    text = raw.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith((b"<?xml", b"<iati-")):
        return ".xml"
    if not text.startswith((b"{", b"[")):
        return ".csv"
    first, _, rest = text.partition(b"\n")
    try:
        return ".jsonl" if rest.strip() and isinstance(json.loads(first), dict) else ".json"
    except ValueError:
        return ".json"
