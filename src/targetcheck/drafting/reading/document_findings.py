"""Findings that several readers of documents raise.

Layer: drafting. Input: the name of a document. Output: Diagnostics.
"""

from __future__ import annotations

from targetcheck import limits
from targetcheck.errors import Diagnostic, Where
from targetcheck.install_command import install_command


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


def no_reader(name: str) -> Diagnostic:
    """Return the finding for a format whose library is not installed."""
    return Diagnostic(
        "reader-missing",
        f"`{name}` needs a reader that is not installed",
        f"读取“{name}”需要的组件未安装",
        f"install it with `{install_command('draft')}`",
        f"请运行 {install_command('draft')} 安装",
        Where(name),
    )


def too_many_pages(name: str) -> Diagnostic:
    """Return the finding for a document with more pages or text than is read."""
    return Diagnostic(
        "document-too-long",
        f"`{name}` has more than {limits.DOCUMENT_PAGES:,} pages, or too much text",
        f"“{name}”超过{limits.DOCUMENT_PAGES:,}页，或文字过多",
        "draft from the part that holds the promises",
        "请只给出含有目标的部分",
        Where(name),
    )
