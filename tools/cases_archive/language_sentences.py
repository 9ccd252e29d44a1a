"""The statements of the language reference: its sentences, and the rows of its tables.

Code blocks, headings (also those in bold at the start of a paragraph) and the heads of tables state
nothing. A sentence ends at a full stop that is followed by
a blank and no small letter, outside code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/reference/language.md"
_END = re.compile(r"(?<=[.])\)? (?=[^a-z])")
_HEADING = re.compile(r"^\*\*[^*]+\.\*\* ")
_CODE = re.compile(r"`[^`]*`")


def statements(text: str) -> list[str]:
    """Return every statement of a page, in order."""
    return [statement for block in _blocks(text) for statement in _sentences(block)]


def _blocks(text: str) -> Iterator[str]:
    """Yield each paragraph, item of a list and row of a table as one line."""
    open_block: list[str] = []
    fenced = False
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        row = line.startswith("|")
        head = row and lines[number + 1].startswith("| ---")
        starts = line.startswith(("* ", "#")) or row or fenced or not line.strip()
        if starts and open_block:
            yield " ".join(open_block)
            open_block = []
        if fenced or line.startswith(("```", "#", "| ---")) or head or not line.strip():
            continue
        if row:
            yield line
        else:
            open_block.append(line.strip().removeprefix("* "))
    if open_block:
        yield " ".join(open_block)


def _sentences(block: str) -> Iterator[str]:
    if block.startswith("|"):
        yield block.strip("| ")
        return
    block = _HEADING.sub("", block)
    hidden = _CODE.sub(lambda code: "\0" * len(code[0]), block)
    start = 0
    for end in _END.finditer(hidden):
        yield block[start : end.end()].strip()
        start = end.end()
    yield block[start:].strip()
