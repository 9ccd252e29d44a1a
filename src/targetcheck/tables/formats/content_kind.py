"""The bytes of a table without a name come in; the suffix its file would have goes out."""

from __future__ import annotations

import codecs
import json

_MARKS = ((b"PAR1", ".parquet"), (b"\xd0\xcf\x11\xe0", ".xlsx"))
_OPEN = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def suffix_of(raw: bytes) -> str:
    """Return the suffix of the format that bytes are in; `.csv` where nothing else shows."""
    for mark, suffix in _MARKS:
        if raw.startswith(mark):
            return suffix
    if raw.startswith(b"PK\x03\x04"):
        return ".ods" if _OPEN in raw[:200] else ".xlsx"
    text = raw.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text.startswith((b"{", b"[")):
        return ".csv"
    first, _, rest = text.partition(b"\n")
    try:
        return ".jsonl" if rest.strip() and isinstance(json.loads(first), dict) else ".json"
    except ValueError:
        return ".json"
