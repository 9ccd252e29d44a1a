"""Bulletin as Markdown, without charts; very long tables are shortened with a note.

Layer: output. Input: a Bulletin. Output: GitHub Flavored Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Language
from targetcheck.output.bulletin.blocks import Block, BulletinTable, Heading, Paragraph, cut
from targetcheck.output.bulletin.contents import Bulletin
from targetcheck.output.result_files.result_markdown import escape

_RULES = {"number": " ---: ", "text": " --- "}


def as_markdown(made: Bulletin) -> str:
    """Return the bulletin as Markdown."""
    lines = [f"# {escape(made.title)}", "", f"**{escape(made.subtitle)}**", ""]
    for line in made.basis:
        lines += [escape(line), ""]
    if made.warning:
        label = "示例数据" if made.lang == "zh" else "Illustrative data"
        lines += [f"> ⚠ **{label}**  ", f"> {escape(made.warning)}", ""]
    for number, section in enumerate(made.sections, start=1):
        lines += [f"## {number} {escape(section.title)}", ""]
        for block in section.blocks:
            lines += _lines(block, made.lang)
    return "\n".join(lines).rstrip() + "\n"


def _lines(block: Block, lang: Language) -> Iterator[str]:
    if isinstance(block, Paragraph):
        mark = "> " if block.kind == "quote" else ""
        yield from (f"{mark}{escape(block.text)}", "")
    elif isinstance(block, Heading):
        yield from (f"### {escape(block.text)}", "")
    elif isinstance(block, BulletinTable):
        yield from (f"**{escape(block.title)}** ({len(block.rows)})", "")
        yield f"| {' | '.join(escape(head.text) for head in block.heads)} |"
        yield f"|{'|'.join(_RULES.get(h.kind, _RULES['text']) for h in block.heads)}|"
        shown, left_out = cut(block, lang)
        for row in shown.rows:
            yield f"| {' | '.join(escape(cell.text) for cell in row)} |"
        yield from ("", escape(left_out), "") if left_out else ("",)
