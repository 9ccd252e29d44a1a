"""Reader of PDF documents with text, by pypdf.

Layer: drafting. Input: bytes. Output: SourceText with pages.
"""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

from targetcheck import limits
from targetcheck.drafting.reading.document_findings import damaged, no_reader, too_many_pages
from targetcheck.drafting.reading.source_text import SourceText
from targetcheck.errors import Diagnostic, TargetcheckError, Where

_LEAST = 8
"""A document with fewer letters and digits on a page than that, on average, is a scan."""


def read_pdf(raw: bytes, name: str) -> SourceText:
    """Return the text of a document, page by page.

    Raises TargetcheckError for a damaged or locked file, and for scanned pages without text.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise TargetcheckError(no_reader(name)) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = _pages(PdfReader(BytesIO(raw), strict=False), name)
    except TargetcheckError:
        raise
    except (PyPdfError, Exception, RecursionError) as error:  # noqa: BLE001  # a damaged file fails in many ways
        raise TargetcheckError(damaged(name, error)) from None
    count = sum(char.isalnum() for page in pages for char in page)
    if count < _LEAST * max(len(pages), 1):
        raise TargetcheckError(_scan(name, len(pages)))
    starts: list[int] = []
    text = ""
    for page in pages:
        starts.append(len(text))
        text += page + "\n"
    return SourceText(text, {}, tuple(starts))


def _pages(reader: Any, name: str) -> list[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise TargetcheckError(_locked(name))
    if len(reader.pages) > limits.DOCUMENT_PAGES:
        raise TargetcheckError(too_many_pages(name))
    pages: list[str] = []
    total = 0
    for page in reader.pages:
        text = str(page.extract_text() or "")
        total += len(text)
        if total > limits.DOCUMENT_CHARACTERS:
            raise TargetcheckError(too_many_pages(name))
        pages.append(text.replace("\0", ""))
    return pages


def _locked(name: str) -> Diagnostic:
    return Diagnostic(
        "document-locked",
        f"`{name}` is locked with a password",
        f"“{name}”有密码保护",
        "save it without a password",
        "请去除密码后另存",
        Where(name),
    )


def _scan(name: str, pages: int) -> Diagnostic:
    return Diagnostic(
        "document-no-text",
        f"`{name}` has {pages} pages without text; they are scanned pictures",
        f"“{name}”共{pages}页，没有文字，是扫描件",
        "recognise the text first, and check it against the pages",
        "请先做文字识别，并与原件核对",
        Where(name),
    )
