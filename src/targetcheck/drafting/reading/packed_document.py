"""Documents packed as ZIP archives, opened within limits.

Layer: drafting. Input: bytes. Output: an archive, or TargetcheckError for one that is damaged or
unpacks to too much.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from targetcheck import limits
from targetcheck.drafting.reading.document_findings import damaged
from targetcheck.errors import Diagnostic, TargetcheckError, Where

_RATIO = 200
"""Parts of more than a MB that are compressed further than this are refused."""


def open_archive(raw: bytes, name: str) -> zipfile.ZipFile:
    """Return an archive whose parts unpack to no more than a document holds."""
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TargetcheckError(damaged(name, error)) from None
    _look_into(archive, name)
    return archive


def _look_into(archive: zipfile.ZipFile, name: str) -> None:
    """Raise TargetcheckError (`document-too-large`) for an archive that would unpack to too much."""
    total = 0
    for part in archive.infolist():
        total += part.file_size
        packed = max(part.compress_size, 1)
        swollen = part.file_size > 1024**2 and part.file_size > packed * _RATIO
        if total > limits.DOCUMENT_UNPACKED or swollen:
            raise TargetcheckError(
                Diagnostic(
                    "document-too-large",
                    f"`{name}` unpacks to more than a document holds",
                    f"“{name}”解压后过大，不像正常文件",
                    "save the document anew, without pictures",
                    "请去掉图片后另存",
                    Where(name),
                )
            )
