"""The bulletin in the format of a file: Word, Excel, Markdown or HTML.

Layer: output. Input: a Bulletin, the result and a suffix. Output: the content of the file.
"""

from __future__ import annotations

from targetcheck.evaluation import Result
from targetcheck.output.bulletin.contents import Bulletin


def bulletin_file(made: Bulletin, result: Result, suffix: str) -> str | bytes:
    """Return the bulletin as the content of a file with that suffix; HTML for an unknown one."""
    if suffix == ".docx":
        from targetcheck.output.bulletin.bulletin_docx import as_docx

        return as_docx(made)
    if suffix == ".xlsx":
        from targetcheck.output.bulletin.bulletin_xlsx import as_xlsx

        return as_xlsx(made, result)
    if suffix in (".md", ".markdown"):
        from targetcheck.output.bulletin.bulletin_markdown import as_markdown

        return as_markdown(made)
    from targetcheck.output.bulletin.bulletin_html import as_html

    return as_html(made)
