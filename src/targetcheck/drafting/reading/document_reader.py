"""Reader of documents by their format, with limits on size.

Layer: drafting. Input: a path. Output: SourceText, or TargetcheckError with what cannot be read.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from targetcheck import limits
from targetcheck.drafting.reading.source_text import SourceText
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import encoding_finding, read_bytes

_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_source(path: str | os.PathLike[str]) -> SourceText:
    """Return the text of a document.

    Raises TargetcheckError if the format is not known, the file is damaged or too large, or it
    holds no text.
    """
    name = os.fspath(path)
    raw = read_bytes(path, name, limits.DOCUMENT_BYTES)
    source = _read(raw, name)
    if len(source.text) > limits.DOCUMENT_CHARACTERS:
        raise TargetcheckError(_too_long(name))
    if not any(char.isalnum() for char in source.text):
        raise TargetcheckError(_no_text(name))
    _check_prose(source.text, name)
    return source


def _check_prose(text: str, name: str) -> None:
    """Raise TargetcheckError (`document-not-prose`) for a text that is data, not sentences."""
    numbers = sum(1 for _ in re.finditer(r"\d[\d.,]*", text))
    longest = max((len(part) for part in re.split(r"[。；;\n]|\. ", text)), default=0)
    if numbers > limits.DOCUMENT_NUMBERS or longest > limits.DOCUMENT_SENTENCE:
        raise TargetcheckError(
            Diagnostic(
                "document-not-prose",
                f"`{name}` holds {numbers:,} numbers, and up to {longest:,} characters without a stop",
                f"“{name}”有{numbers:,}个数字，最长一句{longest:,}个字符",
                "draft from the text of a plan; tables of data are read by `evaluate`",
                "请给出规划文本；数据表请用 evaluate 读取",
                Where(name),
            )
        )


def _read(raw: bytes, name: str) -> SourceText:
    suffix = Path(name).suffix.lower()
    if raw.startswith(b"%PDF") or suffix == ".pdf":
        from targetcheck.drafting.reading.pdf_document import read_pdf

        return read_pdf(raw, name)
    if raw.startswith(b"PK\x03\x04"):
        return _packed(raw, name)
    if raw.startswith(_LEGACY):
        raise TargetcheckError(_unknown(name, "a legacy Word file", "旧版 Word 文件"))
    text = _decoded(raw, name)
    if suffix in (".html", ".htm", ".xhtml") or text.lstrip()[:200].lower().startswith(
        ("<!doctype html", "<html")
    ):
        from targetcheck.drafting.reading.html_document import read_html

        return read_html(text)
    return SourceText(text)


def _packed(raw: bytes, name: str) -> SourceText:
    from targetcheck.drafting.reading.packed_document import open_archive

    with open_archive(raw, name) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            from targetcheck.drafting.reading.docx_document import read_docx

            return read_docx(raw, name)
        if "OFD.xml" in names:
            from targetcheck.drafting.reading.ofd_document import read_ofd

            return read_ofd(archive, name)
    raise TargetcheckError(_unknown(name, "an archive, neither DOCX nor OFD,", "压缩包，"))


def _decoded(raw: bytes, name: str) -> str:
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TargetcheckError(_unknown(name, "a binary file", "二进制文件"))
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise TargetcheckError(encoding_finding(name, "UTF-8, GB18030", 1))


def _unknown(name: str, en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "document-format",
        f"`{name}` is {en} that cannot be read as a document",
        f"“{name}”是{zh}，无法作为文件读取",
        "save it as DOCX, PDF with text, HTML, Markdown or TXT",
        "请另存为 DOCX、含文字的 PDF、HTML、Markdown 或 TXT",
        Where(name),
    )


def _too_long(name: str) -> Diagnostic:
    return Diagnostic(
        "document-too-long",
        f"`{name}` holds more than {limits.DOCUMENT_CHARACTERS:,} characters",
        f"“{name}”超过{limits.DOCUMENT_CHARACTERS:,}个字符",
        "draft from the part that holds the promises",
        "请只给出含有目标的部分",
        Where(name),
    )


def _no_text(name: str) -> Diagnostic:
    return Diagnostic(
        "document-no-text",
        f"`{name}` holds no text; its pages may be scanned pictures",
        f"“{name}”没有文字，可能是扫描件",
        "recognise the text first, and check it against the pages",
        "请先做文字识别，并与原件核对",
        Where(name),
    )
