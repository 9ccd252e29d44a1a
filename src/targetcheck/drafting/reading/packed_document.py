"""Reader of documents packed as ZIP archives: DOCX and OFD.

Layer: drafting. Input: bytes. Output: SourceText, or TargetcheckError for an archive that is
damaged, unpacks to too much, or is of another kind.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from targetcheck import limits
from targetcheck.drafting.reading.source_text import SourceText
from targetcheck.errors import Diagnostic, TargetcheckError, Where

_RATIO = 200
"""Parts of more than a MB that are compressed further than this are refused."""


def read_packed(raw: bytes, name: str) -> SourceText:
    """Return the text of a DOCX or OFD document."""
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TargetcheckError(damaged(name, error)) from None
    with archive:
        _look_into(archive, name)
        names = set(archive.namelist())
        if "word/document.xml" in names:
            from targetcheck.drafting.reading.docx_document import read_docx

            return read_docx(raw, name)
        if "OFD.xml" in names:
            from targetcheck.drafting.reading.ofd_document import read_ofd

            return read_ofd(archive, name)
    raise TargetcheckError(
        Diagnostic(
            "document-format",
            f"`{name}` is an archive, but neither DOCX nor OFD",
            f"“{name}”是压缩包，但不是 DOCX 或 OFD",
            "give the document itself",
            "请给出文件本身",
            Where(name),
        )
    )


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


def damaged(name: str, error: Exception) -> Diagnostic:
    """Return the finding for a document that its reader cannot open."""
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return Diagnostic(
        "document-damaged",
        f"`{name}` is damaged: {reason}",
        f"“{name}”已损坏：{reason}",
        "save the document anew, or give its text",
        "请另存文件，或给出其文本",
        Where(name),
    )
